"""A patient's own record in words: answers day by day, curves, who looked, which browsers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.patient.moments import hour_words
from chevet.interfaces.patient.views.receipt import LEVELS, level_word
from chevet.interfaces.ui.charts import Reading
from chevet.kernel.sentences import number_in
from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN, Item
from chevet.usecases.read_record import AnswerView, RecordView
from chevet.vitals.kinds import KINDS, MeasureKind

DID = {
    "record.read": gettext_lazy("a lu votre dossier"),
    "answer.typed": gettext_lazy("a noté vos réponses au téléphone"),
    "call.recorded": gettext_lazy("a noté un appel"),
    "communication.answered": gettext_lazy("vous a écrit"),
    "episode.claimed": gettext_lazy("s'est occupé de vous"),
    "episode.closed": gettext_lazy("a traité une alerte"),
    "follow_up.included": gettext_lazy("a commencé votre suivi"),
    "follow_up.changed": gettext_lazy("a changé votre suivi"),
}


def record_facts(view: RecordView, *, language: str) -> dict[str, Any]:
    zone = view.situation.zone
    return {
        "days": [_sent(answer, zone, language) for answer in view.answers],
        "charts": [_chart(KINDS[kind], points, view, zone, language) for kind, points in view.series.items() if points],
        "looks": _looks(view.looks, zone),
        "devices": [_device(one, zone) for one in view.devices if one.revoked_at is None and one.state in SHOWN],
    }


SHOWN = {"identified": gettext_lazy("peut répondre"), "bound": gettext_lazy("peut lire votre dossier")}


def _sent(answer: AnswerView, zone: ZoneInfo, language: str) -> dict[str, Any]:
    return {
        "when": _when(answer.at, zone),
        "level": LEVELS[answer.level],
        "word": level_word(answer.level),
        "by": _("par un proche") if answer.by_relative else _("par l'équipe") if answer.author_id else "",
        "items": [(item.text.said_in(language), _said(item, value, language)) for item, value in answer.items],
    }


def _when(moment: datetime, zone: ZoneInfo) -> str:
    return f"{date_format(moment.astimezone(zone), 'l j F')}, {hour_words(moment, zone)}"


def _said(item: Item, value: Any, language: str) -> str:
    """One answer as it was chosen."""
    if value == UNKNOWN and isinstance(value, str):
        return _("Je ne sais pas")
    if value == NOT_MEASURED and isinstance(value, str):
        return _("Je n'ai pas pu mesurer")
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if item.type == "measure":
        return KINDS[item.link_id].written(value).said_in(language)
    return next((one.label.said_in(language) for one in item.options if one.code == value), str(value))


def _chart(
    kind: MeasureKind, points: Sequence[tuple[datetime, float]], view: RecordView, zone: ZoneInfo, language: str
) -> dict[str, Any]:
    first = view.situation.followed.starts_on
    days = [(at.astimezone(zone), value) for at, value in points]
    return {
        "ident": kind.code,
        "title": kind.label.said_in(language),
        "unit": kind.unit_shown.said_in(language),
        "decimals": kind.decimals,
        "readings": [
            Reading(at=_place(at, first), label=_day(at, first), value=value, note=hour_words(at, zone))
            for at, value in days
        ],
        "target": view.situation.memory.get("t", {}).get(kind.code),
        "sentence": _change(kind, [value for _at, value in days], language),
    }


def _day(at: datetime, first: date) -> str:
    return _("J%(day)s") % {"day": (at.date() - first).days + 1}


def _place(at: datetime, first: date) -> float:
    """On the axis, in days since the start: two measures of one day stand side by side."""
    return round((at.date() - first).days + at.hour / 24 + at.minute / 1440, 3)


def _change(kind: MeasureKind, values: Sequence[float], language: str) -> str:
    """The last two measures side by side, as figures; what they mean is for the team to say."""
    last = kind.written(values[-1]).said_in(language)
    if len(values) < 2:
        return _("Dernière mesure : %(last)s.") % {"last": last}
    before = number_in(language, values[-2], decimals=kind.decimals)
    return _("Dernière mesure : %(last)s. Avant : %(before)s.") % {"last": last, "before": before}


def _looks(rows: Iterable[Any], zone: ZoneInfo) -> list[dict[str, str]]:
    """Professionals only, newest first."""
    return [
        {"who": row.account, "when": _when(row.at, zone), "what": str(DID.get(row.action, _("a ouvert votre dossier")))}
        for row in rows
        if row.account
    ]


def _device(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label or _("Appareil"),
        "since": _when(row.created_at, zone),
        "may": SHOWN[row.state],
    }
