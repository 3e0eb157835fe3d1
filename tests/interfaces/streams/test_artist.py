"""What changed is drawn for whom somebody listens to, once, and handed to its team and language."""

from datetime import timedelta

import pytest

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro.live import draw_changes
from chevet.interfaces.streams import artist
from chevet.interfaces.streams.artist import Artist
from chevet.interfaces.streams.drawings import opened
from chevet.interfaces.streams.models import Audience, Drawing
from chevet.kernel.tenancy import acting, machine
from tests.fixtures.care import include
from tests.usecases.doing import IN_DANGER, STABLE, UNWELL, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def listened(place):
    def listen(*languages, ago=timedelta()):
        with acting(machine("stream")):
            for language in languages:
                Audience.objects.create(team_id=place.team_id, language=language, seen_at=machine_now() - ago)

    return listen


def drawn():
    with acting(machine("stream")):
        found = list(Drawing.objects.order_by("id"))
    return {one.language: opened(bytes(one.body), team_id=one.team_id, language=one.language) for one in found}


def test_a_line_is_drawn_once_for_each_language_that_is_listened_in(place, listened):
    patient = include(place)
    listened("fr", "en")
    painter = Artist(draw_changes)
    painter.step()
    assert drawn() == {}
    for answers in (UNWELL, IN_DANGER):
        send(patient, answers, now=patient.at(day=1), between=True)
    painter.step()
    bodies = drawn()
    assert [len(bodies[one]["lines"]) for one in ("fr", "en")] == [1, 1]
    assert "Critique" in bodies["fr"]["lines"][0]["html"] and "Critical" in bodies["en"]["lines"][0]["html"]
    assert (bodies["fr"]["counts"]["red"], len(bodies["fr"]["ids"])) == (1, 2)
    painter.step()
    assert len(drawn()["fr"]["ids"]) == 2, "nothing new, nothing drawn"


def test_an_answer_that_asks_for_nothing_is_told_and_not_drawn(place, listened):
    patient = include(place)
    listened("fr")
    painter = Artist(draw_changes)
    painter.step()
    send(patient, STABLE, now=patient.at(day=1))
    painter.step()
    body = drawn()["fr"]
    assert body["lines"] == [{"id": str(patient.follow_up_id), "calm": True}]
    assert body["counts"]["to_do"] == 0


def test_nothing_is_drawn_where_nobody_listens_any_more(place, listened):
    patient = include(place)
    listened("fr", ago=timedelta(minutes=1))
    painter = Artist(draw_changes)
    painter.step()
    send(patient, UNWELL, now=patient.at(day=1), between=True)
    painter.step()
    assert drawn() == {}


def test_too_much_at_once_is_looked_at_again(place, listened, monkeypatch):
    monkeypatch.setattr(artist, "MOST", 0)
    patient = include(place)
    listened("fr")
    painter = Artist(draw_changes)
    painter.step()
    send(patient, UNWELL, now=patient.at(day=1), between=True)
    painter.step()
    assert drawn()["fr"]["again"] is True


def test_a_team_is_drawn_at_once_then_now_and_then_and_a_red_at_once(place, listened, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(artist.time, "monotonic", lambda: clock[0])
    patients = [include(place, first_name=name, confirmed_duplicate=True) for name in ("Aude", "Brice", "Coline")]
    listened("fr")
    painter = Artist(draw_changes)
    painter.step()
    for patient, answers, bodies in zip(patients, (UNWELL, UNWELL, IN_DANGER), (1, 1, 2), strict=True):
        send(patient, answers, now=patient.at(day=1), between=True)
        clock[0] += 0.1
        painter.step()
        assert numbers_of_drawings() == bodies
    assert len(drawn()["fr"]["lines"]) == 2, "the red took along what waited"
    send(patients[0], STABLE, now=patients[0].at(day=1), between=True)
    clock[0] += artist.EVERY + 0.1
    painter.step()
    assert numbers_of_drawings() == 3


def numbers_of_drawings():
    with acting(machine("stream")):
        return Drawing.objects.count()
