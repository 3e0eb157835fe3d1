"""When a professional can be booked: a usual week, dates that are opened besides, dates that are closed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.appointments import operations, queries
from chevet.appointments.permissions import check_keeps_agenda
from chevet.appointments.rules import overlaps, wall
from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.roster import minutes_of
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.usecases.book_appointment import WHO, WORKS_HERE

DAYS = "Choisissez au moins un jour."
UPSIDE_DOWN = "La fin vient après le début. Pour minuit, écrivez 24:00."
OVERLAP = "Ces heures sont déjà ouvertes ce jour-là."
DATES = "Le dernier jour vient après le premier."
PAST = "Ces dates sont passées."
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOpening:
    """`days` (0 is Monday) every week, or from `day` to `last_day`, opened besides or `closed`. Team's wall time."""

    opening_id: UUID
    account_id: UUID
    starts: str
    ends: str
    days: Sequence[int] = ()
    day: date | None = None
    last_day: date | None = None
    closed: bool = False


def add_opening(
    *, actor: Actor, team_id: UUID, opening: NewOpening, today: date, now: datetime, machine_now: datetime
) -> int:
    """How many booked appointments a closing leaves to be moved. Raises Invalid, Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    _check(opening, today)
    with UnitOfWork(actor.scope()) as work:
        works, known = work.fetch(
            Statement(WORKS_HERE, (opening.account_id, machine_now, team_id)),
            queries.openings(team_id=team_id, account_ids=[opening.account_id], since=now - timedelta(days=1)),
        )
        if not works:
            raise NotFound
        if works[0].account_id is None:
            raise Invalid(WHO, fields={"account_id": WHO})
        if any(one.id == opening.opening_id for one in known):
            return 0
        if not opening.day and any(_collides(opening, one) for one in known):
            raise Invalid(OVERLAP, fields={"starts": OVERLAP})
        work.add(_row(actor, team_id, opening))
        work.add(_journal(actor, "opening.added", team_id, opening.opening_id, machine_now))
        return _left(work, opening, works[0].territory) if opening.closed else 0


def remove_opening(*, actor: Actor, team_id: UUID, opening_id: UUID, now: datetime, machine_now: datetime) -> None:
    """What is booked in it stays booked. Raises Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        (gone,) = work.fetch(operations.remove_opening(opening_id, team_id=team_id))
        if not gone:
            raise NotFound
        work.add(_journal(actor, "opening.removed", team_id, opening_id, machine_now))


def _check(opening: NewOpening, today: date) -> None:
    wrong: dict[str, str] = {}
    if minutes_of(opening.starts) >= minutes_of(opening.ends):
        wrong["ends"] = UPSIDE_DOWN
    if opening.day is None and not set(opening.days) & set(range(7)):
        wrong["days"] = DAYS
    if opening.day:
        last = opening.last_day or opening.day
        if last < opening.day or last - opening.day > LONGEST:
            wrong["last_day"] = DATES
        elif last < today:
            wrong["day"] = PAST
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def _collides(opening: NewOpening, known: Any) -> bool:
    same_day = set(opening.days) & set(json.loads(known.days))
    return bool(same_day) and opening.starts < known.ends and known.starts < opening.ends


def _row(actor: Actor, team_id: UUID, opening: NewOpening) -> Statement:
    return operations.new_opening(
        id=opening.opening_id, organisation_id=actor.organisation_id, team=team_id, account_id=opening.account_id,
        days=[] if opening.day else sorted(set(opening.days)), day=opening.day,
        last_day=(opening.last_day or opening.day) if opening.day else None, starts=opening.starts, ends=opening.ends,
        closed=opening.closed and opening.day is not None,
    )  # fmt: skip


def _left(work: UnitOfWork, opening: NewOpening, territory: str) -> int:
    """Appointments that lie in what was just closed: nobody moves them but a person."""
    zone, last = territory_named(territory).tzinfo, opening.last_day or opening.day
    days = [opening.day + timedelta(days=number) for number in range((last - opening.day).days + 1)]
    shut = [(wall(day, opening.starts, zone), wall(day, opening.ends, zone)) for day in days]
    (booked,) = work.fetch(queries.taken(account_id=opening.account_id, since=shut[0][0], until=shut[-1][1]))
    return sum(overlaps(shut, start=one.starts_at, end=one.ends_at) for one in booked)


def _journal(actor: Actor, action: str, team_id: UUID, opening_id: UUID, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id,
        detail={"team": str(team_id), "opening": str(opening_id)},
    )  # fmt: skip
