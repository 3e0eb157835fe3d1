"""The pages before, during and after the questions, in the language of whoever reads them."""

import re

import pytest
from django.conf import settings

from chevet.access.models import Device
from chevet.kernel.tenancy import acting
from chevet.pathways.languages import load

from .phone import HEALTHY, Phone, words

pytestmark = pytest.mark.django_db
DOCUMENT = re.compile(r'<html lang="(\w+)" dir="(\w+)">')


def reading(patient, language: str) -> Phone:
    phone = Phone.of(patient)
    phone.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return phone


def document(page) -> tuple[str, ...]:
    return DOCUMENT.search(page.content.decode()).groups()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("es", "ltr"), ("uk", "ltr")])
def test_the_document_says_its_language_and_its_direction(include_now, language, direction):
    phone, stranger = reading(include_now(), language), include_now(identified=False, confirmed_duplicate=True)
    pages = [phone.get("questions"), reading(stranger, language).get(), phone.client.get(phone.send().url)]
    assert [document(page) for page in pages] == [(language, direction)] * 3


def test_a_page_without_a_translation_is_in_french_and_says_so(include_now):
    assert document(reading(include_now(), "ar").get("arreter")) == ("fr", "ltr")


def test_a_translation_that_nobody_validated_says_so_and_shows_the_way_to_french(patient):
    notice = load("covid-medical", "es").phrase("not_validated")
    assert notice in words(reading(patient, "es").get("questions"))
    for language in ("fr", "en"):
        assert 'class="translation"' not in reading(patient, language).get("questions").content.decode()


def test_a_language_that_nobody_wrote_changes_nothing(phone):
    assert document(phone.get("questions?langue=xx", follow=True)) == ("fr", "ltr")


def test_a_language_is_chosen_by_its_own_name_and_kept_by_the_browser(phone):
    chosen = phone.get("questions?langue=tr&pour=proche")
    assert (chosen.status_code, chosen.url) == (302, phone.url("questions") + "?pour=proche")
    assert chosen.cookies[settings.LANGUAGE_COOKIE_NAME].value == "tr"
    assert document(phone.get("questions")) == ("tr", "ltr")


def test_the_size_of_the_text_is_kept_by_the_browser(phone):
    phone.get("questions?texte=largest")
    assert 'class="patient text-largest"' in phone.get("aujourdhui").content.decode()
    phone.get("questions?texte=enormous")
    assert 'class="patient text-largest"' in phone.get("questions").content.decode()


def test_the_script_is_refused_in_the_language_that_it_names(phone):
    body = {"kind": "spo2", "typed": "970", "key": "0190a000-0000-7000-8000-000000000001"}
    assert "entre 50 % et 100 %" in phone.tell("measure", body).json()["sentence"]
    spanish = phone.tell("measure", body | {"language": "es"}).json()["sentence"]
    assert spanish == "El valor está entre 50 % y 100 %. Revise su número."
    sent = {"key": "0190a000-0000-7000-8000-000000000002", "answers": {"symptoms": "false", "spo2": "970"}}
    assert phone.tell("answers", sent | {"language": "es"}).json()["fields"]["spo2"] == spanish


def test_the_receipt_s_instructions_are_translated_with_their_numbers_intact(include_now):
    phone = reading(include_now(), "es")
    told = words(phone.client.get(phone.send(HEALTHY | {"a_spo2": "88"}).url))
    assert "Llame al 15" in told
    assert "Appelez" not in told


def test_yesterday_stands_beside_the_field_only_on_a_browser_that_gave_a_code(phone, patient, noon):
    phone.send(HEALTHY | {"a_spo2": "96"})
    noon.shift(days=1)
    assert not re.search("Hier|96", words(phone.get("questions")))
    with acting(patient.place.scope):
        Device.objects.filter(state="identified").update(state="bound")
    assert "Hier : 96 %" in words(phone.get("questions")).replace("\u00a0", " ")
    assert 'value="96"' not in phone.get("questions").content.decode(), "compared with, never filled in"
