"""What an answer or a measure changed against the day before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chevet.interfaces.pro.labels import answer_words
from chevet.interfaces.pro.words import said
from chevet.kernel.sentences import number_in
from chevet.pathways.calendar import local_day
from chevet.usecases.read_record import AnswerView, RecordView
from chevet.vitals.kinds import KINDS, MeasureKind
from chevet.vitals.trends import NOISE

SHORT = {"spo2": "SpO₂"}


@dataclass(frozen=True, slots=True)
class Changed:
    """One question or measure. changed: more than the noise of the device and the hour (vitals.trends).

    change: the difference of a number, with its sign; before: the words of the day before.
    """

    name: str
    words: str
    changed: bool = False
    change: str = ""
    before: str = ""
    is_measure: bool = False


def compared(
    record: RecordView, *, zone: ZoneInfo
) -> Iterator[tuple[AnswerView, tuple[Changed, ...], tuple[Changed, ...]]]:
    """Each answer with its measures and what changed, then with what stayed; compared with earlier local days only."""
    told = _Told(zone)
    for answer in reversed(record.answers):
        earlier = told.earlier(answer.at)
        found = [_changed(item, given, earlier.get(item.link_id)) for item, given in answer.items]
        told.learn({item.link_id: (given, answer_words(item, given)) for item, given in answer.items})
        telling = [one for one in found if one.changed or one.is_measure]
        yield (
            answer,
            tuple(sorted(telling, key=lambda one: not one.is_measure)),
            tuple(one for one in found if one not in telling),
        )


def measured(record: RecordView, *, zone: ZoneInfo) -> Iterator[tuple[datetime, tuple[Changed, ...]]]:
    """The measures that came alone, each compared with what was measured on earlier days, in answers too."""
    told = _Told(zone)
    within = [(one.at, _numbers({item.link_id: given for item, given in one.items}), False) for one in record.answers]
    alone = [(one.at, _numbers(one.readings), True) for one in record.around.readings]
    for at, values, came_alone in sorted(within + alone, key=lambda one: (one[0], one[2])):
        earlier = told.earlier(at)
        told.learn({kind: (value, said(KINDS[kind].written(value))) for kind, value in values.items()})
        if came_alone and values:
            yield at, tuple(_measure(kind, value, earlier.get(kind)) for kind, value in values.items())


def _numbers(readings: Mapping[str, Any]) -> dict[str, float]:
    return {kind: value for kind, value in readings.items() if kind in KINDS and _is_number(value)}


class _Told:
    """What was known before a local day began, while answers are read in their order."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone, self.on = zone, date.min
        self.before: dict[str, tuple[Any, str]] = {}
        self.today: dict[str, tuple[Any, str]] = {}

    def earlier(self, at: datetime) -> Mapping[str, tuple[Any, str]]:
        on = local_day(at, self.zone)
        if on != self.on:
            self.before, self.today, self.on = self.before | self.today, {}, on
        return self.before

    def learn(self, words: Mapping[str, tuple[Any, str]]) -> None:
        self.today |= words


def _changed(item: Any, given: Any, earlier: tuple[Any, str] | None) -> Changed:
    if item.type == "measure" and _is_number(given):
        return _measure(item.link_id, given, earlier)
    words, before = answer_words(item, given), earlier[1] if earlier else ""
    changed = bool(before) and before != words
    return Changed(said(item.text), words, changed, before=before if changed else "")


def _measure(kind: str, value: float, earlier: tuple[Any, str] | None) -> Changed:
    measure, change, far = KINDS[kind], "", False
    if earlier and _is_number(earlier[0]) and (moved := round(value - earlier[0], measure.decimals)):
        sign = "+" if moved > 0 else "−"
        words = {mark: number_in(mark, abs(moved), decimals=measure.decimals) for mark in ("fr", "en")}
        change, far = sign + said(words), abs(moved) >= NOISE[kind]
    return Changed(
        str(SHORT.get(kind, said(measure.label))), _short(measure, value), far, change, earlier[1] if earlier else "",
        True,
    )  # fmt: skip


def _short(measure: MeasureKind, value: float) -> str:
    """ "97 %", "15/min": as it is written on a chart at the bedside."""
    if measure.unit != "/min":
        return said(measure.written(value))
    return said({mark: number_in(mark, value, decimals=measure.decimals) for mark in ("fr", "en")}) + measure.unit


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
