"""The pages before, during and after the questions, in the language of whoever reads them."""

import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.conf import settings

from chevet.access.models import Device
from chevet.interfaces import clock
from chevet.kernel.tenancy import acting
from chevet.pathways.languages import load
from chevet.usecases.read_record import patient_page

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


def pages_of_a_stranger(include_now) -> dict:
    phone = reading(include_now(identified=False), "ar")
    pages = {"home": phone.get(), "lost": phone.get("?message=perdu"), "forgotten": phone.get("?entre=1"),
             "not me": phone.get("pas-moi"), "typed wrong": phone.post("", {"birthday_day": "99"})}  # fmt: skip
    for _ in range(5):
        pages["refused"] = phone.post("", {"birthday_day": "1", "birthday_month": "1"})
    unknown = Phone("A" * 22, phone.client)
    return pages | {
        "unknown": unknown.get(),
        "denied": phone.post("pas-moi"),
        "revoked": phone.get(),
        "lost": phone.send(),
    }


def pages_of_the_day(include_now) -> dict:
    phone = reading(include_now(), "ar")
    pages = {place: phone.get(place) for place in ("aujourdhui", "questions", "ca-ne-va-pas", "mesurer", "arreter",
                                                  "mesurer?quoi=temperature", "mesurer?quoi=spo2")}  # fmt: skip
    for typed in ("", "397", "97", "93", "88"):
        pages[f"added {typed}"] = phone.post("mesurer?quoi=spo2", {"typed": typed}, follow=True)
    pages["to correct"] = phone.send({"a_symptoms": "true"})
    pages["receipt"] = phone.send(follow=True)
    pages["after"] = phone.get("aujourdhui")
    pages["stopped"] = phone.post("arreter", {"reason": "better"})
    return pages | {"ended": phone.get(), "offline": phone.client.get("/s/hors-ligne")}


def pages_behind_a_code(include_now) -> dict:
    """What was answered on two days and read by a nurse, a message each way, and every page that hangs on the record."""
    patient = include_now(first_name="Nora")
    phone = reading(patient, "ar")
    pages = {"code": phone.get("code"), "wrong code": phone.post("code", {"code": "000000"})}
    pages["sent"] = phone.post("code/envoyer", follow=True)
    pages |= {
        "letters": phone.get("messages"),
        "papers": phone.get("documents"),
        "no paper": phone.post("documents", {"key": str(uuid4())}),
    }
    phone.send(HEALTHY | {"a_spo2": "93", "n_temperature": "-"})
    with acting(patient.place.scope):
        Device.objects.filter(state="identified").update(state="bound")
    clocks = {"now": clock.domain_now(), "machine_now": clock.machine_now()}
    patient_page(actor=patient.place.actor, follow_up_id=patient.follow_up_id, **clocks)
    for place in ("dossier", "heure", "reglages", "acces", "accord", "copie", "messages", "documents"):
        pages[place] = phone.get(place)
    pages["hour"] = phone.post("heure", {"hour": "10:00"}, follow=True)
    pages["no hour"] = phone.post("heure", {"hour": "03:33"})
    pages["settings"] = phone.post("reglages", {"reach": "phone", "language": "ar"}, follow=True)
    pages["no reach"] = phone.post("reglages", {})
    pages["written"] = phone.post("messages", {"text": "123", "key": str(uuid4())}, follow=True)
    pages["nothing written"] = phone.post("messages", {"text": "", "key": str(uuid4())})
    return pages


NAMES = {"Hôpital", "des", "Tilleuls", "Suivi", "Chevet", "SAMU", "A", "C"}  # of places, who answers 15, sizes, °C
NAMES |= {"PDF", "JSON", "FHIR", "Android", "Firefox", "Nora", "Soignante", "test", "JPEG", "PNG", "HEIC"}


@pytest.mark.parametrize("pages", [pages_of_a_stranger, pages_of_the_day, pages_behind_a_code])
def test_no_french_stands_in_an_arabic_page_without_saying_so(include_now, pages):
    left = {name: latin_in(page.content.decode()) - NAMES for name, page in pages(include_now).items()}
    assert {name: found for name, found in left.items() if found} == {}


@pytest.mark.parametrize("pages", [pages_of_a_stranger, pages_of_the_day, pages_behind_a_code])
def test_every_one_of_them_reads_from_the_right_with_the_numbers_to_call_first(include_now, pages):
    for name, page in pages(include_now).items():
        if name != "offline":
            assert document(page) == ("ar", "rtl"), name
        shown = page.content.decode()
        assert shown.index('href="tel:15"') < shown.index("<main"), name


def latin_in(page: str) -> set[str]:
    """Words in Latin letters that a voice would read as Arabic: text and labels outside everything marked otherwise."""
    reader = Reader()
    reader.feed(page)
    assert reader.marks == [], "read to its end"
    return set(re.findall(r"[A-Za-zÀ-ÿ]+", " ".join(reader.said)))


class Reader(HTMLParser):
    """Gathers what is read out, with the language that the marks around it give."""

    SILENT = {"script", "style", "title"}
    READ_OUT = {"aria-label", "alt", "placeholder", "title"}
    EMPTY = {"meta", "link", "input", "img", "br", "rect", "path", "circle", "line", "ellipse"}

    def __init__(self) -> None:
        super().__init__()
        self.said, self.marks = [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        language = told.get("lang") or (self.marks[-1][1] if self.marks else "")
        if language == "ar" and tag not in self.SILENT:
            self.said += [told[name] for name in self.READ_OUT & told.keys()]
        if tag not in self.EMPTY:
            self.marks.append((tag, "" if tag in self.SILENT else language))

    def handle_endtag(self, tag):
        while tag not in self.EMPTY and self.marks.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self.marks and self.marks[-1][1] == "ar":
            self.said.append(text)


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


def test_the_script_is_answered_in_the_language_that_it_names(include_now):
    """The follow-up is in French, the page is read in Spanish."""
    phone, key = Phone.of(include_now()), "0190a000-0000-7000-8000-00000000000"
    told = phone.tell(
        "answers", {"key": key + "3", "answers": script(HEALTHY | {"a_spo2": "88"}), "language": "es"}
    ).json()
    assert told["instructions"] == list(load("covid-medical", "es").instructions("red"))
    danger = {"key": key + "4", "item": "blue_lips", "choice": "true", "language": "es"}
    assert phone.tell("danger", danger).json()["sentence"] == "Llame al 15 o al 112 ahora."
    sent = {"kind": "spo2", "key": key + "5", "typed": "88", "language": "es"}
    assert phone.tell("measure", sent).json()["sentence"] == "Llame al 15 ahora"
    assert phone.tell("measure", sent | {"language": ["es"]}).json()["sentence"] == "Appelez le 15 maintenant."


def script(form: dict) -> dict:
    return {name[2:]: value for name, value in form.items()}


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
