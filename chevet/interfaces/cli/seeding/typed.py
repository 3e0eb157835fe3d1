"""What people type into the medical questionnaire of Covid-19 on most days."""

from random import Random
from typing import Any

QUIET = 0.7  # share of days without a symptom
WORRYING = 0.08  # share of days with something for the team
ABSENT = ("chest_pain", "blue_lips", "confusion", "cannot_drink", "feeding", "digestive", "headache")
TROUBLES = ({"breathlessness": "worse"}, {"temperature": "39,8"}, {"heart_rate": "125"}, {"general_state": "worse"})


def typed_answers(rng: Random) -> dict[str, Any]:
    """What a page sends: mostly a quiet day, sometimes symptoms, rarely something for the team."""
    typed = {
        "symptoms": "no", "spo2": str(rng.randint(96, 99)), "temperature": f"{rng.uniform(36.2, 37.4):.1f}",
        "respiratory_rate": str(rng.randint(12, 17)), "heart_rate": str(rng.randint(62, 92)), "mood": "same",
    }  # fmt: skip
    if rng.random() < QUIET:
        return typed
    signs = {name: rng.choice(("yes", "no", "no", "no")) for name in ("fever", "cough")}
    typed |= {
        "symptoms": "yes",
        "breathlessness": "same",
        "general_state": "same",
        **signs,
        **dict.fromkeys(ABSENT, "no"),
    }
    return typed | (rng.choice(TROUBLES) if rng.random() < WORRYING / (1 - QUIET) else {})
