"""Calls, advice, pauses and the sheet for the SAMU, as their pages give them."""

import re
from uuid import uuid4

import pytest

from chevet.usecases.start_call import start_call
from tests.fixtures.care import include
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import IN_DANGER, UNWELL, alerts, close, episode, professionally, read, send, sent, write


@pytest.fixture
def page(patient):
    return f"/pro/follow-ups/{patient.follow_up_id}"


def calls(place):
    return read(place, "SELECT outcome, whom, contact_id IS NOT NULL FROM call ORDER BY at")


def test_a_call_is_begun_seen_by_the_others_and_noted_in_one_press(nurse, patient, page, place, day):
    send(patient, IN_DANGER, now=day.at)
    text = nurse.get(f"{page}/call").text
    contact = re.search(r'name="contact" value="([0-9a-f-]{36})"', text)[1]
    nurse.post(f"{page}/call/start", {"whom": "", "contact": contact})
    assert 'data-key="n"' in nurse.get(f"{page}/call").text
    other = hire(place, "professional").sign_in()
    seen = other.get(f"{page}/call").text
    assert ("Dominique Professional appelle cette personne depuis" in seen, 'name="outcome"' in seen) == (True, False)
    refused = other.post(f"{page}/call/start", {"whom": "", "contact": contact}, follow=True).text
    assert "Dominique Professional appelle déjà cette personne, depuis" in refused
    told = nurse.post(f"{page}/call", {"outcome": "no_answer", "note": "مريم n’entend pas"}, follow=True).text
    assert ("Nouvel essai : le 2ᵉ" in told, "مريم n’entend pas" in told) == (True, True)
    assert calls(place) == [("no_answer", "", True)]


def test_a_promise_without_an_hour_comes_back_with_what_was_typed(nurse, patient, page, place):
    answer = nurse.post(f"{page}/call", {"outcome": "call_back", "note": "après la sieste", "day": "", "hour": ""})
    assert (answer.status_code, "après la sieste" in answer.text) == (400, True)
    assert "Choisissez une heure à venir" in answer.text
    assert calls(place) == []


def test_a_note_that_is_too_long_is_refused_with_a_sentence_and_kept(nurse, patient, page, place, day):
    send(patient, IN_DANGER, now=day.at)
    note = "é" * 100_000
    for act, more in (("call", {"outcome": "reached"}), ("close", {"done": ["call_done"]}), ("transfer", {})):
        answer = nurse.post(f"{page}/{act}", {"note": note} | more)
        kept = (answer.status_code, "20 000 caractères" in answer.text, note in answer.text)
        assert (act, *kept) == (act, 400, True, True)
    assert (calls(place), set(alerts(patient))) == ([], {"chest_pain"})


def test_the_second_of_two_who_close_reads_who_was_first_and_keeps_the_note(nurse, patient, page, day):
    send(patient, IN_DANGER, now=day.at)
    close(patient, now=day.at)
    answer = nurse.post(f"{page}/close", {"done": ["call_done"], "note": "Vue ce matin"})
    assert (answer.status_code, "Soignante 0 a déjà clôturé" in answer.text, "Vue ce matin" in answer.text) == (
        409, True, True,
    )  # fmt: skip


def test_a_message_that_nobody_answered_does_not_vanish_with_the_alert(nurse, patient, page, day):
    send(patient, IN_DANGER, now=day.at)
    write(patient, "Puis-je sortir ?", now=day.at)
    told = nurse.post(f"{page}/close", {"done": ["call_done"], "useful": "no"}, follow=True).text
    assert "reste dans la liste" in told
    assert alerts(patient) == {"message": (1, False)}
    nurse.post(f"{page}/close", {"done": ["data_reviewed"], "also": ["message"]})
    assert (alerts(patient), read(patient.place, "SELECT useful FROM episode ORDER BY opened_at")) == (
        {}, [(False,), (None,)],
    )  # fmt: skip


def test_the_sheet_for_the_samu_says_where_how_to_get_in_and_whom_to_call(nurse, place, day, settings, tmp_path):
    known = {"address": "3 rue des Lilas, 69003 Lyon", "access": "code 12B, 2e gauche", "to_call": {}}
    patient = include(place, now=day.at, profile=known)
    page = f"/pro/follow-ups/{patient.follow_up_id}"
    send(patient, IN_DANGER, now=day.at)
    settings.SAMU_NUMBERS = None
    text = nurse.get(f"{page}/transfer").text
    assert ("le SAMU du département 69" in text, 'href="tel:15"' in text) == (True, True)
    settings.SAMU_NUMBERS = tmp_path / "samu.csv"
    settings.SAMU_NUMBERS.write_text("69,+33199006969\n")
    text = nurse.get(f"{page}/transfer").text
    for expected in ("code 12B, 2e gauche", 'href="tel:+33199006969"', "DUPONT-MÉNARD", "06 12 34 56 78", "97 %"):
        assert expected in text, expected
    nurse.post(f"{page}/transfer", {"note": "Dossier 4711"})
    assert (calls(place), episode(patient)["climbs_at"]) == ([("transferred", "samu", False)], None)


def test_advice_is_asked_given_and_read_where_it_was_asked(nurse, patient, page, place, day):
    send(patient, UNWELL, now=day.at)
    doctor = hire(place, "professional").sign_in()
    asked = nurse.post(f"{page}/advice", {"of": str(doctor.account.pk), "question": "Corticoïdes ?"}, follow=True)
    assert ("L’avis est demandé" in asked.text, "Corticoïdes ?" in asked.text) == (True, True)
    again = nurse.post(f"{page}/advice", {"of": str(doctor.account.pk), "question": "Et demain ?"})
    assert (again.status_code, "Et demain ?" in again.text) == (409, True)
    assert "Donner mon avis" in doctor.get(page).text
    doctor.post(f"{page}/advice/answer", {"answer": "Non, revoir J9."})
    assert "Non, revoir J9." in nurse.get(page).text
    assert [kind for kind, _due in sent(patient, "advice_asked", "advice_given")] == ["advice_asked", "advice_given"]


def test_a_pause_is_shown_with_its_reason_its_author_and_its_day(nurse, patient, page, place, day):
    told = nurse.post(f"{page}/pause", {"why": "hospitalised", "review_on": "2027-03-09"}, follow=True).text
    for expected in ("Messages automatiques en pause", "Hospitalisé", "Dominique Professional", "9 mars"):
        assert expected in told, expected
    late = nurse.post(f"{page}/pause", {"why": "hospitalised", "review_on": "2027-02-01"})
    assert (late.status_code, "entre demain et dans un mois" in late.text) == (400, True)
    nurse.post(f"{page}/pause/end")
    assert "Messages automatiques en pause" not in nurse.get(page).text


def test_a_death_is_checked_from_the_page_of_somebody_else(nurse, patient, page, place, day):
    nurse.post(f"{page}/call", {"outcome": "deceased", "note": ""})
    assert "J’ai vérifié" not in nurse.get(page).text
    assert nurse.post(f"{page}/pause/check").status_code == 403
    other = hire(place, "professional").sign_in()
    assert "J’ai vérifié" in other.get(page).text
    other.post(f"{page}/pause/check")
    assert alerts(patient) == {}


def test_a_wrong_number_is_corrected_and_a_new_link_leaves(nurse, patient, page, place, day):
    (contact,) = read(place, "SELECT id FROM contact_point")[0]
    bad = nurse.post(f"{page}/contact", {"kind": "mobile", "typed": "06 12", "wrong": str(contact)})
    assert (bad.status_code, 'value="06 12"' in bad.text) == (400, True)
    told = nurse.post(
        f"{page}/contact", {"kind": "mobile", "typed": "06 12 34 56 70", "wrong": str(contact)}, follow=True
    )
    assert "Un nouveau lien part vers ce contact" in told.text
    assert read(place, "SELECT state FROM contact_point ORDER BY id") == [("wrong",), ("active",)]


def test_what_is_not_hers_is_not_found(nurse, patient, page, place):
    stranger = hire(place, "professional", team_id=place.second_line_id).sign_in()
    paths = ("call", "transfer", "contact", "advice", "advice/answer", "pause")
    assert {stranger.get(f"{page}/{path}").status_code for path in paths} == {404}
    posts = ("call/start", "call/drop", "pause/end", "pause/check", f"letters/{uuid4()}/resend")
    assert {stranger.post(f"{page}/{path}").status_code for path in posts} == {404}


def test_a_page_of_a_call_costs_the_same_with_one_try_and_three(nurse, patient, page, day, monkeypatch):
    from tests.interfaces.pro.test_team_list import counted, counting_ones

    def cost():
        with counted(monkeypatch) as seen:
            nurse.get(f"{page}/call")
        return len(counting_ones(seen))

    send(patient, IN_DANGER, now=day.at)
    nurse.post(f"{page}/call", {"outcome": "no_answer"})
    assert 'data-left="120"' in nurse.get("/pro/").text, "the clock of the line runs to the next try"
    one = cost()
    for _more in range(2):
        day.shift(minutes=3)
        nurse.post(f"{page}/call", {"outcome": "no_answer"})
    assert cost() == one


def test_keys_of_a_call_are_those_that_she_chose_or_none(nurse, patient, page, place, day):
    from chevet.people.actors import for_account
    from chevet.usecases.choose_shortcuts import choose_shortcuts

    professionally(start_call, patient, now=day.at, actor=for_account(account_id=nurse.account.pk, machine_now=day.at))
    assert 'data-key="j"' in nurse.get(f"{page}/call").text
    nurse.post("/pro/keys", {"on": "on", "call.reached": "y"})
    assert ('data-key="y"' in nurse.get(f"{page}/call").text, 'data-key="j"' in nurse.get(f"{page}/call").text) == (
        True, False,
    )  # fmt: skip
    choose_shortcuts(actor=for_account(account_id=nurse.account.pk, machine_now=day.at), keys={}, off=True)
    assert 'data-key="' not in nurse.get(f"{page}/call").text


def test_why_an_alert_rang_says_what_its_rule_asks(nurse, patient, page, day):
    send(patient, UNWELL | {"spo2": "88"}, now=day.at)
    text = nurse.get(page).text
    assert ("Saturation en oxygène sous 90 %" in text, "La règle demande" in text) == (True, True)
