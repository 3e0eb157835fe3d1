"""Facts as sentences of the professional pages, in the reader's language."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from chevet.kernel.sentences import Sentence

WEEK = tuple(range(7))


def said(sentence: Sentence | dict[str, Any] | None) -> str:
    """A sentence kept in both languages."""
    if not sentence:
        return ""
    if isinstance(sentence, Sentence):
        return sentence.said_in(get_language() or "fr")
    return sentence["en" if (get_language() or "fr").startswith("en") else "fr"]


def duty_words(duty: Iterable[dict[str, Any]]) -> str:
    """When a team answers: "tous les jours de 8 h à 20 h"."""
    spans = [
        _("%(days)s de %(from)s à %(to)s")
        % {"days": _days_words(span["days"]), "from": _hour_words(span["from"]), "to": _hour_words(span["to"])}
        for span in duty
    ]
    return ", ".join(spans) or _("heures à déclarer")


def _days_words(days: Iterable[int]) -> str:
    known = sorted(days)
    if tuple(known) == WEEK:
        return _("tous les jours")
    names = [_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche")]
    if len(known) > 2 and known == list(range(known[0], known[-1] + 1)):
        return _("du %(first)s au %(last)s") % {"first": names[known[0]], "last": names[known[-1]]}
    return ", ".join(names[day] for day in known)


def _hour_words(text: str) -> str:
    hour, minute = text.split(":")
    return (_("%(hour)s h %(minute)s") % {"hour": int(hour), "minute": minute if minute != "00" else ""}).strip()


def age_on(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def born_words(birth: date, today: date) -> str:
    years = age_on(birth, today)
    age = ngettext("%(years)s an", "%(years)s ans", years) % {"years": years}
    return f"{date_format(birth, 'j F Y')}, {age}"


def name_of(patient: Any) -> str:
    """As they are called: used names first."""
    return f"{patient.used_first_name or patient.first_name} {(patient.used_name or patient.birth_name).upper()}"
