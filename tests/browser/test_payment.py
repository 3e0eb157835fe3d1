"""A telephone pays: to the provider's page and back, without script, and the page says the truth all the way."""

from datetime import UTC, datetime

from django.test import override_settings

from chevet.access.visits import cookie_name
from chevet.payments.providers import provider_of
from chevet.usecases.check_payment import check_payments
from tests.fixtures.axe import STRICT, too_wide, violations
from tests.usecases.acts_of_payments import ask, payable, switch_on


def test_to_the_provider_and_back_on_a_small_telephone_in_the_dark(own_database, start_site, open_page):
    site = start_site(CHEVET_DEMO="1", CHEVET_MOVABLE_CLOCK="1")
    with override_settings(DEMO=True, SITE_URL=site.url):
        stage = payable()
        switch_on(stage.place, provider="rehearsal", settings={})
        ask(stage)
        page = open_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
        known = {"name": cookie_name(stage.token, secure=False), "value": stage.device, "url": site.url}
        page.context.add_cookies([known | {"httpOnly": True}])
        page.goto(f"{site.url}/r/{stage.token}/paiement")
        assert (violations(page, **STRICT), too_wide(page)) == ([], 0)
        page.click("text=Payer 25,00")
        page.wait_for_url("**/demo/paiement/*")
        assert (violations(page, **STRICT), too_wide(page)) == ([], 0)
        page.get_by_role("button", name="Payer", exact=True).click()
        page.wait_for_url("**/paiement?retour=1")
        assert page.is_visible("text=En cours de vérification")
        assert (violations(page, **STRICT), too_wide(page)) == ([], 0)
        now = datetime.now(UTC)
        assert check_payments(desk=provider_of, now=now, machine_now=now) == 1  # the notice had asked for it
        page.wait_for_selector("text=C’est payé, merci", timeout=15_000)
