"""The on-call calendar of a team: declared hours, dates of their own, and whose turn it is. Each act covers it anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import DutyTurn, Team
from chevet.organisations.roster import minutes_of
from chevet.people.actors import Actor
from chevet.people.models import Membership
from chevet.usecases.administering import (
    check_administers,
    check_turn_is_kept,
    cover,
    done_by,
    is_told,
    lived,
    team_locked,
)

type Spans = Sequence[tuple[str, str]]

WRONG = "Corrigez les champs signalés."
UPSIDE_DOWN = "La fin vient après le début. Pour minuit, écrivez 24:00."
OVERLAP = "Ces heures se chevauchent."
NOT_TOLD = "Cette personne ne reçoit pas les alertes de cette équipe. Choisissez d'abord comment elle les reçoit."
PAST = "Cette date est passée."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTurn:
    """`days` (0 is Monday) every week, or `day` once. `away`: not there on that day."""

    account_id: UUID
    starts: str
    ends: str
    days: tuple[int, ...] = ()
    day: date | None = None
    away: bool = False


def declare_hours(*, actor: Actor, team_id: UUID, week: Sequence[Spans], now: datetime, machine_now: datetime) -> None:
    """The hours of a usual week, Monday first. Dates of their own stay. Raises Invalid (day_0 … day_6), NotFound."""
    wrong = {f"day_{number}": sentence for number, spans in enumerate(week) if (sentence := at_fault(spans))}
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    every = sorted({span for spans in week for span in spans})
    usual = [
        {"days": [number for number, spans in enumerate(week) if span in spans], "from": span[0], "to": span[1]}
        for span in every
    ]
    with _keeping(actor, team_id, now, machine_now, "team.hours_declared") as team:
        _declare(team, [*usual, *(span for span in _hours(team) if "on" in span)])


def declare_date(
    *, actor: Actor, team_id: UUID, day: date, spans: Spans, today: date, now: datetime, machine_now: datetime
) -> None:
    """On this date the team answers at these hours instead of its usual ones; at none when there are none."""
    wrong = {"spans": at_fault(spans)} if at_fault(spans) else {}
    wrong |= {"day": PAST} if day < today else {}
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    on = day.isoformat()
    dated = [{"on": on, "from": start, "to": end} for start, end in spans] or [{"on": on, "closed": True}]
    with _keeping(actor, team_id, now, machine_now, "team.date_declared") as team:
        _declare(team, [*(span for span in _hours(team) if span.get("on") != on), *dated])


def forget_date(*, actor: Actor, team_id: UUID, day: date, now: datetime, machine_now: datetime) -> None:
    """That date is a day like the others again."""
    with _keeping(actor, team_id, now, machine_now, "team.date_forgotten") as team:
        _declare(team, [span for span in _hours(team) if span.get("on") != day.isoformat()])


def add_turn(*, actor: Actor, team_id: UUID, turn: NewTurn, today: date, now: datetime, machine_now: datetime) -> None:
    """The first turn begins the roster: from then on only those whose turn it is are told. Raises Invalid, NotFound."""
    _check(turn, today)
    with _keeping(actor, team_id, now, machine_now, "team.turn_added", account=turn.account_id) as team:
        of_team = Membership.objects.filter(lived(machine_now), team=team, account_id=turn.account_id)
        member = of_team.select_related("account").first()
        if member is None or not is_told(member):
            raise Invalid(WRONG, fields={"account": NOT_TOLD})
        before = list(DutyTurn.objects.filter(team=team))
        made = DutyTurn.objects.create(
            organisation_id=actor.organisation_id, team=team, account_id=turn.account_id, days=sorted(turn.days),
            day=turn.day, starts=turn.starts, ends=turn.ends, away=turn.away,
        )  # fmt: skip
        if turn.away:
            check_turn_is_kept(team.pk, before, [*before, made], now=now)


def remove_turn(*, actor: Actor, team_id: UUID, turn_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Conflict when it leaves nobody on turn now, unless it was the last one: then no roster is kept any more."""
    with _keeping(actor, team_id, now, machine_now, "team.turn_removed") as team:
        before = list(DutyTurn.objects.filter(team=team))
        after = [one for one in before if one.pk != turn_id]
        if len(after) == len(before):
            raise NotFound("Ce tour de garde n'existe plus.")
        if after:
            check_turn_is_kept(team.pk, before, after, now=now)
        DutyTurn.objects.filter(pk=turn_id).delete()


def at_fault(spans: Spans) -> str:
    """The sentence that says what is wrong with the hours of one day, or nothing."""
    if any(minutes_of(start) >= minutes_of(end) for start, end in spans):
        return UPSIDE_DOWN
    known = sorted((minutes_of(start), minutes_of(end)) for start, end in spans)
    return OVERLAP if any(one[1] > two[0] for one, two in pairwise(known)) else ""


def _check(turn: NewTurn, today: date) -> None:
    wrong: dict[str, str] = {}
    if minutes_of(turn.starts) >= minutes_of(turn.ends):
        wrong["ends"] = UPSIDE_DOWN
    if turn.day is None and (not turn.days or turn.away):
        wrong["days"] = "Choisissez au moins un jour."
    if turn.day and turn.day < today:
        wrong["day"] = PAST
    if wrong:
        raise Invalid(WRONG, fields=wrong)


@contextmanager
def _keeping(
    actor: Actor, team_id: UUID, now: datetime, machine_now: datetime, action: str, **detail: Any
) -> Iterator[Team]:
    """The team, locked; afterwards its duty hours are covered anew, and its screens hear of it."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        yield team_locked(actor.organisation_id, team_id)
        cover([team_id], now=now, machine_now=machine_now)
        work.add(done_by(actor, action, machine_now, team_id=team_id, **detail))


def _hours(team: Team) -> list[dict[str, Any]]:
    return team.duty if team.hours is None else team.hours


def _declare(team: Team, hours: list[dict[str, Any]]) -> None:
    Team.objects.filter(pk=team.pk).update(hours=hours)


LEFT = """
SELECT DISTINCT turn.team_id FROM duty_turn turn
  JOIN membership m ON m.account_id = turn.account_id AND m.team_id = turn.team_id
 WHERE m.until > %s AND m.until <= %s
"""


def cover_again(*, now: datetime, machine_now: datetime) -> int:
    """Teams of which somebody with a turn has left by date in the last hour: their hours are covered anew; how many."""
    with UnitOfWork(machine("schedule")) as work:
        (left,) = work.fetch(Statement(LEFT, (machine_now - timedelta(hours=1), machine_now)))
        if left:
            cover([row.team_id for row in left], now=now, machine_now=machine_now)
    return len(left)
