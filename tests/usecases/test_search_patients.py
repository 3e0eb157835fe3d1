"""Searching stays inside the organisation and forgives accents and slips."""

import pytest

from chevet.people.actors import Actor
from chevet.usecases.search_patients import search_patients
from tests.fixtures.care import NOON, include, make_place


def names(place, typed):
    found = search_patients(actor=place.actor, typed=typed, territory="FR", machine_now=NOON)
    return [f"{row.first_name} {row.birth_name}" for row in found]


@pytest.mark.parametrize(
    "typed", ["dupont", "DUPONT menard", "odile", "Odlie Dupond", "17/05/1949", "dupont 17-05-1949", "06 12 34 56 78"]
)
def test_she_is_found_by(patient, typed):
    assert names(patient.place, typed) == ["Odile Dupont-Ménard"]


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
