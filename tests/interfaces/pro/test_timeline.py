"""The middle of the patient's page: one stream by local day, filtered without a script, with pages for what is long."""

import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from chevet.interfaces.pro.timeline import SHOWN
from chevet.usecases import keep_document
from chevet.usecases.set_threshold import set_threshold
from chevet.usecases.write_note import write_note
from tests.interfaces.pro.colleagues import hire
from tests.usecases.acts_of_documents import PAPER, at_once
from tests.usecases.doing import IN_DANGER, STABLE, call, send, write

EVENT = re.compile(
    r'<li class="event[^"]*event--(\w+)"><time datetime="[^"]+">(\d\d:\d\d)</time>.*?<strong>([^<]+)</strong>', re.S
)
CHANGED = re.compile(r'class="value--changed"><dt>([^<]+)</dt><dd>([^<]+?)\s*<')


@pytest.fixture
def page(patient):
    return f"/pro/follow-ups/{patient.follow_up_id}"


def note(patient, text, *, now):
    write_note(
        actor=patient.place.actor, follow_up_id=patient.follow_up_id, key=uuid4(), text=text, now=now, machine_now=now
    )


@pytest.fixture
def lived(patient, day):
    """Two days: well, then worse, with a call, a message, a paper, a note and a bound."""
    yesterday = day.at - timedelta(days=1)
    send(patient, STABLE, now=yesterday)
    note(patient, "Bien ce matin.", now=yesterday)
    send(patient, IN_DANGER | {"spo2": "93"}, now=day.at)
    call(patient, now=day.at)
    write(patient, "Je tousse.", now=day.at)
    with at_once(keep_document, said="off"):
        keep_document.keep_document(
            actor=patient.place.actor, patient_id=patient.patient_id, document_id=uuid4(), title="", content=PAPER,
            category="prescription", now=day.at, machine_now=day.at,
        )  # fmt: skip
    set_threshold(
        actor=patient.place.actor, follow_up_id=patient.follow_up_id, kind="heart_rate", side="above", value=100,
        until_on=day.at.date(), reason="Bêtabloquant", now=day.at, machine_now=day.at,
    )  # fmt: skip
    return patient


def test_the_stream_tells_days_newest_first_in_the_patients_time(nurse, lived, page):
    text = nurse.get(page).text
    days = re.findall(r'<section class="day"><h3>([^<]+?)\s*<span class="muted">jour (\d)', text)
    assert [(on, number) for on, number in days[:2]] == [("mardi 2 mars", "2"), ("lundi 1 mars", "1")]
    told = [(kind, title) for kind, _at, title in EVENT.findall(text)]
    for kind, title in {
        "answers": "Questionnaire", "alerts": "alertes", "calls": "Joint", "messages": "La personne a écrit",
        "notes": "Note au dossier", "moves": "Pouls : seuil haut posé jusqu’au 2 mars",
    }.items():  # fmt: skip
        assert any(one == kind and title in words for one, words in told), (kind, told)
    assert all(at.startswith("10") for kind, at, _title in EVENT.findall(text) if kind == "calls")


def test_what_changed_since_the_day_before_is_marked_and_noise_is_not(nurse, lived, page):
    changed = CHANGED.findall(nurse.get(f"{page}?show=answers").text)
    assert ("SpO₂", "93 %") in changed
    assert not [name for name, _value in changed if name == "Température"]


@pytest.mark.parametrize("kind", SHOWN)
def test_one_kind_alone_is_an_address(nurse, lived, page, kind):
    text = nurse.get(f"{page}?show={kind}").text
    assert {one for one, _at, _title in EVENT.findall(text)} == {kind}
    assert re.search(rf'href="{page}\?show={kind}#fil" aria-current="true"', text)


def test_an_unknown_kind_or_hour_in_the_address_shows_everything(nurse, lived, page):
    assert EVENT.findall(nurse.get(f"{page}?show=%00").text) == EVENT.findall(nurse.get(page).text)
    for before in ("", "hier", "2027-03-02", "9999999999", "2027-02-30T00:00:00Z"):
        assert nurse.get(f"{page}/timeline?{urlencode({'before': before})}").status_code == 200


def test_a_long_history_has_pages_that_overlap_nowhere_and_forget_nothing(nurse, patient, page, day):
    for number in range(70):
        note(patient, f"n{number:02}", now=day.at - timedelta(minutes=number // 2))
    seen, url = [], f"{page}?show=notes"
    while url:
        text = nurse.get(url).text
        seen += re.findall(r'class="event__text" dir="auto">(n\d\d)<', text)
        older = re.search(r'href="([^"]+/timeline\?before=[^"]+)"', text)
        url = older and older[1].replace("&amp;", "&")
    assert sorted(seen) == [f"n{number:02}" for number in range(70)]


def test_the_page_costs_the_same_with_one_of_each_and_three(nurse, lived, page, day, monkeypatch):
    from tests.interfaces.pro.test_team_list import counted, counting_ones

    def cost(address):
        with counted(monkeypatch) as seen:
            nurse.get(address)
        return len(counting_ones(seen))

    cost(page)
    before = {address: cost(address) for address in (page, f"{page}/timeline", f"{page}/circle", f"{page}/panel")}
    for _more in range(2):
        day.shift(minutes=1)
        send(lived, STABLE | {"spo2": "97"}, now=day.at, between=True)
        note(lived, "Encore.", now=day.at)
        call(lived, now=day.at)
    assert {address: cost(address) for address in before} == before


def test_a_note_is_written_from_a_template_and_signed(nurse, patient, page):
    form = nurse.get(f"{page}/note?template=call").text
    assert "Appel à : \n" in form
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    for _twice in range(2):
        told = nurse.post(f"{page}/note", {"key": key, "text": "Va mieux.\nتحسن", "for_next_shift": "on"}, follow=True)
    assert [(kind, title) for kind, _at, title in EVENT.findall(told.text) if kind == "notes"] == [
        ("notes", "Note à transmettre")
    ]
    assert "Va mieux.<br>تحسن" in told.text


def test_a_note_of_100_kb_is_refused_and_stays_in_the_form(nurse, patient, page):
    told = nurse.post(f"{page}/note", {"key": uuid4(), "text": "long " * 20_000})
    assert (told.status_code, "Cette note est trop longue" in told.text, "long long" in told.text) == (400, True, True)


def test_a_teams_own_template_serves_its_members_and_nobody_else(nurse, patient, place, page):
    nurse.post("/pro/note-templates", {"team_id": place.team_id, "name": "Visite", "text": "Vu à domicile : "})
    assert "Vu à domicile" in nurse.get(f"{page}/note?template={place.team_id}:Visite").text
    elsewhere = hire(place, "professional", team_id=place.second_line_id).sign_in()
    assert "Visite" not in elsewhere.get("/pro/note-templates").text
    taken = {"team_id": place.team_id, "name": "Visite", "text": "Autre"}
    assert elsewhere.post("/pro/note-templates", taken).status_code == 400
    nurse.post(f"/pro/note-templates/{place.team_id}/retire", {"name": "Visite"})
    assert "Vu à domicile" not in nurse.get("/pro/note-templates").text


def test_a_bound_is_set_from_the_page_shown_and_refused_with_what_was_typed(nurse, lived, page):
    assert "Pouls au-dessus de 100 par minute" in nurse.get(page).text
    given = {
        "what": "spo2.below",
        "value": "92",
        "until_on_day": "3",
        "until_on_month": "3",
        "until_on_year": "2027",
        "reason": "BPCO",
    }
    told = nurse.post(f"{page}/threshold", given | {"value": "85"})
    refused = "irait au-delà de la bande d" in told.text
    assert (told.status_code, refused, 'value="85"' in told.text, "BPCO" in told.text) == (400, True, True, True)
    told = nurse.post(f"{page}/threshold", given, follow=True)
    assert ("Saturation en oxygène sous 92 %" in told.text, "BPCO" in told.text) == (True, True)
    (lift,) = re.findall(r'action="([^"]+/lift)"', told.text)[:1]
    assert "Seuils passés" in nurse.post(lift, follow=True).text


def test_who_looked_is_counted_and_an_opening_from_outside_shows(nurse, patient, place, page):
    nurse.get(page)
    other = hire(place, "professional", team_id=place.second_line_id).sign_in()
    assert other.get(page).status_code == 404
    assert other.post(f"{page}/open", {"motive": "other", "words": ""}).status_code == 400
    told = other.post(f"{page}/open", {"motive": "other", "words": "Erreur de lit"}, follow=True)
    assert "Ouvert en dehors du cercle de soins" in told.text
    text = nurse.get(page).text
    looked = text[text.index("Qui a regardé ce dossier") :]
    assert f"{other.account.name} a ouvert le dossier, <strong>en dehors du cercle de soins</strong>" in looked
    chief = hire(place, "administrator").sign_in()
    listed = chief.get("/pro/openings").text
    assert (other.account.name in listed, "autre motif" in listed, "Erreur de lit" in listed, "Odile" in listed) == (
        True, True, False, False,
    )  # fmt: skip


def test_the_search_leads_a_carer_who_does_not_follow_to_the_door_and_a_secretary_nowhere(place, patient):
    other = hire(place, "professional", team_id=place.second_line_id).sign_in()
    assert f"/pro/follow-ups/{patient.follow_up_id}/open" in other.post("/pro/people", {"typed": "Duopnt"}).text
    secretary = hire(place, "secretary").sign_in()
    assert "follow-ups" not in secretary.post("/pro/people", {"typed": "dupont"}).text
