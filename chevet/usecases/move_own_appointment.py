"""The patient chooses another free time from her link: the next three first, then a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from chevet.access.visits import Visit
from chevet.appointments import queries
from chevet.appointments.rules import BOOKABLE_FOR, NOTICE, OWN_MOVES, free, is_free, open_of, too_late
from chevet.appointments.states import LIVE
from chevet.kernel.errors import Conflict, Forbidden, NotFound
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.booking import FASTER, journal, taken_meanwhile
from chevet.usecases.cancel_own_appointment import PHONE
from chevet.usecases.convoking import team_zone_of
from chevet.usecases.move_appointment import moved
from chevet.usecases.open_visit import enter_visit

FIRST = 3
ENOUGH = "Ce rendez-vous a déjà beaucoup changé. Appelez le service pour le déplacer encore."


@dataclass(frozen=True, slots=True)
class Taken:
    """The time of one professional, as far as free times need it."""

    row: Any
    spans: tuple[Any, ...]
    opened: tuple[Any, ...]

    @property
    def minutes(self) -> int:
        return int((self.row.ends_at - self.row.starts_at).total_seconds() // 60)

    def free(self, *, since: datetime, until: datetime) -> Iterator[datetime]:
        zone = team_zone_of(self.row)
        found = free(self.opened, self.spans, minutes=self.minutes, zone=zone, since=since, until=until)
        return (start for start in found if start != self.row.starts_at)


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """`first`: the next three; `there`: all between the two moments that were asked for. may_move: else she phones."""

    first: tuple[datetime, ...]
    there: tuple[datetime, ...]
    may_move: bool


def own_times(*, visit: Visit, since: datetime, until: datetime, now: datetime) -> OwnTimes:
    """Free times with the same professional in which her appointment fits. Raises NotFound, Forbidden."""
    taken = _taken(visit, now)
    soonest, last = now + NOTICE, now + BOOKABLE_FOR
    may_move = taken.row.state in LIVE and taken.row.moves < OWN_MOVES and not too_late(taken.row.starts_at, now=now)
    return OwnTimes(
        first=tuple(islice(taken.free(since=soonest, until=last), FIRST)),
        there=tuple(taken.free(since=max(since, soonest), until=min(until, last))),
        may_move=may_move,
    )


def move_own_appointment(*, visit: Visit, starts_at: datetime, now: datetime, machine_now: datetime) -> None:
    """A time that was offered, confirmed by choosing it; the old one is free again in the same moment.

    Raises Forbidden (too late, too often: she phones), Conflict (somebody was faster), NotFound.
    """
    taken = _taken(visit, now)
    if starts_at == taken.row.starts_at and taken.row.state in LIVE:
        return
    in_time = now + NOTICE <= starts_at <= now + BOOKABLE_FOR
    zone = team_zone_of(taken.row)
    if not (in_time and is_free(taken.opened, taken.spans, start=starts_at, minutes=taken.minutes, zone=zone)):
        raise Conflict(FASTER)
    with taken_meanwhile(), UnitOfWork(visit.scope()) as work:
        door, row, _rest = enter_visit(work, visit, now=now)
        _check(row, now)
        by = f"link:{door.link_id}"
        moved(work, row, to={"starts_at": starts_at, "overbooked": False}, by=by, confirmed=True, now=now)
        work.add(journal(by, "appointment.moved", row, machine_now))


def _check(row: Any, now: datetime) -> None:
    if too_late(row.starts_at, now=now):
        raise Forbidden(PHONE)
    if row.moves >= OWN_MOVES:
        raise Forbidden(ENOUGH)


def _taken(visit: Visit, now: datetime) -> Taken:
    """First who she is; then, as the house, the time of the professional: a link sees nobody else's appointments."""
    with UnitOfWork(visit.scope()) as work:
        _door, row, _rest = enter_visit(work, visit, now=now, lock=False)
    if row is None:
        raise NotFound
    with UnitOfWork(machine("agenda", organisation=row.organisation_id)) as work:
        spans, opened = work.fetch(*reads_of(row.account_id, row.team_id, now=now, besides=row.id))
    return Taken(row, tuple((one.starts_at, one.ends_at) for one in spans), tuple(open_of(opened)))


def reads_of(account_id: UUID, team_id: UUID, *, now: datetime, besides: UUID = queries.NOBODY) -> tuple[Any, ...]:
    """The statements behind the free times of one professional: what is taken, and when she is open."""
    until = now + BOOKABLE_FOR + timedelta(days=1)
    return (
        queries.taken(account_id=account_id, since=now, until=until, besides=besides),
        queries.openings(team_id=team_id, account_ids=[account_id], since=now - timedelta(days=2)),
    )
