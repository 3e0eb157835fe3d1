"""Hours in words, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

WEEK = tuple(range(7))


def duty_words(duty: Iterable[dict[str, Any]]) -> str:
    """When a team usually answers: "tous les jours de 8 h à 20 h"; empty when it has declared nothing."""
    return ", ".join(
        _("%(days)s de %(from)s à %(to)s")
        % {"days": _days_words(span["days"]), "from": _hour_words(span["from"]), "to": _hour_words(span["to"])}
        for span in duty
        if "days" in span
    )


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
    return clock_words(int(hour), int(minute))


def clock_words(hour: int, minute: int) -> str:
    """ "8 h", "18 h 30" · "8 am", "6:30 pm"; 24 is the end of the day."""
    if (get_language() or "fr").startswith("en"):
        return _in_english(hour, minute)
    words = {"hour": hour, "minute": f"{minute:02}" if minute else "", "minutes": f"{minute:02}"}
    return (_("%(hour)s h %(minute)s") % words).strip()


def _in_english(hour: int, minute: int) -> str:
    if hour % 12 == minute == 0:
        return "noon" if hour == 12 else "midnight"
    past = f":{minute:02}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{past} {'am' if hour % 24 < 12 else 'pm'}"
