"""Every page is valid HTML, as the reference checker of the W3C (vnu) reads it: each role, both languages, refusals too."""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include as included
from django.urls import path

from chevet.access.models import Device
from chevet.demo import cast, crowd, region
from chevet.interfaces import clock
from chevet.kernel.tenancy import acting
from chevet.pathways.language_files import codes
from chevet.people.models import Role
from config import urls
from tests.fixtures.care import include, make_place
from tests.fixtures.npm import fetched
from tests.house.test_routes import ROUTES, address, undone
from tests.interfaces.patient.conftest import StandingClock
from tests.interfaces.patient.phone import HEALTHY, Phone
from tests.interfaces.pro.colleagues import hire

pytestmark = pytest.mark.slow
VERSION = "26.9.27"
LANGUAGES = ("fr", "en")
TOLD = 20  # faults are many or none
LEFT = re.compile(
    "Attribute “hx-[a-z:-]+” not allowed"  # htmx's own words, which browsers pass over
    # on a telephone a table becomes cards; for browsers that then forget the table, its roles are said again
    "|The “role” attribute must not be used on a “t[rhd]” element which has a “table” ancestor"
)
SENT = ({}, {"a_spo2": "970"}, {"a_spo2": "93"}, {"a_symptoms": "true", "a_chest_pain": "true", "a_spo2": "88"})
ONLY_POST = ("submit", "send_code", "revoke_device", "resume")
REFUSALS = ("400", "403", "403_csrf", "404", "409", "429", "500", "503")
urlpatterns = [*urls.urlpatterns, path("demo/", included("chevet.demo.urls"))]


class Pages:
    """What was read, by where it was read; the same page twice is checked once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = defaultdict(list)

    def keep(self, name: str, answer) -> None:
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming or not answer.content:
            return
        body = answer.content.decode()
        if not body.lstrip().lower().startswith("<!doctype"):  # a part of a page
            body = f"<!doctype html>\n<html lang=fr><head><title>-</title></head><body>{body}</body></html>"
        self.found[
            re.sub(r'(csrf-token" content=|csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]+"', r'\1"-"', body)
        ].append(name)

    def faults(self, folder: Path) -> list[str]:
        for number, body in enumerate(self.found):
            (folder / f"{number}.html").write_text(body)
        names = list(self.found.values())
        jar = fetched("vnu-jar", VERSION) / "build" / "dist" / "vnu.jar"
        command = ["java", "-Xmx512m", "-jar", str(jar), "--format", "json", "--errors-only", str(folder)]
        read = subprocess.run(command, capture_output=True, timeout=300)
        told = json.loads(read.stderr)["messages"]
        first = {}
        for one in (one for one in told if not LEFT.search(one["message"])):
            fault = f"{one['message']} {one.get('extract', '')!r}"
            first.setdefault(fault, names[int(Path(one["url"]).stem)][0])
        return [f"{where}: {fault}" for fault, where in first.items()][:TOLD]


@pytest.fixture
def pages():
    if not shutil.which("java"):
        pytest.skip("Java is not installed: apt-get install default-jre-headless")
    return Pages()


def test_every_page_of_a_professional_is_valid(pages, own_database, tmp_path):
    patient = include(make_place())
    for role in [None, *(str(role) for role in Role)]:
        client = hire(patient.place, role).sign_in().client if role else Client()
        for name in professional(role):
            for language in LANGUAGES if role == Role.PROFESSIONAL else LANGUAGES[:1]:
                client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
                for method in methods(client, name):
                    with undone():
                        answer = method(address(name, patient))
                    pages.keep(f"{role} {name} {method.__name__} {language}", answer)
    assert len(pages.found) > 100
    assert pages.faults(tmp_path) == []


def professional(role):
    """Where this role enters; what is closed to it shows one and the same refusal."""
    words = {None: ("anyone", "gateway", "link"), str(Role.PROFESSIONAL): ("account", "stage")}.get(role, ())
    for name, route in ROUTES.items():
        enters = role in route["who"] if isinstance(route["who"], list) else route["who"] in words
        if enters and not name.startswith(("patient:", "demo:", "ui:")):
            yield name


def methods(client, name):
    """A form sent with nothing in it shows the page with its refusals."""
    return (client.post,) if ROUTES[name].get("post") else (client.get, client.post)


def test_every_page_of_a_patient_is_valid(pages, own_database, tmp_path, monkeypatch):
    noon = StandingClock(monkeypatch)
    patient = include(make_place(), now=noon.now - timedelta(hours=20))
    for language in [*LANGUAGES, *spoken()]:
        for state in ("stranger", "identified", "bound"):
            phone = Phone.of(patient) if state != "stranger" else Phone(patient.token)
            phone.client.cookies["django_language"] = language
            with acting(patient.place.scope):
                Device.objects.update(state="bound" if state == "bound" else "identified")
            for name in places(language):
                with undone():
                    pages.keep(f"{state} {name} {language}", visit(phone, name, patient))
        with undone():
            for answers in SENT:
                pages.keep(f"receipt {answers} {language}", phone.post("reponses", sending(answers), follow=True))
            pages.keep(f"record after answers {language}", phone.get("dossier"))
            pages.keep(f"today after answers {language}", phone.get("aujourdhui"))
    assert len(pages.found) > 60
    assert pages.faults(tmp_path) == []


def spoken():
    return [code for code in codes() if code not in LANGUAGES]


def places(language):
    """Only the pages of the questionnaire speak more than French and English."""
    many = {f"patient:{name}" for name in ("home", "questions", "report", "again")}
    return [name for name in ROUTES if name.startswith("patient:") and (language in LANGUAGES or name in many)]


def visit(phone, name, patient):
    place = address(name, patient).replace("AAAAAAAAAAAAAAAAAAAAAA", patient.token)
    return phone.client.post(place) if name.split(":")[1] in ONLY_POST else phone.client.get(place)


def sending(answers):
    return {"key": str(uuid4())} | HEALTHY | answers if answers else {"key": str(uuid4())}


@pytest.mark.urls(__name__)
def test_every_page_of_the_demonstration_is_valid(pages, own_database, tmp_path, monkeypatch, settings):
    settings.DEMO = True
    monkeypatch.setattr(cast, "EVERYBODY", (cast.ODILE, cast.AHMED, cast.YVETTE))
    monkeypatch.setattr(crowd, "CROWD", ())
    monkeypatch.setattr(clock, "_read", {})
    region.load()
    client = Client()
    for language in LANGUAGES:
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        for one in ("/demo/", "/demo/tour", "/demo/messages", "/demo/time", "/accounts/login/"):
            pages.keep(f"{one} {language}", client.get(one))
        for face in ("patient", "pro", "plain"):
            pages.keep(f"gallery {face} {language}", client.get(f"/ui/gallery/{face}"))
    assert len(pages.found) == 16
    assert pages.faults(tmp_path) == []


def test_every_refusal_is_valid(pages, tmp_path):
    for name in REFUSALS:
        body = render_to_string(f"{name}.html", {"retry_after": 60})
        pages.found[body].append(name)
    assert pages.faults(tmp_path) == []
