"""Where a measure is going, in the reader's language: whole sentences, since each language counts days in its own way."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chevet.pathways.languages import SCREENS, Wording
from chevet.vitals.kinds import KINDS
from chevet.vitals.trends import Direction, Trend, sentence_of


def trend_words(trend: Trend, *, kind: str, wording: Wording) -> str:
    """French and English name the measure ("Votre pouls monte"); elsewhere the title above does, whatever its gender."""
    if wording.language in SCREENS:
        return sentence_of(trend, kind=kind).said_in(wording.language)
    words = {"days": trend.days} | ({} if trend.last is None else {"last": wording.measure(trend.last, KINDS[kind])})
    return _sentence(trend.direction, trend.days) % words


def _sentence(direction: Direction, days: int) -> str:
    match direction:
        case Direction.FALLING:
            return ngettext("En baisse depuis hier.", "En baisse depuis %(days)s jours.", days)
        case Direction.RISING:
            return ngettext("En hausse depuis hier.", "En hausse depuis %(days)s jours.", days)
        case Direction.STEADY:
            return ngettext("Stable depuis hier.", "Stable depuis %(days)s jours.", days)
        case Direction.OLD:
            return ngettext(
                "Dernière mesure il y a %(days)s jour : %(last)s.",
                "Dernière mesure il y a %(days)s jours : %(last)s.",
                days,
            )
        case Direction.ONE:
            return _("Une première mesure : %(last)s.")
        case Direction.ALONE:
            return _("Dernière mesure : %(last)s.")
    return _("Pas encore de mesure.")
