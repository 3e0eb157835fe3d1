"""Writing to a patient: the pathway's own words, the link derived again, to the contact point of the follow-up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.access.tokens import token_for
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.texts import Wording, wording_of
from chevet.pathways.calendar import not_before
from chevet.people.operations import CONTACT, LABEL
from chevet.usecases.pushing import listening, pushed
from chevet.usecases.telling import worded

REACH = """
SELECT c.id AS contact_id, c.kind, c.value, c.label, c.state, l.id AS link_id, l.rotation
  FROM follow_up f
  JOIN contact_point c ON c.id = f.contact_id
  JOIN access_link l ON l.target_id = f.id AND l.revoked_at IS NULL
 WHERE f.id = %s AND c.state = 'active'
 LIMIT 1
"""
ELSEWHERE = """
SELECT c.id AS contact_id, c.kind, c.value, c.label, c.state, l.id AS link_id, l.rotation
  FROM follow_up f
  JOIN contact_point usual ON usual.id = f.contact_id
  JOIN contact_point c ON c.subject_id = f.subject_id AND c.kind IN ('mobile', 'email') AND c.kind <> usual.kind
  JOIN access_link l ON l.target_id = f.id AND l.revoked_at IS NULL
 WHERE f.id = %s AND c.state = 'active'
 ORDER BY c.id LIMIT 1
"""
BUTTONS = {"fr": "Ouvrir mes questions", "en": "Open my questions"}


def reach(follow_up_id: UUID) -> Statement:
    """The contact point and the link of a follow-up; no row when it cannot be written to."""
    return Statement(REACH, (follow_up_id,))


def link_of(row: Any) -> str:
    """The address in the message, derived: it is stored nowhere."""
    return f"{settings.SITE_URL}/s/{token_for(row.link_id, row.rotation)}"


def write(
    work: UnitOfWork, situation: Any, *, moment: str, day: int, at: datetime, once: str, elsewhere: bool = False
) -> bool:
    """Put invitation, reminder or nudge into the outbox, outside quiet hours. False when there is nowhere to write.

    elsewhere: to another contact point of another kind than the usual one.
    """
    row = situation.followed
    usual = () if elsewhere else listening(row.id, moment)
    found, *browsers = work.fetch(Statement(ELSEWHERE, (row.id,)) if elsewhere else reach(row.id), *usual)
    if not found:
        return False
    wording = wording_in(situation.pathway, moment, row.language)
    values = {"link": link_of(found[0]), "team": row.team_name, "day": str(day)}
    work.add(_to(found[0], situation, wording, kind=moment, at=at, once=once, values=values))
    if browsers:
        due_at = not_before(at, zone=situation.zone, delays=situation.pathway.delays)
        path = link_of(found[0]).removeprefix(settings.SITE_URL)
        work.add(*pushed(situation, browsers[0], moment=moment, path=path, once=once, due_at=due_at))
    return True


def message_waiting(situation: Any, contact: Any, *, at: datetime, once: str) -> Statement:
    """The notice that the team has written, without a word of it. `contact` is a row of `reach`."""
    row = situation.followed
    wording = wording_of("message_waiting", language=row.language)
    values = {"link": f"{link_of(contact)}/messages", "service": row.team_name}
    return _to(contact, situation, wording, kind="message_waiting", at=at, once=once, values=values)


def _to(
    contact: Any, situation: Any, wording: Wording, *, kind: str, at: datetime, once: str, values: dict[str, str]
) -> Statement:
    row, channel = situation.followed, "email" if contact.kind == "email" else "sms"
    label = situation.record.open(LABEL, contact.label)
    named = {"label": label} if label else {}
    return outbox.message(
        record=situation.record,
        organisation_id=row.organisation_id,
        subject_id=row.subject_id,
        follow_up_id=row.id,
        channel=channel,
        kind=kind,
        once=once,
        recipient=situation.record.open(CONTACT, contact.value),
        contact_id=contact.contact_id,
        due_at=not_before(at, zone=situation.zone, delays=situation.pathway.delays),
        **worded(wording, channel, row.language, **values, **named),
    )


def wording_in(pathway: Any, moment: str, language: str) -> Wording:
    """The pathway's text of this moment, in one language."""
    mail = getattr(pathway.texts.email, moment)
    return Wording(
        sms=getattr(pathway.texts.sms, moment).said_in(language),
        subject=mail.subject.said_in(language),
        mail=mail.body.said_in(language),
        button=BUTTONS.get(language, BUTTONS["fr"]),
    )
