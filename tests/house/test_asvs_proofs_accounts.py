"""What the security checklist promises of accounts, sessions and secrets."""

import re

import pytest
from django.test import Client, override_settings

from chevet.people.models import Account
from tests.fixtures.care import include, make_place
from tests.house.test_routes import ROUTES, address
from tests.interfaces.pro.colleagues import hire


@pytest.fixture
def patient(db):
    return include(make_place())


@pytest.fixture
def nurse(patient):
    return hire(patient.place, "professional").sign_in()


def test_sessions_are_new_random_and_never_the_same(patient):
    keys = [hire(patient.place, "professional").sign_in().client.cookies["session"].value for _ in range(3)]
    assert len(set(keys)) == 3
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys), "36 letters to the 32nd is more than 165 bits"


def test_nobody_is_signed_in_by_opening_a_page(patient):
    visitor = Client()
    for name, route in ROUTES.items():
        if route["who"] != "demo":
            visitor.get(address(name, patient))
    assert "_auth_user_id" not in visitor.session


def test_an_empty_installation_has_no_account(db):
    assert not Account.objects.exists()


def test_the_proxy_alone_says_where_a_request_comes_from(db):
    def statuses(forwarded):
        client = Client(headers={"x-forwarded-for": forwarded})
        return [
            client.post("/accounts/login/", {"login": f"n{n}@x.fr", "password": "x" * 12}).status_code
            for n in range(21)
        ]

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        assert statuses("203.0.113.7, 198.51.100.1")[-1] == 429
        one = Client(headers={"x-forwarded-for": "198.51.100.9"}).post(
            "/accounts/login/", {"login": "z@x.fr", "password": "x" * 12}
        )
        assert one.status_code == 200, "another visitor of the same proxy"
        forged = Client(headers={"x-forwarded-for": "192.0.2.5, 198.51.100.1"})
        assert forged.post("/accounts/login/", {"login": "y@x.fr", "password": "x" * 12}).status_code == 429


def test_sign_in_costs_and_says_the_same_for_known_and_unknown(patient, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed, told = [], []
    encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, *a, **k: hashed.append("made") or encode(self, *a, **k)
    )
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda self, *a, **k: hashed.append("checked") or verify(self, *a, **k)
    )
    for email in (hire(patient.place, "professional").account.email, "personne@exemple.fr"):
        hashed.clear()
        page = Client(headers={"accept-language": "fr"}).post(
            "/accounts/login/", {"login": email, "password": "pas la bonne phrase"}
        )
        told.append((len(hashed), page.status_code, re.sub(r'(content|value)="[^"]*"', "", page.text)))
    assert told[0] == told[1]
    assert told[0][0] == 1


def test_fields_of_a_password_are_hidden_and_known_to_password_managers(patient, nurse):
    entrance = Client().get("/accounts/login/").text
    assert re.search(r'<input[^>]*type="password"[^>]*autocomplete="current-password"', entrance) or re.search(
        r'<input[^>]*autocomplete="current-password"[^>]*type="password"', entrance
    )
    change = nurse.get("/accounts/password/change/").text
    boxes = re.findall(r'<input[^>]*type="password"[^>]*>', change)
    assert len(boxes) == 3
    assert all('autocomplete="' in box and "readonly" not in box for box in boxes)
    assert 'autocomplete="off"' not in entrance + change


def test_an_invitation_is_short_lived_and_dies_when_used(patient, monkeypatch):
    from chevet.interfaces.pro.invitations import password_address

    nurse = hire(patient.place, "professional")
    where = password_address(nurse.account).partition("localhost:8000")[2] or password_address(nurse.account)
    where = "/" + where.split("/", 3)[-1].lstrip("/") if where.startswith("http") else where
    new = {"password1": "une phrase toute neuve", "password2": "une phrase toute neuve"}

    def form(at):
        client = Client()
        page = client.get(at, follow=True)
        return client, page.request["PATH_INFO"], "password1" in page.text

    forged = where[:-3] + ("a" if where[-3] != "a" else "b") + where[-2:]
    assert form(forged)[2] is False
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert form(where)[2] is False, "too old"
    client, there, usable = form(where)
    assert usable
    client.post(there, new)
    nurse.account.refresh_from_db()
    assert nurse.account.check_password("une phrase toute neuve")
    assert form(where)[2] is False, "used"


def test_a_password_does_not_grow_old(patient, monkeypatch):
    from datetime import UTC, datetime, timedelta

    from chevet.interfaces import clock

    nurse = hire(patient.place, "professional")
    later = datetime.now(UTC) + timedelta(days=1500)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    assert nurse.give_password().url.startswith("/accounts/2fa/authenticate/")


def test_links_browsers_and_tickets_hold_128_bits_and_more():
    from uuid import uuid4

    from chevet.access.tokens import PAPER_ALPHABET, PAPER_LENGTH, device_secret, new_paper_code, token_for

    ident = uuid4()
    tokens = {token_for(ident, 1), token_for(ident, 2), token_for(uuid4(), 1)}
    assert (len(tokens), {len(token) for token in tokens}) == (3, {22}), "16 bytes in 22 letters"
    assert len({device_secret() for _ in range(50)}) == 50
    assert len(device_secret()) == 43, "32 bytes in 43 letters"
    assert len(new_paper_code()) == PAPER_LENGTH
    assert len(PAPER_ALPHABET) ** PAPER_LENGTH > 2**59, "a paper code is short, and has five tries"


def test_a_lost_telephone_or_key_is_struck_off_at_once(nurse):
    """As long as another second factor is left."""
    from allauth.mfa.models import Authenticator

    lost = Authenticator.objects.create(
        user=nurse.account, type="webauthn", data={"name": "Clé", "credential": {}, "passwordless": True}
    )
    assert nurse.post(f"/accounts/2fa/webauthn/keys/{lost.pk}/remove/").status_code == 302
    assert [one.type for one in Authenticator.objects.filter(user=nurse.account)] == ["totp"]
    kept = Authenticator.objects.create(user=nurse.account, type="webauthn", data={"credential": {}})
    assert nurse.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert list(Authenticator.objects.filter(user=nurse.account)) == [kept]
