"""What booking and moving share: is the time free, who won, how long the link lives, the journal's line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from chevet.appointments import queries, rules
from chevet.appointments.permissions import check_keeps_agenda
from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor

KEPT_OPEN = timedelta(days=30)
"""After the appointment its link still opens: a document to read, something to pay."""
EXCLUSION = "one_appointment_at_a_time"
FASTER = "Cette heure vient d'être prise. Choisissez-en une autre."
PAST = "Cette heure est passée."
TAKEN = "Il y a déjà un rendez-vous à cette heure. Pour en ajouter un, cochez « en plus »."
OUT_OF_HOURS = "Cette heure n'est pas ouverte. Pour la donner quand même, cochez « en plus »."
GRACE = timedelta(minutes=15)
LEAVES = """
UPDATE care_link c SET until = %s
 WHERE c.subject_id = %s AND c.team_id = %s AND c.until IS NULL AND c.why = 'appointment' AND %s < %s
   AND NOT EXISTS (SELECT FROM appointment a WHERE a.subject_id = c.subject_id AND a.team_id = c.team_id
                      AND a.id <> %s AND a.state <> 'cancelled')
   AND NOT EXISTS (SELECT FROM follow_up f WHERE f.subject_id = c.subject_id AND f.team_id = c.team_id)
"""


@contextmanager
def taken_meanwhile() -> Iterator[None]:
    """Two booked the same time: the database let one pass, the other is told. Outside of the unit of work."""
    try:
        yield
    except IntegrityError as error:
        if EXCLUSION not in str(error):
            raise
        raise Conflict(FASTER) from None


def check_time(
    work: UnitOfWork, *, account_id: UUID, team_id: UUID, zone: ZoneInfo, starts_at: datetime, minutes: int,
    overbook: bool, now: datetime, besides: UUID = queries.NOBODY,
) -> bool:  # fmt: skip
    """Whether it lies on another one, deliberately. Raises Invalid: past, taken or out of hours without being said."""
    ends_at = starts_at + timedelta(minutes=minutes)
    if starts_at < now - GRACE:
        raise Invalid(PAST, fields={"starts_at": PAST})
    busy, opened = work.fetch(
        queries.taken(account_id=account_id, since=starts_at, until=ends_at, besides=besides),
        queries.openings(team_id=team_id, account_ids=[account_id], since=now - timedelta(days=2)),
    )
    if busy and not overbook:
        raise Invalid(TAKEN, fields={"overbook": TAKEN})
    spans = rules.open_of(opened)
    if not overbook and not rules.is_free(spans, (), start=starts_at, minutes=minutes, zone=zone):
        raise Invalid(OUT_OF_HOURS, fields={"overbook": OUT_OF_HOURS})
    return bool(busy)


def found(work: UnitOfWork, actor: Actor, appointment_id: UUID, *more: Statement) -> tuple[Any, list[list[Any]]]:
    """The appointment of one of the actor's teams, locked, and the rows of `more`. Raises Forbidden, NotFound."""
    rows, *rest = work.fetch(queries.one(appointment_id, lock=True), *more)
    if not rows:
        raise NotFound
    check_keeps_agenda(actor, rows[0].team_id)
    return rows[0], rest


def expect_no_longer(row: Any, *, now: datetime) -> Statement:
    """An appointment cancelled before its hour no longer opens the record to its team, if nothing else did."""
    return Statement(LEAVES, (now, row.subject_id, row.team_id, now, row.starts_at, row.id))


def link_ends(ends_at: datetime) -> datetime:
    return ends_at + KEPT_OPEN


def journal(actor: Actor | str, action: str, row: Any, machine_now: datetime, **detail: Any) -> Statement:
    """One line for one move. `actor`: a professional, or who it was as kind:id."""
    who = actor if isinstance(actor, str) else f"account:{actor.account_id}"
    return entry(
        at=machine_now, actor=who, action=action, organisation_id=row.organisation_id, subject_id=row.subject_id,
        detail={"appointment": str(row.id), "team": str(row.team_id), **detail},
    )  # fmt: skip
