"""The national health identifier and the code that carries it."""

from datetime import date

import pytest

from chevet.kernel.errors import Invalid
from chevet.people.datamatrix import read_datamatrix
from chevet.people.matricule import NIA, NIR, NIR_DEMONSTRATION, NIR_TEST, check_register, key_of, matricule_of, spaced

HEAD, GS = "IS01" + "0" * 22, "\x1d"
ODILE = (
    "S1" + "2530569383045" + key_of("2530569383045"),
    "S2" + NIR_TEST,
    "S3ODILE MARIE",
    "S4MESANGE",
    "S5F",
    "S617-05-1953",
    "S769383",
)


def code(*fields: str, separator: str = GS) -> str:
    """Separators behind the fields of variable length, as printed."""
    return HEAD + "".join(one + (separator if one[:2] in ("S2", "S3", "S4") else "") for one in fields)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("2951099126111", "93"),
        ("253072B073004", "70"),
        ("253072A073004", "43"),
        ("2530569383045", key_of("2530569383045")),
        ("1630499350123", key_of("1630499350123")),
        ("2533069383045", key_of("2533069383045")),  # a month that no calendar has
    ],
)
def test_the_key_follows_from_the_number(number, key):
    assert matricule_of(f"{number} {key}") == number + key
    assert matricule_of(" ".join(number.lower()) + key) == number + key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "295109912611194",
        "29510991261119",
        "2951099126111933",
        "253072C07300470",
        "2A5109912611193",
        "295109912611l93",
    ],
)
def test_what_is_no_matricule_is_refused(typed):
    with pytest.raises(Invalid):
        matricule_of(typed)


@pytest.mark.parametrize(
    ("oid", "here", "there"),
    [(NIR, False, True), (NIA, False, True), (NIR_TEST, True, False), (NIR_DEMONSTRATION, True, False), ("1.2.3", False, False)],
)  # fmt: skip
def test_real_registers_and_those_of_trials_never_mix(oid, here, there):
    for invented, accepted in ((True, here), (False, there)):
        if accepted:
            check_register(oid, invented=invented)
        else:
            with pytest.raises(Invalid):
                check_register(oid, invented=invented)


def test_a_matricule_is_read_out_in_groups():
    assert spaced("295109912611193") == "2 95 10 99 126 111 93"


@pytest.mark.parametrize("separator", [GS, ""])
def test_the_code_is_read_with_its_separators_and_without(separator):
    read = read_datamatrix(code(*ODILE, separator=separator) + "\r\n", invented=True)
    assert (read.matricule, read.oid) == (ODILE[0][2:], NIR_TEST)
    traits = read.traits
    assert (traits.birth_name, traits.first_name, traits.given_names) == ("MESANGE", "ODILE", "ODILE MARIE")
    assert (traits.birth_date, traits.sex, traits.birth_place) == (date(1953, 5, 17), "F", "69383")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Lisez-le encore"),
        ("https://exemple.fr", "Lisez-le encore"),
        (code(*ODILE)[:-3], "Lisez-le encore"),
        (code(*ODILE) * 2, "Lisez-le encore"),
        (code(*ODILE) + "x" * 500, "Lisez-le encore"),
        (code(*ODILE[:5], "S631-02-1953", ODILE[6]), "Lisez-le encore"),
        (code("S1253056938304501", *ODILE[1:]), "clé"),
        (code(ODILE[0], "S2" + NIR, *ODILE[2:]), "registre"),
        ("ISà&àààààààààààààààààààààà", "AZERTY"),
    ],
)
def test_a_code_that_is_wrong_says_what_is_wrong(typed, says):
    with pytest.raises(Invalid, match=says):
        read_datamatrix(typed, invented=True)
