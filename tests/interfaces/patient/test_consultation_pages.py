"""The waiting room as a browser asks for it: nothing by looking, what was typed kept, plain forms where there is no script."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from chevet.access.models import Device
from chevet.access.visits import cookie_name
from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Consultation
from chevet.usecases.admit_to_consultation import announce_delay
from chevet.usecases.end_consultation import end_consultation
from chevet.usecases.pass_to_phone import pass_to_phone
from tests.teleconsultation.held import Held, hold

SCRIPT = {"accept": "application/json"}


@pytest.fixture
def held(db) -> Held:
    return hold(now=datetime.now(UTC))


@pytest.fixture
def address(held) -> str:
    return f"/r/{held.tokens()[0]}"


@pytest.fixture
def phone(held) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.cookies[cookie_name(held.tokens()[0], secure=False)] = held.device
    return client


def words(answer) -> str:
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def screen(answer) -> str:
    return re.search(r'data-screen-now="(\w+)"', answer.content.decode()).group(1)


def books(held) -> list:
    with acting(held.actor.scope()):
        return [list(Consultation.objects.values()), Device.objects.count()]


def test_looking_writes_nothing_and_who_has_not_said_who_they_are_is_asked_first(held, address, phone):
    before = books(held)
    for path in ("salle", "salle/etat", "essai"):
        assert phone.get(f"{address}/{path}").status_code == 200
        asked = Client().get(f"{address}/{path}")
        assert (asked.status_code, asked["Location"]) == (302, address)
    robot = Client(headers={"user-agent": "WhatsApp/2.23 A"})
    assert robot.get(address).status_code == 200
    assert books(held) == before


def test_the_page_says_whom_one_meets_and_nothing_that_the_record_knows(address, phone):
    page = phone.get(f"{address}/salle")
    assert (screen(page), "Avec Soignante 0." in words(page), "15" in words(page)) == ("prepare", True, True)
    for secret in ("Lilas", "69003", "06 12 34 56 78", "Dupont", "Odile"):
        assert secret not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "connect-src 'self' ws" in page["Content-Security-Policy"]


def test_what_was_typed_is_kept_beside_a_sentence_and_the_script_reads_the_same(address, phone):
    typed = {"where": "elsewhere", "address": "Gare de Lyon", "number": "06 12"}
    page = phone.post(f"{address}/salle/pret", typed)
    assert (page.status_code, "Il manque des chiffres" in words(page)) == (422, True)
    assert 'value="Gare de Lyon"' in page.content.decode()
    told = phone.post(f"{address}/salle/pret", typed, headers=SCRIPT)
    assert (told.status_code, list(json.loads(told.content)["fields"])) == (422, ["number"])


def test_the_whole_way_works_without_a_script(held, address, phone):
    assert phone.post(f"{address}/salle/pret", {"where": "home"}).status_code == 302
    assert screen(phone.get(f"{address}/salle")) == "waiting"
    announce_delay(**held.about, minutes=10)
    phone.post(f"{address}/salle/ligne", {"text": "<b>J’ai mal</b>"})
    page = phone.get(f"{address}/salle")
    assert "Un peu de retard" in words(page)
    assert "&lt;b&gt;J’ai mal" in page.content.decode()
    assert phone.post(f"{address}/salle/telephone").status_code == 302
    assert "finit par 78" in words(phone.get(f"{address}/salle"))
    assert phone.post(f"{address}/salle/video").status_code == 302
    assert phone.post(f"{address}/salle/plus-tard").status_code == 302
    assert screen(phone.get(f"{address}/salle")) == "prepare"


def test_a_ticket_is_for_who_waits_and_no_old_link_receives_one(held, address, phone):
    ticket = f"{address}/salle/ticket"
    assert phone.post(ticket).status_code == 410
    phone.post(f"{address}/salle/pret", {"where": "home"})
    assert json.loads(phone.post(ticket).content)["url"].startswith("/stream/call?ticket=")
    pass_to_phone(**held.about)
    assert json.loads(phone.get(f"{address}/salle/etat").content)["screen"] == "phone"
    end_consultation(**held.about)
    assert phone.post(ticket).status_code == 410
    page = phone.get(f"{address}/salle")
    assert ("C’est terminé" in words(page), "data-call" in page.content.decode()) == (True, False)
    assert phone.post(f"{address}/salle/pret", {"where": "home"}, headers=SCRIPT).status_code == 409


def test_who_is_invited_reads_who_invites_and_not_whom_one_meets(held):
    held.invite(role="interpreter")
    guest, address = Client(headers={"accept-language": "fr"}), f"/i/{held.tokens('guest')[0]}"
    page = guest.get(address)
    assert "Soignante 0 vous invite à un appel vidéo" in words(page)
    assert "Odile" not in words(page)
    assert guest.post(f"{address}/ticket").status_code == 410
    assert guest.post(f"{address}/entrer").status_code == 200
    assert guest.post(f"{address}/ticket").status_code == 200
    assert (Client().get(address).status_code, Client().post(f"{address}/entrer").status_code) == (409, 409)
    end_consultation(**held.about)
    assert (guest.get(address).status_code, guest.post(f"{address}/ticket").status_code) == (410, 404)
    assert Client().get(f"/i/{'a' * 22}").status_code == 404


def test_the_pages_are_whole_in_english(held, address, phone):
    held.invite()
    for path in ("salle", "essai"):
        page = words(phone.get(f"{address}/{path}?langue=en", follow=True))
        assert re.findall(r"\b\w*[À-ÿ«»]\w*", page.replace("Français", "").replace("Hôpital", "")) == []
    guest = Client(headers={"accept-language": "en"}).get(f"/i/{held.tokens('guest')[0]}")
    assert "Soignante 0 invites you to a video call" in words(guest)
