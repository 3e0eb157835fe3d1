"""The list without Django's sessions and accounts: the same page, for nobody else than before."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client, override_settings

from chevet.interfaces.pro import hot, sessions
from chevet.interfaces.pro.session_store import SessionStore
from chevet.people.models import Account
from tests.interfaces.pro.colleagues import end_membership, hire
from tests.usecases.doing import IN_DANGER, UNWELL, send

TOKEN = re.compile(r'(csrf-token" content="|csrfmiddlewaretoken" value="|X-CSRFToken": ")\w{64}')


@pytest.fixture
def at_work(nurse):
    """A nurse whose browser has both cookies."""
    nurse.get("/pro/")
    return nurse


@pytest.fixture
def short(monkeypatch):
    """The answers that were given before Django's sessions."""
    seen: list[str] = []
    plain = hot._with_headers
    monkeypatch.setattr(hot, "_with_headers", lambda response: seen.append(response.text) or plain(response))
    return seen


def told(response):
    headers = {name: value for name, value in response.headers.items() if name != "Expires"}
    return TOKEN.sub(r"\1", response.text), headers, response.status_code


PATHS = ("/pro/", "/pro/lines", "/pro/caseload", "/pro/?view=mine", "/pro/?severity=red&all=1", "/pro/lines?page=2")


def test_the_short_way_gives_the_same_page_to_the_letter(at_work, patient, day, short):
    send(patient, IN_DANGER, now=day.at)
    jar = at_work.client.cookies.output(header="", sep=";")
    for number, (path, language) in enumerate(product(PATHS, ("fr", "en"))):
        about = {"accept-language": language, "cookie": jar}
        quick = told(Client().get(path, headers=about))
        with override_settings(HOT_ROUTES=settings.HOT_ROUTES[:1]):
            assert told(Client().get(path, headers=about)) == quick
        assert len(short) == number + 1, "one of the two went the short way"


def test_what_changes_between_two_looks_is_never_kept(at_work, patient, day, short):
    at_work.get("/pro/")
    send(patient, UNWELL, now=day.at)
    orange = at_work.get("/pro/").text
    send(patient, IN_DANGER, now=day.at)
    red = at_work.get("/pro/").text
    found = [re.findall(r'data-number="(\d)"', text) for text in (orange, red)]
    assert found == [["0", "1", "0"], ["1", "0", "0"]]
    tokens = [re.search(r'csrf-token" content="(\w+)"', text)[1] for text in (orange, red)]
    assert tokens[0] != tokens[1], "a token is masked anew each time"
    Account.objects.filter(pk=at_work.account.pk).update(name="Camille Autrement")
    assert "Camille Autrement" in at_work.get("/pro/").text
    assert len(short) == 4


def lock(nurse, place, day):
    nurse.post("/pro/locked")


def idle(nurse, place, day):
    day.shift(minutes=31)


def twelve_hours(nurse, place, day):
    keep(nurse, began=(day.at - timedelta(hours=13)).timestamp())


def ended(nurse, place, day):
    end_membership(nurse, place)


def disabled(nurse, place, day):
    Account.objects.filter(pk=nurse.account.pk).update(is_active=False)


def another_password(nurse, place, day):
    account = Account.objects.get(pk=nurse.account.pk)
    account.set_password("une autre phrase bien longue")
    account.save()


def another_account(nurse, place, day):
    keep(nurse, _auth_user_id=str(hire(place, "professional").account.pk))


def no_hash(nurse, place, day):
    keep(nurse, **{HASH_SESSION_KEY: ""})


def session_gone(nurse, place, day):
    SessionStore(session_key=nurse.client.cookies["session"].value).delete()


def expired(nurse, place, day):
    keep(nurse, _session_expiry=-1)


def one_factor(nurse, place, day):
    keep(nurse, **{sessions.ENROLLED: False})
    nurse.account.authenticator_set.all().delete()


def no_cookie(nurse, place, day):
    nurse.client.cookies.clear()


def keep(nurse, **facts):
    store = SessionStore(session_key=nurse.client.cookies["session"].value)
    store.update(facts)
    store.save()


@pytest.mark.parametrize("spoil", [lock, idle, twelve_hours, ended, disabled, another_password, another_account, no_hash, session_gone, expired, one_factor, no_cookie], ids=lambda one: one.__name__)  # fmt: skip
def test_nobody_else_goes_the_short_way(at_work, place, patient, day, short, spoil):
    send(patient, IN_DANGER, now=day.at)
    assert "Critique" in at_work.get("/pro/").text
    assert len(short) == 1
    spoil(at_work, place, day)
    for path in PATHS[:3]:
        answer = at_work.get(path)
        assert answer.status_code in (302, 403) and "Critique" not in answer.text
    assert len(short) == 1


def test_what_must_be_written_or_told_goes_the_ordinary_way(at_work, patient, day, short):
    send(patient, IN_DANGER, now=day.at)
    at_work.post(f"/pro/follow-ups/{patient.follow_up_id}/claim")
    assert "Vous avez pris ce suivi en charge" in at_work.get("/pro/").text
    assert short == []
    assert "Vous avez pris ce suivi en charge" not in at_work.get("/pro/").text
    day.shift(seconds=61)
    at_work.get("/pro/lines")
    assert len(short) == 2
    at_work.get("/pro/")
    assert len(short) == 2, "that she is there is written down once a minute"
    at_work.get("/pro/")
    assert at_work.get(f"/pro/?team={patient.follow_up_id}").status_code == 404
    assert len(short) == 3
