"""A patient's telephone in the tests: the real pages, on the product's own clocks."""

import re
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID, uuid4

from django.test import Client

from chevet.access.visits import cookie_name
from tests.fixtures.care import Patient

HEALTHY = {
    "a_symptoms": "false", "a_spo2": "97", "a_temperature": "37,1", "a_respiratory_rate": "16", "a_heart_rate": "72",
    "a_mood": "same", "a_call_me": "false",
}  # fmt: skip
BIRTHDAY = {"birthday_day": "17", "birthday_month": "5"}


@dataclass
class Phone:
    """`client` keeps the cookies, as a browser does."""

    token: str
    client: Client = field(
        default_factory=lambda: Client(headers={"user-agent": "Mozilla/5.0 (Android 9) Firefox/150"})
    )

    @classmethod
    def of(cls, patient: Patient) -> "Phone":
        """Already identified when the patient's browser is."""
        phone = cls(patient.token)
        if patient.device:
            phone.client.cookies[cookie_name(patient.token, secure=False)] = patient.device
        return phone

    def url(self, place: str = "") -> str:
        return f"/s/{self.token}/{place}" if place else f"/s/{self.token}"

    def get(self, place: str = "", **options):
        return self.client.get(self.url(place), **options)

    def post(self, place: str = "", body: dict | None = None, **options):
        return self.client.post(self.url(place), body or {}, **options)

    def tell(self, place: str, body: dict, **headers):
        """What the page's script sends."""
        told = {"x-chevet": "1"} | headers
        return self.client.post(self.url(f"{place}.json"), body, content_type="application/json", headers=told)

    def identify(self, **body):
        return self.post("", BIRTHDAY | body, follow=True)

    def send(self, answers: dict | None = None, *, key: UUID | str | None = None, **options):
        return self.post(
            "reponses", {"key": str(key or uuid4())} | (HEALTHY if answers is None else answers), **options
        )


def words(response) -> str:
    """What is read on a page, without its tags."""
    body = re.sub(r"(?s)<(script|style|template).*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))
