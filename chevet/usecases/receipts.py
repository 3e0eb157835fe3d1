"""The answer to the answer: what a patient is told once, and told again word for word on a second sending."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from chevet.alerts.rules import ORANGE, RED, Settled
from chevet.kernel.errors import Conflict
from chevet.kernel.sealing import Record, fingerprint
from chevet.pathways.definition import Pathway
from chevet.pathways.hearing import Heard
from chevet.questionnaires.operations import CONTENT, body_of

LEVEL_NAMES = ("green", "yellow", "orange", "red")
KEYS = ("answer_pkey", "measure_pkey", "communication_pkey", "note_pkey", "document_pkey")
TWICE = "Ces réponses ont déjà été envoyées autrement. Rouvrez la page pour en envoyer de nouvelles."


@dataclass(frozen=True, slots=True)
class Receipt:
    """`version_id`: the pathway whose words these are. `call_before` is set only when somebody on duty will call; `impossible` when nothing but a danger was kept."""

    answer_id: UUID
    level: int
    emergency: bool = False
    again: tuple[str, ...] = ()
    impossible: Mapping[str, str] = field(default_factory=dict)
    call_before: datetime | None = None
    call_from: str = ""
    on_duty: bool = False
    instructions: tuple[str, ...] = ()
    distress: tuple[tuple[str, str], ...] = ()
    next_due: datetime | None = None
    stored: bool = True
    of_measure: bool = False
    version_id: UUID | None = None

    def kept(self, pathway: Pathway, language: str) -> dict[str, Any]:
        """What must be remembered of it: nothing that is empty, nothing that the pathway says by itself."""
        usual = usual_instructions(pathway, language, self.level, self.call_before, self.emergency)
        kept = {
            "e": self.emergency,
            "g": list(self.again),
            "c": _seconds(self.call_before),
            "d": self.on_duty,
            "n": _seconds(self.next_due),
            "x": [list(pair) for pair in self.distress],
            "i": [one for one in self.instructions if one not in usual],
        }
        return {name: value for name, value in kept.items() if value}


@contextmanager
def keyed(said: str = TWICE) -> Iterator[None]:
    """Around the unit of work: a key that is already somebody else's is a conflict, and says no more."""
    try:
        yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") in KEYS:
            raise Conflict(said) from None
        raise


def receipt_of(
    situation: Any, heard: Heard, settled: Settled, key: UUID, *, now: datetime, answered_today: bool
) -> Receipt:
    """What follows from what was heard. A call is promised only in duty hours, and never later than the clock says."""
    language, pathway = situation.followed.language, situation.pathway
    episode, on_duty = settled.standing.episode, situation.duty.is_on(now)
    calls = on_duty and heard.level >= ORANGE and episode is not None and not heard.again
    today = situation.today(now)
    later = [one for one in situation.occurrences if not (answered_today and today and one.id == today.id)]
    said = instructions(pathway, heard.level, language, waits_for_call=calls and not heard.emergency)
    advice = [one["en" if language.startswith("en") else "fr"] for one in heard.advice if heard.level < RED]
    return Receipt(
        answer_id=key,
        level=heard.level,
        emergency=heard.emergency,
        again=heard.again,
        call_before=episode.deadline_at if calls and episode else None,
        call_from=situation.followed.team_phone,
        on_duty=on_duty,
        instructions=tuple(dict.fromkeys((*advice, *said))),
        distress=tuple((line.number, line.label.said_in(language)) for line in pathway.distress if heard.distress),
        next_due=next((one.due_at for one in later if one.answered_at is None), None),
        version_id=situation.followed.version_id,
    )


def replayed(row: Any, sending: Any, situation: Any) -> Receipt:
    """The first receipt again; Conflict when the same key comes with another body."""
    if bytes(row.fingerprint) != fingerprint(body_of(sending.typed, by_proxy=sending.by_proxy)):
        raise Conflict(TWICE)
    followed = situation.followed
    told = remembered(
        row, situation.record, pathway=situation.pathway, language=followed.language, call_from=followed.team_phone
    )
    return replace(told, version_id=followed.version_id)


def remembered(row: Any, record: Record, *, pathway: Pathway, language: str, call_from: str) -> Receipt:
    """The receipt kept with an answer; `row` is one of questionnaires.operations.earlier."""
    kept = record.open(CONTENT, row.content).get("r", {})
    return restored(kept, key=row.id, level=row.level, pathway=pathway, language=language, call_from=call_from)


def restored(
    kept: Mapping[str, Any], *, key: UUID, level: int, pathway: Pathway, language: str, call_from: str
) -> Receipt:
    """What `Receipt.kept` wrote, as a receipt again."""
    emergency, call_before = kept.get("e", False), _moment(kept.get("c"))
    usual = usual_instructions(pathway, language, level, call_before, emergency)
    return Receipt(
        answer_id=key,
        level=level,
        emergency=emergency,
        again=tuple(kept.get("g", ())),
        call_before=call_before,
        call_from=call_from,
        on_duty=kept.get("d", False),
        instructions=tuple(dict.fromkeys((*kept.get("i", ()), *usual))),
        distress=tuple((number, label) for number, label in kept.get("x", ())),
        next_due=_moment(kept.get("n")),
    )


def _seconds(moment: datetime | None) -> float | None:
    """Shorter than a date: one of the two is in every answer."""
    seconds = moment and moment.timestamp()
    return int(seconds) if seconds and seconds.is_integer() else seconds


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def usual_instructions(
    pathway: Pathway, language: str, level: int, call_before: datetime | None, emergency: bool
) -> tuple[str, ...]:
    return instructions(pathway, level, language, waits_for_call=call_before is not None and not emergency)


def instructions(pathway: Pathway, level: int, language: str, *, waits_for_call: bool) -> tuple[str, ...]:
    """What to do meanwhile. Who is promised a call within minutes is told to keep the phone near, not to call 15 first."""
    named = LEVEL_NAMES[min(level, ORANGE) if waits_for_call else level]
    return tuple(sentence.said_in(language) for sentence in getattr(pathway.instructions, named))
