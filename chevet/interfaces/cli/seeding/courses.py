"""Courses of illness as the product itself would have kept them: a few hundred are played, then dealt to everybody.

Judging and remembering are those of the pathway. Only the sealing differs from one person to the next, so what is
kept here are plain values and compact JSON, ready to be sealed.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.alerts.rules import Finding, LiveAlert, LiveEpisode, Settled, Standing, settle
from chevet.interfaces.cli.seeding.typed import typed_answers
from chevet.pathways.calendar import Times, due_dates, times_of
from chevet.pathways.definition import Pathway
from chevet.pathways.hearing import Heard, Person, hear
from chevet.questionnaires import operations as answers_of
from chevet.questionnaires.reading import read_answers
from chevet.vitals.kinds import KINDS
from chevet.vitals.operations import parted, shortened


@dataclass(frozen=True, slots=True)
class Planned:
    """One questionnaire of the calendar, at the course's hour."""

    day: int
    on: date
    times: Times


@dataclass(frozen=True, slots=True)
class Given:
    """One filled questionnaire, ready to be sealed."""

    at: datetime
    level: int
    body: bytes
    content: bytes
    alerts: tuple[LiveAlert, ...]
    episode: LiveEpisode | None


@dataclass(frozen=True, slots=True)
class Course:
    """All of one person's questionnaires: those planned, those given (the first of them), and what is remembered."""

    hour: Any
    birth_date: date
    planned: tuple[Planned, ...]
    given: tuple[Given, ...]
    memory: bytes
    series: list[Any]

    @property
    def open(self) -> Given | None:
        """The last answer, when its alerts still wait for somebody."""
        last = self.given[-1] if self.given else None
        return last if last and last.episode and last.episode.closed_at is None else None


@dataclass(frozen=True, slots=True)
class Frame:
    """What all courses of one run share: the pathway, the zone, how many answers, and today."""

    pathway: Pathway
    zone: ZoneInfo
    answers: int
    now: datetime

    def first_day(self) -> date:
        """So long ago that the next questionnaire (or the last one) is due today."""
        days = [day for day, _ in due_dates(self.pathway, first=date(2000, 1, 1))]
        ahead = days[min(self.answers, len(days) - 1)]
        return self.now.astimezone(self.zone).date() - timedelta(days=ahead - 1)


def compact(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def courses(frame: Frame, *, number: int, seed: int) -> list[Course]:
    rng = Random(seed)
    return [play(frame, rng) for _ in range(number)]


def play(frame: Frame, rng: Random) -> Course:
    """One course. Every alert of an earlier day was handled; those of the last answer may still be open."""
    first, hour = frame.first_day(), rng.choice(frame.pathway.delays.hours)
    born = date(rng.randint(1930, 2003), rng.randint(1, 12), rng.randint(1, 28))
    planned = tuple(
        Planned(day, on, times_of(on, hour=hour, zone=frame.zone, pathway=frame.pathway))
        for day, on in due_dates(frame.pathway, first=first)
    )
    memory: dict[str, Any] = {"t": {}, "a": False, "e": {"b": {}}}
    given = []
    for one in planned[: frame.answers]:
        at = one.times.due + timedelta(minutes=rng.randint(1, 100))
        answer, memory = _answer(frame, rng, Person(born, first, one.on), memory, at)
        given.append(answer)
    closed = [*(_handled(answer) for answer in given[:-1]), *given[-1:]]
    return Course(hour, born, planned, tuple(closed), compact(memory), memory.get("s", []))


def _answer(
    frame: Frame, rng: Random, person: Person, memory: dict[str, Any], at: datetime
) -> tuple[Given, dict[str, Any]]:
    typed = typed_answers(rng)
    answers = read_answers(frame.pathway.questionnaire, typed, kinds=KINDS).answers
    heard = hear(frame.pathway, answers=answers, person=person, memory=memory, waiting={}, now=at)
    settled = _settled(heard, at)
    words, measures = parted(answers)
    found = [[one.kind, one.level, one.reason["rule"]] for one in heard.findings]
    receipt = {"d": True, "n": int(at.timestamp())}
    content = answers_of.content(frame.pathway, words, measures=shortened(measures), found=found, receipt=receipt)
    standing = settled.standing
    body = compact([False, typed])
    return (
        Given(at, heard.level, body, compact(content), standing.alerts, standing.episode),
        heard.memory,
    )


def _settled(heard: Heard, at: datetime) -> Settled:
    findings = [Finding(one.kind, one.level, one.reason, None, UUID(int=0)) for one in heard.findings]
    return settle(Standing(), findings, heard=True, now=at, deadline=lambda level: at + timedelta(minutes=9))


def _handled(answer: Given) -> Given:
    if answer.episode is None:
        return answer
    done = answer.at + timedelta(minutes=30)
    episode = replace(answer.episode, closed_at=done, climbs_at=None, attempted_at=answer.at + timedelta(minutes=5))
    alerts = (replace(alert, closed_at=done, closed_why="handled") for alert in answer.alerts)
    return replace(answer, episode=episode, alerts=tuple(alerts))
