"""Professionals at work in the tests: accounts of every role, signed in through the real pages."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from chevet.kernel.tenancy import Scope, acting
from chevet.people.models import Account, Membership
from tests.fixtures.care import NOON, Place

LONG_AGO = NOON - timedelta(days=400)  # also on the machine's clock
PASSWORD = "une phrase assez longue"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Colleague:
    """`client` keeps the cookies, as a browser does."""

    account: Account
    client: Client = field(default_factory=lambda: Client(headers={"accept-language": "fr"}))

    def sign_in(self) -> "Colleague":
        """Password, then the code of the application."""
        self.give_password()
        self.client.post("/accounts/2fa/authenticate/", {"code": code_now()})
        return self

    def give_password(self, password: str = PASSWORD):
        return self.client.post("/accounts/login/", {"login": self.account.email, "password": password})

    def cookies(self, url: str) -> list[dict]:
        """For a browser, which has then signed in."""
        jar = self.client.cookies.items()
        return [{"name": name, "value": cookie.value, "url": url, "httpOnly": True} for name, cookie in jar]

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, data=None, **more):
        return self.client.post(path, data or {}, **more)


def code_now() -> str:
    """What the application shows in this half minute."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def hire(place: Place, role: str, *, team_id: UUID | None = None, second_factor: bool = True) -> Colleague:
    """A new account with a password, in the place's team unless said otherwise (administrators have none)."""
    account = Account(email=f"{role}.{uuid4().hex[:8]}@exemple.fr", name=f"Dominique {role.title()}")
    account.set_password(PASSWORD)
    account.save()
    team = None if role == "administrator" else team_id or place.team_id
    with acting(Scope(purpose="care", actor="test:setup", organisation=place.organisation_id)):
        Membership.objects.create(
            organisation_id=place.organisation_id, account=account, team_id=team, role=role, since=LONG_AGO
        )
    if second_factor:
        add_application(account)
    return Colleague(account)


def add_application(account: Account) -> None:
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def end_membership(colleague: Colleague, place: Place) -> None:
    with acting(Scope(purpose="care", actor="test:setup", organisation=place.organisation_id)):
        Membership.objects.filter(account=colleague.account).update(until=NOON)
