"""Sendings of the patient's page as JSON."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from chevet.access.visits import cookie_name
from chevet.kernel.tenancy import acting
from chevet.questionnaires.models import Answer

STABLE = {"symptoms": "no", "spo2": "97", "temperature": "37,2"}
UNREADABLE = "Ces réponses n’ont pas pu être lues. Rouvrez la page."


@pytest.fixture
def send(patient):
    """Post as the page's own script does; `headers` replace its own, None leaves one out."""

    def post(route="answers", body=None, *, token=None, data=None, **headers):
        token = token or patient.token
        told = {"X-Chevet": "1", "Cookie": f"{cookie_name(patient.token, secure=False)}={patient.device}"} | headers
        client = Client(headers={name.replace("_", "-"): value for name, value in told.items() if value is not None})
        body = json.dumps({"key": str(uuid4()), **(body or {})}) if data is None else data
        return client.post(f"/s/{token}/{route}.json", body, content_type="application/json")

    return post


def kept(patient) -> int:
    with acting(patient.place.scope):
        return Answer.objects.count()


def test_answers_are_kept_and_their_receipt_comes_back(send, patient):
    answer = send(body={"answers": STABLE})
    assert answer.status_code == 200
    assert (answer.json()["level"], answer.json()["stored"], kept(patient)) == (0, True, 1)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_same_key_twice_is_one_answer(send, patient):
    body = {"key": str(uuid4()), "answers": STABLE}
    assert send(body=body).json() == send(body=body).json()
    assert kept(patient) == 1
    assert send(body=body | {"answers": STABLE | {"spo2": "96"}}).status_code == 409


def test_a_measure_and_a_danger_sign_are_answered_at_once(send):
    assert send("measure", {"kind": "spo2", "typed": "97"}).json()["outcome"] == "accepted"
    assert send("danger", {"item": "chest_pain", "choice": "yes"}).json()["emergency"] is True


def test_a_field_that_cannot_be_accepted_is_named(send, patient):
    answer = send(body={"answers": STABLE | {"spo2": "395"}})
    assert (answer.status_code, list(answer.json()["fields"]), kept(patient)) == (422, ["spo2"], 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Chevet": None},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Cookie": None},
    ],
)
def test_what_does_not_come_from_our_page_in_her_browser_is_refused(send, patient, headers):
    assert send(body={"answers": STABLE}, **headers).status_code == 403
    assert kept(patient) == 0
    assert send(body={"answers": STABLE}, Origin="http://testserver").status_code == 200
    assert kept(patient) == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"\xff", b"[" * 60_000, b'{"key": 1, "answers": {}}', b'{"key": "x", "answers": {}}',
     b'{"key": "018f2f1e-0000-7000-8000-000000000000", "answers": []}'],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_with_a_sentence(send, data):
    answer = send(data=data)
    assert (answer.status_code, answer.json()) == (422, {"sentence": UNREADABLE, "fields": {}})


def test_a_body_longer_than_any_questionnaire_is_refused(send):
    assert send(data=b" " * 65_537).json()["sentence"] == "Ces réponses sont trop longues."


def test_links_that_nobody_knows_are_refused_and_then_slowed_down(send):
    answers = [send(body={"answers": STABLE}, token="x" * 22) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
