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
    return quiet_day(97 + number % 2, 36.7 + number % 3 / 10, 15 + number % 2, 72 + number % 5)


def recovering(number: int) -> Typed:
    """High fever at first, then better every day, then nothing any more."""
    temperature = max(36.8, 39.2 - 0.4 * number)
    if temperature > 37.2:
        return day(96, temperature, 19, 98 - 2 * number, breath="better", general="better", mood="better")
    return quiet_day(97, temperature, 16, 78)


def deteriorating(number: int) -> Typed:
    """The saturation loses a point a day from the fourth day on; the breath follows."""
    late = max(0, number - 3)
    worse = "worse" if late > 2 else "same"
    return day(max(95, 98 - late), 38.1 + late / 10, 17 + late, 84 + 3 * late, breath=worse, general=worse)


def with_lung_disease(number: int) -> Typed:
    """Low for anybody else, usual for somebody whose personal target is 88 %."""
    return day(90 - number % 2, 37.1, 20, 84 + number % 4)


def silent_after(last: int) -> Course:
    return lambda number: stable(number) if number <= last else None


def worse_once(bad_day: int) -> Course:
    """Orange on one day, which the team handles; well before and after."""
    return lambda number: day(96, 38.4, 22, 96, general="worse") if number == bad_day else stable(number)


def red_once(bad_day: int) -> Course:
    """One day in the emergency band, dealt with at once; better the day after."""
    typed = day(89, 38.3, 19, 96)
    return lambda number: typed if number == bad_day else stable(number)


def feverish(number: int) -> Typed:
    """Advice to the patient every other day: a fever that does not alarm."""
    return day(97, 39.1, 18, 92) if number % 2 else day(97, 38.6, 18, 90)


def in_danger_on(worst: int) -> Course:
    """Better at first; then one day on which an ambulance comes."""
    typed = day(88, 39.2, 28, 116, breath="critical", general="worse", call_me="true")
    return lambda number: typed if number == worst else recovering(number)


def until(last: int, course: Course) -> Course:
    """As `course`; after the day `last` nobody answers."""
    return lambda number: course(number) if number <= last else None


def worsening(first: int) -> Course:
    """Well until the day before `first`, then the saturation and the breath go down, day after day."""

    def lived(number: int) -> Typed:
        return stable(number) if number < first else deteriorating(number - first + 5)

    return lived


def of_somebody(seed: int, course: Course) -> Course:
    """The same course in another body: its own level of each measure, and the small differences between two days."""
    levels = Random(seed)
    warmth, breaths, beats = levels.uniform(-0.2, 0.2), levels.randint(-2, 1), levels.randint(-9, 9)

    def lived(number: int) -> Typed | None:
        typed = course(number)
        if typed is None:
            return None
        chance = Random(1000 * seed + number)
        temperature = float(typed["temperature"].replace(",", ".")) + warmth + chance.uniform(-0.15, 0.15)
        return typed | {
            "temperature": f"{temperature:.1f}".replace(".", ","),
            "respiratory_rate": str(int(typed["respiratory_rate"]) + breaths + chance.randint(0, 1)),
            "heart_rate": str(int(typed["heart_rate"]) + beats + chance.randint(-3, 3)),
        }

    return lived
