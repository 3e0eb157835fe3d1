"""Synthetic people for rehearsals: what each would answer on a given day. Invented numbers, no one's data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from chevet.kernel.sentences import Sentence
from chevet.pathways.definition import Pathway
from chevet.questionnaires.definition import Answer, Item, Questionnaire
from chevet.questionnaires.reading import asked_only


@dataclass(frozen=True, slots=True)
class Course:
    """The state of somebody on one day: measures around which readings vary, and answers that are not "no"."""

    spo2: float = 97
    temperature: float = 36.8
    respiratory_rate: float = 15
    heart_rate: float = 72
    answers: dict[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """`onset_before`: days from the first symptoms to day 1. `second`: what a second measure of SpO2 adds to the first.

    `minutes`: how long after the reminder the person answers, at random between the two; None on days without answer.
    """

    name: str
    label: Sentence
    course: Callable[[int], Course]
    age: int = 45
    risk: bool = False
    alone: bool = False
    onset_before: int = 3
    targets: dict[str, float] = field(default_factory=dict)
    second: float = 0
    silent_from: int = 1000
    minutes: tuple[int, int] = (2, 150)


def _stable(day: int) -> Course:
    return Course(answers={} if day > 5 else {"symptoms": True, "breathlessness": "none", "general_state": "same"})


def _recovering(day: int) -> Course:
    if day > 6:
        return Course()
    state = {"symptoms": True, "breathlessness": "same" if day < 4 else "better", "fever": day < 3, "cough": day < 4}
    return Course(
        spo2=94 if day == 5 else 96,
        temperature=39.6 - 0.4 * day,
        respiratory_rate=18,
        heart_rate=96 - 3 * day,
        answers=state,
    )


def _deteriorating(day: int) -> Course:
    breath = "same" if day < 4 else "worse" if day < 6 else "critical"
    return Course(
        spo2=max(86, 98 - 1.4 * max(0, day - 1)),
        temperature=min(39.6, 38 + 0.25 * day),
        respiratory_rate=14 + 2.2 * day,
        heart_rate=84 + 4 * day,
        answers={"symptoms": True, "breathlessness": breath, "general_state": "worse" if day >= 5 else "same"},
    )


def _copd(day: int) -> Course:
    breath = "worse" if day == 6 else "same"
    return Course(spo2=87 if day == 6 else 91, respiratory_rate=19, heart_rate=82,
                  answers={"symptoms": True, "breathlessness": breath})  # fmt: skip


def _feverish_child(day: int) -> Course:
    """Fever at six years old, with one poor day: eats little, plays less."""
    if day > 6:
        return Course(spo2=98, temperature=36.8, respiratory_rate=21, heart_rate=92)
    state = {
        "symptoms": True,
        "breathlessness": "none",
        "general_state": "same" if day < 3 else "worse" if day == 3 else "better",
    }
    return Course(
        spo2=97,
        temperature=39.6 - 0.4 * day,
        respiratory_rate=27 - day // 2,
        heart_rate=124 - 5 * day,
        answers=state | {"fever": day < 2, "feeding": day == 3},
    )


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("stable", Sentence("Reste bien, quelques symptômes au début", "Stays well, a few early symptoms"),
                _stable),
        Profile("recovering", Sentence("Fièvre puis guérison", "Fever, then recovery"), _recovering, second=2),
        Profile("deteriorating", Sentence("S'aggrave à la fin de la première semaine", "Worsens late in week one"),
                _deteriorating, age=58),
        Profile("silent", Sentence("Cesse de répondre le quatrième jour", "Stops answering on day four"), _recovering,
                silent_from=4, alone=True),
        Profile("copd", Sentence("BPCO, saturation habituelle de 91 %", "COPD, usual saturation 91 %"), _copd, age=71,
                risk=True, targets={"spo2": 88}),
        Profile("child", Sentence("Six ans, un parent répond, fièvre puis guérison",
                                  "Six years old, a parent answers, fever then recovery"), _feverish_child, age=6),
    )
}  # fmt: skip


def usual_profile(pathway: Pathway) -> str:
    """The first one of an age that the pathway admits."""
    oldest = 200 if pathway.ages.oldest is None else pathway.ages.oldest
    return next((one.name for one in PROFILES.values() if pathway.ages.youngest <= one.age <= oldest), "")


SPREAD = {"spo2": 0.5, "temperature": 0.15, "respiratory_rate": 0.8, "heart_rate": 3.0}


def answers_of(profile: Profile, *, day: int, questionnaire: Questionnaire, chance: Random) -> dict[str, Answer]:
    """Compact answers to every question that this person would be asked on that day."""
    course = profile.course(day)
    given = {
        item.link_id: answer for item in questionnaire.items if (answer := _answer(item, course, chance)) is not None
    }
    return asked_only(questionnaire, given)[0]


def _answer(item: Item, course: Course, chance: Random) -> Answer | None:
    if item.type == "measure":
        return _reading(item.link_id, getattr(course, item.link_id, None), chance)
    if item.link_id in course.answers:
        return course.answers[item.link_id]
    if item.type == "boolean":
        return False
    return "same" if "same" in item.codes else None


def _reading(kind: str, around: float | None, chance: Random) -> float | None:
    if around is None:
        return None
    value = around + chance.uniform(-SPREAD[kind], SPREAD[kind])
    return round(value, 1) if kind == "temperature" else min(round(value), 100 if kind == "spo2" else 230)
