"""A carer of the organisation who does not follow somebody opens the record: for an hour, with a reason, and it shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.hearing import Found
from chevet.people import operations as people
from chevet.people.actors import Actor, check_role
from chevet.people.circle import MOTIVES, OPEN_FOR, check_motive
from chevet.people.models import Role
from chevet.usecases.followed import NOT_YOURS, in_circle
from chevet.usecases.situation import Act, conclude, met, reads, settled_by

CARERS = frozenset({Role.PROFESSIONAL})
PURPOSE = "break_glass"
OPENINGS = """
SELECT c.since, c.until, c.motive, a.name, a.profession,
       (SELECT array_agg(DISTINCT t.name) FROM care_link o JOIN team t ON t.id = o.team_id
         WHERE o.subject_id = c.subject_id AND o.since <= c.since AND (o.until IS NULL OR o.until > c.since)) AS teams
  FROM care_link c JOIN account a ON a.id = c.account_id
 WHERE c.organisation_id = %s AND c.why = 'break_glass' ORDER BY c.since DESC, c.id DESC LIMIT %s
"""
WHO = """
SELECT p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date, t.name AS team_name
  FROM follow_up f JOIN patient p ON p.id = f.patient_id JOIN team t ON t.id = f.team_id WHERE f.id = %s
"""


@dataclass(frozen=True, slots=True)
class Door:
    """What is said of a record before it is opened: identity, as the search shows it, and who follows."""

    patient: Any
    is_open: bool


def before_opening(*, actor: Actor, follow_up_id: UUID, now: datetime) -> Door:
    """Whose record it is, and whether it is open to the actor already. Another organisation's is NotFound."""
    check_role(actor, CARERS)
    with UnitOfWork(actor.scope()) as work:
        found, circle = work.fetch(Statement(WHO, (follow_up_id,)), in_circle(actor, follow_up_id, now))
    if not found:
        raise NotFound(NOT_YOURS)
    return Door(found[0], bool(circle))


def break_glass(
    *, actor: Actor, follow_up_id: UUID, motive: str, words: str = "", now: datetime, machine_now: datetime
) -> None:
    """An hour in the circle, journalled under its purpose; the team that follows gets a task that says so.

    motive: a code of people.circle.MOTIVES. Whoever is in the circle already changes nothing. Raises Invalid, NotFound
    (also for another organisation's record), Forbidden.
    """
    check_role(actor, CARERS)
    words = words.strip()
    check_motive(motive, words)
    with UnitOfWork(actor.scope()) as work:
        *rows, circle = work.fetch(*reads(now=now, follow_up_id=follow_up_id), in_circle(actor, follow_up_id, now))
        situation = met(rows)
        if situation is None:
            raise NotFound(NOT_YOURS)
        if circle:
            return
        work.add(
            people.break_glass(
                organisation_id=situation.followed.organisation_id, record=situation.record,
                account_id=actor.account_id, motive=motive, words=words, until=now + OPEN_FOR, now=now,
            )
        )  # fmt: skip
        said = reason("glass_broken", name=actor.name, why=MOTIVES[motive].fr)
        said["en"] = reason("glass_broken", name=actor.name, why=MOTIVES[motive].en)["en"]
        settled = settled_by(situation, [Found("glass_broken", TASK, said)], now=now)
        detail = {"purpose": PURPOSE, "motive": motive}
        act = Act(f"account:{actor.account_id}", "record.forced", machine_now, detail)
        conclude(work, situation, settled, act=act, now=now)


def read_openings(*, actor: Actor, most: int = 100) -> list[Any]:
    """Who broke the glass, when and why, newest first, and which teams follow; nobody's name, nothing of a record."""
    check_role(actor, frozenset({Role.ADMINISTRATOR}))
    with UnitOfWork(actor.scope()) as work:
        (found,) = work.fetch(Statement(OPENINGS, (actor.organisation_id, most)))
    return found
