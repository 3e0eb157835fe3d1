"""The establishment's face on its patients' pages, and nowhere before the link is known."""

import pytest

from chevet.kernel.errors import Invalid
from chevet.usecases.brand_organisation import brand_organisation
from tests.fixtures.care import include, make_place
from tests.organisations.test_brand import picture

from .phone import Phone, words

pytestmark = pytest.mark.django_db


def show(place, noon, **changes):
    given = {"colour": "#0a5c66", "accent": "#b3261e", "logo": picture(), "phones": [("Standard", "04 72 00 00 00")]}
    brand_organisation(organisation_id=place.organisation_id, machine_now=noon.now, **(given | changes))


def test_logo_colours_and_numbers_stand_on_every_page(phone, place, noon):
    show(place, noon)
    page = phone.get("aujourdhui")
    assert 'class="masthead__logo"' in page.content.decode()
    assert "Standard 04 72 00 00 00" in words(page)
    logo, sheet = phone.get("logo.png"), phone.get("couleurs.css")
    assert (logo["Content-Type"], logo.content[:4]) == ("image/png", b"\x89PNG")
    assert "#0a5c66" in sheet.content.decode()
    assert logo["Cache-Control"] == "private, max-age=86400"


def test_before_the_link_is_known_there_is_nothing(place, noon):
    show(place, noon)
    stranger = Phone("A" * 22)
    assert {stranger.get(name).status_code for name in ("logo.png", "couleurs.css")} == {404}
    assert "logo.png" not in stranger.get().content.decode()


def test_a_logo_that_would_tell_the_illness_waits_for_the_birthday(noon):
    elsewhere = make_place(name="Centre de cancérologie")
    show(elsewhere, noon)
    patient = include(elsewhere, now=noon.now, identified=True)
    stranger = Phone(patient.token)
    assert {stranger.get(name).status_code for name in ("logo.png", "couleurs.css")} == {404}
    assert "logo.png" not in stranger.get().content.decode()
    assert Phone.of(patient).get("logo.png").status_code == 200


def test_a_colour_too_pale_changes_nothing(phone, place, noon):
    show(place, noon)
    with pytest.raises(Invalid, match="trop pâle"):
        show(place, noon, colour="#7fd1db")
    assert "#0a5c66" in phone.get("couleurs.css").content.decode()


def test_another_establishment_keeps_its_own_face(phone, place, noon):
    show(place, noon)
    neighbour = include(make_place(name="Clinique du Port"), now=noon.now)
    assert Phone.of(neighbour).get("logo.png").status_code == 404
    assert "Standard" not in words(Phone.of(neighbour).get("aujourdhui"))
