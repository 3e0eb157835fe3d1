"""Acts that change how somebody is followed, in words."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.pro import labels
from chevet.interfaces.pro.words import said
from chevet.people.circle import MOTIVES
from chevet.vitals.kinds import KINDS

FIELDS = {
    "channel": gettext_lazy("le canal"), "contact_id": gettext_lazy("le contact"), "hour": gettext_lazy("l’heure"),
    "onset_on": gettext_lazy("la date des premiers signes"), "at_risk": gettext_lazy("le risque"),
    "language": gettext_lazy("la langue"),
}  # fmt: skip
SIDES = {"below": gettext_lazy("seuil bas"), "above": gettext_lazy("seuil haut")}


def moved(move: Any) -> str:
    """A sentence without its author; nothing for a line that is none of the team's business."""
    detail = move.detail
    if move.action == "follow_up.changed":
        changed = ", ".join(str(FIELDS[name]) for name in detail.get("fields", ()) if name in FIELDS)
        return _("Suivi changé : %(what)s") % {"what": changed} if changed else _("Suivi changé")
    if move.action in ("threshold.set", "threshold.lifted"):
        return _threshold(move.action, detail)
    if move.action == "record.forced":
        motive = MOTIVES.get(detail.get("motive", ""))
        return _("Dossier ouvert en dehors du cercle de soins : %(why)s") % {"why": said(motive)}
    return str(labels.MOVES.get(move.action, ""))


def _threshold(action: str, detail: dict[str, Any]) -> str:
    kind = KINDS.get(detail.get("kind", ""))
    what = {"measure": said(kind.label) if kind else "", "side": SIDES.get(detail.get("side", ""), "")}
    if action == "threshold.lifted":
        return _("%(measure)s : %(side)s levé") % what
    day = date_format(parse_date(detail["until"]), "j F") if detail.get("until") else ""
    return _("%(measure)s : %(side)s posé jusqu’au %(day)s") % (what | {"day": day})
