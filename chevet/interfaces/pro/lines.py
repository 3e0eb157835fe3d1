"""A line of the list made ready to be drawn (drawn.py): levels as words, curves as points, sentences in the reader's language.

Nothing in it depends on who reads, nor on the hour of the day, so that one drawing serves a whole team for a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.pro.labels import level_of
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.charts import Band, Reading, sparkline
from chevet.interfaces.ui.durations import duration_words
from chevet.interfaces.ui.severity import SEVERITIES
from chevet.organisations.territories import territory_named
from chevet.pathways.queries import pathway_of
from chevet.usecases.snooze_episode import WHY
from chevet.vitals.kinds import KINDS, USUAL
from chevet.worklist.queries import ENDING, UNHEARD, LineView

SHOWN = ("temperature", "spo2")
SOON = {3: 180, 2: 1800}  # seconds under which a clock turns orange
LAST_DAYS = 7
REASONS_ASIDE: dict[str, str | Promise] = dict(
    zip(
        WHY,
        (
            gettext_lazy("attend d’être rappelé"), gettext_lazy("attend l’avis du médecin"),
            gettext_lazy("attend une nouvelle mesure"), gettext_lazy("attend un proche"), gettext_lazy("autre raison"),
        ),
        strict=True,
    )
)  # fmt: skip
CHANNELS = {"phone": ("phone", gettext_lazy("par téléphone")), "email": ("mail", gettext_lazy("par e-mail"))}
BY_SMS = ("device-mobile", gettext_lazy("par SMS"))


@dataclass(frozen=True, slots=True)
class Curve:
    name: str
    svg: SafeString
    last: str
    delta: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds left at `now`; the browser goes on counting. words: escaped."""

    seconds: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class ListedLine:
    """`view` is the line; the rest is how it is shown. views: names of the views it belongs to, `mine` apart.

    due, soon: when its time is over, and how many seconds before its clock turns orange.
    """

    view: LineView
    level: str
    word: str
    shape: SafeString
    reasons: tuple[str, ...]
    curves: tuple[Curve, ...]
    due: datetime | None
    soon: int
    channel: tuple[str, Any]
    last: str
    aside: str
    call_back: str
    views: str
    pathway: str


def listed(view: LineView, *, now: datetime) -> ListedLine:
    """In the language and the zone that are active."""
    severity = SEVERITIES[_level(view)]
    aside = view.is_aside(now)
    return ListedLine(
        view=view,
        level=severity.level,
        word=str(_("À faire") if view.severity == 1 else severity.word),
        shape=mark_safe(severity.shape),  # noqa: S308 - our own drawing
        reasons=tuple(said(reason) for reason in view.why),
        curves=tuple(_curve(kind, view.series[kind][-LAST_DAYS:]) for kind in SHOWN if view.series.get(kind)),
        due=due_of(view),
        soon=SOON.get(view.severity, 0),
        channel=CHANNELS.get(view.channel, BY_SMS),
        last=moment_words(view.last_answer_at, now) if view.last_answer_at else "",
        aside=_aside_words(view, now) if aside else "",
        call_back=moment_words(view.call_back_at, now) if view.call_back_at else "",
        views=" ".join(_views(view, aside)),
        pathway=pathway_of(view.version_id).slug,
    )


def due_of(view: LineView) -> datetime | None:
    """What the clock of a line runs to: the deadline, or after an attempt the call that was promised."""
    return (view.deadline_at or view.call_back_at) if view.severity else None


def clock_of(view: LineView, now: datetime, language: str | None) -> Clock | None:
    """How long is left, in the active language, which `language` names; None where nothing waits."""
    if (due := due_of(view)) is None:
        return None
    left = (due - now).total_seconds()
    late, seconds = left < 0, int(abs(left))
    state = "late" if late else "soon" if left < SOON.get(view.severity, 0) else ""
    shown = seconds if seconds < 60 else seconds - seconds % 60  # words count minutes from the first one on
    return Clock(seconds=-seconds if late else seconds, state=state, words=_clock_words(language, late, shown))


@lru_cache(maxsize=5_000)  # a page says fifty of these
def _clock_words(_language: str | None, late: bool, seconds: int) -> str:
    words = _("dépassé de {}") if late else _("encore {}")
    return escape(words.replace("{}", duration_words(duration=timedelta(seconds=seconds))))


def _level(view: LineView) -> str:
    level = level_of(view.severity, to_confirm=view.to_confirm)
    return "grey" if level == "green" and not view.last_answer_at else level


def _views(view: LineView, aside: bool) -> Sequence[str]:
    """As worklist.queries.CONDITIONS has them."""
    awake = view.severity > 0 and not aside
    found = {
        "to_do": awake, "silent": awake and view.marks & UNHEARD, "aside": view.severity > 0 and aside,
        "ending": view.severity > 0 and view.marks & ENDING, "to_call": view.call_back_at is not None, "team": True,
    }  # fmt: skip
    return [name for name, holds in found.items() if holds] if view.live else []


def _curve(kind: str, series: Sequence[tuple[int, float]]) -> Curve:
    measure, band = KINDS[kind], USUAL.get(kind)
    last = said(measure.written(series[-1][1]))
    readings = [Reading(at=day, label=f"J{day}", value=value) for day, value in series]
    words = _("%(measure)s : dernière valeur %(last)s.") % {"measure": said(measure.label), "last": last}
    drawn = sparkline(readings=readings, description=words, band=Band(low=band[0], high=band[1]) if band else None)
    return Curve(name=said(measure.label), svg=mark_safe(drawn), last=last, delta=_delta(kind, series))  # noqa: S308


def _delta(kind: str, series: Sequence[tuple[int, float]]) -> str:
    """The change since the value before, with its sign; nothing when there is none."""
    if len(series) < 2 or series[-1][1] == series[-2][1]:
        return ""
    change = series[-1][1] - series[-2][1]
    number = said(KINDS[kind].written(abs(change))).partition(" ")[0].partition("\u00a0")[0]
    return ("+" if change > 0 else "−") + number


def _aside_words(view: LineView, now: datetime) -> str:
    why = view.snooze.get("note") or REASONS_ASIDE.get(view.snooze.get("why", ""), "")
    return _("de côté jusqu’à %(hour)s, %(why)s") % {"hour": moment_words(view.snoozed_until, now), "why": why}


def moment_words(at: datetime, now: datetime) -> str:
    """`14:05` today, `hier 18:40`, `3/3 18:40`: an hour stays true while the page stays open."""
    zone = timezone.get_current_timezone()
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    hour = date_format(local, "H:i")
    if local.date() == today:
        return hour
    if local.date() == today - timedelta(days=1):
        return _("hier %(hour)s") % {"hour": hour}
    if local.date() == today + timedelta(days=1):
        return _("demain %(hour)s") % {"hour": hour}
    return f"{date_format(local, 'j/n')} {hour}"


def zone_of(team: Any) -> ZoneInfo:
    """The wall clock of a team's page."""
    return territory_named(team.territory).tzinfo
