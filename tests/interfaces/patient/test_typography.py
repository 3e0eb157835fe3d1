import pytest

from chevet.interfaces.patient.typography import typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Quel est votre pouls ?", "Quel est votre pouls\u00a0?"),
        ("Appelez : 15", "Appelez\u00a0: 15"),
        ("« Je ne sais pas »", "«\u00a0Je ne sais pas\u00a0»"),
        ("97 % et 38,2 °C avant 11 h 30", "97\u00a0% et 38,2\u00a0°C avant 11\u00a0h\u00a030"),
        ('<a href="?pour=x">2 minutes</a>', '<a href="?pour=x">2\u00a0minutes</a>'),
        ("a ?b", "a ?b"),
    ],
)
def test_french_spaces_hold(typed, set_):
    assert typeset(typed) == set_
