"""Other programs of an organisation that may open a regulation: added by the operator, asked about at each launch."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope, machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.teleregulation import operations, queries
from chevet.teleregulation.launching import secret_of

END = """
UPDATE regulation_client SET ended_at = %s WHERE id = %s AND organisation_id = %s AND ended_at IS NULL RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Program:
    """`secret` is what its signatures are made with."""

    id: UUID
    organisation_id: UUID
    team_id: UUID
    secret: str

    def scope(self) -> Scope:
        return Scope(purpose="care", actor=f"client:{self.id}", organisation=self.organisation_id)


def launching_program(client: str, *, machine_now: datetime) -> Program:
    """Raises NotFound for a program that nobody added, or that was ended."""
    try:
        ident = UUID(client)
    except ValueError:
        raise NotFound from None
    with UnitOfWork(machine("launch")) as work:
        (rows,) = work.fetch(queries.client(ident))
    if not rows:
        raise NotFound
    row = rows[0]
    return Program(row.id, row.organisation_id, row.team_id, secret_of(row.id, row.rotation))


def add_program(*, organisation_id: UUID, team_id: UUID, name: str, machine_now: datetime) -> Program:
    """A program whose regulations belong to one team."""
    ident = new_id()
    with UnitOfWork(machine("launch", organisation=organisation_id)) as work:
        work.add(
            operations.new_client(
                client_id=ident, organisation_id=organisation_id, team_id=team_id, name=name[:60],
                machine_now=machine_now,
            ),
            _journal("regulation.program_added", organisation_id, ident, machine_now),
        )  # fmt: skip
    return Program(ident, organisation_id, team_id, secret_of(ident, 1))


def end_program(*, organisation_id: UUID, client_id: UUID, machine_now: datetime) -> None:
    """Its signatures open nothing from now on. Raises NotFound."""
    with UnitOfWork(machine("launch", organisation=organisation_id)) as work:
        (ended,) = work.fetch(Statement(END, (machine_now, client_id, organisation_id)))
        if not ended:
            raise NotFound
        work.add(_journal("regulation.program_ended", organisation_id, client_id, machine_now))


def _journal(action: str, organisation_id: UUID, client_id: UUID, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor="operator:terminal", action=action, organisation_id=organisation_id,
        detail={"client": str(client_id)},
    )  # fmt: skip
