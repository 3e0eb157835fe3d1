"""How somebody's days go: what they would type on each of them. Invented, believable, the same at every loading."""

from collections.abc import Callable
from random import Random

type Typed = dict[str, str]
type Course = Callable[[int], Typed | None]
"""What is typed on a day of the follow-up (1 is the first); None when nobody answers that day."""

NO_OTHER_SIGN = dict.fromkeys(
    ("chest_pain", "blue_lips", "confusion", "cannot_drink", "feeding", "fever", "digestive", "headache", "cough"),
    "false",
)

SIGNS_OF_CHILDREN = dict.fromkeys(("struggles", "seizure", "rash", "urine", "fever_long"), "false")

VERY_HIGH = 39.0  # what the questionnaire asks about: so much, despite paracetamol


def day(
    spo2: int,
    temperature: float,
    respiratory_rate: int,
    heart_rate: int,
    *,
    breath: str = "same",
    general: str = "same",
    mood: str = "same",
    **more: str,
) -> Typed:
    """One day with symptoms, every question answered."""
    return NO_OTHER_SIGN | {
        "symptoms": "true",
        "spo2": str(spo2),
        "temperature": f"{temperature:.1f}".replace(".", ","),
        "respiratory_rate": str(respiratory_rate),
        "heart_rate": str(heart_rate),
        "breathlessness": breath,
        "general_state": general,
        "fever": "true" if temperature >= VERY_HIGH else "false",
        "mood": mood,
        "call_me": "false",
        **more,
    }


def quiet_day(spo2: int, temperature: float, respiratory_rate: int, heart_rate: int) -> Typed:
    """One day without symptoms: the measures are asked all the same."""
    full = day(spo2, temperature, respiratory_rate, heart_rate)
    asked = ("spo2", "temperature", "respiratory_rate", "heart_rate", "mood", "call_me")
    return {"symptoms": "false"} | {name: full[name] for name in asked}


def stable(number: int) -> Typed:
    return quiet_day(
        _nth(CALM["spo2"], number), _nth(CALM["temperature"], number), 15 + number % 2, _nth(CALM["heart_rate"], number)
    )


# Two weeks of somebody who is well: nothing moves, and nothing is twice quite the same.
CALM = {
    "spo2": (97, 98, 97, 97, 98, 97, 98, 98, 97, 98, 97, 97, 98, 97),
    "temperature": (36.8, 36.6, 36.7, 36.9, 36.6, 36.7, 36.5, 36.8, 36.7, 36.6, 36.9, 36.7, 36.6, 36.8),
    "heart_rate": (74, 71, 76, 73, 70, 75, 72, 74, 71, 77, 73, 72, 75, 70),
}
WANING = (38.8, 38.6, 37.9, 38.1, 37.5, 37.3)  # a fever that ends, with one evening of it left
OF_A_CHILD = (39.3, 38.9, 38.5, 38.0, 37.6, 37.3)
POOR_DAY = 3
HIGH = (39.1, 38.6, 39.2, 38.7, 39.1, 38.5, 38.1, 37.6, 37.4)  # one that lasts a week


def _nth[T](days: tuple[T, ...], number: int) -> T:
    return days[(number - 1) % len(days)]


def _beats(temperature: float) -> int:
    """About nine more a minute for each degree."""
    return round(74 + 9 * (temperature - 36.8))


def recovering(number: int) -> Typed:
    """Fever at first, then better, with one evening that is not, then nothing any more."""
    if number > len(WANING):
        return quiet_day(min(98, 96 + (number - len(WANING)) // 2), 36.8 - number % 3 / 10, 16, 77 - number % 3)
    temperature = _nth(WANING, number)
    felt = {"breath": "better", "general": "better", "mood": "better"} if number > 1 else {}
    return day(95 + (number > 2), temperature, 19 - number // 3, _beats(temperature), **felt)


def deteriorating(number: int) -> Typed:
    """The saturation loses a point a day from the fourth day on; breath, pulse and fever follow, as far as at home they may."""
    late = min(max(0, number - 3), 7)
    worse = "worse" if late > 2 else "same"
    return day(98 - late, 38.1 + late / 10, min(17 + late, 24 + late // 6), 84 + 3 * late, breath=worse, general=worse)


def with_lung_disease(number: int) -> Typed:
    """Low for anybody else, usual for somebody whose personal target is 88 %."""
    return day(_nth((90, 89, 90, 91, 90, 90, 89), number), 36.9 + number % 3 / 10, 18 + number % 2, 84 + number % 4)


def child_day(spo2: int, temperature: float, breaths: int, beats: int, **more: str) -> Typed:
    """One day of a child with symptoms, as the parent types it."""
    typed = day(spo2, temperature, breaths, beats, **more)
    return {name: value for name, value in typed.items() if name != "cough"} | SIGNS_OF_CHILDREN


def feverish_child(number: int) -> Typed:
    """Seven years old: a fever that ends, and one day with little appetite, which the team calls about."""
    if number > len(OF_A_CHILD):
        return quiet_day(98, 36.8 - number % 3 / 10, 21 + number % 2, 94 - number % 3)
    typed = {"breath": "none", "general": "better" if number > 1 else "same"}
    poor = {"general": "worse", "feeding": "true", "mood": "same"} if number == POOR_DAY else {}
    return child_day(97 + number % 2, _nth(OF_A_CHILD, number), 28 - number, 122 - 5 * number, **typed | poor)


def well_child(number: int) -> Typed:
    """Four years old: warm on the first day, then as ever. Breath and pulse are those of the age."""
    if number == 1:
        return child_day(98, 38.1, 27, 116, breath="none", general="same")
    return quiet_day(98 + number % 2, _nth(CALM["temperature"], number), 24 + number % 2, 103 + number % 4)


def silent_after(last: int) -> Course:
    return lambda number: stable(number) if number <= last else None


def worse_once(bad_day: int) -> Course:
    """Orange on one day, which the team handles: a touch of fever before it, two days to get over it."""
    around = {
        -1: day(97, 37.6, 17, 82, breath="none"),
        0: day(96, 38.4, 22, 96, general="worse"),
        1: day(96, 37.9, 19, 88, breath="better", general="better"),
        2: day(97, 37.3, 17, 80, breath="none", general="better", mood="better"),
    }
    return lambda number: around.get(number - bad_day) or stable(number)


def red_once(bad_day: int) -> Course:
    """One alarming figure in somebody who breathes well: cold hands, which the call finds out."""
    typed = day(89, 37.2, 17, 82, breath="none")
    return lambda number: typed if number == bad_day else stable(number)


def feverish(number: int) -> Typed:
    """Advice to the patient every other day: a fever that does not alarm, and ends in its second week."""
    if number > len(HIGH):
        return quiet_day(97, 36.9 - number % 3 / 10, 16, 76)
    temperature = _nth(HIGH, number)
    return day(
        96 + number % 2, temperature, 18, _beats(temperature), breath="none", general="same" if number < 6 else "better"
    )


def in_danger_on(worst: int) -> Course:
    """Better at first; tired and breathless the day before; then a day on which an ambulance comes."""
    around = {
        -1: day(95, 38.4, 19, 96),
        0: day(88, 39.2, 28, 116, breath="critical", general="worse", call_me="true"),
    }
    return lambda number: around.get(number - worst) or recovering(number)


def until(last: int, course: Course) -> Course:
    """As `course`; after the day `last` nobody answers."""
    return lambda number: course(number) if number <= last else None


def but_on(missed: int, course: Course) -> Course:
    """As `course`; on the day `missed` something else is sent (see incidents.py)."""
    return lambda number: None if number == missed else course(number)


def worsening(first: int) -> Course:
    """Well until the day before `first`, then the saturation and the breath go down, day after day."""

    def lived(number: int) -> Typed:
        return stable(number) if number < first else deteriorating(number - first + 5)

    return lived


def of_somebody(seed: int, course: Course) -> Course:
    """The same course in another body: its own level of each measure, and the small differences between two days."""
    levels = Random(seed)
    warmth, breaths, beats = levels.uniform(-0.2, 0.2), levels.randint(-2, 1), levels.randint(-9, 9)
    oxygen = levels.choice((-1, 0, 0, 0, 1))

    def lived(number: int) -> Typed | None:
        typed = course(number)
        if typed is None:
            return None
        chance = Random(1000 * seed + number)
        temperature = float(typed["temperature"].replace(",", ".")) + warmth + chance.uniform(-0.15, 0.15)
        measured = {
            "temperature": f"{temperature:.1f}".replace(".", ","),
            "respiratory_rate": str(int(typed["respiratory_rate"]) + breaths + chance.randint(0, 1)),
            "heart_rate": str(int(typed["heart_rate"]) + beats + chance.randint(-3, 3)),
            "spo2": str(_oxygen(int(typed["spo2"]), oxygen + chance.choice((-1, 0, 0)))),
        }
        fever = {"fever": "true" if round(temperature, 1) >= VERY_HIGH else "false"} if "fever" in typed else {}
        return typed | measured | fever

    return lived


def _oxygen(typed: int, more: int) -> int:
    """Between two days of health a point or two; what alarms, or is about to, stays what it is."""
    return min(99, max(96, typed + more)) if typed >= 97 else typed
