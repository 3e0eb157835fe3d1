"""The ways to reach somebody, kept by whoever works on her identity: one is added, one is retired, never the last."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people import operations as people
from chevet.people.actors import Actor
from chevet.usecases.inclusion_checks import one_contact
from chevet.usecases.reach_patient import reach_patient

KINDS = ("mobile", "landline", "email")
CHOOSE = "Choisissez dans la liste."
ALREADY = "Ce numéro ou cette adresse est déjà noté pour cette personne."
LAST = "C'est le dernier moyen de joindre cette personne. Ajoutez-en un autre d'abord."
USED = "Un suivi en cours écrit à ce contact. Changez d'abord le contact dans le suivi."
GONE = "Ce contact n'est plus dans la liste."
HERS = "SELECT id, state, blind FROM contact_point WHERE subject_id = (SELECT subject_id FROM patient WHERE id = %s)"
WRITTEN_TO = "SELECT 1 AS found FROM follow_up WHERE contact_id = %s AND state IN ('planned', 'active') LIMIT 1"


def add_contact(
    *, actor: Actor, patient_id: UUID, kind: str, typed: str, label: str = "", now: datetime, machine_now: datetime
) -> None:
    """One more way to reach her; a retired one is taken up again. Raises Invalid, NotFound."""
    if kind not in KINDS:
        raise Invalid(CHOOSE, fields={"kind": CHOOSE})
    with UnitOfWork(actor.scope()) as work:
        row, record, (contacts,) = reach_patient(work, actor, patient_id, now, Statement(HERS, (patient_id,)))
        contact = one_contact(kind, typed, label, row.territory)
        known = {bytes(one.blind): one for one in contacts}.get(people.contact_index(contact.value))
        if known and known.state != "retired":
            raise Invalid(ALREADY, fields={"typed": ALREADY})
        if known:
            work.add(people.take_up_contact(known.id))
        else:
            work.add(
                people.new_contact(
                    record=record, contact_id=contact.id, organisation_id=row.organisation_id, patient_id=patient_id,
                    kind=kind, value=contact.value, label=label,
                )
            )  # fmt: skip
        work.add(_line(actor, row, "contact.added", machine_now))


def retire_contact(*, actor: Actor, patient_id: UUID, contact_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Nothing leaves for it any more. Conflict for the last one, and for one that a live follow-up writes to."""
    asked = Statement(HERS, (patient_id,)), Statement(WRITTEN_TO, (contact_id,))
    with UnitOfWork(actor.scope()) as work:
        row, _record, (contacts, written_to) = reach_patient(work, actor, patient_id, now, *asked)
        live = [one.id for one in contacts if one.state == "active"]
        if contact_id not in live:
            raise NotFound(GONE)
        if len(live) == 1:
            raise Conflict(LAST)
        if written_to:
            raise Conflict(USED)
        work.add(
            people.stop_contact(contact_id, state="retired", now=now),
            outbox.cancel(now=now, reason="retired", contact_id=contact_id),
            _line(actor, row, "contact.retired", machine_now),
        )


def _line(actor: Actor, row: object, action: str, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=row.organisation_id,
        subject_id=row.subject_id,
    )  # fmt: skip
