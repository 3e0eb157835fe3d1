"""Rows of measures as facts, and the sentence each one makes."""

from datetime import date, timedelta

import pytest

from chevet.vitals.kinds import KINDS
from chevet.vitals.trends import NOISE, SUBJECTS, sentence_of, trend_of

TODAY = date(2027, 3, 10)


def days(*values):
    """One value a day until today; None is a day without a measure."""
    first = TODAY - timedelta(days=len(values) - 1)
    return [(first + timedelta(days=place), value) for place, value in enumerate(values) if value is not None]


FACTS = [
    ("temperature", (), "Pas encore de mesure."),
    ("temperature", (38.2,), "Une première mesure : 38,2 °C."),
    ("temperature", (38.9, 38.4, 37.8), "Votre température baisse depuis 2 jours."),
    ("temperature", (38.9, 38.9, 38.4, 37.8), "Votre température baisse depuis 2 jours."),
    ("temperature", (37.0, 38.9, 38.4, 38.4, 37.8), "Votre température baisse depuis 3 jours."),
    ("temperature", (37.1, 37.6), "Votre température monte depuis hier."),
    ("temperature", (37.1, 37.2, 37.0, 37.1), "Votre température est stable depuis 3 jours."),
    ("temperature", (37.1, 37.2), "Votre température est stable depuis hier."),
    ("temperature", (37.1, 37.4), "Votre température monte depuis hier."),
    ("temperature", (36.8, 36.9, 37.0, 37.1), "Votre température monte depuis 3 jours."),
    ("temperature", (38.9, 37.0, 38.9, 38.8), "Votre température est stable depuis hier."),
    ("temperature", (38.9, None, 37.8), "Votre température baisse depuis 2 jours."),
    ("temperature", (38.9, None, None, 37.8), "Dernière mesure : 37,8 °C."),
    ("temperature", (38.9, 38.0, None), "Votre température baisse depuis hier."),
    ("temperature", (38.9, 38.0, None, None, None), "Dernière mesure il y a 3 jours : 38,0 °C."),
    ("spo2", (95, 96, 95, 96), "Votre saturation en oxygène est stable depuis 3 jours."),
    ("spo2", (97, 95, 93), "Votre saturation en oxygène baisse depuis 2 jours."),
    ("heart_rate", (72, 74, 90), "Votre pouls monte depuis 2 jours."),
    ("respiratory_rate", (16, 20), "Votre nombre de respirations monte depuis hier."),
]


@pytest.mark.parametrize(("kind", "values", "said"), FACTS)
def test_measures_say(kind, values, said):
    assert sentence_of(trend_of(days(*values), kind=kind, today=TODAY), kind=kind).fr == said


def test_of_two_measures_of_one_day_the_last_one_counts():
    points = [(TODAY - timedelta(days=1), 37.0), (TODAY, 39.0), (TODAY, 37.1)]
    assert trend_of(points, kind="temperature", today=TODAY).direction == "steady"


def test_the_english_says_the_same():
    falling = trend_of(days(38.9, 38.4, 37.8), kind="temperature", today=TODAY)
    assert sentence_of(falling, kind="temperature").en == "Your temperature has been falling for 2 days."


def test_every_kind_of_measure_has_its_words_and_its_noise():
    assert set(SUBJECTS) == set(NOISE) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_sentence_calms_or_alarms(kind):
    rows = [(), (40,), (40, 35), (35, 40), (36, 36), (40, None, None, 35), (40, None, None, None)]
    said = " ".join(sentence_of(trend_of(days(*row), kind=kind, today=TODAY), kind=kind).fr for row in rows)
    assert not {"bien", "mieux", "mal", "normal", "inquiétant", "bon", "mauvais"} & set(said.replace(".", "").split())
