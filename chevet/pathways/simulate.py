"""A rehearsal: one synthetic person over a whole follow-up, told as events with local dates. Pure and repeatable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from chevet.kernel.sentences import Sentence
from chevet.pathways.calendar import Times, due_dates, first_day, is_watched, not_before, times_of
from chevet.pathways.definition import LEVELS, Pathway
from chevet.pathways.profiles import PROFILES, Profile, answers_of
from chevet.pathways.rules import Facts, Finding, Settlement, Verdict, advance, judge, recall, settle_confirmation
from chevet.questionnaires.definition import Answer, Item
from chevet.vitals.kinds import KINDS

LINK = "https://…/q/exemple"
TEAM = "Votre équipe"
RECENT_ENOUGH = timedelta(hours=48)
LEVEL_NAMES = {number: name for name, number in LEVELS.items()}
LEVEL_WORDS = {
    0: Sentence("vert", "green"), 1: Sentence("jaune", "yellow"), 2: Sentence("orange", "orange"),
    3: Sentence("rouge", "red"),
}  # fmt: skip
NO_SIGN = Sentence("Pas de signe d'alerte dans vos réponses.", "No warning sign in your answers.")

AGAIN = Sentence(
    "Reposez-vous cinq minutes, assis, puis mesurez de nouveau.", "Rest for five minutes, sitting, then measure again."
)


@dataclass(frozen=True, slots=True)
class Event:
    """`at` is local (aware, in the person's zone). `day` is the day of the follow-up; 0 before the first."""

    at: datetime
    day: int
    kind: Literal["message", "screen", "answer", "alert", "silence", "end"]
    text: Sentence
    level: int | None = None


def simulate(
    pathway: Pathway,
    *,
    profile: str,
    seed: int = 0,
    start: datetime,
    zone: ZoneInfo,
    hour: time | None = None,
    team: str = TEAM,
    link: str = LINK,
) -> tuple[Event, ...]:
    """Every message, screen, answer, alert and silence, in order of time, to the end.

    `start` is the aware moment of inclusion. KeyError for an unknown profile (see `PROFILES`). The same seed
    always tells the same story. Alerts stay open: nobody handles them here.
    """
    run = _Run(pathway, PROFILES[profile], Random(seed), start, zone, hour or pathway.delays.default_hour, team, link)
    events = [*run.invitation(), *(event for day, on in run.calendar for event in run.day(day, on)), run.end()]
    return tuple(sorted(events, key=lambda event: event.at))


class _Run:
    """One rehearsal under way: the memory of the rules, the last verdict and the open alerts."""

    def __init__(self, pathway: Pathway, profile: Profile, chance: Random, start: datetime, zone: ZoneInfo,
                 hour: time, team: str, link: str):  # fmt: skip
        self.pathway, self.profile, self.chance, self.start = pathway, profile, chance, start
        self.zone, self.hour, self.names = zone, hour, {"team": team, "link": link}
        self.first = first_day(start, hour=hour, zone=zone)
        self.onset = self.first - timedelta(days=profile.onset_before)
        self.calendar = due_dates(pathway, first=self.first, risk=profile.risk, onset=self.onset)
        self.state: dict = {}
        self.answered: tuple[datetime, int] | None = None
        self.open_alerts: dict[str, int] = {}

    def invitation(self) -> Iterator[Event]:
        delays = self.pathway.delays
        sent = not_before(self.start + timedelta(seconds=delays.undo_invitation_seconds), zone=self.zone, delays=delays)
        yield self._message("invitation", sent, 0)

    def day(self, day: int, on: date) -> Iterator[Event]:
        since_onset = (on - self.onset).days
        watch = is_watched(self.pathway, since_onset=since_onset, risk=self.profile.risk)
        times = times_of(on, hour=self.hour, zone=self.zone, pathway=self.pathway, watch=watch)
        answered = None if day >= self.profile.silent_from else self._moment_of_answer(times)
        yield self._message("reminder", times.due, day)
        if answered is None or answered > times.nudge:
            yield self._message("nudge", times.nudge, day)
        if answered is None or answered > times.silent:
            self.open_alerts["silent"] = LEVELS["yellow"]
            yield self._event(times.silent, day, "silence", Sentence(
                "Pas de réponse : une tâche pour l'équipe.", "No answer: a task for the team."))  # fmt: skip
        if answered is not None:
            yield from self._answer(answered, day, since_onset)

    def end(self) -> Event:
        """Automatic only after a recent green answer and no open alert; otherwise a professional decides."""
        last = self.calendar[-1][1]
        closes = times_of(last, hour=self.hour, zone=self.zone, pathway=self.pathway).closes
        green = self.answered is not None and self.answered[1] == 0 and closes - self.answered[0] <= RECENT_ENOUGH
        if green and not self.open_alerts:
            text = Sentence("Fin du suivi, automatique.", "End of the follow-up, automatic.")
        else:
            text = Sentence("Dernier jour passé : un professionnel décide.", "Last day over: a professional decides.")
        return self._event(closes, self.pathway.last_day, "end", text)

    def _moment_of_answer(self, times: Times) -> datetime:
        return times.due + timedelta(minutes=self.chance.randint(*self.profile.minutes))

    def _answer(self, at: datetime, day: int, since_onset: int) -> Iterator[Event]:
        answers = answers_of(self.profile, day=day, questionnaire=self.pathway.questionnaire, chance=self.chance)
        facts = Facts(age=self.profile.age, day=day, risk=self.profile.risk, alone=self.profile.alone,
                      day_since_onset=since_onset, targets=self.profile.targets, **recall(self.state, day=day))  # fmt: skip
        verdict = judge(self.pathway, answers=answers, facts=facts)
        self.open_alerts.pop("silent", None)
        yield self._event(at, day, "screen", _questions(len(answers)))
        at += timedelta(minutes=2)
        yield self._event(at, day, "answer", self._told(answers))
        yield from self._alerts(at, day, verdict.findings)
        level = max((one.level for one in verdict.findings if not one.needs_confirmation), default=0)
        if verdict.waits_for_confirmation:
            yield self._event(at, day, "screen", AGAIN)
        for finding in verdict.findings:
            if finding.needs_confirmation:
                settled = self._settle(finding, facts)
                yield from self._measured_again(at + timedelta(minutes=2), day, finding, settled)
                level = max(level, settled.level)
        yield self._outcome(at + timedelta(minutes=3), day, verdict, level)
        self.state = advance(self.state, answers=answers, day=day, level=level)
        self.answered = (at, level)

    def _alerts(self, at: datetime, day: int, findings: tuple[Finding, ...]) -> Iterator[Event]:
        """One live alert per kind: told when it opens and when it gets worse."""
        for finding in findings:
            gravity = finding.level + finding.emergency
            if finding.level < LEVELS["orange"] or self.open_alerts.get(finding.kind, 0) >= gravity:
                continue
            if not finding.needs_confirmation:
                self.open_alerts[finding.kind] = gravity
            said = _marked(finding.sentence, finding.level, waits=finding.needs_confirmation)
            yield self._event(at, day, "alert", said, finding.level)

    def _settle(self, finding: Finding, facts: Facts) -> Settlement:
        first = finding.values[finding.kind]
        second = first + self.profile.second
        return settle_confirmation(self.pathway, kind=finding.kind, first=first, second=second, facts=facts)

    def _measured_again(self, at: datetime, day: int, finding: Finding, settled: Settlement) -> Iterator[Event]:
        again = KINDS[finding.kind].written(finding.values[finding.kind] + self.profile.second)
        yield self._event(at, day, "answer", Sentence(f"Seconde mesure : {again.fr}", f"Second measure: {again.en}"))
        self.open_alerts[finding.kind] = max(self.open_alerts.get(finding.kind, 0), settled.level)
        said = _marked(settled.finding.sentence, settled.level)
        yield self._event(at, day, "alert", said, settled.level)

    def _outcome(self, at: datetime, day: int, verdict: Verdict, level: int) -> Event:
        lines = [] if level else [NO_SIGN]
        if level < LEVELS["red"]:
            lines += [finding.advice for finding in verdict.findings if finding.advice]
        lines += getattr(self.pathway.instructions, LEVEL_NAMES[level])
        if verdict.distress:
            lines += [Sentence(f"{line.number} : {line.label.fr}", f"{line.number}: {line.label.en}")
                      for line in self.pathway.distress]  # fmt: skip
        text = Sentence(" ".join(line.fr for line in lines), " ".join(line.en for line in lines))
        return self._event(at, day, "screen", text, level)

    def _told(self, answers: dict[str, Answer]) -> Sentence:
        items, by_proxy = self.pathway.questionnaire.by_id, self.pathway.is_for_minors
        told = [_told(items[name], answer, by_proxy=by_proxy) for name, answer in answers.items()]
        said = [one for one in told if one is not None]
        return Sentence(" · ".join(one.fr for one in said), " · ".join(one.en for one in said))

    def _message(self, name: str, at: datetime, day: int) -> Event:
        text = getattr(self.pathway.texts.sms, name).saying(day=str(day), **self.names)
        return self._event(at, day, "message", text)

    def _event(self, at: datetime, day: int, kind: str, text: Sentence, level: int | None = None) -> Event:
        return Event(at.astimezone(self.zone), day, kind, text, level)


def _questions(count: int) -> Sentence:
    return Sentence(f"Le questionnaire : {count} questions.", f"The questionnaire: {count} questions.")


def _marked(sentence: Sentence, level: int, *, waits: bool = False) -> Sentence:
    word = LEVEL_WORDS[level]
    if waits:
        return Sentence(f"[{word.fr}, à confirmer] {sentence.fr}", f"[{word.en}, to be confirmed] {sentence.en}")
    return Sentence(f"[{word.fr}] {sentence.fr}", f"[{word.en}] {sentence.en}")


def _told(item: Item, answer: Answer, *, by_proxy: bool) -> Sentence | None:
    """The question as the person read it, and the answer; "no" goes without saying."""
    if answer is False:
        return None
    if item.type == "measure":
        return _reading(item.link_id, answer)
    asked = item.worded(by_proxy=by_proxy)
    if item.type == "choice":
        label = next(option.label for option in item.options if option.code == answer)
        return Sentence(f"{asked.fr} {label.fr}", f"{asked.en} {label.en}")
    return Sentence(f"{asked.fr} Oui", f"{asked.en} Yes")


def _reading(name: str, value: float) -> Sentence:
    written = KINDS[name].written(value)
    return Sentence(f"{KINDS[name].label.fr} {written.fr}", f"{KINDS[name].label.en} {written.en}")
