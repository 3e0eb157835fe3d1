"""What became of an appointment that is over: honoured or missed. Also: somebody called about one nobody was told of."""

from datetime import datetime
from uuid import UUID

from chevet.appointments import operations
from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.usecases.booking import found, journal
from chevet.usecases.owed import moving_of
from chevet.usecases.release_payment import settle_unheld

MOVES = {"honoured": "honour", "missed": "miss"}
EARLY = "Ce rendez-vous n'a pas encore commencé."


def close_appointment(
    *, actor: Actor, appointment_id: UUID, outcome: str, now: datetime, machine_now: datetime
) -> None:
    """`outcome`: honoured or missed; the other one corrects it. Raises Invalid, Conflict, Forbidden, NotFound."""
    if outcome not in MOVES:
        raise Invalid
    with UnitOfWork(actor.scope()) as work:
        row, _rest = found(work, actor, appointment_id)
        if row.state == outcome:
            return
        if row.starts_at > now:
            raise Invalid(EARLY)
        work.add(
            operations.close(row, move=MOVES[outcome], by=f"account:{actor.account_id}", now=now),
            journal(actor, f"appointment.{outcome}", row, machine_now),
        )
        settle_unheld(
            work, appointment_id=row.id, why="none", moving=moving_of(actor, now=now, machine_now=machine_now),
            after_all=outcome == "honoured",
        )  # fmt: skip


def settle_unreached(*, actor: Actor, appointment_id: UUID, now: datetime, machine_now: datetime) -> None:
    """The person was told by telephone. Raises Forbidden, NotFound."""
    with UnitOfWork(actor.scope()) as work:
        row, _rest = found(work, actor, appointment_id)
        if row.unreached:
            work.add(operations.reached(row.id), journal(actor, "appointment.called", row, machine_now))
