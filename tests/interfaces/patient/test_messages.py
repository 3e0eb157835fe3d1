"""Writing to the team with a birthday, reading with a code. What is refused holds something that could leak."""

from uuid import uuid4

import pytest

from chevet.access.models import Code
from chevet.access.operations import new_code
from chevet.access.rules import CodeKind
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.bind_device import bind_device
from tests.usecases.doing import read, reply

from .phone import Phone, words
from .test_english import french_left, in_english

pytestmark = pytest.mark.django_db
SECRET = "Mon orteil est violet."
ANSWER = "Montrez-le au podologue Zébulon."


def bound(patient, now) -> Phone:
    """The phone of somebody who gave the code."""
    with UnitOfWork(patient.place.scope) as work:
        work.orm()
        from chevet.access.models import Device

        device = Device.objects.get(link_id__isnull=False, secret_hash=patient.visit().device_hash)
        work.add(
            new_code(
                organisation_id=device.organisation_id, subject_id=device.subject_id, code_id=uuid4(),
                target_id=patient.follow_up_id, device_id=device.id, kind=CodeKind.SMS, code="123456", machine_now=now,
            )
        )  # fmt: skip
    patient.device = bind_device(visit=patient.visit(), code="123456", now=now, machine_now=now).secret
    assert Code
    return Phone.of(patient)


def write(phone: Phone, text: str = SECRET, *, key=None, **options):
    return phone.post("messages", {"text": text, "key": str(key or uuid4())}, **options)


def test_a_birthday_is_enough_to_write_and_the_promise_is_said(phone, patient):
    page = write(phone, follow=True)
    assert "Votre message est parti. L'équipe vous répond au plus tard aujourd'hui, à 13 h 30." in words(page)
    assert "L'équipe lit vos messages tous les jours de 8 h à 20 h. Réponse sous 4 h en heures de présence." in words(
        page
    )
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]


def test_outside_duty_hours_the_page_says_so_before_and_after(phone, noon):
    noon.shift(hours=13)
    assert "elle lira votre message demain, mercredi 3 mars, à 8 h" in words(phone.get("messages"))
    page = words(write(phone, follow=True))
    assert "L'équipe n'est pas là en ce moment. Elle lira votre message demain, mercredi 3 mars, à 8 h" in page
    assert "appelez le 15 sans attendre" in page


def test_without_the_code_nothing_that_was_written_is_shown(phone, patient, noon):
    key = uuid4()
    write(phone, key=key)
    reply(patient, ANSWER, now=noon.now)
    for page in (phone.get("messages"), phone.get(f"messages?parti={key}"), phone.get("aujourdhui"), write(phone, "")):
        assert "Un message de l'équipe vous attend" in words(page)
        assert SECRET not in words(page)
        assert "Zébulon" not in words(page)


def test_with_the_code_both_sides_are_shown(patient, noon):
    phone = bound(patient, noon.now)
    write(phone)
    reply(patient, ANSWER, now=noon.now)
    page = words(phone.get("messages"))
    assert SECRET in page
    assert ANSWER in page
    assert "Lu par l'équipe" in page
    assert "Un message de l'équipe vous attend" not in words(phone.get("aujourdhui"))


def test_a_stranger_reads_and_writes_nothing_and_is_told_so(patient, noon):
    write(bound(patient, noon.now))
    stranger = Phone(patient.token)
    assert stranger.get("messages").status_code == 302
    told = write(stranger, "Bonjour", follow=True)
    assert "Votre message n'est pas parti." in words(told)
    assert SECRET not in words(told)
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]


@pytest.mark.parametrize(("text", "sentence"), [("", "Écrivez votre message."), ("x" * 2001, "2000")])
def test_what_is_refused_stays_in_the_form(phone, text, sentence):
    page = write(phone, text)
    assert page.status_code == 422
    assert sentence in words(page)
    assert text in page.content.decode()


def test_a_second_press_sends_nothing_twice_and_other_words_are_a_conflict(phone, patient):
    key = uuid4()
    pages = [write(phone, key=key) for _ in range(2)]
    assert [page.status_code for page in pages] == [302, 302]
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]
    again = write(phone, "Autre chose", key=key)
    assert (again.status_code, "Autre chose" in again.content.decode()) == (409, True)


def test_markup_is_shown_as_it_was_typed(patient, noon):
    phone = bound(patient, noon.now)
    write(phone, "<script>alert(1)</script>\nligne")
    body = phone.get("messages").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nligne" in body


def test_the_code_leads_to_the_message_that_waits(phone, patient, noon):
    reply(patient, ANSWER, now=noon.now)
    assert "Lire mes messages" in words(phone.get("aujourdhui"))


def test_the_pages_speak_english(include_now, noon):
    patient = include_now(language="en")
    reply(patient, "See you soon", now=noon.now)
    phone = in_english(patient)
    before = [phone.get("messages"), write(phone, "", follow=True), write(phone, "Hello", follow=True)]
    bound(patient, noon.now)
    after = in_english(patient).get("messages")
    assert [french_left(page) for page in (*before, after)] == [[]] * 4
