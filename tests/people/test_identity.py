"""How sure we are of who somebody is, by tables."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from chevet.kernel.errors import Conflict, Invalid
from chevet.people import identity
from chevet.people.identity import Doubt, Status, Traits, check_document, differences, missing, move, taken_up

ODILE = Traits(
    birth_name="Mésange", first_name="Odile", birth_date=date(1953, 5, 17), sex="F", given_names="Odile Marie",
    birth_place="69383",
)  # fmt: skip
# P, R, V, Q: provisional, retrieved, validated, qualified; a dot where the move does not exist.
AFTER = {
    "retrieve": {"P": "R", "R": "R", "V": "Q", "Q": "Q"},
    "check": {"P": "V", "R": "Q", "V": "V", "Q": "Q"},
    "correct": {"P": "P", "R": "P", "V": "P", "Q": "P"},
    "doubt": {"P": "P", "R": "P", "V": "P", "Q": "P"},
    "lose": {"P": ".", "R": "P", "V": ".", "Q": "V"},
}
LETTERS = {one.value[0].upper(): one for one in Status}


@pytest.mark.parametrize(("verb", "letter"), product(AFTER, LETTERS))
def test_every_move_from_every_status(verb, letter):
    after = AFTER[verb][letter]
    if after == ".":
        with pytest.raises(Conflict):
            move(LETTERS[letter], verb)
    else:
        assert move(LETTERS[letter], verb) == LETTERS[after]


def test_qualified_needs_both_the_service_and_a_document():
    paths = {moves for moves in product(AFTER, repeat=2) if _ends(moves) == Status.QUALIFIED}
    assert paths == {("retrieve", "check"), ("check", "retrieve")}


def _ends(moves):
    status = Status.PROVISIONAL
    for verb in moves:
        if (status, verb) not in identity.MOVES:
            return None
        status = move(status, verb)
    return status


@pytest.mark.parametrize(("doubt", "verb"), product(("doubtful", "fictitious"), ("retrieve", "check")))
def test_a_doubt_forbids_what_would_make_an_identity_surer(doubt, verb):
    assert doubt in list(Doubt)
    with pytest.raises(Conflict, match="douteuse"):
        move(Status.PROVISIONAL, verb, doubt=doubt)


@pytest.mark.parametrize(
    ("theirs", "other"),
    [
        ({}, ()),
        ({"birth_name": "MESANGE", "first_name": "ODILE", "given_names": "ODILE MARIE"}, ()),
        ({"birth_name": "MESANGES"}, ("birth_name",)),
        ({"birth_date": date(1953, 5, 18), "sex": "M"}, ("birth_date", "sex")),
        ({"given_names": "ODILE"}, ("given_names",)),
        ({"birth_place": "69384"}, ("birth_place",)),
    ],
)
def test_what_differs_is_named_and_accents_are_no_difference(theirs, other):
    assert differences(ODILE, replace(ODILE, **theirs)) == other


def test_what_we_do_not_know_yet_is_no_difference_and_is_taken_up():
    mine = replace(ODILE, given_names="", birth_place="")
    theirs = replace(ODILE, birth_name="MESANGE", given_names="ODILE MARIE")
    assert differences(mine, theirs) == ()
    assert taken_up(mine, theirs) == replace(ODILE, given_names="ODILE MARIE")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"given_names": "", "birth_place": ""}, {"given_names", "birth_place"}),
        ({"sex": "U"}, {"sex"}),
        ({"given_names": "Marie Odile"}, {"given_names"}),
        ({"given_names": "Odiline"}, {"given_names"}),
        ({"given_names": "ODILE"}, set()),
        ({"birth_place": "2A004"}, set()),
        ({"birth_place": "99350"}, set()),
        ({"birth_place": "6938"}, {"birth_place"}),
        ({"birth_place": "2C004"}, {"birth_place"}),
    ],
)
def test_what_a_checked_identity_must_hold(changes, fields):
    assert set(missing(replace(ODILE, **changes))) == fields


TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("kind", "born", "accepted"),
    [
        ("passport", date(1953, 5, 17), True),
        ("digital", date(1953, 5, 17), True),
        ("driving_licence", date(1953, 5, 17), False),
        ("", date(1953, 5, 17), False),
        ("minor_birth", date(2009, 3, 1), False),
        ("minor_birth", date(2009, 3, 2), True),
        ("minor_travel", date(1953, 5, 17), False),
    ],
)
def test_only_a_document_of_high_trust_and_of_the_age_of_the_person(kind, born, accepted):
    if accepted:
        check_document(kind, born=born, today=TODAY)
        return
    with pytest.raises(Invalid) as refused:
        check_document(kind, born=born, today=TODAY)
    assert list(refused.value.fields) == ["document"]


def test_only_a_qualified_identity_shows_its_matricule():
    known = {"matricule": "253059938300145"}
    shown = {status: identity.shown_matricule(status, known) for status in Status}
    assert shown == dict.fromkeys(Status, "") | {Status.QUALIFIED: "253059938300145"}
