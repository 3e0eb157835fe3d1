"""Photos that a doctor kept during a télérégulation go along when the caller becomes a patient who is followed."""

from datetime import datetime
from uuid import UUID

from chevet.documents import operations as documents
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import REGULATES, Actor
from chevet.teleregulation.operations import PHOTO
from chevet.usecases.at_documents import journal_of
from chevet.usecases.reach_patient import reach_patient
from chevet.usecases.read_regulation import found

KEPT = """
SELECT p.id, p.content, p.came_at FROM regulation_photo p
 WHERE p.regulation_id = %s AND p.kept_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document d WHERE d.id = p.id)
 ORDER BY p.came_at, p.id
"""
TITLE = gettext_noop("Photo de l'appel")


def adopt_photos(
    *, actor: Actor, regulation_id: UUID, patient_id: UUID, follow_up_id: UUID, now: datetime, machine_now: datetime
) -> int:
    """How many became documents of the record, each under its own id: a second time there are none left.

    The regulation keeps its own: it is another record, under another key. Raises NotFound, Forbidden.
    """
    with UnitOfWork(actor.scope()) as work:
        regulation = found(work, actor, regulation_id)
        patient, record, (photos,) = reach_patient(
            work, actor, patient_id, now, Statement(KEPT, (regulation.id,)), roles=REGULATES
        )
        theirs = open_record(regulation)
        for photo in photos:
            picture = theirs.open_bytes(PHOTO, bytes(photo.content))
            work.add(*_kept(actor, patient, record, photo.id, picture, follow_up_id, photo.came_at))
            line = {"actor": f"account:{actor.account_id}", "machine_now": machine_now, "follow_up_id": follow_up_id}
            work.add(journal_of(patient, photo.id, action="document.kept", **line))
    return len(photos)


def _kept(
    actor: Actor, patient: object, record: Record, photo_id: UUID, picture: bytes, follow_up_id: UUID, at: datetime
) -> list[Statement]:
    """Drawn anew when it came: it is its own preview."""
    return documents.keep(
        document_id=photo_id, record=record, organisation_id=patient.organisation_id, source="professional",
        title=TITLE, category="photo", file=documents.made(picture, media_type="image/jpeg", previews=(picture,)),
        account_id=actor.account_id, follow_up_id=follow_up_id, now=at,
    )  # fmt: skip
