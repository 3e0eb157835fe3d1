"""Routes × roles: every address is listed with who may enter, and every role is tried on every address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from chevet.demo import urls as demonstration
from chevet.people.models import Role
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import hire

ROUTES = yaml.safe_load((Path(__file__).parent / "routes.yaml").read_text())
WORDS = {"anyone", "link", "gateway", "demo", "account", "stage"}
NOT_TO_BE_SEEN = ("Odile", "DUPONT", "Lilas", "0612345678", "06 12 34 56 78")


def addresses() -> Iterator[str]:
    """The name of every address, with its namespace; the pattern itself where somebody gave no name."""
    yield from _named(get_resolver().url_patterns, "")
    yield from _named(demonstration.urlpatterns, "demo:")  # not among the others outside the demonstration


def _named(patterns, namespace: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _named(one.url_patterns, namespace + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield namespace + (one.name or str(one.pattern))


def with_roles() -> dict[str, dict]:
    return {name: route for name, route in ROUTES.items() if isinstance(route["who"], list)}


@contextmanager
def undone():
    """What a request writes is taken back, so that the next route finds the same house."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def patient(db):
    return include(make_place())


def address(name: str, patient) -> str:
    known = {
        "follow_up_id": patient.follow_up_id, "patient_id": patient.patient_id, "team_id": patient.place.team_id, "device_id": uuid4(),
        "account_id": patient.place.stranger.account_id, "turn_id": uuid4(), "message_id": uuid4(),
        "token": "AAAAAAAAAAAAAAAAAAAAAA", "key": "aa-bb" if name.startswith("account") else uuid4(), "uidb36": "a",
        "pk": 1, "face": "pro", "provider": "stripe", "part": "summary", "regulation_id": uuid4(), "participant_id": uuid4(), "photo_id": uuid4(),
        "sheet_id": uuid4(), "document_id": uuid4(), "number": 0, "threshold_id": uuid4(), "link_id": uuid4(), "slug": "covid-medical", "rule": "spo2-low",
    }  # fmt: skip
    if name.startswith("demo:"):
        return "/demo/" + str(next(one.pattern for one in demonstration.urlpatterns if one.name == name[5:]))
    if name == "patient:<str:token>/":
        return reverse("patient:home", kwargs={"token": known["token"]}) + "/"
    nobodys = {param: uuid4() for param in parameters_of(name) if param.endswith("_id")}
    return reverse(name, kwargs={param: (nobodys | known)[param] for param in parameters_of(name)})


def parameters_of(name: str) -> tuple[str, ...]:
    """The parameters of an address."""
    resolver = get_resolver()
    *namespaces, last = name.split(":")
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    ((pattern, *_more), *_others) = resolver.reverse_dict.getlist(last)
    return tuple(pattern[0][1])


def knock(client: Client, name: str, patient):
    method = client.post if ROUTES[name].get("post") else client.get
    with undone():
        return method(address(name, patient))


def is_turned_away(answer) -> bool:
    return answer.status_code in (401, 403, 404) or "/accounts/login/" in answer.headers.get("Location", "")


def test_every_address_is_listed_with_who_may_enter():
    assert set(addresses()) == set(ROUTES)


def test_every_entry_is_a_known_word_or_known_roles():
    roles = {str(role) for role in Role}
    strange = {
        name: route for name, route in ROUTES.items()
        if not (set(route["who"]) <= roles if isinstance(route["who"], list) else route["who"] in WORDS)
    }  # fmt: skip
    assert strange == {}


@pytest.mark.parametrize("role", [str(role) for role in Role])
def test_each_role_enters_where_it_may_and_nowhere_else(patient, role):
    colleague = hire(patient.place, role).sign_in()
    wrong = {}
    for name, route in with_roles().items():
        answer = knock(colleague.client, name, patient)
        # A list of things that are not there (a device, a key) is 404 for who may ask and 403 for who may not.
        entered = answer.status_code not in (401, 403) and "/accounts/login/" not in answer.headers.get("Location", "")
        if entered != (role in route["who"]) or answer.status_code >= 500:
            wrong[name] = answer.status_code
    assert wrong == {}


def test_nobody_enters_without_signing_in(patient):
    client, wrong = Client(), {}
    for name, route in ROUTES.items():
        if route["who"] in ("anyone", "link", "gateway", "demo"):
            continue
        answer = knock(client, name, patient)
        if not is_turned_away(answer):
            wrong[name] = (answer.status_code, answer.headers.get("Location"))
    assert wrong == {}


def test_a_single_factor_enters_nowhere_but_the_enrolment(patient):
    colleague = hire(patient.place, "professional", second_factor=False)
    colleague.give_password()
    went = {name: knock(colleague.client, name, patient).headers.get("Location") for name in with_roles()}
    assert {name: where for name, where in went.items() if where != "/pro/enrol"} == {}


def test_another_organisation_finds_nothing(patient):
    there = make_place(name="Clinique du Port")
    elsewhere = {role: hire(there, role).sign_in() for role in ("professional", "administrator")}
    mine = [
        name
        for name in with_roles()
        if {"follow_up_id", "patient_id", "team_id", "account_id"} & set(parameters_of(name))
    ]
    assert "pro:follow_up" in mine
    wrong = {}
    for name in mine:
        role = "professional" if "professional" in ROUTES[name]["who"] else "administrator"
        answer = knock(elsewhere[role].client, name, patient)
        leaks = [word for word in NOT_TO_BE_SEEN if word in answer.content.decode()]
        redirected = name == "pro:included" and answer.status_code == 302  # to the page that is not there
        if leaks or not (answer.status_code == 404 or redirected):
            wrong[name] = (answer.status_code, leaks)
    assert wrong == {}


def test_the_same_pages_show_the_patient_to_her_own_team(patient):
    """The refusals above hold something that could have leaked."""
    own = hire(patient.place, "professional").sign_in()
    for name in ("pro:follow_up", "pro:call", "pro:change"):
        assert "Odile" in knock(own.client, name, patient).content.decode(), name


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route["who"] == "demo"])
def test_what_is_for_the_demonstration_does_not_exist_elsewhere(patient, name):
    assert knock(Client(), name, patient).status_code == 404


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route["who"] == "link"])
def test_no_account_opens_what_a_link_opens(patient, name):
    colleague = hire(patient.place, "professional").sign_in()
    answer = knock(colleague.client, name, patient)
    assert answer.status_code in (302, 303, 401, 403, 404, 405, 422), answer.status_code
    assert [word for word in NOT_TO_BE_SEEN if word in answer.content.decode()] == []
