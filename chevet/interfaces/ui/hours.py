"""Duty hours in words, in the reader's language."""

from collections.abc import Iterable
from typing import Any

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
    words = {"hour": int(hour), "minute": minute if minute != "00" else "", "minutes": minute}
    return (_("%(hour)s h %(minute)s") % words).strip()
