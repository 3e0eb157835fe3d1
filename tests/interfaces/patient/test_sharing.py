"""Several people on one telephone, walked through: each page says for whom, each record stays apart."""

from datetime import date

import pytest

from chevet.access.models import Code, Device
from chevet.access.tokens import hash_code
from chevet.audit.models import JournalEntry
from chevet.kernel.tenancy import Scope, acting
from tests.fixtures.care import NOON

from .phone import HEALTHY, Phone, words

pytestmark = pytest.mark.django_db
HERS = "06 12 34 56 78"


@pytest.fixture
def family(include_now):
    """Two grown children, followed on their mother's telephone: two links, one browser."""
    lea = include_now(
        identified=False, first_name="Léa", birth_date=date(2001, 5, 17), contacts=(("mobile", HERS, "Léa"),)
    )
    tom = include_now(
        identified=False, first_name="Tom", birth_date=date(2003, 4, 3), contacts=(("mobile", HERS, "Tom"),),
        confirmed_duplicate=True,
    )  # fmt: skip
    first, second = Phone(lea.token), Phone(tom.token)
    second.client = first.client
    return (lea, first), (tom, second)


def test_a_parent_answers_for_two_and_always_knows_for_whom(family):
    (_lea, first), (_tom, second) = family
    assert "Ce message est pour : Léa" in words(first.get())
    first.identify()
    assert second.get("questions").status_code == 302, "what Léa's page knows opens nothing of Tom's"
    assert "Ce message est pour : Tom" in words(second.get())
    second.identify(birthday_day="3", birthday_month="4")
    for phone, name, other in ((first, "Léa", "Tom"), (second, "Tom", "Léa")):
        pages = [phone.get(place) for place in ("questions", "aujourdhui", "mesurer", "mesurer?quoi=spo2", "arreter",
                                                "messages", "code", "accord")]  # fmt: skip
        pages += [phone.send(follow=True), phone.post("mesurer?quoi=spo2", {"typed": "97"}, follow=True)]
        assert [page.status_code for page in pages] == [200] * len(pages)
        assert all(f"pour : {name}" in words(page).lower().replace(name.lower(), name) for page in pages)
        assert not any(other in words(page) for page in pages)


def test_what_is_sent_for_one_is_kept_for_one(family):
    (_lea, first), (_tom, second) = family
    first.identify()
    second.identify(birthday_day="3", birthday_month="4")
    key = "0190a000-0000-7000-8000-0000000000aa"
    sent = first.send(HEALTHY, key=key)
    assert first.client.get(sent.url).status_code == 200
    assert second.get(f"recu/{key}").url == second.url(), "another's receipt is not found"
    assert "Vos réponses d'aujourd'hui sont arrivées" in words(first.get("aujourdhui"))
    assert "Un questionnaire vous attend" in words(second.get("aujourdhui"))


def phone_code(patient, code: str) -> None:
    """A code by SMS that this browser asked for."""
    with acting(patient.place.scope):
        device = Device.objects.get(link__target_id=patient.follow_up_id)
        Code.objects.create(
            organisation_id=device.organisation_id, subject_id=device.subject_id, target_id=patient.follow_up_id,
            device_id=device.id, kind="sms", code_hash=hash_code(code, target_id=patient.follow_up_id), tries=0,
            created_at=device.created_at, expires_at=NOON.replace(year=2028),
        )  # fmt: skip


def test_a_daughter_reads_her_mother_s_record_only_once_she_says_that_her_mother_agrees(include_now):
    mother = include_now(identified=False, contacts=(("mobile", HERS, "Maman"),))
    phone = Phone(mother.token)
    phone.identify()
    asked = words(phone.get("questions?pour=proche"))
    assert "Vous répondez pour un proche." in asked
    phone_code(mother, "123456")
    page = phone.get("code")
    assert "Je suis Maman, ou Maman est d'accord pour que je lise son dossier" in words(page)
    refused = phone.post("code", {"code": "123456"})
    assert refused.status_code == 422
    assert "Demandez-lui d'abord, puis cochez la case." in words(refused)
    assert phone.get("dossier").status_code == 302, "nothing is read without it"
    opened = phone.post("code", {"code": "123456", "agreed": "on"})
    assert opened.url == phone.url("dossier")
    assert "Odile" in words(phone.get("aujourdhui"))
    with acting(Scope(purpose="seal", actor="test")):
        line = JournalEntry.objects.filter(action="device.bound").latest("id")
    assert line.detail == {"agreement": "said"}


def test_on_a_telephone_of_one_s_own_nothing_more_is_asked(include_now):
    patient = include_now(identified=False)
    phone = Phone(patient.token)
    phone.identify()
    phone_code(patient, "123456")
    assert "d'accord pour que je lise" not in words(phone.get("code"))
    assert phone.post("code", {"code": "123456"}).url == phone.url("dossier")
