"""One measure, the moment it is typed: stored, judged, and asked again when it alarms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.sealing import fingerprint
from chevet.kernel.sentences import Sentence
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.hearing import Heard, hear
from chevet.questionnaires.typed import NotUnderstood, check_bounds, parse_measure
from chevet.usecases.receipts import keyed, receipt_of
from chevet.usecases.situation import Act, Situation, conclude, met, reads, settled_by
from chevet.vitals import operations as vitals
from chevet.vitals.kinds import KINDS

AGAIN = Sentence(
    "Attendez un peu, au calme, puis mesurez encore une fois.", "Wait a little, at rest, then measure once more."
)
EMERGENCY = Sentence("Appelez le 15 maintenant.", "Call 15 now.")
KEPT = Sentence("C'est noté.", "Noted.")
NOT_ASKED = Sentence("Cette mesure n'est pas demandée.", "This measure is not asked for.")
OUTCOMES = {"again": AGAIN, "emergency": EMERGENCY, "accepted": KEPT}


@dataclass(frozen=True, slots=True)
class MeasureReceipt:
    """outcome: accepted, again (measure once more), emergency, or impossible (nothing kept)."""

    outcome: str
    value: float | None
    sentence: str


def report_measure(
    *, visit: Visit, key: UUID, kind: str, typed: str, added: bool = False, now: datetime, machine_now: datetime
) -> MeasureReceipt:
    """Store and judge one measure. `key` is the client's, unique for ever; a second sending receives the first receipt.

    added: on its own, between two questionnaires; what she is told is kept with it (read_receipt shows it).
    A second measure of a kind that waits for one settles it: red when it alarms again, orange when it does not.
    """
    with keyed(), UnitOfWork(visit.scope()) as work:
        entered, *rows, earlier = work.fetch(enter(visit), *reads(now=now, target=TARGET), vitals.earlier(key))
        door = door_to_write(entered, now=now)
        situation = met(rows)
        body = fingerprint(f"{kind}|{typed}".encode())
        if earlier:
            return _replayed(earlier[0], body, kind, situation)
        try:
            value = _read(situation, kind, typed)
        except NotUnderstood as refused:
            return MeasureReceipt("impossible", None, refused.sentence.said_in(situation.followed.language))
        act = Act(f"link:{door.link_id}", "measure.sent", machine_now, {"measure": str(key)})
        return _keep(work, situation, key=key, kind=kind, value=value, body=body, act=act, now=now, added=added)


def _read(situation: Situation, kind: str, typed: str) -> float:
    item = situation.pathway.questionnaire.by_id.get(kind)
    if item is None or item.type != "measure":
        raise Invalid(NOT_ASKED.said_in(situation.followed.language))
    return check_bounds(parse_measure(typed, kind=KINDS[kind]), kind=KINDS[kind])


def _keep(
    work: UnitOfWork, situation: Situation, *, key: UUID, kind: str, value: float, body: bytes, act: Act, now: datetime,
    added: bool,
) -> MeasureReceipt:  # fmt: skip
    row = situation.followed
    heard = hear(
        situation.pathway,
        answers={kind: value},
        person=situation.person(now),
        memory=situation.memory,
        waiting=situation.waiting(),
        now=now,
        new_readings=True,
    )
    settled = settled_by(situation, heard.findings, lowered=heard.lowered, now=now, source_id=key)
    outcome = _outcome(heard)
    kept = {kind: value, "o": outcome}
    if added:
        receipt = receipt_of(situation, heard, settled, key, now=now, answered_today=False)
        kept |= {"told": receipt.kept(situation.pathway, row.language) | {"l": receipt.level}}
    work.add(
        vitals.keep(
            key=key, organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=row.id, at=now,
            readings=kept, record=situation.record, body=body,
        )
    )  # fmt: skip
    conclude(work, situation, settled, act=act, now=now, memory=heard.memory)
    return MeasureReceipt(outcome, value, OUTCOMES[outcome].said_in(row.language))


def _outcome(heard: Heard) -> str:
    if heard.emergency:
        return "emergency"
    return "again" if heard.again else "accepted"


def _replayed(row: object, body: bytes, kind: str, situation: Situation) -> MeasureReceipt:
    if bytes(row.fingerprint or b"") != body:
        raise Conflict("Cette mesure a déjà été envoyée autrement.")
    kept = vitals.opened(situation.record, row.readings)
    return MeasureReceipt(kept["o"], kept[kind], OUTCOMES[kept["o"]].said_in(situation.followed.language))
