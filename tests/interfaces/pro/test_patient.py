"""A patient's own page: registered, found, checked, reached, included, by those whose role it is."""

from datetime import date
from uuid import uuid4

import pytest

from chevet.people.identity import Traits
from chevet.people.matricule import NIR_TEST, key_of
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_team_list import counted, counting_ones
from tests.usecases.doing import read

NUMBER, BORN = "2490569383045", date(1949, 5, 17)
RIGHT = key_of(NUMBER)
CLINICAL_WORDS = ("Covid", "SpO", "BPCO", "Suivis", "follow-ups/")


@pytest.fixture(autouse=True)
def simulated(settings):
    settings.NATIONAL_IDENTITY = "simulator"


@pytest.fixture
def typed(place) -> dict:
    return {
        "key": str(uuid4()), "birth_name": "Martin", "first_name": "Paule", "birth_date_day": "17",
        "birth_date_month": "5", "birth_date_year": "1949", "sex": "F", "mobile": "06 12 34 56 78",
        "team_id": str(place.team_id),
    }  # fmt: skip


@pytest.fixture
def secretary(place):
    return hire(place, "secretary").sign_in()


def test_a_secretary_registers_finds_and_opens_somebody_and_reads_nothing_clinical(secretary, place, typed):
    made = secretary.post("/pro/patients/new", typed, follow=True)
    assert made.redirect_chain == [(f"/pro/patients/{typed['key']}", 302)]
    assert "Identité provisoire" in made.text
    found = secretary.post("/pro/people", {"typed": "martin"}).text
    assert f'href="/pro/patients/{typed["key"]}"' in found
    assert [word for word in CLINICAL_WORDS if word in made.text + found] == []


def test_of_somebody_followed_a_secretary_reads_who_she_is_and_nothing_of_her_health(secretary, nurse, patient):
    hers = f"/pro/patients/{patient.patient_id}"
    paths = (hers, f"{hers}/identity", f"{hers}/contacts", f"/pro/include?patient={patient.patient_id}")
    texts = [secretary.get(path).text for path in paths]
    assert all("DUPONT-MÉNARD" in text for text in texts)
    assert [
        word for word in (str(patient.follow_up_id), "Suivis", "facteur", "BPCO") if word in "".join(texts[:3])
    ] == []
    assert str(patient.follow_up_id) in nurse.get(hers).text


def test_pressed_twice_is_one_person_and_what_was_typed_stays_when_it_is_refused(secretary, place, typed):
    for _press in range(2):
        assert secretary.post("/pro/patients/new", typed).status_code == 302
    refused = secretary.post("/pro/patients/new", typed | {"key": str(uuid4()), "birth_place": "69"})
    assert refused.status_code == 400
    assert 'value="69"' in refused.text
    twin = secretary.post("/pro/patients/new", typed | {"key": str(uuid4())})
    assert "Déjà connu dans votre structure" in twin.text
    assert read(place, "SELECT count(*) FROM patient") == [(1,)]


def code(key: str = RIGHT) -> str:
    """As a scanner types it, for the same person as `typed`."""
    who = "\x1dS3PAULE ANNE\x1dS4MARTIN\x1dS5FS617-05-1949S769383"
    return f"IS01{'0' * 22}S1{NUMBER}{key}S2{NIR_TEST}{who}"


def test_a_scanned_code_fills_the_form_and_proves_nothing(secretary, place, settings):
    settings.DEMO = True
    read_out = secretary.post("/pro/patients/new", {"code": code()})
    assert ('value="MARTIN"' in read_out.text, "n’est pas signé" in read_out.text) == (True, True)
    assert read(place, "SELECT count(*) FROM patient") == [(0,)]
    wrong = secretary.post("/pro/patients/new", {"code": code("00")})
    assert (wrong.status_code, "La clé de ce matricule" in wrong.text) == (400, True)


def test_a_test_code_is_refused_where_people_are_real(secretary):
    refused = secretary.post("/pro/patients/new", {"code": code()})
    assert (refused.status_code, "réel et d&#x27;essai" in refused.text) == (400, True)


def test_a_code_typed_into_the_search_finds_its_person(secretary, typed, settings):
    settings.DEMO = True
    secretary.post("/pro/patients/new", typed)
    found = secretary.post("/pro/people", {"typed": code()}).text
    assert f"/pro/patients/{typed['key']}" in found


@pytest.fixture
def desk(secretary, typed):
    """Somebody registered with whole traits, and the page where her identity is checked."""
    whole = {"given_names": "Paule Anne", "birth_place": "69383"}
    secretary.post("/pro/patients/new", typed | whole)
    address = f"/pro/patients/{typed['key']}/identity"
    seen = Traits(
        **{name: typed[name] for name in ("birth_name", "first_name", "sex")}, **whole, birth_date=BORN
    ).print  # fmt: skip
    return lambda what, **more: secretary.post(
        address, {"what": what, **{f"{what}-{name}": value for name, value in more.items()}}, follow=True
    ), seen


def test_a_document_and_the_service_qualify_and_only_then_the_matricule_shows(desk, secretary, typed):
    send, seen = desk
    page = send("document", document="passport", same="on", seen=seen).text
    assert ("Identité validée" in page, "Passeport" in page, "Matricule INS" in page) == (True, True, False)
    page = send("ask").text
    assert ("Identité qualifiée" in page, "Matricule INS" in page, NIR_TEST in page) == (True, True, True)
    assert "Matricule INS" in secretary.get(f"/pro/patients/{typed['key']}").text
    page = send("mark", doubt="doubtful").text
    assert ("Identité douteuse" in page, "Matricule INS" in page) == (True, False)


def test_a_document_without_the_tick_and_an_unknown_one_are_refused(desk):
    send, seen = desk
    for wrong in ({"document": "passport"}, {"document": "driving_licence", "same": "on"}):
        assert send("document", seen=seen, **wrong).status_code == 400
    assert "Relisez-les avec la pièce" in send("document", document="passport", same="on", seen="other").text


def test_what_the_service_says_otherwise_stands_beside_ours_until_it_is_accepted(secretary, typed):
    secretary.post("/pro/patients/new", typed | {"birth_name": "Variant"})
    address = f"/pro/patients/{typed['key']}/identity"
    page = secretary.post(address, {"what": "ask"}).text
    assert "<mark>VARIANT DELORME</mark>" in page
    accepted = page.split('name="ask-accepted" value="')[-1].split('"')[0]
    page = secretary.post(address, {"what": "ask", "ask-accepted": accepted}, follow=True).text
    assert ("Identité récupérée" in page, "VARIANT DELORME" in page) == (True, True)


def test_without_a_service_the_page_says_so(desk, secretary, settings):
    settings.NATIONAL_IDENTITY = ""
    send, _seen = desk
    assert "Aucun téléservice" in send("ask").text


def test_a_contact_is_added_and_retired_and_the_last_one_is_kept(secretary, place, typed):
    secretary.post("/pro/patients/new", typed)
    address = f"/pro/patients/{typed['key']}/contacts"
    assert secretary.post(address, {"kind": "email", "typed": "paule"}).status_code == 400
    secretary.post(address, {"kind": "email", "typed": "paule@exemple.fr"})
    ids = [str(one) for (one,) in read(place, "SELECT id FROM contact_point ORDER BY kind DESC")]
    assert "plus rien n’y part" in secretary.post(f"{address}/{ids[0]}/retire", follow=True).text
    assert "dernier moyen" in secretary.post(f"{address}/{ids[1]}/retire", follow=True).text
    assert read(place, "SELECT kind FROM contact_point WHERE state = 'active'") == [("email",)]


def test_from_her_page_to_a_follow_up_nothing_is_typed_twice(nurse, place, typed):
    nurse.post("/pro/patients/new", typed | {"address": "8 quai Arloing, 69009 Lyon"})
    link = f"/pro/include?patient={typed['key']}"
    assert link in nurse.get(f"/pro/patients/{typed['key']}").text
    form = nurse.get(link).context["form"]
    given = {
        box.html_name: box.value() for box in form
        if box.name in ("mobile", "address", "version_id", "team_id", "hour", "language")
    }  # fmt: skip
    assert nurse.post(link, given).status_code == 400, "Enter in a box is no agreement"
    sent = nurse.post(link, given | {"heard": "both", "birth_name": "Changed"})
    assert sent.status_code == 302, sent.text
    assert read(place, "SELECT text, decision FROM consent ORDER BY text") == [
        ("data", "informed"), ("remote_follow_up", "given")
    ]  # fmt: skip
    assert read(
        place, "SELECT p.birth_name, count(f.id) FROM patient p JOIN follow_up f ON f.patient_id = p.id GROUP BY 1"
    ) == [("Martin", 1)]
    assert read(place, "SELECT (SELECT count(*) FROM contact_point), (SELECT count(*) FROM data_key)") == [(1, 1)]
    again = nurse.post(link, given | {"agreement": "given", "informed": "on"})
    assert (again.status_code, "déjà un suivi de ce parcours" in again.text) == (400, True)


def test_somebody_of_another_team_is_found_by_name_and_not_opened(place, nurse, typed):
    other = hire(place, "secretary", team_id=place.second_line_id).sign_in()
    nurse.post("/pro/patients/new", typed)
    found = other.post("/pro/people", {"typed": "martin"}).text
    assert ("Paule MARTIN" in found, typed["key"] in found) == (True, False)
    paths = (f"/pro/patients/{typed['key']}", f"/pro/include?patient={typed['key']}")
    assert [other.get(path).status_code for path in paths] == [404, 404]
    assert nurse.get(paths[0]).status_code == 200
    assert nurse.get("/pro/include?patient=nobody").status_code == 404


def test_another_team_opens_her_once_somebody_who_cares_has_added_it(place, nurse, secretary, typed):
    nurse.post("/pro/patients/new", typed)
    page, sharing = f"/pro/patients/{typed['key']}", f"/pro/patients/{typed['key']}/teams"
    other = hire(place, "professional", team_id=place.second_line_id).sign_in()
    assert (other.get(page).status_code, secretary.get(sharing).status_code) == (404, 403)
    assert nurse.post(sharing, {"team_id": str(uuid4())}).status_code == 400
    assert nurse.post(sharing, {"team_id": str(place.second_line_id)}).status_code == 302
    assert other.get(page).status_code == 200


def test_the_record_shows_how_sure_the_identity_is_and_leads_to_her_page(nurse, patient):
    text = nurse.get(f"/pro/follow-ups/{patient.follow_up_id}").text
    assert ("Identité provisoire" in text, f"/pro/patients/{patient.patient_id}" in text) == (True, True)


def test_her_page_costs_the_same_with_one_and_with_three_of_everything(nurse, patient, monkeypatch):
    path = f"/pro/patients/{patient.patient_id}"

    def cost():
        with counted(monkeypatch) as seen:
            nurse.get(path)
        return len(counting_ones(seen))

    cost()
    one = cost()
    for number in ("06 12 34 56 70", "06 12 34 56 71"):
        assert nurse.post(f"{path}/contacts", {"kind": "mobile", "typed": number}).status_code == 302
    assert cost() == one


NAVIGATION = {
    "professional": ["Suivi", "Patients", "Agenda", "Téléconsultations", "Télérégulation"],
    "agent": ["Suivi", "Patients"],
    "secretary": ["Patients", "Agenda", "Téléconsultations", "Paiements"],
    "regulation_doctor": ["Patients", "Téléconsultations", "Télérégulation"],
    "regulation_assistant": ["Télérégulation"],
    "administrator": ["Équipes et accès"],
    "designer": ["Les parcours"],
    "decision_maker": ["Vue d’ensemble"],
}


@pytest.mark.parametrize("role", NAVIGATION)
def test_the_bar_holds_what_the_role_uses_and_every_place_opens(place, role):
    colleague = hire(place, role).sign_in()
    page = colleague.get("/pro/", follow=True)
    assert [str(one["label"]) for one in page.context["nav_items"]] == NAVIGATION[role]
    places = page.context["nav_items"] + page.context["sub_items"] + page.context["account_items"]
    assert {colleague.get(one["url"], follow=True).status_code for one in places} == {200}
