"""The pages of a change of shift, as the team uses them: prepared, signed, read, refused, printed."""

import re
from uuid import uuid4

import pytest

from chevet.kernel.tenancy import acting
from chevet.organisations.models import Delegation
from tests.interfaces.pro.colleagues import LONG_AGO, hire
from tests.interfaces.pro.test_team_list import counted, counting_ones, someone
from tests.usecases.doing import IN_DANGER, STABLE, UNWELL, call, close, read


@pytest.fixture
def other(place):
    return hire(place, "professional").sign_in()


def sign(who, **typed):
    return who.post("/pro/handovers/new", typed)


def address_of(answer) -> str:
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


@pytest.mark.parametrize("people", [1, 3])
def test_each_page_costs_as_much_whatever_the_number_of_people(nurse, place, day, monkeypatch, people):
    for number in range(people):
        someone(place, day, "ABC"[number], IN_DANGER)
    sheet = address_of(sign(nurse, note="Bonne nuit."))
    pages = {
        "/pro/team": 11,
        "/pro/handovers/new": 6,
        "/pro/handovers": 3,
        sheet: 4,
        "/pro/print": 6,
        "/pro/print.pdf": 6,
    }
    for page, most in pages.items():
        nurse.get(page)
        with counted(monkeypatch) as seen:
            assert nurse.get(page).status_code == 200
        assert len(counting_ones(seen)) <= most, (page, counting_ones(seen))


def test_the_draft_names_open_reds_first_and_leaves_a_place_for_words(nurse, place, day):
    someone(place, day, "Orange", UNWELL)
    red = someone(place, day, "Rouge", IN_DANGER)
    someone(place, day, "Verte", STABLE)
    text = nurse.get("/pro/handovers/new").text
    assert text.index("Rouge ESSAI") < text.index("Orange ESSAI") and "Verte ESSAI" not in text
    assert f'name="word-{red.follow_up_id}"' in text
    assert "1 critique ouverte" in text


def test_it_is_signed_then_read_and_taken_by_the_next(nurse, other, place, day):
    red = someone(place, day, "Rouge", IN_DANGER)
    word = {f"word-{red.follow_up_id}": "Sa fille arrive à 22 h.", "word-nonsense": "x"}
    sheet = address_of(sign(nurse, note="Bonne <b>nuit</b>.", **word))
    text = other.get(sheet).text
    assert "Sa fille arrive à 22 h." in text and "Bonne &lt;b&gt;nuit&lt;/b&gt;." in text
    assert "J’ai lu, je prends la suite" in text
    assert address_of(other.post(f"{sheet}/take")) == "/pro/"
    again = nurse.post(f"{sheet}/take", follow=True)
    assert "Une autre personne a déjà pris la suite." in again.text
    assert f"Lue et reprise par {other.account.name}" in again.text
    assert "J’ai lu, je prends la suite" not in again.text


def test_who_signs_second_keeps_what_was_typed(nurse, other, place, day):
    red = someone(place, day, "Rouge", IN_DANGER)
    sign(nurse, note="La première.")
    answer = sign(other, note="La seconde.", **{f"word-{red.follow_up_id}": "À garder."})
    assert answer.status_code == 409
    assert "La seconde." in answer.text and "À garder." in answer.text
    assert "Une transmission attend déjà" in answer.text
    assert read(place, "SELECT count(*) FROM handover_sheet") == [(1,)]


def test_a_note_that_is_too_long_comes_back_whole(nurse, place, day):
    answer = sign(nurse, note="é" * 4_001)
    assert answer.status_code == 400 and "é" * 4_001 in answer.text
    assert read(place, "SELECT count(*) FROM handover_sheet") == [(0,)]


def test_the_banner_is_quiet_at_first_and_says_so_when_nobody_comes(nurse, other, place, day):
    assert "/pro/handovers/banner" in other.get("/pro/").text
    assert other.get("/pro/handovers/banner").text.strip() == ""
    sign(nurse, note="")
    assert "Transmission de" in other.get("/pro/handovers/banner").text
    assert "notice--warning" not in other.get("/pro/handovers/banner").text
    day.shift(minutes=16)
    late = other.get("/pro/handovers/banner").text
    assert "notice--warning" in late and "attend depuis 16 min" in late


def test_a_sheet_of_another_team_or_of_nobody_is_not_found(nurse, place, day):
    sheet = address_of(sign(nurse, note="Bonne nuit."))
    watch = hire(place, "professional", team_id=place.second_line_id).sign_in()
    for path in (sheet, f"/pro/handovers/{uuid4()}", f"/pro/handovers?team={place.team_id}", f"/pro/print?team={uuid4()}",
                 f"/pro/team?team={place.team_id}", "/pro/handovers?team=x"):  # fmt: skip
        assert watch.get(path).status_code == 404, path
    assert watch.post(f"{sheet}/take").status_code == 404
    assert read(place, "SELECT taken_at FROM handover_sheet") == [(None,)]


def test_the_list_on_paper_has_everybody_worst_first_with_numbers_and_the_home_of_reds(nurse, place, day):
    someone(place, day, "Verte", STABLE)
    someone(place, day, "Rouge", IN_DANGER)
    someone(place, day, "Orange", UNWELL)
    text = nurse.get("/pro/print").text
    places = [text.index(f"{name} ESSAI") for name in ("Rouge", "Orange", "Verte")]
    assert places == sorted(places)
    assert len(re.findall(r"06(&nbsp;|\s| )12", text)) == 3
    assert text.count("3 rue des Lilas") == 1, "where to send somebody, for the red alone"
    assert "SAMU 15" in text and "97 %" in text and "15, demander le SAMU 69" in text
    journal = "SELECT detail->>'people', detail->>'form' FROM journal WHERE action = 'caseload.printed'"
    assert read(place, journal) == [("3", "page")]


def test_whose_alerts_come_and_go_stands_on_every_paper_of_a_shift(nurse, place, day):
    team, other = place.team_id, place.second_line_id
    with acting(place.scope):
        for giver, taker in ((team, other), (other, team)):
            Delegation.objects.create(
                organisation_id=place.organisation_id, team_id=giver, to_team_id=taker, hours=[], since=LONG_AGO
            )
    sheet = address_of(sign(nurse, note="Rien de plus."))
    for path in ("/pro/handovers/new", sheet, "/pro/print"):
        text = nurse.get(path).text
        assert ("Alertes confiées à : Garde" in text, "Reçoit les alertes de : Garde" in text) == (True, True), path


def test_the_pdf_is_named_by_its_hour_and_cached_nowhere(nurse, place, day):
    someone(place, day, "Rouge", IN_DANGER)
    answer = nurse.get("/pro/print.pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="liste-2027-03-02-10h00.pdf"'
    assert answer.content.startswith(b"%PDF-") and "no-store" in answer["Cache-Control"]
    assert len(re.findall(rb"/Type /Page\b", answer.content)) == 1


def test_the_day_counts_and_leads_to_the_list_behind_each_number(nurse, place, day):
    someone(place, day, "Rouge", IN_DANGER)
    text = nurse.get("/pro/team").text
    assert "severity=red" in text and "personnes suivies" in text
    assert "1 critique que personne n’a encore essayé de joindre" in text
    assert "Aucune alerte critique n’a été close" in text


def test_times_are_shown_from_five_reds_on_and_rules_name_the_bad_one(nurse, place, day):
    for number in range(5):
        one = someone(place, day, "ABCDE"[number], IN_DANGER | {"breathlessness": "worse"})
        day.shift(minutes=6)
        call(one, now=day.at)
        close(one, now=day.at, useful=number == 0)
    shown = nurse.get("/pro/team").text
    assert "6 min" in shown and "100 %" in shown and "Covidom" in shown
    rules = nurse.get("/pro/rules").text
    assert "4 alertes sur 5 jugées inutiles" in rules
    (path,) = set(re.findall(r'href="(/pro/rules/covid-medical/[a-z-]*chest[a-z-]*)', rules)) or {None}
    page = nurse.get(path).text
    assert "version 1" in page and "Jugées inutiles, par semaine" in page and "20 %" in page
    assert nurse.get("/pro/rules/covid-medical/no-such-rule").status_code == 404
