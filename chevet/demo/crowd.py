"""The others of the region, beside the cast: invented people, the same at every loading, named after plants.

Nobody under eighteen: the children are in the cast, on a pathway of their own.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from chevet.demo import cast, courses
from chevet.demo.cast import Person
from chevet.demo.courses import of_somebody

WANTED = int(os.environ.get("CHEVET_DEMO_PEOPLE", "300"))
HOURS = (8, 8, 9, 9, 9, 10, 11)
PLANTS = (
    "Aubier", "Bruyère", "Cardamine", "Charme", "Clématite", "Colchique", "Cornouiller", "Coudrier", "Églantier",
    "Fougère", "Fusain", "Garance", "Genêt", "Gentiane", "Hêtre", "Houx", "Jonquille", "Lavandin", "Lierre", "Lilas",
    "Mélèze", "Mélisse", "Merisier", "Myrtille", "Noisetier", "Orme", "Osier", "Pervenche", "Platane", "Primevère",
    "Prunelle", "Romarin", "Roseau", "Sauge", "Serpolet", "Sorbier", "Sureau", "Tilleul", "Troène", "Valériane",
)  # fmt: skip
GIVEN = {
    1950: (
        "Monique Jacqueline Denise Colette Ginette Huguette Paulette Arlette",
        "André Michel Roger Guy Marcel Claude René Fernand",
    ),
    1970: (
        "Sylvie Martine Brigitte Farida Véronique Isabelle Corinne Pascale",
        "Philippe Alain Mohamed Pascal Didier Éric Rachid Thierry",
    ),
    1990: (
        "Sandrine Aïcha Céline Aurélie Samira Élodie Virginie Delphine",
        "Nicolas Karim David Sébastien Mamadou Antoine Benoît Cédric",
    ),
    2009: ("Camille Inès Léna Manon Yasmine Clara Lou Sarah", "Lucas Enzo Adam Maxime Théo Ibrahim Nolan Hugo"),
}
PLACES = (
    {"place": "hospital", "team": "follow", "by": "lea"},
    {"place": "hospital", "team": "lungs", "by": "ines"},
    {"place": "practice", "team": "follow", "by": "anne"},
)


def _well(number: int, ago: int, chance: Random) -> dict[str, Any]:
    return {"course": courses.stable}


def _recovers(number: int, ago: int, chance: Random) -> dict[str, Any]:
    return {"course": courses.recovering}


def _feverish(number: int, ago: int, chance: Random) -> dict[str, Any]:
    return {"course": courses.feverish, "ago": min(ago, 6)}


def _worse_once(number: int, ago: int, chance: Random) -> dict[str, Any]:
    ago = max(ago, 3)
    bad = chance.randint(2, min(8, ago - 1))
    where = PLACES[0] if number % 4 else PLACES[2]
    return {"course": courses.worse_once(bad), "ago": ago, "handled": (bad,), "of_use": 0.25} | where


def _red_once(number: int, ago: int, chance: Random) -> dict[str, Any]:
    """Called within minutes. Mostly in the team that one plays, so that its page has something to measure."""
    ago = max(ago, 3)
    bad = chance.randint(1, min(8, ago - 1))
    where = PLACES[0] if number % 4 else PLACES[2]
    return {"course": courses.red_once(bad), "ago": ago, "handled": (bad,), "red": (bad,), "of_use": 0.9} | where


def _worsens(number: int, ago: int, chance: Random) -> dict[str, Any]:
    """Since yesterday or today; yesterday's alert was dealt with."""
    ago = min(ago, 8)
    first = max(2, ago - number % 2)
    return {"course": courses.worsening(first), "ago": ago, "handled": tuple(range(first, ago))}


def _falls_silent(number: int, ago: int, chance: Random) -> dict[str, Any]:
    """Yesterday or today; a colleague has left a message to every second one."""
    ago = min(max(ago, 3), 8)
    last = ago - 1 - number % 2
    return {
        "course": courses.silent_after(last),
        "ago": ago,
        "incident": ("called", last + 1) if number % 4 else ("", 0),
    }


def _lungs(number: int, ago: int, chance: Random) -> dict[str, Any]:
    lung = {"lung_disease": "BPCO", "usual_spo2": 90, "risk_factors": ["lung"], "oxygen_litres": number % 3}
    return {
        "course": courses.with_lung_disease, "at_risk": True, "targets": {"spo2": 88}, "baseline": {"spo2": 90},
        "facts": lung, "born": date(1938 + number % 22, 1 + number % 12, 5), **PLACES[1],
    }  # fmt: skip


def _old_by_telephone(number: int, ago: int, chance: Random) -> dict[str, Any]:
    """No e-mail, no mobile: the team calls."""
    return {
        "course": courses.stable, "channel": "phone", "born": date(1929 + number % 14, 1 + number % 12, 11),
        "reached_at": ("landline", f"04 65 71 1{number // 100} {number % 100:02d}", ""),
        "facts": {"alone": True, "risk_factors": ["age"]},
    }  # fmt: skip


def _stops(number: int, ago: int, chance: Random) -> dict[str, Any]:
    return {"course": courses.until(3, courses.stable), "ago": max(ago, 4), "incident": ("stops", 3)}


def _goes_to_hospital(number: int, ago: int, chance: Random) -> dict[str, Any]:
    worst = 5 + number % 3
    course = courses.until(worst, courses.in_danger_on(worst))
    return {"course": course, "ago": max(ago, worst + 1), "incident": ("hospitalised", worst)}


def _wrong_number(number: int, ago: int, chance: Random) -> dict[str, Any]:
    return {"course": courses.until(1, courses.stable), "ago": 3, "incident": ("denies", 2)}


LATELY = ("orange", "writes", "asks", "orange", "writes", "asks", "orange", "red")


def _waits_for_lea(number: int, ago: int, chance: Random) -> dict[str, Any]:
    """Well until yesterday; since a moment there is something for the nurse of the hospital, of every kind."""
    ago = min(max(ago, 2), 12)
    what = LATELY[chance.randrange(len(LATELY))]
    minutes = chance.randint(1, 3) if what == "red" else chance.randint(9, 80)
    return {
        "course": courses.but_on(ago, courses.recovering), "ago": ago, "incident": (what, minutes), **PLACES[0],
    }  # fmt: skip


type Kind = Callable[[int, int, Random], dict[str, Any]]
SHARES: tuple[tuple[Kind, int], ...] = (
    (_well, 82), (_recovers, 62), (_feverish, 18), (_worse_once, 18), (_red_once, 24), (_worsens, 9), (_falls_silent, 11), (_lungs, 14),
    (_old_by_telephone, 8), (_stops, 5), (_goes_to_hospital, 4), (_wrong_number, 2), (_waits_for_lea, 26),
)  # fmt: skip


def _everyone() -> Iterator[Person]:
    """Shuffled, so that the region is believable however far it has filled."""
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    Random(2).shuffle(kinds)
    for number, kind in enumerate(kinds):
        yield _person(number, kind)


def _person(number: int, kind: Kind) -> Person:
    chance = Random(number)
    before = chance.choice((1950, 1970, 1970, 1990, 1990, 2009))
    sex = number % 2
    ago = 1 + number * 7 % 16
    plain = Person(
        first_name=GIVEN[before][sex].split()[(number // len(PLANTS) + number) % 8],
        birth_name=PLANTS[number * 11 % len(PLANTS)],
        sex="FM"[sex],
        born=date(before - chance.randint(2, 18), 1, 1) + timedelta(days=chance.randint(0, 364)),
        ago=ago,
        course=courses.stable,
        reached_at=("mobile", f"06 39 98 2{number // 100} {number % 100:02d}", ""),
        hour=chance.choice(HOURS),
        after=chance.choice((3, 9, 14, 22, 31, 47, 68, 96)) + chance.randint(0, 5),
        minute=chance.randint(0, 300),
        **PLACES[number % 3],
    )
    lived = replace(plain, **kind(number, ago, chance))
    return replace(lived, course=of_somebody(number, lived.course))


def _with_homes(people: list[Person]) -> Iterator[Person]:
    """Every twenty-fifth lives with the one before: one name, one team, one telephone, included soon after."""
    for number, person in enumerate(people):
        first = people[number - 1]
        at_home = number % 25 == 1 and "phone" not in (person.channel, first.channel)
        yield _living_with(first, person) if at_home else person


def _living_with(first: Person, person: Person) -> Person:
    return replace(
        person, birth_name=first.birth_name, place=first.place, team=first.team, by=first.by,
        minute=first.minute + 6, reached_at=(*first.reached_at[:2], person.first_name),
    )  # fmt: skip


CROWD = tuple(_with_homes(list(_everyone())))


def others() -> tuple[Person, ...]:
    """Those of the crowd who are wanted here: a small machine may ask for fewer (CHEVET_DEMO_PEOPLE)."""
    return CROWD[: max(0, WANTED - len(cast.EVERYBODY))]


def everybody() -> tuple[Person, ...]:
    """The cast first."""
    return (*cast.EVERYBODY, *others())
