"""Every page of the link, from the first opening to the answer to the answer."""

import pytest

from .phone import Phone, words

pytestmark = pytest.mark.django_db


def test_the_link_opens_on_who_sends_and_two_minutes(include_now):
    page = Phone.of(include_now(identified=False)).get()
    assert page.status_code == 200
    assert "Hôpital des Tilleuls vous écrit." in words(page)
    assert "2 minutes" in words(page)
    assert "Ce n'est pas moi" in words(page)


def test_the_birthday_leads_to_the_questions(include_now):
    page = Phone.of(include_now(identified=False)).identify()
    assert page.redirect_chain[-1][0].endswith("/questions")
    assert "Ressentez-vous des symptômes" in words(page)


def test_answers_lead_to_a_receipt_that_can_be_reloaded(phone):
    sent = phone.send()
    assert sent.status_code == 302
    first, second = phone.client.get(sent.url), phone.client.get(sent.url)
    assert "Pas de signe d'alerte dans vos réponses." in words(first)
    assert "tout va bien" not in words(first).lower()
    assert words(first) == words(second)


def test_each_page_answers(phone):
    pages = {
        "": 302,
        "questions": 200,
        "aujourdhui": 200,
        "ca-ne-va-pas": 200,
        "pas-moi": 200,
        "arreter": 200,
        "code": 200,
        "dossier": 302,
    }
    assert {place: phone.get(place).status_code for place in pages} == pages
