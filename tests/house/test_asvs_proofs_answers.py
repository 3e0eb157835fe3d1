"""What the security checklist promises of every answer: headers, cookies, forms, redirects."""

import io
import json
import subprocess
import sys

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from config.pages import application
from tests.fixtures.care import include, make_place
from tests.house.test_routes import ROUTES, address, knock
from tests.interfaces.pro.colleagues import hire

SEEN: dict = {}  # asked once, read by several tests


@pytest.fixture
def patient(db):
    return include(make_place())


@pytest.fixture
def nurse(patient):
    return hire(patient.place, "professional").sign_in()


@pytest.fixture
def answers(patient, nurse):
    """One answer of every address, seen by a professional who is signed in."""
    if SEEN:
        return SEEN
    names = [name for name, route in ROUTES.items() if route["who"] != "demo"]
    found = {name: knock(nurse.client, name, patient) for name in names}
    found["nowhere"] = nurse.get(f"/pro/follow-ups/{patient.follow_up_id}/portrait.css")
    found["record as a file"] = Client().get(f"/s/{patient.token}/dossier/style.css")
    assert len(found) > 60
    SEEN.update(found)
    return SEEN


def settings_under_https(names: str) -> dict:
    """The product's settings as they are read with a public address."""
    code = f"import json; from config import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names.split()!r}}}))"
    environment = {"CHEVET_SITE_URL": "https://suivi.exemple.fr", "PATH": "/usr/bin"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


def test_every_answer_carries_the_headers_that_browsers_obey(answers):
    wanted = {
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }  # fmt: skip
    wrong = {
        name: dict(answer.headers) for name, answer in answers.items()
        if not wanted.items() <= dict(answer.headers).items() or "Access-Control-Allow-Origin" in answer.headers
    }  # fmt: skip
    assert wrong == {}


TO_PAY = ("https://checkout.stripe.com", "https://www.payfip.gouv.fr")  # where the form of a payment may lead


def test_every_answer_holds_pages_to_our_own_files_and_out_of_frames(answers):
    policies = {name: answer.headers.get("Content-Security-Policy", "") for name, answer in answers.items()}
    for name, policy in policies.items():
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        ours = policy.replace(" ".join(TO_PAY), "") if name == "visit:payment" else policy
        assert "unsafe" not in ours and "http" not in ours and "*" not in ours, name
    assert sum("object-src 'none'" in policy and "base-uri 'none'" in policy for policy in policies.values()) > 60


def test_no_answer_about_anybody_may_be_kept(answers):
    kept = {
        name: answer.headers.get("Cache-Control", "") for name, answer in answers.items()
        if "no-store" not in answer.headers.get("Cache-Control", "")
    }  # fmt: skip
    assert set(kept) <= {"patient:service_worker", "patient:offline", "patient:manifest"}, "which name nobody"
    assert [answers[name].status_code for name in ("nowhere", "record as a file")] == [404, 404]


def test_every_answer_with_a_body_names_its_type_and_character_set(answers):
    bodies = {name: answer for name, answer in answers.items() if not answer.streaming and answer.content}
    kinds = {answer.headers.get("Content-Type", "") for answer in bodies.values()}
    without = {"application/json", "application/manifest+json", "application/pdf"}
    assert {kind for kind in kinds if "charset=utf-8" not in kind} <= without


def test_under_https_cookies_and_transport_are_told_so():
    told = settings_under_https(
        "SESSION_COOKIE_NAME CSRF_COOKIE_NAME LANGUAGE_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE "
        "LANGUAGE_COOKIE_SECURE SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS ALLAUTH_TRUSTED_PROXY_COUNT"
    )
    names = [told.pop(f"{kind}_COOKIE_NAME") for kind in ("SESSION", "CSRF", "LANGUAGE")]
    assert all(name.startswith("__Host-") for name in names)
    assert told.pop("SECURE_HSTS_SECONDS") >= 63_072_000
    assert set(told.values()) == {True}  # and one proxy


def test_hsts_is_on_pages_refusals_and_files():
    from config import static

    with override_settings(SECURE_HSTS_SECONDS=63_072_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        for where in ("/accounts/login/", "/s/x", "/nowhere"):
            told = Client().get(where, secure=True).headers["Strict-Transport-Security"]
            assert told == "max-age=63072000; includeSubDomains"
        headers = {}
        static._harden(headers, "", "")
        assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_session_and_form_cookies_are_closed_to_scripts_and_other_sites(nurse):
    nurse.get("/pro/include")
    session, form = nurse.client.cookies["session"], nurse.client.cookies["csrf"]
    assert (session["httponly"], session["samesite"], session["path"], session["domain"]) == (True, "Lax", "/", "")
    assert (form["samesite"], form["path"], form["domain"]) == ("Lax", "/", "")


def test_every_form_that_writes_asks_for_its_token(patient, nurse):
    nurse.client.handler.enforce_csrf_checks = True
    statuses = {}
    for name, route in ROUTES.items():
        if route["who"] not in ("demo", "gateway"):
            statuses[name] = nurse.client.post(address(name, patient), {"x": "1"}).status_code
    assert {name: status for name, status in statuses.items() if status not in (403, 405)} == {}


def test_what_is_only_sent_cannot_be_opened(patient, nurse):
    sent = [name for name, route in ROUTES.items() if route.get("post") and route["who"] not in ("demo", "gateway")]
    opened = {name: nurse.get(address(name, patient)).status_code for name in sent}
    assert {name: status for name, status in opened.items() if status not in (302, 403, 404, 405)} == {}
    assert opened["set_language"] == 302, "which then changes nothing"
    assert "django_language" not in nurse.client.cookies


@pytest.mark.parametrize("where", ["https://ailleurs.exemple/", "//ailleurs.exemple", "javascript:alert(1)", "\\\\x.y"])
def test_redirects_stay_on_our_host(patient, where):
    nurse = hire(patient.place, "professional")
    assert nurse.client.post("/language", {"language": "en", "next": where}).url == "/"
    nurse.client.post(
        f"/accounts/login/?next={where}",
        {"login": nurse.account.email, "password": "une phrase assez longue", "next": where},
    )
    from tests.interfaces.pro.colleagues import code_now

    assert nurse.client.post("/accounts/2fa/authenticate/", {"code": code_now(), "next": where}).url == "/pro/"
    nurse.get("/pro/locked")
    assert nurse.post("/pro/locked", {"password": "une phrase assez longue", "next": where}).url == "/pro/"


def test_a_host_that_is_not_ours_is_refused(db):
    assert Client().get("/accounts/login/", headers={"host": "ailleurs.exemple"}).status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_methods_that_echo_are_refused_everywhere(method):
    told = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/pro/", "wsgi.input": io.BytesIO()}
    assert application(environ, lambda status, headers: told.append(status)) == [b""]
    assert told == ["405 Method Not Allowed"]


@pytest.mark.parametrize("where", ["/static/", "/static/ui/", "/.git/HEAD", "/static/../.git/HEAD", "/static/%2e%2e/config/settings.py", "/var/keys/", "/docs/"])  # fmt: skip
def test_no_address_lists_a_folder_or_leaves_the_files_of_the_pages(db, where):
    from config.wsgi import application as site

    told = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": where, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "HTTP_HOST": "localhost",
    }  # fmt: skip
    body = b"".join(site(environ, lambda status, headers, *_: told.append(status)))
    assert told[0].startswith("404")
    assert b"refs/heads" not in body


def test_a_hostile_name_stays_text_on_every_page_of_the_team(patient, nurse):
    hostile = "<img src=x onerror=alert(1)>'\"{{7*7}}"
    include(patient.place, first_name=hostile, contacts=(("mobile", "06 12 34 56 91", hostile),))
    pages = nurse.get("/pro/").text + nurse.get("/pro/caseload").text
    assert "onerror" in pages
    assert "<img src=x" not in pages
    assert "{{7*7}}" in pages


def test_a_field_in_the_address_is_not_taken_for_one_of_the_form(patient, nurse):
    """What is sent belongs to the body; the address cannot fill in what the form left out."""
    there = reverse("pro:call", args=[patient.follow_up_id])
    assert nurse.client.post(f"{there}?outcome=reached", {"note": "x"}).status_code != 302
    assert Client().post("/accounts/login/?login=a@b.fr&password=une+phrase", {}).status_code == 200
