"""What the person wrote, on her page, and the answer from there."""

import re
from uuid import uuid4

import pytest

from chevet.messaging.replies import REPLIES
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import alerts, read, reply, write

ASKED = "Puis-je reprendre la natation ?"
TOLD = "Attendez la semaine prochaine."


@pytest.fixture
def page(patient):
    return f"/pro/follow-ups/{patient.follow_up_id}"


def sending(text: str = TOLD, **more) -> dict:
    return {"text": text, "key": str(uuid4())} | more


def test_what_she_wrote_stands_in_the_list_and_on_her_page(nurse, patient, page, day):
    write(patient, ASKED, now=day.at)
    assert "A écrit un message, à lire et à répondre." in nurse.get("/pro/").text
    text = nurse.get(page).text
    assert ASKED in text
    assert "Réponses toutes prêtes" in text


def test_an_answer_from_the_page_closes_the_task_and_says_that_she_is_told(nurse, patient, page, day):
    write(patient, ASKED, now=day.at)
    answered = nurse.post(f"{page}/write", sending(), follow=True)
    assert "La personne est prévenue, sans un mot de ce qu’il dit." in answered.text
    assert TOLD in answered.text
    assert alerts(patient) == {}
    journal = read(patient.place, "SELECT action FROM journal WHERE action LIKE 'communication%%' ORDER BY id")
    assert journal == [("communication.sent",), ("communication.answered",)]


def test_a_second_press_sends_once(nurse, patient, page):
    body = sending()
    assert {nurse.post(f"{page}/write", body).status_code for _ in range(2)} == {302}
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]


def test_an_empty_answer_is_asked_again_with_what_was_written_before(nurse, patient, page, day):
    write(patient, ASKED, now=day.at)
    again = nurse.post(f"{page}/write", sending("  "))
    assert again.status_code == 400
    assert ASKED in again.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_short_answer_fills_the_form_in_the_patient_s_language(nurse, place, day, language):
    from datetime import timedelta

    patient = include(place, now=day.at - timedelta(hours=26), language=language)
    page = f"/pro/follow-ups/{patient.follow_up_id}/write"
    for code, sentence in REPLIES.items():
        body = nurse.get(f"{page}?ready={code}").context["form"].initial["text"]
        assert body == sentence.said_in(language)
    assert nurse.get(f"{page}?ready=unknown").context["form"].initial["text"] == ""
    assert read(place, "SELECT 1 FROM communication") == []


def test_who_cannot_be_told_is_to_be_called(nurse, place, day):
    nowhere = include(place, channel="phone", contacts=(("landline", "04 72 00 00 09", ""),), now=day.at)
    answered = nurse.post(f"/pro/follow-ups/{nowhere.follow_up_id}/write", sending(), follow=True)
    assert "appelez-la" in answered.text


def test_nobody_else_reads_or_writes(patient, page, day):
    write(patient, ASKED, now=day.at)
    elsewhere = hire(make_place(name="Clinique du Port"), "professional").sign_in()
    other_team = hire(patient.place, "professional", team_id=patient.place.second_line_id).sign_in()
    secretary = hire(patient.place, "secretary").sign_in()
    for stranger, status in ((elsewhere, 404), (other_team, 404), (secretary, 403)):
        for answer in (stranger.get(page), stranger.get(f"{page}/write"), stranger.post(f"{page}/write", sending())):
            assert (answer.status_code, ASKED in answer.text) == (status, False)
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]


def test_her_reading_is_seen(nurse, patient, page, day, place):
    reply(patient, TOLD, now=day.at)
    assert "lu le" not in nurse.get(page).text
    read(place, "UPDATE communication SET read_at = %s RETURNING id", day.at)
    assert re.search(r"lu le \d+/03", nurse.get(page).text)


def test_the_page_speaks_english(nurse, patient, page, day):
    write(patient, ASKED, now=day.at)
    nurse.client.cookies["django_language"] = "en"
    text = nurse.get(page).text
    assert ("Messages with the person" in text, "Messages avec" in text) == (True, False)
    assert "Wrote a message, to read and answer." in text
