"""Searching stays inside the organisation and forgives accents and slips."""

import pytest

from chevet.people.actors import Actor
from chevet.usecases.search_patients import search_patients
from tests.fixtures.care import NOON, include, make_place


def names(place, typed):
    found = search_patients(actor=place.actor, typed=typed, territory="FR", now=NOON, machine_now=NOON)
    return [f"{row.first_name} {row.birth_name}" for row in found]


@pytest.mark.parametrize(
    "typed",
    [
        "dupont", "DUPONT menard", "odile", "dup od", "17/05/1949", "17051949", "1949-05-17", "dupont 17-05-1949",
        "Odlie 17.5.1949", "06 12 34 56 78", "0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678",
        "+33 (0)6 12 34 56 78",
    ],
)  # fmt: skip
def test_she_is_found_by(patient, typed):
    assert names(patient.place, typed) == ["Odile Dupont-Ménard"]


SLIPS = {
    "Lefebvre": ["Lefevbre", "lefebre", "Leffebvre", "lefbvre", "lefevre", "LEFÈBVRE"],
    "Dupont-Ménard": ["Dupond", "dupon menar", "Duopnt", "Odlie Dupond", "Odyle Dupont"],
    "Deschamps": ["Deschanps", "dechamps", "Descham"],
    "Le Gall": ["le gal", "le galle", "LE GALL"],
    "Nguyễn": ["nguyen", "Nguyn", "Ngyuen"],
    "بن علي": ["بن علي", "علي"],
}


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, slips in SLIPS.items() for typed in slips])
def test_a_slip_of_the_finger_or_of_the_ear_still_finds(place, name, typed):
    include(place, birth_name=name)
    include(place, birth_name="Zwicky", first_name="Ulf", confirmed_duplicate=True)
    assert names(place, typed) == [f"Odile {name}"]


def test_swapped_letters_come_before_a_missing_one(place):
    for name in ("Lefevre", "Lefebvre"):
        include(place, birth_name=name, confirmed_duplicate=True)
    assert names(place, "Lefevbre") == ["Odile Lefebvre", "Odile Lefevre"]


@pytest.mark.parametrize(
    "typed", ["", "x", "martin", "dupont 18/05/1949", "06 12 34 56 79", "%", "'; drop table patient"]
)
def test_nobody_is_found_by(patient, typed):
    assert names(patient.place, typed) == []


def test_another_organisation_finds_nobody(patient):
    elsewhere = make_place(name="Ailleurs")
    include(elsewhere, birth_name="Voisin")
    assert names(elsewhere, "dupont") == []
    assert names(elsewhere, "voisin") == ["Odile Voisin"]
    assert isinstance(elsewhere.actor, Actor)
