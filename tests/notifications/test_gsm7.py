"""Counted against the rules of 3GPP TS 23.038 and 23.040."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chevet.notifications.gsm7 import (
    ALPHABET,
    EXTENSION,
    Count,
    OutsideGsm7,
    TooLongForOnePart,
    as_name,
    count,
    fit_one_part,
    is_gsm7,
    outside,
    septets,
    transliterate,
)


def test_the_alphabet_holds_its_127_letters_once_each():
    assert len(ALPHABET) == len(set(ALPHABET)) == 127  # the 128th code is the escape
    assert not set(ALPHABET) & set(EXTENSION)


@pytest.mark.parametrize("letter", "éèàùìòäöüñÉÇ@£$'\n")
def test_letters_that_cost_one(letter):
    assert septets(letter) == 1


@pytest.mark.parametrize("letter", "€[]{}|^~\\")
def test_letters_that_cost_two(letter):
    assert septets(letter) == 2


@pytest.mark.parametrize("letter", "çêâîôûëïœÈÀ’«»…–☎")
def test_letters_that_force_the_dear_alphabet(letter):
    assert not is_gsm7(letter)


def test_the_offenders_are_named_once_each():
    assert outside("prêt, reçu… prêt") == "êç…"
    with pytest.raises(OutsideGsm7) as refusal:
        septets("prêt")
    assert refusal.value.characters == "ê"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Count(gsm7=True, units=0, parts=1, left=160)),
        ("a" * 160, Count(gsm7=True, units=160, parts=1, left=0)),
        ("a" * 161, Count(gsm7=True, units=161, parts=2, left=145)),
        ("€" * 80, Count(gsm7=True, units=160, parts=1, left=0)),
        # 152 letters and a euro: the escape may not end the first part, so the euro opens the second.
        ("a" * 152 + "€" + "a" * 152, Count(gsm7=True, units=306, parts=3, left=152)),
        ("ê" * 70, Count(gsm7=False, units=70, parts=1, left=0)),
        ("ê" * 71, Count(gsm7=False, units=71, parts=2, left=63)),
        ("😀" * 35, Count(gsm7=False, units=70, parts=1, left=0)),
        ("a" * 66 + "😀" * 4, Count(gsm7=False, units=74, parts=2, left=59)),
    ],
)
def test_parts_are_counted(text, expected):
    assert count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Françoise", "Francoise"), ("Zoé", "Zoé"), ("Benoît", "Benoit"), ("Loïs", "Lois"), ("Ève", "Eve"),
        ("L’Œuvre", "L'OEuvre"), ("« oui »", '" oui "'), ("attendez…", "attendez..."), ("Łukasz", "Lukasz"),
        ("Đặng", "Dang"), ("É", "É"), ("E\u0301", "É"), ("Nguyễn", "Nguyen"), ("a\u00a0b", "a b"), ("Дмитрий", ""),
        ("محمد", ""), ("½", "12"), ("fi", "fi"),
    ],
)  # fmt: skip
def test_names_come_back_to_the_alphabet(text, expected):
    assert transliterate(text) == expected


@given(st.text(max_size=200))
def test_whatever_is_transliterated_is_in_the_alphabet(text):
    assert is_gsm7(transliterate(text))


@given(st.text(alphabet=ALPHABET + EXTENSION))
def test_what_is_in_the_alphabet_already_is_left_alone(text):
    assert transliterate(text) == text


def test_a_name_that_fits_is_written_whole():
    assert fit_one_part("Bonjour {name}, {link}", name="Zoë", exact={"link": "https://a.fr/_x"}) == (
        "Bonjour Zoe, https://a.fr/_x"
    )


def test_the_longest_name_gives_way_first_and_the_link_never():
    link = "https://chevet.example/q/" + "A" * 60
    text = fit_one_part(
        "{service} : pour {name}, {link}", service="Association de quartier " * 5, name="Anne", exact={"link": link}
    )
    assert text.endswith(f" : pour Anne, {link}")
    assert text.startswith("Association de quartier Association de")
    assert septets(text) <= 160


def test_a_name_in_another_script_leaves_no_hole():
    assert fit_one_part("Bonjour {name}, merci.", name="Дмитрий") == "Bonjour, merci."
    assert fit_one_part("{name} : merci.", name="محمد") == "merci."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://mal.example/x", "http mal. example x"),
        ("mal.example", "mal. example"),
        ("A\nB", "A B"),
        ("moi@mal.example", "moi mal. example"),
        ("{code}", "code"),
        ("M. Payet & fils (Ouest)", "M. Payet & fils (Ouest)"),
    ],
)
def test_a_name_never_becomes_a_link_nor_a_field(value, expected):
    assert as_name(value) == expected


def test_a_field_without_a_value_is_an_error_and_no_attribute_is_ever_read():
    with pytest.raises(KeyError):
        fit_one_part("{missing}")
    assert fit_one_part("{name.__class__}", name="Anne") == "{name.__class__}"


def test_a_template_or_link_outside_the_alphabet_is_refused():
    with pytest.raises(OutsideGsm7):
        fit_one_part("prêt {name}", name="Anne")
    with pytest.raises(OutsideGsm7):
        fit_one_part("{link}", exact={"link": "https://é.example/ê"})


def test_a_template_that_is_too_long_by_itself_is_refused():
    with pytest.raises(TooLongForOnePart):
        fit_one_part("a" * 161 + "{name}", name="Anne")
    with pytest.raises(TooLongForOnePart):
        fit_one_part("a" * 161)


@given(service=st.text(max_size=120), label=st.text(max_size=120))
def test_whatever_the_names_the_text_stays_in_one_part(service, label):
    text = fit_one_part(
        "{service} : {label}, votre lien : {link}",
        service=service,
        label=label,
        exact={"link": "https://chevet.example/q/" + "a" * 43},
    )
    assert count(text).gsm7
    assert count(text).parts == 1
    assert text.endswith("votre lien : https://chevet.example/q/" + "a" * 43)
