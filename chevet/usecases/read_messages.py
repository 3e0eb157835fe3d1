"""The patient's page of messages: what the team promises to everybody, what was written only on a bound browser."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.permissions import Door, door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging import operations as communications
from chevet.messaging import queries
from chevet.organisations.duty import duty_of
from chevet.organisations.territories import territory_named
from chevet.usecases.write_to_team import promise

TEAM = Statement(
    f"""
SELECT f.id, t.duty, t.territory, k.subject_id, k.family, k.generation, k.wrapped
  FROM follow_up f JOIN team t ON t.id = f.team_id JOIN data_key k ON k.subject_id = f.subject_id
 WHERE f.id = {TARGET}
""",
    (),
)


@dataclass(frozen=True, slots=True)
class OwnMessages:
    """hours: the team's duty hours, in its wall time. back_at: when it is on duty, now if it is.

    thread is None until the browser gave a code, then the opened rows, newest first. sent: the promise made for the
    message of the key that was asked for, which only the browser that sent it knows.
    """

    hours: list[dict[str, Any]]
    on_duty: bool
    back_at: datetime
    answer_by: datetime
    thread: tuple[Any, ...] | None
    sent: datetime | None


def own_messages(*, visit: Visit, now: datetime, machine_now: datetime, sent: UUID | None = None) -> OwnMessages:
    """Reading marks the team's messages as read and leaves a line. Raises NotFound, Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        entered, teams, kept = work.fetch(enter(visit), TEAM, queries.earlier(sent or UUID(int=0)))
        door = door_to_write(entered, now=now)
        if not teams:
            raise NotFound
        team = teams[0]
        duty = duty_of(team.duty, territory_named(team.territory).tzinfo)
        return OwnMessages(
            hours=list(duty.hours),
            on_duty=duty.is_on(now),
            back_at=duty.spends(now, 0),
            answer_by=promise(duty, now),
            thread=_read(work, door, team, now=now, machine_now=machine_now) if door.is_bound else None,
            sent=next((one.answer_by for one in kept), None),
        )


def _read(work: UnitOfWork, door: Door, team: Any, *, now: datetime, machine_now: datetime) -> tuple[Any, ...]:
    (rows,) = work.fetch(queries.thread(team.id))
    if any(one.link_id is None and one.read_at is None for one in rows):
        work.add(communications.read_by_patient(team.id, now=now))
    work.add(
        entry(
            at=machine_now, actor=f"link:{door.link_id}", action="communication.read",
            organisation_id=door.row.organisation_id, subject_id=door.row.subject_id, detail={"follow_up": str(team.id)},
        )
    )  # fmt: skip
    return queries.unsealed(rows, open_record(team))
