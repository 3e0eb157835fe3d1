"""One pathway as strict data: what a YAML file of the library may say.

A local day counts from 1 (the first day of the follow-up); the day of the first symptoms is day 0
"since onset". Everything clinical carries its source and stays a proposal until a clinician signs it.
"""

from datetime import time
from functools import cached_property
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from chevet.kernel.sentences import Sentence
from chevet.pathways.conditions import Condition, LevelName, items_of, values_named, words_of
from chevet.people.identity import MAJORITY
from chevet.questionnaires.definition import Code, Questionnaire, Strict
from chevet.vitals.kinds import KINDS

RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,49}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,59}$")]
LEVELS = {"green": 0, "yellow": 1, "orange": 2, "red": 3}


def placeholders(text: str) -> set[str]:
    """The names between braces. ValueError when a brace is not closed."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


class Rule(Strict):
    """What deserves attention. `sentence` is for the team (placeholders value, change, target, before),
    `advice` for the patient. `confirm`: an alarming value is measured again before it is red."""

    id: RuleId
    kind: Code
    level: LevelName
    emergency: bool = False
    confirm: bool = False
    distress: bool = False
    when: Condition
    sentence: Sentence
    advice: Sentence | None = None
    source: str = Field(min_length=3)
    version: int = Field(ge=1)

    @model_validator(mode="after")
    def _level_fits(self) -> "Rule":
        if (self.emergency or self.confirm) and self.level != "red":
            raise ValueError("emergency and confirm are for red rules")
        if self.emergency and self.confirm:
            raise ValueError("an emergency is never confirmed first")
        if self.level == "yellow" and self.advice is None:
            raise ValueError("yellow is advice to the patient: write it")
        return self

    @model_validator(mode="after")
    def _sentence_can_be_filled(self) -> "Rule":
        for language, text in (("fr", self.sentence.fr), ("en", self.sentence.en)):
            if unknown := placeholders(text) - words_of(self.when):
                raise ValueError(f"sentence ({language}): nothing fills {', '.join(sorted(unknown))}")
        return self


class Phase(Strict):
    """Days with a questionnaire: from, to (inclusive), every so many days.

    Counted from the start, or from the onset of symptoms (day 0). A phase for risk patients adds days
    and never goes past the last day of the phases for everyone.
    """

    name: Sentence
    asked_of: Literal["everyone", "risk"] = Field(default="everyone", alias="for")
    since: Literal["start", "onset"] = "start"
    first: int = Field(ge=0, alias="from")
    last: int = Field(ge=0, alias="to")
    every: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _runs_forward(self) -> "Phase":
        if self.last < self.first:
            raise ValueError("a phase ends after it begins")
        if self.asked_of == "everyone" and (self.since != "start" or self.first < 1):
            raise ValueError("a phase for everyone counts from day 1 of the follow-up")
        return self

    @property
    def days(self) -> range:
        return range(self.first, self.last + 1, self.every)


class Watch(Strict):
    """The days since onset that are watched more closely; `risk` adds people at risk, on every day."""

    first: int = Field(ge=0, alias="from")
    last: int = Field(ge=0, alias="to")
    risk: bool = True


class Delays(Strict):
    """Hours are wall time where the person is. `nudge_after_minutes` counts from the reminder; the nudge
    is never later than `nudge_before_silent_minutes` before silence becomes a task.

    Silence is noticed at `silent_at`; for a later hour, `silent_after_minutes` after the reminder, whichever comes last.
    `…_watch`: the same on the days that are watched closely."""

    hours: tuple[time, ...] = Field(min_length=1)
    default_hour: time
    nudge_after_minutes: int = Field(ge=15)
    nudge_before_silent_minutes: int = Field(ge=5)
    silent_at: time
    silent_at_watch: time
    silent_after_minutes: int = Field(default=120, ge=30)
    silent_after_minutes_watch: int = Field(default=60, ge=30)
    watch: Watch
    confirm_within_minutes: int = Field(ge=1, le=30)
    quiet_from: time
    quiet_until: time
    undo_invitation_seconds: int = Field(ge=0, le=600)

    @model_validator(mode="after")
    def _stays_in_the_day(self) -> "Delays":
        if self.default_hour not in self.hours:
            raise ValueError("default_hour is not one of hours")
        if not self.quiet_until < self.quiet_from:
            raise ValueError("quiet hours go over midnight")
        for hour in self.hours:
            if not self.quiet_until <= hour:
                raise ValueError(f"{hour:%H:%M} is in quiet hours")
            if _minutes(hour) + self._longest_silence >= _minutes(self.quiet_from):
                raise ValueError(f"{hour:%H:%M} leaves no time for a nudge and a silence before quiet hours")
        if self.nudge_before_silent_minutes >= min(self.silent_after_minutes, self.silent_after_minutes_watch):
            raise ValueError("no time for a nudge between a reminder and its silence")
        if max(self.silent_at, self.silent_at_watch) >= self.quiet_from:
            raise ValueError("silence is noticed before quiet hours")
        return self

    @property
    def _longest_silence(self) -> int:
        return max(self.silent_after_minutes, self.silent_after_minutes_watch)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


class Ages(Strict):
    """Years completed, inclusive."""

    youngest: int = Field(ge=0, le=130)
    oldest: int | None = Field(default=None, ge=0, le=130)


class Retention(Strict):
    """`with_the_record`: as long as the person's record (years after the last visit); `at_the_end`: erased."""

    ends: Literal["with_the_record", "at_the_end"]
    years: int | None = Field(default=None, ge=1)


class Email(Strict):
    subject: Sentence
    body: Sentence


class ByMoment[T](Strict):
    invitation: T
    reminder: T
    nudge: T


class Texts(Strict):
    """Placeholders: {link} {team} {day}. Never a health word."""

    sms: ByMoment[Sentence]
    email: ByMoment[Email]


class Instructions(Strict):
    """What the patient reads after the answer, by level."""

    green: tuple[Sentence, ...] = Field(min_length=1)
    yellow: tuple[Sentence, ...] = Field(min_length=1)
    orange: tuple[Sentence, ...] = Field(min_length=1)
    red: tuple[Sentence, ...] = Field(min_length=1)


class HelpLine(Strict):
    number: str = Field(pattern=r"^[0-9 ]{2,15}$")
    label: Sentence


class Pathway(Strict):
    """One version of one pathway. Immutable: a running follow-up keeps the version it began with."""

    slug: Slug
    version: int = Field(ge=1)
    status: Literal["proposal", "signed"]
    title: Sentence
    family: Literal["medical", "cell"]
    source: str
    extends: Slug | None = None
    ages: Ages
    retention: Retention
    phases: tuple[Phase, ...] = Field(min_length=1)
    delays: Delays
    texts: Texts
    instructions: Instructions
    distress: tuple[HelpLine, ...] = Field(min_length=1)
    questionnaire: Questionnaire
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> "Pathway":
        ids = [rule.id for rule in self.rules]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"two rules are called {', '.join(sorted(twice))}")
        if all(phase.asked_of == "risk" for phase in self.phases):
            raise ValueError("no phase is for everyone")
        for item in self.questionnaire.items:
            if item.type == "measure" and item.link_id not in KINDS:
                raise ValueError(f"{item.link_id} is not a kind of measure ({', '.join(KINDS)})")
        for rule in self.rules:
            _check_references(rule, self.questionnaire)
        return self

    @cached_property
    def last_day(self) -> int:
        return max(day for phase in self.phases if phase.asked_of == "everyone" for day in phase.days)

    @property
    def is_for_minors(self) -> bool:
        """A parent agrees and answers; the young person may answer instead."""
        return self.ages.oldest is not None and self.ages.oldest < MAJORITY

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}


def _check_references(rule: Rule, questionnaire: Questionnaire) -> None:
    for name in items_of(rule.when):
        if name not in questionnaire.by_id:
            raise ValueError(f"rule {rule.id} speaks of {name}, which is not asked")
    for name, value in values_named(rule.when):
        item = questionnaire.by_id[name]
        if value not in (item.codes if item.type == "choice" else {True, False}) | {"?"}:
            raise ValueError(f"rule {rule.id} waits for {name} = {value}, which cannot be answered")
