"""The measures people take at home."""

import pytest

from chevet.vitals.kinds import KINDS, usual_at

BOUNDS = [
    ("temperature", 33.0, 43.0, 32.9, 43.1, 34.9, 41.1),
    ("spo2", 50, 100, 49, 101, 84, None),
    ("respiratory_rate", 4, 80, 3, 81, 7, 41),
    ("heart_rate", 25, 230, 24, 231, 39, 151),
]


@pytest.mark.parametrize(("kind", "lowest", "highest", "under", "over", "low", "high"), BOUNDS)
def test_bounds_refuse_the_impossible_and_question_the_unlikely(kind, lowest, highest, under, over, low, high):
    measure = KINDS[kind]
    assert [measure.is_impossible(value) for value in (lowest, highest, under, over)] == [False, False, True, True]
    assert measure.is_unlikely(low)
    assert high is None or measure.is_unlikely(high)
    assert not measure.is_unlikely(measure.example)


def test_a_value_is_written_as_each_language_writes_it():
    written = KINDS["temperature"].written(38.2)
    assert (written.fr, written.en) == ("38,2 °C", "38.2 °C")


def test_breath_and_pulse_are_usual_at_an_age_and_warmth_at_any():
    assert [usual_at("respiratory_rate", age) for age in (1, 2, 11, 17, 18)] == [
        (25, 39), (20, 34), (20, 29), (15, 24), (12, 20),
    ]  # fmt: skip
    assert [usual_at("heart_rate", age) for age in (3, 40)] == [(90, 139), (60, 100)]
    assert usual_at("temperature", 3) == usual_at("temperature", 40)


def test_the_refusal_names_the_bounds():
    assert KINDS["spo2"].refusal.fr == (
        "Saturation en oxygène : la valeur se situe entre 50 % et 100 %. Vérifiez votre chiffre."
    )
