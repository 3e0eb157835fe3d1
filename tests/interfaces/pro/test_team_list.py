"""The team's list: order, counts, what is live, and what it costs."""

import json
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import override_settings

from chevet.kernel import unit_of_work
from tests.fixtures.care import include
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import IN_DANGER, STABLE, UNWELL, claim, send

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT SET_CONFIG")
APART = ("account_session", "INSERT INTO journal", 'INSERT INTO "journal"')


@contextmanager
def counted(monkeypatch):
    """Every statement, those of the units of work included, which Django's own capture does not see."""
    seen: list[str] = []
    plain = unit_of_work.send_together

    def send_(connection, statements):
        seen.extend(statement.sql for statement in statements)
        return plain(connection, statements)

    def ask(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    monkeypatch.setattr(unit_of_work, "send_together", send_)
    with override_settings(MOVABLE_CLOCK=False), connection.execute_wrapper(ask):  # as in production
        yield seen


def counting_ones(seen: list[str]) -> list[str]:
    plain = [sql.strip() for sql in seen]
    return [
        sql for sql in plain if not sql.upper().startswith(TRANSACTION) and not any(mark in sql for mark in APART)
    ]  # fmt: skip


def someone(place, day, name: str, answers=None):
    patient = include(
        place, now=day.at - timedelta(hours=26), first_name=name, birth_name=f"Essai {name}", confirmed_duplicate=True
    )
    if answers:
        send(patient, answers, now=day.at)
    return patient


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_five_statements_whatever_its_length(nurse, place, day, monkeypatch, people):
    for number in range(people):
        someone(place, day, "ABC"[number], UNWELL)
    nurse.get("/pro/")
    with counted(monkeypatch) as seen:
        page = nurse.get("/pro/")
    assert page.text.count('class="line line--') == people
    assert len(counting_ones(seen)) == 5, counting_ones(seen)


def test_the_worst_comes_first_and_the_claimed_after(nurse, place, day):
    someone(place, day, "Verte", STABLE)
    someone(place, day, "Orange", UNWELL)
    mine = someone(place, day, "Prise", IN_DANGER)
    someone(place, day, "Rouge", IN_DANGER)
    claim(mine, now=day.at)
    text = nurse.get("/pro/").text
    places = [text.find(f"{name} ESSAI") for name in ("Rouge", "Prise", "Orange")]
    assert places == sorted(places) and min(places) > 0
    assert "Verte ESSAI" not in text
    assert "Verte ESSAI" in nurse.get("/pro/caseload").text


def test_a_line_says_why_who_when_and_how_long(nurse, place, day):
    someone(place, day, "Odile", IN_DANGER)
    text = nurse.get("/pro/").text
    for expected in (
        "Critique",
        "Odile ESSAI ODILE",
        "jour 2 sur 14",
        "Douleur",
        "encore 9",
        "Prendre en charge",
        "77 ans",
    ):
        assert expected in text, expected


def test_claiming_from_the_list_shows_the_holder(nurse, place, day):
    patient = someone(place, day, "Odile", IN_DANGER)
    back = nurse.post(f"/pro/follow-ups/{patient.follow_up_id}/claim", follow=True)
    assert "Vous avez pris ce suivi en charge" in back.text
    assert "par vous" in nurse.get("/pro/").text
    stays = nurse.post(f"/pro/follow-ups/{patient.follow_up_id}/claim", {"list": f"team={place.team_id}"})
    assert stays.url == f"/pro/?team={place.team_id}"
    other = hire(place, "professional").sign_in()
    assert other.post(f"/pro/follow-ups/{patient.follow_up_id}/claim").status_code == 409


def test_a_severity_without_anybody_says_none_and_is_quiet(nurse, place, day):
    someone(place, day, "Orange", UNWELL)
    text = nurse.get("/pro/").text
    for level, number in (("red", 0), ("orange", 1), ("grey", 0)):
        badge = text.partition(f'<span data-number="{number}"><span class="badge badge--{level}')[2].partition("</p>")[
            0
        ]
        assert f'<span class="badge__detail">{number}</span>' in badge, level


def test_the_page_listens_to_its_team_with_a_ticket(nurse, place):
    assert f'data-live="/pro/ticket/{place.team_id}"' in nurse.get("/pro/").text
    answer = nurse.post(f"/pro/ticket/{place.team_id}")
    assert json.loads(answer.content)["url"].startswith("/stream/team?ticket=")
    assert nurse.post(f"/pro/ticket/{uuid4()}").status_code == 404


def test_the_list_alone_can_be_fetched_again(nurse, place, day):
    someone(place, day, "Odile", IN_DANGER)
    fragment = nurse.get("/pro/lines", headers={"hx-request": "true"}).text
    assert ("<html" in fragment, "Odile ESSAI" in fragment) == (False, True)


def test_another_organisation_is_not_there(place, day):
    from tests.fixtures.care import make_place

    someone(place, day, "Odile", IN_DANGER)
    elsewhere = hire(make_place(name="Clinique du Port"), "professional").sign_in()
    assert "Odile" not in elsewhere.get("/pro/").text
    assert elsewhere.get(f"/pro/?team={place.team_id}").status_code == 404


def test_a_list_that_nobody_watches_never_looks_calm(nurse, place):
    assert "Rien à traiter" not in nurse.get("/pro/").text
    assert "La surveillance ne répond pas" in nurse.get("/pro/").text
