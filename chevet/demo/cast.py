"""Who is followed in the demonstration. All of them are invented; their names are those of birds."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chevet.demo import courses
from chevet.demo.courses import Course

PHONE_OF_TWO = "06 39 98 00 20"
PHONE_OF_A_MOTHER = "06 39 98 00 32"
MOTHER = {"name": "Élise Rossignol", "link": "mère", "phone": PHONE_OF_A_MOTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody followed. `ago`: included that many days ago. `after`: minutes between the hour and the answer.

    `reached_at`: (kind, value, label) as a professional would type it. `later`: details were left for later.
    `unscripted`: the day whose answer comes at an hour of its own (see incidents.py). `minute`: of the inclusion, from
    14:00 on. `handled`: the days whose alert a colleague deals with; those of `red` within minutes; `of_use`: how often
    she finds such an alert of use. `incident`: (name, day), see incidents.py. `parent`: who agrees and answers for a child.
    """

    first_name: str
    birth_name: str
    sex: str
    born: date
    ago: int
    course: Course
    reached_at: tuple[str, str, str]
    place: str = "hospital"
    team: str = "follow"
    by: str = "lea"
    channel: str = "sms"
    language: str = "fr"
    hour: int = 9
    after: int = 20
    used_name: str = ""
    at_risk: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    targets: dict[str, float] = field(default_factory=dict)
    baseline: dict[str, float] = field(default_factory=dict)
    later: bool = False
    unscripted: int = 0
    minute: int = 0
    handled: tuple[int, ...] = ()
    red: tuple[int, ...] = ()
    of_use: float = 0.8
    incident: tuple[str, int] = ("", 0)
    pathway: str = "covid-medical"
    parent: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.first_name} {self.birth_name}".lower()


def _mobile(number: int) -> tuple[str, str, str]:
    return "mobile", f"06 39 98 00 {number}", ""


ODILE = Person(
    first_name="Odile", birth_name="Mésange", sex="F", born=date(1953, 5, 17), ago=5, course=courses.stable,
    reached_at=_mobile(10), after=12,
)  # fmt: skip
ROBERT = Person(
    first_name="Robert", birth_name="Pinson", sex="M", born=date(1961, 11, 2), ago=8, course=courses.recovering,
    reached_at=_mobile(11), after=45,
)  # fmt: skip
JEANNE = Person(
    first_name="Jeanne", birth_name="Alouette", sex="F", born=date(1947, 2, 21), ago=6, unscripted=6,
    course=courses.deteriorating, reached_at=_mobile(12), facts={"alone": True, "risk_factors": ["age"]},
    baseline={"spo2": 98},
)  # fmt: skip
AHMED = Person(
    first_name="Ahmed", birth_name="Loriot", sex="M", born=date(1970, 8, 9), ago=7, after=30,
    course=courses.silent_after(6), reached_at=_mobile(13), facts={"risk_factors": ["diabetes"]},
)  # fmt: skip
CHANTAL = Person(
    first_name="Chantal", birth_name="Bouvreuil", sex="F", born=date(1958, 12, 30), ago=4, after=15,
    course=courses.silent_after(3), reached_at=_mobile(14),
)  # fmt: skip
LUCIEN = Person(
    first_name="Lucien", birth_name="Grimpereau", sex="M", born=date(1944, 4, 1), ago=6, after=50, at_risk=True,
    course=courses.with_lung_disease, reached_at=_mobile(15), targets={"spo2": 88}, baseline={"spo2": 90},
    facts={"lung_disease": "BPCO", "usual_spo2": 90, "risk_factors": ["lung"], "oxygen_litres": 1},
)  # fmt: skip
SIMONE = Person(
    first_name="Simone", birth_name="Huppe", sex="F", born=date(1938, 7, 14), ago=4, hour=10, after=25, channel="phone",
    course=courses.stable, reached_at=("landline", "04 65 71 00 40", ""), facts={"alone": True, "risk_factors": ["age"]},
)  # fmt: skip
THOMAS = Person(
    first_name="Thomas", birth_name="Martinet", sex="M", born=date(1989, 3, 8), ago=5, course=courses.silent_after(3),
    reached_at=_mobile(17), after=70,
)  # fmt: skip
NADIA = Person(
    first_name="Nadia", birth_name="Verdier", sex="F", born=date(1976, 10, 5), ago=3, course=courses.stable,
    reached_at=("mobile", PHONE_OF_TWO, "Nadia"), after=35,
)  # fmt: skip
JULIEN = Person(
    first_name="Julien", birth_name="Verdier", sex="M", born=date(2004, 1, 26), ago=3, course=courses.recovering,
    reached_at=("mobile", PHONE_OF_TWO, "Julien"), after=38, minute=6,
)  # fmt: skip
EMILY = Person(
    first_name="Emily", birth_name="Linnet", sex="F", born=date(1984, 6, 11), ago=2, course=courses.feverish,
    channel="email", language="en", reached_at=("email", "emily.linnet@demo.invalid", ""), after=40,
)  # fmt: skip
BERNARD = Person(
    first_name="Bernard", birth_name="Sittelle", sex="M", born=date(1949, 9, 19), ago=16,
    course=courses.silent_after(10), reached_at=_mobile(18), after=22,
)  # fmt: skip
FATOU = Person(
    first_name="Fatou", birth_name="Hirondelle", sex="F", born=date(1966, 8, 28), ago=1, course=courses.stable,
    reached_at=_mobile(19), later=True, after=18,
)  # fmt: skip
GILLES = Person(
    first_name="Gilles", birth_name="Roitelet", sex="M", born=date(1972, 2, 3), ago=7, course=courses.worse_once(5),
    reached_at=_mobile(21), after=28,
)  # fmt: skip
MARIE = Person(
    first_name="Marie", birth_name="Fauvette", used_name="Tourterelle", sex="F", born=date(1980, 5, 6), ago=4,
    course=courses.silent_after(2), reached_at=_mobile(22), after=33,
)  # fmt: skip
YVETTE = Person(
    first_name="Yvette", birth_name="Linotte", sex="F", born=date(1951, 12, 12), ago=6, course=courses.stable,
    reached_at=_mobile(30), place="practice", by="anne", after=16,
)  # fmt: skip
HUGO = Person(
    first_name="Hugo", birth_name="Bergeronnette", sex="M", born=date(1968, 4, 23), ago=3, course=courses.feverish,
    reached_at=_mobile(31), place="practice", by="anne", after=55,
)  # fmt: skip
LISON = Person(
    first_name="Lison", birth_name="Rossignol", sex="F", born=date(2019, 6, 2), ago=3, unscripted=3, after=24, hour=8,
    course=courses.feverish_child, reached_at=("mobile", PHONE_OF_A_MOTHER, "Lison"), pathway="covid-child",
    parent=MOTHER, minute=12,
)  # fmt: skip
NOE = Person(
    first_name="Noé", birth_name="Rossignol", sex="M", born=date(2022, 9, 15), ago=3, after=28, hour=8,
    course=courses.well_child, reached_at=("mobile", PHONE_OF_A_MOTHER, "Noé"), pathway="covid-child",
    parent=MOTHER, minute=18,
)  # fmt: skip

EVERYBODY = (
    ODILE, ROBERT, JEANNE, AHMED, CHANTAL, LUCIEN, SIMONE, THOMAS, NADIA, JULIEN, EMILY, BERNARD, FATOU, GILLES, MARIE,
    YVETTE, HUGO, LISON, NOE,
)  # fmt: skip
