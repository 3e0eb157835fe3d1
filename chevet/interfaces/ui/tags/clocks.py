"""Time left and age of data: right when the page leaves, kept right by clock.js."""

from django import template
from django.utils.translation import gettext as _

from ..durations import duration_words, units

register = template.Library()


@register.inclusion_tag("ui/components/time_left.html")
def ui_time_left(due, now, soon=300):
    """Both aware. `soon`: the seconds under which it turns orange."""
    left = due - now
    left_words, late_words = _("encore {}"), _("dépassé de {}")
    late = left.total_seconds() < 0
    return {
        "due": due, "seconds": int(left.total_seconds()), "soon": soon, "units": units(),
        "left_words": left_words, "late_words": late_words,
        "state": "late" if late else "soon" if left.total_seconds() < soon else "",
        "words": (late_words if late else left_words).replace("{}", duration_words(duration=abs(left))),
    }  # fmt: skip


@register.simple_tag
def ui_clock_ahead(ahead):
    """How far the demonstration's clock is ahead; the words say it is not the real hour."""
    return _("horloge avancée de {}").replace("{}", duration_words(duration=ahead))


@register.inclusion_tag("ui/components/age.html")
def ui_age(at, now, stale_after=90, ident="live-age"):
    """How old what is shown is; past `stale_after` seconds it says so instead of looking fresh, and so it does at once
    where a script has lost its line and tries again."""
    age = now - at
    fresh, old, lost = (
        _("données d’il y a {}"),
        _("données d’il y a {} : rechargez la page"),
        _("liaison coupée, nouvel essai"),
    )
    stale = age.total_seconds() > stale_after
    return {
        "ident": ident, "seconds": max(0, int(age.total_seconds())), "stale_after": stale_after, "units": units(),
        "fresh_words": fresh, "stale_words": old, "lost_words": lost, "state": "stale" if stale else "fresh",
        "words": (old if stale else fresh).replace("{}", duration_words(duration=age)),
    }  # fmt: skip
