"""The page of messages on a small telephone and on a desk, and what axe finds on it."""

from datetime import timedelta

import pytest

from chevet.kernel.tenancy import acting
from tests.fixtures.axe import looked_at
from tests.usecases.doing import read, reply, write

from .patient_site import serving


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


@pytest.fixture
def patient(site):
    return site.include()


def bind(patient) -> None:
    """Her browser gave the code."""
    from chevet.access.models import Device

    with acting(patient.place.scope):
        Device.objects.update(state="bound", bound_at=patient.included_at)


def correspond(site, patient) -> None:
    write(patient, "Je dors mal depuis deux nuits.\nPuis-je prendre une tisane ?", now=site.now - timedelta(hours=3))
    reply(patient, "Oui. Mesurez aussi votre température ce soir.", now=site.now - timedelta(hours=2))
    write(patient, "Merci beaucoup, " + "très" * 40, now=site.now - timedelta(hours=1))


def test_she_writes_with_her_birthday_and_is_told_when_to_expect_an_answer(site, patient, page):
    site.recognise(page, patient)
    page.goto(site.link(patient, "messages"))
    page.get_by_label("Votre message").fill("Puis-je sortir ?")
    page.get_by_role("button", name="Envoyer mon message").click()
    page.get_by_text("Votre message est parti.").wait_for()
    assert "au plus tard aujourd'hui, à 13" in page.locator("main").inner_text().replace("\u00a0", " ").replace(
        "’", "'"
    )
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]
    page.reload()
    assert read(patient.place, "SELECT count(*) FROM communication") == [(1,)]


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(site, patient, page):
    correspond(site, patient)
    site.recognise(page, patient)
    page.goto(site.link(patient, "messages"))
    assert "tisane" not in page.content()
    assert looked_at(page, "before a code") == {}
    bind(patient)
    page.reload()
    assert "tisane" in page.content()
    assert looked_at(page, "after a code") == {}
