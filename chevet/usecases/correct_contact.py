"""A number or an address that is not the right one: it falls silent, and another takes its place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.operations import revoke_links_of
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.policy import Suppression
from chevet.pathways.states import LIVE
from chevet.people import operations as people
from chevet.people.actors import Actor
from chevet.usecases.followed import follow
from chevet.usecases.inclusion_checks import Contact, one_contact
from chevet.usecases.situation import Act, Situation, conclude, settled_by

HERS = "SELECT id, state FROM contact_point WHERE id = %s AND subject_id = %s AND state <> 'wrong'"
KNOWN = "SELECT id, state FROM contact_point WHERE blind = %s AND subject_id = %s"
KINDS = {"mobile": "sms", "email": "email", "landline": "phone"}
CHOOSE = "Choisissez dans la liste."
ALREADY = "Ce numéro ou cette adresse est déjà noté pour cette personne."


def correct_contact(
    *, actor: Actor, follow_up_id: UUID, kind: str, typed: str, label: str = "", wrong_id: UUID | None = None,
    now: datetime, machine_now: datetime,
) -> bool:  # fmt: skip
    """Keep the right contact point and strike the wrong one off.

    True when the follow-up was written to the wrong one and goes on by this one: its link is then to be sent again
    (change_follow_up.resend_link). Raises Invalid, Conflict (it is over).
    """
    if kind not in KINDS:
        raise Invalid(CHOOSE, fields={"kind": CHOOSE})
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        row = situation.followed
        if row.state not in LIVE:
            raise Conflict("Ce suivi est terminé.")
        contact = one_contact(kind, typed, label, row.team_territory)
        (known,) = work.fetch(Statement(KNOWN, (people.contact_index(contact.value), row.subject_id)))
        if known:
            raise Invalid(ALREADY, fields={"typed": ALREADY})
        if wrong_id:
            work.add(*struck_off(work, situation, wrong_id, author=f"account:{actor.account_id}", now=now))
        work.add(_kept(situation, contact))
        replaced = wrong_id is not None and wrong_id == row.contact_id and KINDS[kind] == row.channel
        settled = settled_by(situation, [], resolved=("wrong_person",), now=now)
        act = Act(f"account:{actor.account_id}", "contact.corrected", machine_now)
        changed = {"contact_id": contact.id} if replaced else {}
        conclude(work, situation, settled, act=act, now=now, by=actor.account_id, **changed)
    return replaced


def struck_off(work: UnitOfWork, situation: Situation, contact_id: UUID, *, author: str, now: datetime) -> list[Any]:
    """Rows that make a contact point of this person wrong: nothing is written to it any more, its link is closed.

    Nothing for one that is not hers, or is wrong already.
    """
    row = situation.followed
    (hers,) = work.fetch(Statement(HERS, (contact_id, row.subject_id)))
    if not hers:
        return []
    links = [revoke_links_of(follow_up_id=row.id, why="wrong_person", now=now)] if contact_id == row.contact_id else []
    return [
        people.stop_contact(contact_id, state="wrong", now=now),
        outbox.cancel(now=now, reason=Suppression.WRONG_PERSON, contact_id=contact_id),
        outbox.suppress(
            organisation_id=row.organisation_id, subject_id=row.subject_id, cause=Suppression.WRONG_PERSON,
            author=author, since=now, contact_id=contact_id,
        ),
        *links,
    ]  # fmt: skip


def _kept(situation: Situation, contact: Contact) -> Statement:
    row = situation.followed
    return people.new_contact(
        record=situation.record, contact_id=contact.id, organisation_id=row.organisation_id,
        patient_id=row.patient_id, kind=contact.kind, value=contact.value, label=contact.label,
    )  # fmt: skip
