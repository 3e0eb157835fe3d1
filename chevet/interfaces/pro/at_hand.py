"""What a page says beside the acts: who calls, what to try next, what is on pause, what a doctor was asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.calls.rules import Next, next_step, under_way
from chevet.interfaces.pro.records import RecordPage
from chevet.pathways.calendar import local_day
from chevet.pathways.muting import mute_of

WHY_MUTED = {
    "hospitalised": gettext_lazy("Hospitalisé"),
    "deceased": gettext_lazy("Décédé"),
    "on_request": gettext_lazy("À la demande de la personne"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """Where to call. `whom` and `contact_id` as a call keeps them; one of a relative has no contact."""

    value: str
    whom: str
    name: str = ""
    label: str = ""
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """running: the call under way, `mine` or a colleague's. step: what to try next.

    noted: all that have an outcome, newest first; made: those of this episode; last: the latest of them.
    """

    running: Any
    mine: bool
    number: Number | None
    numbers: tuple[Number, ...]
    step: Next
    last: Any
    made: tuple[Any, ...]
    noted: tuple[Any, ...] = ()

    @property
    def advised(self) -> Number | None:
        """The number to call now."""
        if self.step.step == "relative" and self.relative:
            return self.relative
        return self.numbers[0] if self.numbers else None

    @property
    def relative(self) -> Number | None:
        return next((one for one in self.numbers if one.whom == "relative"), None)


@dataclass(frozen=True, slots=True)
class Pause:
    """Messages that do not leave. `due`: its day has come. second_look: a death that somebody else must check."""

    why: str
    code: str
    by: str
    since: datetime
    review_on: date
    due: bool
    second_look: bool
    may_look: bool


def calls_of(page: RecordPage) -> Calls:
    calls, standing = page.record.calls, page.record.situation.standing
    numbers = tuple(_numbers(page))
    running = under_way(calls, now=page.now)
    since = standing.episode.opened_at if standing.episode else page.now - timedelta(days=1)
    noted = tuple(one for one in calls if one.outcome)
    step = next_step(
        calls, level=standing.level, since=since, has_relative=any(one.whom == "relative" for one in numbers),
        now=page.now,
    )  # fmt: skip
    return Calls(
        running=running,
        mine=bool(running) and running.author_id == page.actor_id,
        number=_called(running, numbers),
        numbers=numbers,
        step=step,
        last=noted[0] if noted and noted[0].at >= since else None,
        made=tuple(one for one in noted if one.at >= since),
        noted=noted,
    )


def _numbers(page: RecordPage) -> list[Number]:
    usual = page.follow_up.contact_id
    hers = [Number(one.value, "", label=one.label, contact_id=one.id) for one in page.phones]
    hers.sort(key=lambda one: one.contact_id != usual)
    person = page.record.profile.get("to_call") or {}
    if person.get("phone"):
        hers.append(Number(person["phone"], "relative", person.get("name", ""), person.get("link", "")))
    return hers


def _called(running: Any, numbers: tuple[Number, ...]) -> Number | None:
    if running is None:
        return None
    same = [one for one in numbers if one.whom == running.whom]
    return next((one for one in same if one.contact_id == running.contact_id), same[0] if same else None)


def next_words(step: Next, *, now: datetime) -> str:
    """What to try next, and when; the hour is the patient's."""
    if step.step == "retry" and step.at:
        what = _("Nouvel essai : le %(number)sᵉ.") % {"number": step.tries + 1}
        if step.at <= now:
            return what + " " + _("C’est le moment.")
        return what + " " + _("À faire à %(at)s.") % {"at": _hour(step.at, now)}
    words = {
        "relative": _("Personne ne répond : appelez la personne à prévenir."),
        "transfer": _("Injoignable : transmettez au SAMU."),
    }
    return words.get(step.step, "")


def _hour(at: datetime, now: datetime) -> str:
    return date_format(localtime(at), "H:i" if at - now < timedelta(hours=12) else "l j F, H:i")


def pause_of(page: RecordPage) -> Pause | None:
    mute = mute_of(page.record.situation.memory)
    if mute is None:
        return None
    return Pause(
        why=str(WHY_MUTED.get(mute.why, mute.why)),
        code=mute.why,
        by=page.people.get(mute.by, _("un collègue")),
        since=mute.at,
        review_on=mute.review_on,
        due=mute.review_on <= local_day(page.now, page.zone),
        second_look=mute.waits_for_second_look,
        may_look=mute.waits_for_second_look and mute.by != page.actor_id,
    )


def advice_of(page: RecordPage) -> Any | None:
    """The open question, or the latest answer while its alert is open."""
    latest = page.record.advice[0] if page.record.advice else None
    if latest is None or latest.answered_at is None:
        return latest
    episode = page.episode
    return latest if episode and episode.opened_at <= latest.answered_at else None


def dead_letters(page: RecordPage) -> list[Any]:
    """Messages that nobody sends again unless a person does."""
    return [one for one in page.record.messages if one.state == "dead"]
