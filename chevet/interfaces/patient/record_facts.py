"""A patient's own record in words: answers day by day, curves, who looked, which browsers."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.patient.curves import curves
from chevet.interfaces.patient.moments import date_words, hour_words
from chevet.interfaces.patient.templatetags.phrases import marked
from chevet.pathways.calendar import day_number
from chevet.pathways.languages import Wording
from chevet.people.circle import MOTIVES
from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN, Item
from chevet.usecases.read_record import AnswerView, RecordView
from chevet.vitals.kinds import KINDS

LEVELS = ("green", "yellow", "orange", "red")
DID = {
    "record.read": gettext_lazy("a lu votre dossier"),
    "patient.read": gettext_lazy("a ouvert votre fiche"),
    "identity.checked": gettext_lazy("a vérifié votre pièce d'identité"),
    "answer.typed": gettext_lazy("a noté vos réponses au téléphone"),
    "call.recorded": gettext_lazy("a noté un appel"),
    "communication.answered": gettext_lazy("vous a écrit"),
    "episode.claimed": gettext_lazy("s'est occupé de vous"),
    "episode.closed": gettext_lazy("a traité une alerte"),
    "follow_up.included": gettext_lazy("a commencé votre suivi"),
    "follow_up.changed": gettext_lazy("a changé votre suivi"),
    "follow_up.ended": gettext_lazy("a terminé votre suivi"),
    "follow_up.withdrawn": gettext_lazy("a arrêté votre suivi, à votre demande"),
    "document.listed": gettext_lazy("a vu la liste de vos documents"),
    "document.read": gettext_lazy("a ouvert un de vos documents"),
    "document.kept": gettext_lazy("a mis un document dans votre dossier"),
    "document.shown": gettext_lazy("vous a montré un document"),
    "document.hidden": gettext_lazy("a caché un document"),
    "document.forgotten": gettext_lazy("a effacé un document"),
    "record.completed": gettext_lazy("a complété votre dossier"),
    "link.resent": gettext_lazy("vous a envoyé un nouveau lien"),
    "device.revoked": gettext_lazy("a retiré un de vos appareils"),
    "code.given": gettext_lazy("a préparé un code sur papier"),
    "note.written": gettext_lazy("a écrit une note"),
    "threshold.set": gettext_lazy("a adapté un seuil d'alerte pour vous"),
    "threshold.lifted": gettext_lazy("a retiré un seuil adapté pour vous"),
    "circle.widened": gettext_lazy("a ajouté quelqu'un à ceux qui vous suivent"),
    "circle.left": gettext_lazy("a retiré quelqu'un de ceux qui vous suivent"),
    "follow_up.handed_over": gettext_lazy("a confié votre suivi à une autre équipe"),
    "record.forced": gettext_lazy("a ouvert votre dossier sans faire partie de ceux qui vous suivent"),
}


def history_facts(view: RecordView, *, now: datetime, wording: Wording) -> dict[str, Any]:
    """Curves and answers, the day of the follow-up and its end."""
    zone, row = view.situation.zone, view.situation.followed
    today = now.astimezone(zone).date()
    return {
        "charts": curves(view, now=now, wording=wording),
        "days": [_sent(answer, zone, wording) for answer in view.answers],
        "day": day_number(today, first=row.starts_on),
        "length": day_number(row.ends_on, first=row.starts_on),
        "until": date_words(row.ends_on),
    }


def access_facts(view: RecordView) -> dict[str, Any]:
    """Who looked, and which browsers may."""
    zone = view.situation.zone
    return {
        "looks": _looks(view.looks, zone),
        "devices": [_device(one, zone) for one in view.devices if one.revoked_at is None and one.state in SHOWN],
    }


SHOWN = {"identified": gettext_lazy("peut répondre"), "bound": gettext_lazy("peut lire votre dossier")}


ROLES = {
    "professional": gettext_lazy("soignant de l'équipe"),
    "agent": gettext_lazy("agent de l'équipe"),
    "secretary": gettext_lazy("secrétariat"),
    "administrator": gettext_lazy("administration"),
}


def role_words(role: str | None) -> str:
    """What somebody is to the patient; of a role that has no word here, only that they work there."""
    return str(ROLES.get(role or "", _("membre du service")))


def level_word(level: int) -> str:
    """What a level is called to the person herself."""
    return (_("Stable"), _("Conseil"), _("À surveiller"), _("Signe d'alerte"))[level]


def _sent(answer: AnswerView, zone: ZoneInfo, wording: Wording) -> dict[str, Any]:
    return {
        "when": when_words(answer.at, zone),
        "level": LEVELS[answer.level],
        "word": level_word(answer.level),
        "by": _("par un proche") if answer.by_relative else _("par l'équipe") if answer.author_id else "",
        "items": [
            (
                marked(wording.translated(item.worded(by_proxy=answer.by_relative))),
                marked(said_words(item, value, wording)),
            )
            for item, value in answer.items
        ],
    }


def when_words(moment: datetime, zone: ZoneInfo) -> str:
    day, hour = date_words(moment.astimezone(zone).date()), hour_words(moment, zone)
    return _("%(day)s, %(hour)s") % {"day": day, "hour": hour}


def said_words(item: Item, value: Any, wording: Wording) -> str:
    """One answer as it was chosen."""
    if value == UNKNOWN and isinstance(value, str):
        return _("Je ne sais pas")
    if value == NOT_MEASURED and isinstance(value, str):
        return _("Je n'ai pas pu mesurer")
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if item.type == "measure":
        return wording.measure(value, KINDS[item.link_id])
    return next((wording.translated(one.label) for one in item.options if one.code == value), str(value))


def _looks(rows: Iterable[Any], zone: ZoneInfo) -> list[dict[str, str]]:
    """Professionals only, newest first."""
    return [
        {
            "who": row.account,
            "role": role_words(row.role),
            "when": when_words(row.at, zone),
            "what": str(DID.get(row.action, _("a ouvert votre dossier"))) + _why(row),
        }
        for row in rows
        if row.account
    ]


def _why(row: Any) -> str:
    """The reason given by who opened the record from outside the circle of care."""
    motive = MOTIVES.get(json.loads(row.detail or "{}").get("motive", ""))
    return _(" (motif : %(why)s)") % {"why": _(motive.fr)} if motive else ""


def _device(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label or _("Appareil"),
        "since": when_words(row.created_at, zone),
        "may": SHOWN[row.state],
    }
