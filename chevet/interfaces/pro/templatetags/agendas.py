"""Words of an agenda."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from chevet.interfaces.pro import agendas, words

register = template.Library()
register.filter("name_of", words.name_of)
register.filter("state_words", agendas.state_words)


@register.filter
def how(row: Any) -> str:
    """How one meets: of an appointment or a motive."""
    return {"video": _("par vidéo"), "phone": _("par téléphone"), "onsite": _("sur place")}.get(row.modality, "")


@register.filter
def told_by(row: Any) -> str:
    said = {"sms": _("par SMS"), "email": _("par e-mail"), "paper": _("sur papier")}[row.channel]
    return f"{said}, {row.language}" if row.language != "fr" else said


@register.filter
def in_address(moment: datetime) -> str:
    return moment.isoformat().replace("+", "%2B")
