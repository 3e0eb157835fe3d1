"""What who decides and who designs see first: numbers without names, pathways to read. Nothing of anybody's health."""

from datetime import timedelta

import pytest
from django.db import connection

from chevet.kernel.tenancy import Scope, acting
from chevet.usecases.read_overview import read_overview
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_team_list import counted, counting_ones


def followed(place, day, number: int, first: int = 0) -> None:
    for one in range(first, first + number):
        include(
            place, now=day.at - timedelta(hours=26), birth_name=f"Essai {one}", identified=False,
            confirmed_duplicate=True,
        )  # fmt: skip


@pytest.fixture
def director(place):
    return hire(place, "decision_maker").sign_in()


def test_eleven_people_are_a_number_and_ten_are_not(place, day, director):
    followed(place, day, 10)
    before = director.get("/pro/")
    followed(place, day, 1, first=10)
    page = director.get("/pro/")
    rows = [[(cell["team"], cell["people"]) for cell in one.context["cells"]] for one in (before, page)]
    assert rows == [[], [("Suivi", 11)]]
    assert [cell["team"] for cell in page.context["charts"]] == ["Suivi"]
    assert "Essai" not in page.text


def test_another_organisation_is_not_counted_and_nobody_else_may_look(place, day, director, nurse):
    elsewhere = make_place(name="Clinique du Port")
    followed(elsewhere, day, 11)
    page = director.get("/pro/")
    assert page.context["cells"] == []
    with acting(Scope(purpose="care", actor="test", organisation=place.organisation_id)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reporting.followed_here")
        assert cursor.fetchone() == (0,)
    with acting(elsewhere.scope), connection.cursor() as cursor:
        cursor.execute("SELECT people FROM reporting.followed_here")
        assert cursor.fetchone() == (11,)
    with pytest.raises(Exception, match="rôle"):
        read_overview(actor=place.actor, now=day.at, machine_now=day.at)


def test_the_overview_costs_the_same_with_one_person_and_with_three(place, day, director, monkeypatch):
    costs = []
    for number in (1, 2):
        followed(place, day, number)
        director.get("/pro/")
        with counted(monkeypatch) as seen:
            director.get("/pro/")
        costs.append(len(counting_ones(seen)))
    assert costs[0] == costs[1] <= 8


def test_a_designer_reads_checks_and_rehearses_a_pathway(place):
    designer = hire(place, "designer").sign_in()
    home = designer.get("/pro/").text
    assert ("covid-medical" in home, "rien à dire" in home) == (True, True)
    page = designer.get("/pro/pathways/covid-medical").text
    rehearsal = designer.get("/pro/pathways/covid-medical?profile=deteriorating").text
    assert ("Vérifié, rien à dire" in page, "Jour 1" in page, "Jour 1" in rehearsal) == (True, False, True)
    told = rehearsal.partition('id="rules"')[0]
    assert ("badge--red" in told, "badge--confirm" in told, "[rouge" in told) == (True, True, False), (
        "who worsens rings"
    )
    assert ("comment respirez-vous" in told, "breathlessness" in told) == (True, False), "in the words of the question"
    for wrong in ("/pro/pathways/nowhere", "/pro/pathways/covid-medical?profile=nobody"):
        assert designer.get(wrong).status_code == 404


def test_neither_sees_a_patient(place, patient, director):
    for who in (director, hire(place, "designer").sign_in()):
        assert who.get(f"/pro/follow-ups/{patient.follow_up_id}").status_code in (403, 404)
