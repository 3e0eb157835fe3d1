"""The caller's pages: one press, no name, and every refusal politely."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chevet.access.models import Device
from chevet.kernel.tenancy import acting
from chevet.teleregulation.models import RegulationPhoto
from chevet.usecases.end_regulation import end_regulation
from tests.usecases.regulation_acts import picture
from tests.video.regulated import regulate

ROBOT = {"user-agent": "WhatsApp/2.23 A", "accept-language": "fr"}


@pytest.fixture
def regulated(db):
    return regulate(now=datetime.now(UTC))


@pytest.fixture
def address(regulated):
    return f"/v/{regulated.tokens()[0]}"


@pytest.fixture
def phone():
    return Client(headers={"accept-language": "fr"})


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def enter(phone, address):
    return phone.post(f"{address}/enter", headers={"accept": "application/json"})


def test_the_page_has_one_button_and_neither_name_nor_illness(phone, address):
    answer = phone.get(address)
    assert answer.status_code == 200
    assert answer.content.decode().count("data-go") == 4, "the button, and the same on each page that tries again"
    assert "Montrer" in words(answer)
    assert "15" in words(answer)
    assert "06 12" not in words(answer)
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_preview_robot_burns_nothing_and_leaves_nothing(regulated, address):
    robot = Client(headers=ROBOT)
    for _ in range(3):
        assert robot.get(address).status_code == 200
    with acting(regulated.actor.scope()):
        assert Device.objects.count() == 0
    assert enter(Client(), address).status_code == 200


def test_a_full_stop_behind_the_link_does_no_harm(phone, address):
    assert phone.get(f"{address}.").status_code == 200


def test_the_second_telephone_is_refused_politely(phone, address):
    assert enter(phone, address).status_code == 200
    other = Client(headers={"accept-language": "fr"})
    assert (enter(other, address).status_code, other.get(address).status_code) == (409, 409)
    assert "déjà ouvert ailleurs" in words(other.get(address))
    assert other.post(f"{address}/ticket").status_code == 403
    assert phone.get(address).status_code == 200


def test_the_cookie_goes_with_the_window(phone, address):
    (cookie,) = [one for name, one in enter(phone, address).cookies.items() if name.startswith("p-")]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_a_ticket_is_given_to_who_entered_and_to_nobody_after_the_end(regulated, phone, address):
    assert phone.post(f"{address}/ticket").status_code == 403
    enter(phone, address)
    assert json.loads(phone.post(f"{address}/ticket").content)["url"].startswith("/stream/call?ticket=")
    end_regulation(**regulated.about)
    assert phone.post(f"{address}/ticket").status_code == 404
    assert (phone.get(address).status_code, "C’est terminé" in words(phone.get(address))) == (410, True)


def test_a_link_that_nobody_knows_says_what_to_do(db, phone):
    answer = phone.get(f"/v/{'a' * 22}")
    assert (answer.status_code, "Nous ne connaissons pas ce lien" in words(answer)) == (404, True)


def test_guessing_links_is_slowed_down(db, phone):
    assert [phone.get(f"/v/{n:022}").status_code for n in range(25)][-1] == 429


def test_a_photo_passes_without_script_and_without_video(regulated, phone, address):
    answer = phone.post(f"{address}/photo", {"photo": SimpleUploadedFile("x.jpg", picture(), "image/jpeg")})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?sent=1")
    assert "La photo est arrivée." in words(phone.get(answer["Location"]))
    with acting(regulated.actor.scope()):
        assert picture()[:60] not in bytes(RegulationPhoto.objects.get().content)


def test_what_is_not_a_photo_is_refused_with_a_sentence(phone, address):
    file = SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = phone.post(f"{address}/photo", {"photo": file}, headers={"accept": "application/json"})
    assert (answer.status_code, json.loads(answer.content)["why"]) == (
        422, "Ce fichier n’est pas une photo. Envoyez une image JPEG, PNG ou WebP.",
    )  # fmt: skip


def test_the_page_is_whole_in_english(address):
    page = words(Client(headers={"accept-language": "en"}).get(address))
    assert "Show what is happening" in page
    assert re.findall(r"[À-ÿ«»]", page.replace("Français", "").replace("Hôpital", "")) == []
