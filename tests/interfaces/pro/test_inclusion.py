"""Starting a follow-up from the one page."""

from urllib.parse import urlsplit

import pytest

from tests.fixtures.care import include as included_before
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import live, read


@pytest.fixture
def typed(place) -> dict:
    """The least that is required: identity, one way to reach, the address, the two texts."""
    return {
        "birth_name": "Martin", "first_name": "Paul", "birth_date_day": "3", "birth_date_month": "4", "birth_date_year": "1961",
        "sex": "M", "mobile": "06 39 98 12 34", "address": "8 quai Arloing, 69009 Lyon", "agreement": "given",
        "informed": "on", "team_id": str(place.team_id), "version_id": str(place.version.id), "hour": "09:00",
        "language": "fr",
    }  # fmt: skip


def real(typed: dict) -> dict:
    return typed | {"mobile": "06 12 34 56 78"}


def names(place) -> list[str]:
    return [name for (name,) in read(place, "SELECT birth_name FROM patient ORDER BY created_at")]


def test_the_page_shows_the_pathway_the_message_and_the_two_texts(nurse):
    text = nurse.get("/pro/include").text
    for expected in (
        "11 questionnaires",
        "14 jours",
        "Premier message",
        "Êtes-vous d&#x27;accord",
        "dossier médical",
        "https://…",
    ):
        assert expected in text, expected


def test_the_least_that_is_required_starts_a_follow_up(nurse, place, typed, day):
    answer = nurse.post("/pro/include", real(typed))
    assert answer.status_code == 302, answer.text
    assert answer.url.endswith("/included")
    assert "Annuler l’inclusion" in nurse.get(answer.url).text
    assert names(place) == ["Martin"]
    assert read(place, "SELECT text, decision FROM consent ORDER BY text") == [
        ("data", "informed"), ("remote_follow_up", "given"),
    ]  # fmt: skip


def test_an_inclusion_is_undone_within_the_minute(nurse, place, typed, day):
    page = nurse.post("/pro/include", real(typed)).url
    told = nurse.post(page.replace("included", "undo"), follow=True)
    assert "annulée" in told.text
    live(day.at.replace(hour=12))
    assert read(place, "SELECT count(*) FROM message") == [(0,)]


def test_after_the_minute_the_message_has_a_status(nurse, place, typed, day):
    page = nurse.post("/pro/include", real(typed)).url
    day.shift(seconds=61)
    live(day.at)
    assert "Annuler l’inclusion" not in nurse.get(page).text
    status = nurse.get(page.replace("included", "messages"), headers={"hx-request": "true"}).text
    assert ("Invitation" in status, "en attente" in status) == (True, True)
    assert nurse.post(page.replace("included", "undo")).status_code == 409


def test_a_refusal_is_recorded_and_the_phone_takes_over(nurse, place, typed):
    page = nurse.post("/pro/include", real(typed) | {"agreement": "refused"}).url
    shown = nurse.get(page).text
    assert ("aucun message ne part" in shown, "Ici s’affichera" in shown) == (True, False)
    assert read(place, "SELECT decision FROM consent WHERE text = 'remote_follow_up'") == [("refused",)]
    assert read(place, "SELECT channel FROM follow_up") == [("phone",)]


def test_bad_input_says_what_to_correct_and_loses_nothing(nurse, place, typed):
    bad = typed | {
        "birth_date_day": "31",
        "birth_date_month": "2",
        "mobile": "06 12",
        "address": "",
        "access": "Code 1234B",
    }
    back = nurse.post("/pro/include", bad)
    assert back.status_code == 400
    for expected in (
        "Écrivez le jour, le mois et l&#x27;année",
        'value="Martin"',
        'value="31"',
        "Code 1234B",
        "Adresse où",
    ):
        assert expected in back.text, expected
    assert names(place) == []


def test_a_number_that_is_no_mobile_is_refused_beside_its_box(nurse, place, typed):
    back = nurse.post("/pro/include", typed | {"mobile": "06 12"})
    assert (back.status_code, "Il manque des chiffres" in back.text, 'value="06 12"' in back.text) == (400, True, True)


def test_somebody_already_known_is_confirmed_first(nurse, place, typed, day):
    included_before(place, now=day.at)
    twin = real(typed) | {
        "birth_name": "Dupont-Ménard", "first_name": "Odile", "birth_date_day": "17", "birth_date_month": "5",
        "birth_date_year": "1949", "mobile": "06 12 34 56 70",
    }  # fmt: skip
    warned = nurse.post("/pro/include", twin)
    assert (warned.status_code, "Odile DUPONT-MÉNARD" in warned.text, "confirmed_duplicate" in warned.text) == (
        400,
        True,
        True,
    )
    assert nurse.post("/pro/include", twin | {"confirmed_duplicate": "on"}).status_code == 302
    assert len(names(place)) == 2


def test_the_warning_comes_while_typing(nurse, place, day):
    included_before(place, now=day.at)
    half = {"birth_name": "dupont menard", "first_name": "odile", "birth_date_day": "17", "birth_date_month": "5"}
    assert nurse.post("/pro/include/duplicates", half).text.strip() == ""
    whole = nurse.post("/pro/include/duplicates", half | {"birth_date_year": "1949"}).text
    assert "Odile DUPONT-MÉNARD, 17 mai 1949" in whole


def test_a_shared_number_warns_while_typing_whatever_the_name(nurse, place, day):
    included_before(place, now=day.at)
    other = {"birth_name": "Roux", "first_name": "Jean", "birth_date_day": "17", "birth_date_month": "5",
             "birth_date_year": "1949"}  # fmt: skip
    for reached, warned in (({}, False), ({"mobile": "06 12"}, False), ({"mobile": "06 12 34 56 79"}, False),
                            ({"mobile": "+33 6 12 34 56 78"}, True), ({"mobile": "0612345678", "first_name": ""}, True)):  # fmt: skip
        page = nurse.post("/pro/include/duplicates", other | reached).text
        assert ("Odile DUPONT-MÉNARD, 17 mai 1949" in page) is warned, reached


def test_what_was_filled_in_is_kept(nurse, place, typed):
    more = {
        "risk_factors": ["diabetes", "lung"], "lung_disease": "BPCO", "target_spo2": "88", "alone": "yes",
        "to_call_name": "Luc", "to_call_phone": "06 12 34 56 79", "devices": ["oximeter"], "spo2": "92",
        "onset_on_day": "27", "onset_on_month": "2", "onset_on_year": "2027", "protected": "protected", "guardian_name": "Anne",
    }  # fmt: skip
    page = nurse.post("/pro/include", real(typed) | more).url.replace("/included", "")
    text = nurse.get(urlsplit(page).path).text
    for expected in ("Diabète", "BPCO", "88 %", "Luc", "Oxymètre", "Anne", "par le représentant", "27/02, jour 3"):
        assert expected in text, expected


def test_a_secretary_includes_without_seeing_the_record(place, typed):
    secretary = hire(place, "secretary").sign_in()
    page = secretary.post("/pro/include", real(typed)).url
    text = secretary.get(page).text
    assert ("Annuler l’inclusion" in text, "Ouvrir le dossier" in text) == (True, False)
    assert secretary.get(page.replace("included", "messages")).status_code == 403


def test_searching_is_limited(nurse, place):
    statuses = [nurse.post("/pro/people", {"typed": "dup"}).status_code for _try in range(6)]
    assert statuses == [200] * 5 + [429]


def test_a_secretary_finds_who_somebody_is_and_nothing_more(place, patient):
    secretary = hire(place, "secretary").sign_in()
    text = secretary.post("/pro/people", {"typed": "dupon"}).text
    assert ("Odile DUPONT-MÉNARD" in text, "17 mai 1949" in text, "follow-ups" in text) == (True, True, False)
