"""The patient's page and what is done from it."""

import re
from uuid import uuid4

import pytest

from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import IN_DANGER, STABLE, UNWELL, alerts, episode, follow_up, read, send


@pytest.fixture
def page(patient):
    return f"/pro/follow-ups/{patient.follow_up_id}"


def test_everything_of_the_record_is_on_the_page(nurse, patient, page, day):
    send(patient, STABLE, now=day.at)
    day.shift(minutes=5)
    send(patient, UNWELL | {"spo2": "94"}, now=day.at, between=True)
    nurse.get(page)
    text = nurse.get(page).text
    for expected in (
        "Odile DUPONT-MÉNARD", "DUPONT-MÉNARD Odile", "17 mai 1949, 77 ans", "aucun facteur", "3 rue des Lilas",
        "Dr Amel Ferrand", "06 12 34 56 78", "Accord au suivi à distance : donné", "Pourquoi cette alerte ?", "94 %", "37,2 °C",
        "a ouvert le dossier", "Réponses jour par jour", "covid-medical v1", "<svg class=\"plot\"",
    ):  # fmt: skip
        assert expected in text, expected


def test_what_changed_since_the_answer_before_is_marked(nurse, patient, page, day):
    send(patient, STABLE, now=day.at)
    day.shift(minutes=5)
    send(patient, STABLE | {"spo2": "96"}, now=day.at, between=True)
    changed = re.findall(r'class="changed">([^<]+)<', nurse.get(page).text)
    assert changed == ["96 %"]


def test_an_alert_says_its_rule_values_source_and_version(nurse, patient, page, day):
    send(patient, STABLE | {"spo2": "88"}, now=day.at)
    text = nurse.get(page).text
    why = text[text.index("Pourquoi cette alerte ?") :]
    for expected in ("Saturation en oxygène 88 %", "Règle", "version 1", "Source"):
        assert expected in why, expected


def test_the_keys_of_the_list_act_on_the_record_too_and_the_hold_is_renewed_there(nurse, patient, page, day):
    send(patient, IN_DANGER, now=day.at)
    shown = nurse.get(page).text
    assert (re.findall(r'data-key="(.)"', shown), "data-hold=" in shown) == (["a", "p", "c", "m"], False)
    nurse.post(f"{page}/claim")
    for path in (page, f"{page}/call", f"{page}/close"):
        assert f'data-hold="{page}/renew"' in nurse.get(path).text, path
    nurse.post("/pro/keys", {})
    assert "data-key=" not in nurse.get(page).text


def test_looking_leaves_a_line_in_the_journal(nurse, patient, page, place):
    nurse.get(page)
    lines = read(place, "SELECT actor FROM journal WHERE action = 'record.read'")
    assert lines == [(f"account:{nurse.account.pk}",)]


def test_the_page_costs_the_same_with_one_answer_and_three(nurse, patient, page, day, monkeypatch):
    from tests.interfaces.pro.test_team_list import counted, counting_ones

    def cost():
        with counted(monkeypatch) as seen:
            nurse.get(page)
        return len(counting_ones(seen))

    send(patient, STABLE, now=day.at)
    cost()
    one = cost()
    for _more in range(2):
        day.shift(minutes=1)
        send(patient, UNWELL, now=day.at, between=True)
    assert cost() == one


def test_a_call_is_noted_with_its_outcome_and_stops_the_clock(nurse, patient, page, day):
    send(patient, IN_DANGER, now=day.at)
    assert 'href="tel:+33612345678"' in nurse.get(f"{page}/call").text
    told = nurse.post(f"{page}/call", {"outcome": "voicemail", "note": "Rappeler à midi"}, follow=True)
    assert ("L’appel est noté" in told.text, "Message laissé" in told.text, "Rappeler à midi" in told.text) == (
        True,
    ) * 3
    assert episode(patient)["attempted_at"] == day.at


def test_a_call_without_an_outcome_comes_back_with_what_was_typed(nurse, patient, page):
    back = nurse.post(f"{page}/call", {"note": "Sa fille dit que"})
    assert (back.status_code, "Sa fille dit que" in back.text, "À corriger" in back.text) == (400, True, True)


def test_closing_says_what_was_done_and_empties_the_list(nurse, patient, page, day):
    send(patient, IN_DANGER, now=day.at)
    nurse.post(f"{page}/claim")
    assert nurse.post(f"{page}/close", {"note": "vu"}).status_code == 400
    told = nurse.post(f"{page}/close", {"done": ["call_done", "data_reviewed"], "note": "SAMU prévenu"}, follow=True)
    assert "Appel fait, Données relues" in told.text and "SAMU prévenu" in told.text
    assert alerts(patient) == {}


def test_a_claim_is_given_back(nurse, patient, page, day):
    send(patient, IN_DANGER, now=day.at)
    nurse.post(f"{page}/claim")
    assert "Rendre à l’équipe" in nurse.get(page).text
    nurse.post(f"{page}/release")
    assert "Prendre en charge" in nurse.get(page).text


def test_the_questionnaire_is_entered_by_phone_with_the_same_rules(nurse, patient, page, day):
    form = nurse.get(f"{page}/answer").text
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    told = nurse.post(
        f"{page}/answer", {"key": key, "symptoms": "true", "chest_pain": "true", "spo2": "96"}, follow=True
    )
    assert "appeler le 15" in told.text
    assert max(level for level, _waits in alerts(patient).values()) == 3
    assert "saisi par Dominique Professional" in told.text


def test_an_impossible_value_by_phone_comes_back_with_its_sentence(nurse, patient, page):
    typed = {"key": str(uuid4()), "symptoms": "false", "spo2": "9", "temperature": "37,2"}
    back = nurse.post(f"{page}/answer", typed)
    assert back.status_code == 400
    assert "la valeur se situe entre 50 % et 100 %" in back.text
    assert 'value="37,2"' in back.text


def test_the_hour_and_the_channel_change(nurse, patient, page, place):
    text = nurse.get(f"{page}/change").text
    assert "SMS, +33612345678" in text
    told = nurse.post(f"{page}/change", {"hour": "10:00", "way": "phone:"}, follow=True)
    assert "Téléphone à 10:00" in told.text
    assert follow_up(patient)["channel"] == "phone"


def test_details_left_for_later_are_completed(nurse, place, day):
    patient = include(place, now=day.at, profile={"address": "3 rue des Lilas, 69003 Lyon"})
    page = f"/pro/follow-ups/{patient.follow_up_id}"
    told = nurse.post(f"{page}/details", {"doctor": "Dr Essai", "risk_factors": ["diabetes"]}, follow=True)
    assert ("Dr Essai" in told.text, "Diabète" in told.text, "3 rue des Lilas" in told.text) == (True,) * 3


def test_a_new_link_leaves_and_the_old_one_dies(nurse, patient, page):
    before = patient.visit().token_hash
    assert "repart" in nurse.post(f"{page}/resend", follow=True).text
    assert read(patient.place, "SELECT token_hash FROM access_link") != [(before,)]


def test_a_code_on_paper_is_shown_once(nurse, patient, page):
    shown = nurse.post(f"{page}/paper-code").text
    code = re.search(r"<code>([A-Z0-9 -]+)</code>", shown)[1]
    assert len(re.sub(r"\W", "", code)) == 12
    assert code not in nurse.get(page).text


def test_a_device_is_taken_off(nurse, patient, page):
    ((device,),) = read(patient.place, "SELECT id FROM access_device")
    assert "retiré" in nurse.post(f"{page}/devices/{device}/revoke", follow=True).text
    assert nurse.post(f"{page}/devices/{uuid4()}/revoke").status_code == 404


def test_a_follow_up_ends_by_decision(nurse, patient, page):
    assert nurse.post(f"{page}/end", {}).status_code == 400
    told = nurse.post(f"{page}/end", {"reason": "recovered"}, follow=True)
    assert ("terminé" in told.text, "Renvoyer un lien" in told.text) == (True, False)
    assert follow_up(patient)["state"] == "ended"


def test_a_withdrawal_told_by_phone_is_noted(nurse, patient, page):
    told = nurse.post(f"{page}/withdraw", {"sure": "on"}, follow=True)
    assert "Accord au suivi à distance : retiré" in told.text
    assert follow_up(patient)["state"] == "withdrawn"


def test_another_team_and_another_organisation_find_nothing(place, patient, page):
    other_team = hire(place, "professional", team_id=place.second_line_id).sign_in()
    elsewhere = hire(make_place(name="Clinique du Port"), "professional").sign_in()
    for colleague in (other_team, elsewhere):
        assert colleague.get(page).status_code == 404
        assert colleague.post(f"{page}/claim").status_code == 404
        assert colleague.post(f"{page}/close", {"done": ["call_done"]}).status_code == 404


def test_who_is_not_a_carer_sees_nothing_clinical(place, patient, page):
    for role in ("secretary", "administrator"):
        colleague = hire(place, role).sign_in()
        assert colleague.get(page).status_code == 403
        home = colleague.get("/pro/").text
        assert ("Odile" in home, "Critique" in home, "covid" in home.lower()) == (False, False, False)
