"""What is done from the list without a script: views, filters, several lines at once, the keys, a record beside it."""

from datetime import timedelta

import pytest

from tests.fixtures.care import include
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import IN_DANGER, UNWELL, claim, read, send

NAMES = ("Alba", "Berthe", "Colette")


@pytest.fixture
def people(place, day):
    found = []
    for name in NAMES:
        found.append(
            include(
                place, now=day.at - timedelta(hours=26), first_name=name, birth_name="Essai", confirmed_duplicate=True
            )
        )
        send(found[-1], IN_DANGER if name == "Colette" else UNWELL, now=day.at)
    return found


def ids(people):
    return [str(one.follow_up_id) for one in people]


def names(answer):
    return [name for name in NAMES if f"{name} ESSAI" in answer.text]


def test_a_view_and_its_filters_are_in_the_address(nurse, people):
    assert names(nurse.get("/pro/?severity=red")) == ["Colette"]
    assert names(nurse.get("/pro/?severity=orange&pathway=covid-medical")) == ["Alba", "Berthe"]
    assert names(nurse.get("/pro/?severity=grey")) == []
    assert 'href="/pro/?team=' in nurse.get("/pro/?severity=red&view=team").text
    for nonsense in ("view=x", "severity=pink", "team=x", "open=x"):
        assert nurse.get(f"/pro/?{nonsense}").status_code == 404, nonsense


def test_several_lines_are_put_aside_together_and_what_was_refused_is_said(nurse, people, place, day):
    other = hire(place, "agent").sign_in()
    other.post(f"/pro/follow-ups/{people[0].follow_up_id}/claim")
    asked = nurse.get("/pro/chosen", query_params={"do": "aside", "line": ids(people), "list": "view=to_do"})
    assert names(asked) == list(NAMES)
    given = {"do": "aside", "line": ids(people), "length": "30", "why": "doctor", "note": "", "list": "severity=orange"}
    done = nurse.post("/pro/chosen", given, follow=True)
    assert done.redirect_chain[0][0] == "/pro/?severity=orange"
    assert "2 suivis mis de côté." in done.text
    assert "Alba ESSAI : Dominique Agent vient de prendre ce suivi en charge." in done.text
    assert names(nurse.get("/pro/")) == ["Alba"]
    assert "attend l’avis du médecin" in nurse.get("/pro/?view=aside").text


def test_what_is_missing_is_asked_again_with_what_was_typed(nurse, people):
    again = nurse.post("/pro/chosen", {"do": "aside", "line": ids(people[:1]), "length": "own", "note": "à revoir"})
    assert again.status_code == 400
    assert 'value="à revoir"' in again.text and names(again) == ["Alba"]
    assert nurse.get("/pro/chosen", query_params={"do": "close", "line": ids(people)}).status_code == 404, (
        "never closed together"
    )
    assert "Cochez d’abord une ligne" in nurse.get("/pro/chosen?do=aside", follow=True).text


def test_lines_are_given_to_a_colleague_and_written_to_together(nurse, people, place):
    colleague = hire(place, "agent")
    given = {"do": "assign", "line": ids(people[:2]), "to": str(colleague.account.id)}
    assert "2 suivis confiés." in nurse.post("/pro/chosen", given, follow=True).text
    assert names(colleague.sign_in().get("/pro/?view=mine")) == ["Alba", "Berthe"]
    key = "01a20381-4f81-70b8-a247-04961d56e158"
    message = {"do": "message", "line": ids(people), "text": "Mesurez encore à midi.", "key": key}
    for _ in range(2):
        assert "3 messages écrits." in nurse.post("/pro/chosen", message, follow=True).text
    assert read(place, "SELECT count(*) FROM communication") == [(3,)], "a second sending writes nothing"


def test_lines_of_others_are_not_there(people, place):
    from tests.fixtures.care import make_place

    stranger = hire(make_place(name="Clinique du Port"), "professional").sign_in()
    asked = {"do": "aside", "line": ids(people)}
    assert stranger.get("/pro/chosen", query_params=asked).status_code == 404
    assert stranger.get(f"/pro/follow-ups/{people[0].follow_up_id}/panel").status_code == 404
    assert stranger.post(f"/pro/follow-ups/{people[0].follow_up_id}/renew").status_code == 404


def test_who_comes_second_reads_the_name_on_the_list_and_in_a_script(nurse, people, place, day):
    claim(people[0], now=day.at)
    address = f"/pro/follow-ups/{people[0].follow_up_id}/claim"
    said = "Soignante 0 vient de prendre ce suivi en charge."
    assert said in nurse.post(address, {"list": "view=team"}, follow=True).text
    scripted = nurse.post(address, headers={"hx-request": "true"})
    assert (scripted.status_code, scripted.json()) == (409, {"said": said})
    assert said in nurse.post(address).text


def test_a_record_stands_beside_the_list_without_its_frame(nurse, people):
    panel = nurse.get(f"/pro/follow-ups/{people[2].follow_up_id}/panel").text
    assert ("<html" in panel, "Colette ESSAI" in panel, "data-hold" in panel) == (False, True, False)
    nurse.post(f"/pro/follow-ups/{people[2].follow_up_id}/claim")
    assert "data-hold" in nurse.get(f"/pro/follow-ups/{people[2].follow_up_id}/panel").text


def test_keys_are_the_accounts_own(nurse, place):
    page = {"on": "on", "claim": "t"}
    assert nurse.post("/pro/keys", page).url == "/pro/"
    assert 'data-act="claim" data-key="t"' in nurse.get("/pro/").text
    twice = nurse.post("/pro/keys", page | {"call": "t"})
    assert (twice.status_code, "Cette touche sert déjà" in twice.text) == (400, True)
    nurse.post("/pro/keys", {"claim": "t"})
    assert 'data-act="claim" data-key=""' in nurse.get("/pro/").text
    assert 'data-act="claim" data-key="p"' in hire(place, "agent").sign_in().get("/pro/").text


def test_a_sentence_of_a_rule_is_text_and_not_a_page(nurse, place, day):
    include(
        place,
        now=day.at - timedelta(hours=26),
        first_name="<b>Zoé",
        birth_name="O’Brien مريم",
        confirmed_duplicate=True,
    )
    text = nurse.get("/pro/?view=team").text
    assert "&lt;b&gt;Zoé O’BRIEN مريم" in text and "<b>Zoé" not in text
