"""A line is opened and drawn once as long as its row is the same; what moves meanwhile is right each time."""

from dataclasses import replace

import pytest

from chevet.interfaces.pro import drawn
from chevet.interfaces.pro.drawn import line_view, listed
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import IN_DANGER, UNWELL, claim, send


@pytest.fixture
def made(monkeypatch):
    """What was opened and what was drawn anew."""
    seen: list[str] = []
    drawn.forget()
    monkeypatch.setattr(drawn, "line_view", lambda row, today: seen.append("opened") or line_view(row, today=today))
    monkeypatch.setattr(drawn, "listed", lambda view, now: seen.append("drawn") or listed(view, now=now))
    return seen


def test_a_second_look_draws_nothing_and_its_clock_is_right(nurse, patient, day, made):
    send(patient, IN_DANGER, now=day.at)
    for minutes, words, state in ((0, "encore 9 min", ""), (4, "encore 5 min", ""), (4, "encore 1 min", "soon"), (3, "dépassé de 2 min", "late")):  # fmt: skip
        day.shift(minutes=minutes)
        text = nurse.get("/pro/").text
        assert (words in text, text.count("clock--"), f"clock--{state}" in text) == (True, bool(state), bool(state))
    assert made == ["opened", "drawn"]


def test_what_changed_is_drawn_again(nurse, patient, day, made):
    send(patient, UNWELL, now=day.at)
    nurse.get("/pro/")
    send(patient, IN_DANGER, now=day.at)
    assert "Critique" in nurse.get("/pro/").text
    assert made == ["opened", "drawn"] * 2


def test_one_drawing_serves_the_holder_and_a_colleague(nurse, patient, place, day, made):
    send(patient, IN_DANGER, now=day.at)
    claim(patient, now=day.at, actor=the_actor_of(nurse, place))
    colleague = hire(place, "professional").sign_in()
    for who, words in ((colleague, nurse.account.name), (nurse, "par vous"), (colleague, nurse.account.name)):
        assert f"<span data-holder-name>{words}</span>" in who.get("/pro/").text
    assert made == ["opened", "drawn"]


def the_actor_of(nurse, place):
    return replace(place.actor, account_id=nurse.account.pk, name=nurse.account.name)


def test_another_language_is_another_drawing(nurse, patient, day, made):
    send(patient, IN_DANGER, now=day.at)
    assert "Prendre" in nurse.get("/pro/").text
    assert "Take" in nurse.get("/pro/", headers={"accept-language": "en"}).text
    assert made == ["opened", "drawn", "drawn"]


def test_a_new_day_is_another_drawing(nurse, patient, place, day, made):
    send(patient, IN_DANGER, now=day.at)
    assert "réponse 10:00" in nurse.get("/pro/").text
    day.shift(hours=14)
    assert "réponse hier 10:00" in hire(place, "professional").sign_in().get("/pro/").text
    assert made == ["opened", "drawn"] * 2
