"""A patient's own measures as curves: the last days, the usual zone, her own target, and one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from chevet.interfaces.patient.moments import hour_words
from chevet.interfaces.patient.trend_words import trend_words
from chevet.interfaces.ui.charts import Reading
from chevet.pathways.languages import Wording
from chevet.usecases.read_record import RecordView
from chevet.vitals.kinds import KINDS, usual_at
from chevet.vitals.trends import trend_of

DAYS_SHOWN = 14
Points = Sequence[tuple[datetime, float]]


@dataclass(frozen=True, slots=True)
class _Axis:
    """From the day `first` to today; "J1" is the day `starts_on`. age: in years, whose usual zones are drawn."""

    first: date
    today: date
    starts_on: date
    age: int

    def place(self, at: datetime) -> float:
        """In days: two measures of one day stand side by side."""
        return round((at.date() - self.first).days + at.hour / 24 + at.minute / 1440, 3)

    def label(self, at: datetime) -> str:
        return _("J%(day)s") % {"day": (at.date() - self.starts_on).days + 1}

    @property
    def span(self) -> tuple[float, float]:
        return 0.0, float(max(1, (self.today - self.first).days + 1))


def curves(view: RecordView, *, now: datetime, wording: Wording) -> list[dict[str, Any]]:
    """One chart (see ui_vital_chart) for each kind measured in the last 14 days, in the order of the kinds."""
    zone, starts_on = view.situation.zone, view.situation.followed.starts_on
    today = now.astimezone(zone).date()
    axis = _Axis(
        max(starts_on, today - timedelta(days=DAYS_SHOWN - 1)), today, starts_on, view.situation.person(now).age
    )
    targets = view.situation.memory.get("t", {})
    lately = {kind: _local(view.series.get(kind, ()), axis, zone) for kind in KINDS}
    return [_chart(kind, points, axis, targets.get(kind), wording) for kind, points in lately.items() if points]


def _local(points: Points, axis: _Axis, zone: ZoneInfo) -> list[tuple[datetime, float]]:
    days = [(at.astimezone(zone), value) for at, value in points]
    return [(at, value) for at, value in days if axis.first <= at.date() <= axis.today]


def _chart(kind: str, points: Points, axis: _Axis, target: float | None, wording: Wording) -> dict[str, Any]:
    measure = KINDS[kind]
    trend = trend_of([(at.date(), value) for at, value in points], kind=kind, today=axis.today)
    return {
        "ident": kind,
        "title": wording.translated(measure.label),
        "unit": wording.unit(measure),
        "decimals": measure.decimals,
        "readings": [
            Reading(at=axis.place(at), label=axis.label(at), value=value, note=hour_words(at, at.tzinfo))
            for at, value in points
        ],
        "band": _band(kind, target, axis.age),
        "target": target,
        "span": axis.span,
        "sentence": trend_words(trend, kind=kind, wording=wording),
    }


def _band(kind: str, target: float | None, age: int) -> tuple[float, float] | None:
    """The zone of most people is not hers when her own target lies outside it."""
    low, high = usual_at(kind, age)
    return (low, high) if target is None or low <= target <= high else None
