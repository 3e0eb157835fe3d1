"""In English nothing stays in French."""

import re

import pytest
from django.conf import settings

from .phone import HEALTHY, Phone, words

pytestmark = pytest.mark.django_db
FRENCH = re.compile(
    r"\b(vous|votre|vos|le|la|les|une|pas|est|sont|avec|pour|réponses?|équipe|suivi|dossier|appelez)\b", re.I
)
NAMES = ("Hôpital des Tilleuls", "Suivi", "Français", "Non marqué CE : ne pas utiliser pour soigner")


def in_english(patient) -> Phone:
    phone = Phone.of(patient)
    phone.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return phone


def french_left(page) -> list[str]:
    text = words(page)
    for name in NAMES:
        text = text.replace(name, "")
    return FRENCH.findall(text)


def test_every_page_speaks_english(include_now):
    patient, stranger = include_now(language="en"), include_now(identified=False, confirmed_duplicate=True)
    phone, other = in_english(patient), in_english(stranger)
    pages = {
        place: phone.get(place) for place in ("questions", "aujourdhui", "ca-ne-va-pas", "arreter", "code", "pas-moi")
    }
    pages |= {"welcome": other.get(), "unknown": in_english(stranger).client.get("/s/nobody")}
    pages["wrong"] = phone.send(HEALTHY | {"a_spo2": "397"})
    assert {place: french_left(page) for place, page in pages.items()} == {place: [] for place in pages}


@pytest.mark.parametrize("spo2", ["97", "93", "88"])
def test_the_receipt_speaks_english(include_now, spo2):
    phone = in_english(include_now(language="en"))
    sent = phone.send(HEALTHY | {"a_spo2": spo2})
    assert french_left(phone.client.get(sent.url)) == []
