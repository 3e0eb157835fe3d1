"""How the patient's page says what the rooms keep as codes."""

from datetime import datetime
from typing import Any

import phonenumbers
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.interfaces.pro import labels

register = template.Library()


@register.filter
def card_kind(level: str) -> str:
    return {"red": "red", "confirm": "red", "orange": "orange"}.get(level, "")


@register.filter
def worded_call(call: Any) -> str:
    return str(labels.OUTCOMES.get(call.outcome, call.outcome))


@register.filter
def worded_consent(consent: Any) -> str:
    text, decision = (
        labels.TEXTS.get(consent.text, consent.text),
        labels.DECISIONS.get(consent.decision, consent.decision),
    )
    who = _("par le représentant") if consent.given_by == "guardian" else ""
    channel = labels.CHANNELS.get(consent.channel, consent.channel)
    return ", ".join(str(part) for part in (_saying(text, decision), channel, who) if part)


@register.filter
def worded_device(device: Any) -> str:
    return str(labels.DEVICES.get("revoked" if device.revoked_at else device.state, device.state))


@register.filter
def shown_at(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j/m, H:i")


@register.simple_tag
def ui_number(e164: str) -> str:
    """A number as it is read aloud."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(e164, "FR"), phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        return e164


def _saying(what: object, how: object) -> str:
    return _("%(what)s : %(how)s") % {"what": what, "how": how}
