"""The measures people take at home, as data: code, unit, precision and bounds.

A value outside `impossible` bounds is refused; outside `unlikely` bounds it is kept and the person
is asked to look again. Bounds are a proposal until a clinician signs them.
"""

from dataclasses import dataclass

from chevet.kernel.sentences import Sentence, number_in


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """One kind of measure. Bounds are inclusive; `unit` is a UCUM code, `unit_shown` what people read."""

    code: str
    label: Sentence
    loinc: str
    unit: str
    unit_shown: Sentence
    decimals: int
    example: float
    lowest: float
    highest: float
    unlikely_below: float
    unlikely_above: float
    suffixes: frozenset[str]

    def is_impossible(self, value: float) -> bool:
        return not self.lowest <= value <= self.highest

    def is_unlikely(self, value: float) -> bool:
        return value < self.unlikely_below or value > self.unlikely_above

    def written(self, value: float) -> Sentence:
        """The value with its unit, `38,2 °C` · `38.2 °C`."""
        return Sentence(
            f"{number_in('fr', value, decimals=self.decimals)} {self.unit_shown.fr}",
            f"{number_in('en', value, decimals=self.decimals)} {self.unit_shown.en}",
        )

    @property
    def refusal(self) -> Sentence:
        """What to tell somebody who typed an impossible value."""
        low, high = self.written(self.lowest), self.written(self.highest)
        return Sentence(
            f"{self.label.fr} : la valeur se situe entre {low.fr} et {high.fr}. Vérifiez votre chiffre.",
            f"{self.label.en}: the value lies between {low.en} and {high.en}. Please check your number.",
        )


PER_MINUTE = Sentence("par minute", "per minute")

TEMPERATURE = MeasureKind(
    code="temperature",
    label=Sentence("Température", "Temperature"),
    loinc="8310-5",
    unit="Cel",
    unit_shown=Sentence("°C", "°C"),
    decimals=1,
    example=38.2,
    lowest=33.0,
    highest=43.0,
    unlikely_below=35.0,
    unlikely_above=41.0,
    suffixes=frozenset({"°", "°c", "c", "degre", "degres", "degree", "degrees", "celsius", "°celsius"}),
)
SPO2 = MeasureKind(
    code="spo2",
    label=Sentence("Saturation en oxygène", "Oxygen saturation"),
    loinc="59408-5",
    unit="%",
    unit_shown=Sentence("%", "%"),
    decimals=0,
    example=97,
    lowest=50,
    highest=100,
    unlikely_below=85,
    unlikely_above=100,
    suffixes=frozenset({"%", "pourcent", "percent", "spo2", "%spo2"}),
)
RESPIRATORY_RATE = MeasureKind(
    code="respiratory_rate",
    label=Sentence("Respirations", "Breaths"),
    loinc="9279-1",
    unit="/min",
    unit_shown=PER_MINUTE,
    decimals=0,
    example=16,
    lowest=4,
    highest=80,
    unlikely_below=8,
    unlikely_above=40,
    suffixes=frozenset({"/min", "/mn", "parminute", "parmin", "perminute", "/minute", "cycles", "respirations"}),
)
HEART_RATE = MeasureKind(
    code="heart_rate",
    label=Sentence("Pouls", "Pulse"),
    loinc="8867-4",
    unit="/min",
    unit_shown=PER_MINUTE,
    decimals=0,
    example=72,
    lowest=25,
    highest=230,
    unlikely_below=40,
    unlikely_above=150,
    suffixes=frozenset({"/min", "/mn", "bpm", "parminute", "parmin", "perminute", "/minute", "battements", "puls"}),
)

KINDS: dict[str, MeasureKind] = {kind.code: kind for kind in (TEMPERATURE, SPO2, RESPIRATORY_RATE, HEART_RATE)}

# Where most well people are; drawn behind a curve, judged by nobody: rules have their own thresholds.
USUAL: dict[str, tuple[float, float]] = {
    "temperature": (36.1, 37.8),
    "spo2": (95, 100),
    "heart_rate": (60, 100),
    "respiratory_rate": (12, 20),
}
# Breaths and pulse of children slow down as they grow: (younger than, breaths, pulse), Paediatric Early Warning Score of
# Scotland. Their temperature and saturation are those of everybody.
USUAL_OF_CHILDREN = (
    (2, (25, 39), (100, 149)),
    (5, (20, 34), (90, 139)),
    (12, (20, 29), (80, 129)),
    (18, (15, 24), (70, 109)),
)


def usual_at(kind: str, age: int) -> tuple[float, float]:
    """Where most well people of that age are, in years completed."""
    for older, breaths, pulse in USUAL_OF_CHILDREN:
        if age < older:
            return {"respiratory_rate": breaths, "heart_rate": pulse}.get(kind, USUAL[kind])
    return USUAL[kind]
