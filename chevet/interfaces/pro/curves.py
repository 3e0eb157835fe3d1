"""Measures of a follow-up as curves over its days."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from chevet.interfaces.pro.words import age_on, said
from chevet.interfaces.ui.charts import Reading
from chevet.pathways.thresholds import in_force
from chevet.usecases.read_record import RecordView
from chevet.vitals.kinds import KINDS, usual_at

A_DAY = 86_400


def charts(record: RecordView, *, zone: ZoneInfo, days: int, today: date) -> list[dict[str, Any]]:
    """One chart for each kind that was measured, in the order of the kinds."""
    targets = record.situation.memory.get("t", {}) | _own(record, today=today)
    return [
        _chart(record, kind, zone=zone, days=days, target=targets.get(kind))
        for kind in KINDS
        if record.series.get(kind)
    ]


def _own(record: RecordView, *, today: date) -> dict[str, float]:
    """The bound set for this person, the lower one where there are two."""
    bounds = in_force(record.situation.memory.get("p", ()), today=today)
    return {kind: high if low is None else low for kind, (low, high) in bounds.items()}


def _chart(record: RecordView, kind: str, *, zone: ZoneInfo, days: int, target: float | None) -> dict[str, Any]:
    measure, starts_on = KINDS[kind], record.situation.followed.starts_on
    readings = []
    for at, value in record.series[kind]:
        local = at.astimezone(zone)
        place = (local.date() - starts_on).days + (local.hour * 3600 + local.minute * 60) / A_DAY
        day = (local.date() - starts_on).days + 1
        readings.append(
            Reading(at=max(0.0, place), label=_("J%(day)s") % {"day": day}, value=value, note=f"{local:%H:%M}")
        )
    return {
        "title": said(measure.label), "unit": said(measure.unit_shown), "decimals": measure.decimals,
        "readings": readings, "band": usual_at(kind, age_on(record.situation.followed.birth_date, starts_on)), "target": target, "span": (0, days), "ident": f"chart-{kind}",
    }  # fmt: skip
