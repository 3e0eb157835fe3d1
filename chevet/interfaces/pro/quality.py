"""Counts of a team as pictures and sentences: how long reds waited, what became of each rule's alerts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.bars import Column, Level, Mark, Share
from chevet.kernel.sentences import Sentence
from chevet.pathways.definition import placeholders
from chevet.reporting.rules import EDGES, IN_TIME, ORANGE_EDGES, TOO_FEW, Became, Bin, Waits, bins
from chevet.usecases.read_quality import RuleView, Told

TWO_HOURS = 120  # minutes
COVIDOM = 9
"""Minutes: what the press reported of the worst reds of Covidom, the largest of these services, in 2020."""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long reds waited, in words. Empty where there are too few to say anything."""

    acted: int
    untried: int
    median: str
    ninth_decile: str
    share: str
    few: str

    @classmethod
    def of(cls, waits: Waits) -> "Waited":
        few = waits.are_too_few
        return cls(
            acted=waits.acted,
            untried=waits.untried,
            median="" if few else minutes_said(waits.median),
            ninth_decile="" if few else minutes_said(waits.ninth_decile),
            share="" if few else percent(waits.share_within()),
            few=_few(waits.acted) if few else "",
        )


def minutes_said(minutes: int | None) -> str:
    if minutes is None:
        return "–"
    if minutes == 0:
        return _("moins d’1 min")
    if minutes < 120:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h") % {"hours": minutes // 60}


def percent(share: float | None) -> str:
    return "–" if share is None else _("%(share)s %%") % {"share": round(share * 100)}


def _few(number: int) -> str:
    if not number:
        return _("Aucune alerte critique n’a été close ces douze semaines : il n’y a rien à mesurer.")
    return ngettext(
        "%(number)s seule alerte critique close ces douze semaines : trop peu pour une médiane.",
        "%(number)s alertes critiques closes ces douze semaines : trop peu pour une médiane.",
        number,
    ) % {"number": number}


def distribution(waits: Waits) -> dict[str, Any]:
    """Bars by minutes; those past ten minutes are hatched, behind a line."""
    found = list(bins(waits))
    return {
        "title": _("Délai avant le premier geste"),
        "sentence": _("Du passage au rouge au premier appel, message ou avis demandé."),
        "description": _("%(within)s sur %(all)s en moins de dix minutes.")
        % {"within": waits.within(), "all": waits.acted},
        "columns": [_bin_column(one, late=IN_TIME) for one in found],
        "names": [_bin_name(one) for one in found],
        "mark": Mark(before=EDGES.index(IN_TIME), words=_("10 min")),
        "label_header": _("Délai"),
        "value_header": _("Alertes critiques"),
    }


def rule_distribution(view: RuleView) -> dict[str, Any]:
    """A red rule is measured against ten minutes, an orange one against two hours."""
    waits = view.whole.waits
    drawn = distribution(waits) | {"value_header": _("Alertes"), "sentence": ""}
    if view.definition is None or view.definition.level == "red":
        return drawn
    found = list(bins(waits, ORANGE_EDGES))
    return drawn | {
        "description": _("%(all)s alertes mesurées.") % {"all": waits.acted},
        "columns": [_bin_column(one, late=TWO_HOURS) for one in found],
        "names": [_bin_name(one) for one in found],
        "mark": Mark(before=ORANGE_EDGES.index(TWO_HOURS), words=_("2 h")),
    }


def _bin_column(one: Bin, *, late: int) -> Column:
    label = f"{one.low}+" if one.high is None else f"{one.low}"
    kind = "late" if one.low >= late else ""
    return Column(label=label, value=one.number, words=str(one.number) if one.number else "", kind=kind)


def _bin_name(one: Bin) -> str:
    if one.high is None:
        return _("%(low)s min et plus") % {"low": one.low}
    return _("de %(low)s à moins de %(high)s min") % {"low": one.low, "high": one.high}


def trend(by_week: Iterable[tuple[date, Waits]]) -> dict[str, Any]:
    """The median of each week; a week with too few stays empty."""
    weeks = list(by_week)
    measured = sum(not waits.are_too_few for _week, waits in weeks)
    return {
        "title": _("Délai médian, semaine par semaine"),
        "sentence": _("Une semaine avec moins de %(few)s alertes critiques reste vide.") % {"few": TOO_FEW},
        "description": _("%(count)s semaines mesurées sur %(all)s.") % {"count": measured, "all": len(weeks)},
        "columns": [_median_column(week, waits) for week, waits in weeks],
        "names": [date_format(week, "j F") for week, _waits in weeks],
        "level": Level(value=COVIDOM, words=_("9 min, Covidom")),
        "label_header": _("Semaine du"),
        "value_header": _("Médiane, en minutes"),
    }


def _median_column(week: date, waits: Waits) -> Column:
    label = date_format(week, "j/n")
    if waits.are_too_few or waits.median is None:
        return Column(label=label, value=0, words="")
    return Column(
        label=label,
        value=max(0.3, waits.median),
        words=str(waits.median),
        kind="late" if waits.median >= IN_TIME else "",
    )


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule as a row and as a page. verdict: what to think of it, when enough people said something."""

    view: RuleView
    sentence: str
    level: str
    told: Told
    useful: str
    measured_again: str
    median: str
    verdict: str
    shares: list[Share]
    shares_said: str

    @property
    def became(self) -> Became:
        return self.told.became

    @property
    def ident(self) -> str:
        return f"{self.view.slug}-{self.view.rule}"


def rule_shown(view: RuleView, told: Told | None = None) -> RuleShown:
    told = told or view.whole
    became = told.became
    unsaid = became.alerts - became.judged
    return RuleShown(
        view=view,
        sentence=rule_sentence(view.definition) or view.rule,
        level=view.definition.level if view.definition else "orange",
        told=told,
        useful=percent(became.share_useful) if became.judged >= TOO_FEW else "–",
        measured_again=_measured_again(became),
        median="–" if told.waits.are_too_few else minutes_said(told.waits.median),
        verdict=verdict(became),
        shares=[
            Share(value=became.useful, words=_("utiles"), kind=""),
            Share(value=became.useless, words=_("inutiles"), kind="bad"),
            Share(value=unsaid, words=_("sans avis"), kind="quiet"),
        ],
        shares_said=_("utile : %(useful)s, inutile : %(useless)s, sans avis : %(unsaid)s")
        % {"useful": became.useful, "useless": became.useless, "unsaid": unsaid},
    )


def verdict(became: Became) -> str:
    """ "3 alertes sur 4 jugées inutiles", where it is so."""
    if not became.is_bad:
        return ""
    for whole in (2, 3, 4, 5, 10):
        part = round(became.useless / became.judged * whole)
        if abs(part / whole - became.useless / became.judged) < 0.04:
            break
    return _("%(part)s alertes sur %(whole)s jugées inutiles") % {"part": part, "whole": whole}


def _measured_again(became: Became) -> str:
    if not became.measured_again:
        return "–"
    return _("%(confirmed)s confirmées, %(lowered)s rassurantes") % {
        "confirmed": became.confirmed, "lowered": became.lowered,
    }  # fmt: skip


def rule_sentence(rule: Any) -> str:
    """The rule's own sentence, with a dash where a patient's value would stand."""
    if rule is None:
        return ""
    empty = {name: "…" for text in (rule.sentence.fr, rule.sentence.en) for name in placeholders(text)}
    return said(Sentence(rule.sentence.fr, rule.sentence.en).filled(fr=empty, en=empty))


def alerts_by_week(view: RuleView) -> dict[str, Any]:
    """Its alerts week by week, those judged useless hatched beside them."""
    columns = [
        Column(label=date_format(week, "j/n"), value=told.became.alerts, words=str(told.became.alerts or ""))
        for week, told in view.by_week
    ]
    return {
        "title": _("Alertes par semaine"),
        "description": _("%(alerts)s alertes closes en douze semaines.") % {"alerts": view.whole.became.alerts},
        "columns": columns,
        "names": list(_weeks(view)),
        "label_header": _("Semaine du"),
        "value_header": _("Alertes"),
    }


def useless_by_week(view: RuleView) -> dict[str, Any]:
    """Of those that somebody judged, the share found useless."""
    columns = [_useless(week, told.became) for week, told in view.by_week]
    return {
        "title": _("Jugées inutiles, par semaine"),
        "description": _("%(useless)s sur %(judged)s avis.")
        % {"useless": view.whole.became.useless, "judged": view.whole.became.judged},
        "columns": columns,
        "names": list(_weeks(view)),
        "label_header": _("Semaine du"),
        "value_header": _("Jugées inutiles"),
    }


def _useless(week: date, became: Became) -> Column:
    words = f"{became.useless}/{became.judged}" if became.judged else ""
    return Column(label=date_format(week, "j/n"), value=became.useless, words=words, kind="late")


def _weeks(view: RuleView) -> Iterator[str]:
    return (date_format(week, "j F") for week, _told in view.by_week)
