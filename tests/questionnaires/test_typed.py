"""What people type for a measure."""

import pytest

from chevet.questionnaires.typed import NotUnderstood, parse_measure
from chevet.vitals.kinds import KINDS

UNDERSTOOD = [
    ("temperature", "38,2", 38.2),
    ("temperature", "38.2 °C", 38.2),
    ("temperature", "38°2", 38.2),
    ("temperature", " 38 , 2 ", 38.2),
    ("temperature", "38 degrés", 38.0),
    ("temperature", "38.25", 38.2),
    ("temperature", "38℃", 38.0),
    ("temperature", "٣٨", 38.0),
    ("spo2", " 97 %", 97),
    ("spo2", "97", 97),
    ("spo2", "97,0", 97),
    ("respiratory_rate", "16 / min", 16),
    ("respiratory_rate", "16 par minute", 16),
    ("heart_rate", "72 bpm", 72),
]

REFUSED = [
    ("temperature", "", "empty"),
    ("temperature", "   ", "empty"),
    ("temperature", "environ 38", "not_a_number"),
    ("temperature", "-38", "not_a_number"),
    ("temperature", "nan", "not_a_number"),
    ("temperature", "38" + "0" * 400, "not_a_number"),
    ("temperature", "1e400", "several_numbers"),
    ("temperature", "36,8 - 37,2", "several_numbers"),
    ("temperature", "100.4 °F", "fahrenheit"),
    ("temperature", "101 f", "fahrenheit"),
    ("temperature", "100,4", "fahrenheit"),
    ("temperature", "38 %", "wrong_unit"),
    ("temperature", "380", "impossible"),
    ("temperature", "32.9", "impossible"),
    ("spo2", "97/100", "several_numbers"),
    ("spo2", "94,6", "too_precise"),
    ("spo2", "101", "impossible"),
    ("spo2", "49", "impossible"),
    ("respiratory_rate", "0", "impossible"),
    ("heart_rate", "300", "impossible"),
]


@pytest.mark.parametrize(("kind", "typed", "value"), UNDERSTOOD)
def test_a_measure_is_understood_as_people_type_it(kind, typed, value):
    assert parse_measure(typed, kind=KINDS[kind]) == value


@pytest.mark.parametrize(("kind", "typed", "code"), REFUSED)
def test_a_measure_that_cannot_be_kept_is_refused_by_name(kind, typed, code):
    with pytest.raises(NotUnderstood) as refused:
        parse_measure(typed, kind=KINDS[kind])
    assert refused.value.code == code
    assert "{" not in refused.value.sentence.fr + refused.value.sentence.en


def test_a_kind_without_decimals_gives_a_whole_number():
    assert type(parse_measure("97", kind=KINDS["spo2"])) is int
