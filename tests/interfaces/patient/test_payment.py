"""The page of a payment as a telephone without JavaScript sees it, with the double as the provider."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client, override_settings

from chevet.access.visits import cookie_name
from chevet.interfaces import clock
from chevet.payments.models import RehearsedPayment
from chevet.payments.providers import provider_of
from chevet.usecases.check_payment import check_payments
from chevet.usecases.configure_payments import Wanted, configure_payments
from tests.usecases.acts_of_payments import administrator, ask, asked, kept, payable, release
from tests.usecases.stages import AT


class Telephone:
    def __init__(self, stage) -> None:
        self.stage, self.client = stage, Client()
        self.client.cookies[cookie_name(stage.token, secure=False)] = stage.device

    def look(self, query: str = ""):
        return self.client.get(f"/r/{self.stage.token}/paiement{query}")

    def press(self, **more):
        return self.client.post(f"/r/{self.stage.token}/paiement", {"payment": str(self.stage.payment_id)} | more)


def read(answer) -> str:
    return unescape(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


@pytest.fixture(autouse=True)
def standing(monkeypatch, settings):
    monkeypatch.setattr(clock, "machine_now", lambda: AT + timedelta(minutes=5))
    monkeypatch.setattr(clock, "domain_now", lambda: AT + timedelta(minutes=5))
    settings.DEMO = True


@pytest.fixture
def stage(db):
    """A sum of 25 euros, and the double behind it."""
    stage = payable()
    wanted = Wanted(provider="rehearsal", label="Règlement", enabled=True)
    configure_payments(actor=administrator(stage.place), wanted=wanted, demonstration=True, now=AT, machine_now=AT)
    ask(stage)
    return stage


@pytest.fixture
def telephone(stage) -> Telephone:
    return Telephone(stage)


def look_around() -> None:
    """A round of the worker."""
    now = AT + timedelta(minutes=6)
    check_payments(desk=provider_of, now=now, machine_now=now)


def test_she_reads_what_how_much_and_that_care_does_not_depend_on_it(telephone):
    page = read(telephone.look())
    assert "Payer 25,00 €" in page
    assert "Votre relevé affichera « Règlement »" in page
    assert "Payer ou non ne change rien à vos soins" in page
    assert "Dupont" not in page and "TCG" not in page


def test_pay_leads_to_the_provider_and_back_and_the_state_is_honest(telephone, stage):
    left = telephone.press()
    assert left.status_code == 302
    assert "form-action 'self' https://checkout.stripe.com" in left.headers["Content-Security-Policy"]
    double = RehearsedPayment.objects.get()
    assert left["Location"] == f"http://localhost:8000/demo/paiement/{double.reference}"
    back = telephone.client.get("/r/retour-paiement")
    assert back["Location"] == f"/r/{stage.token}/paiement?retour=1"
    waiting = telephone.look("?retour=1")
    assert "En cours de vérification" in read(waiting)
    assert waiting["Refresh"] == f"5; url=/r/{stage.token}/paiement?retour=2"
    RehearsedPayment.objects.update(state="paid", taken_cents=2500, paid_from=AT)
    look_around()
    paid = telephone.look("?retour=2")
    assert "C'est payé, merci" in read(paid)
    assert "Refresh" not in paid.headers
    assert double.reference in read(paid)


def test_the_page_stops_looking_by_itself_after_two_minutes(telephone):
    telephone.press()
    assert "Refresh" not in telephone.look("?retour=24").headers


def test_a_browser_that_knows_nothing_learns_no_link_at_the_return(telephone):
    page = Client().get("/r/retour-paiement")
    assert page.status_code == 200
    assert "rouvrez le lien de votre rendez-vous" in read(page)


def test_who_has_not_said_who_she_is_sees_no_sum(stage):
    answer = Client().get(f"/r/{stage.token}/paiement")
    assert (answer.status_code, answer["Location"]) == (302, f"/r/{stage.token}")


@pytest.mark.parametrize("state", ["exempt", "released"])
def test_she_is_not_told_why_nothing_is_due(db, state):
    stage = asked(exemption="ame" if state == "exempt" else "")
    if state == "released":
        release(stage)
    page = read(Telephone(stage).look())
    assert "Vous n'avez rien à payer" in page
    assert "médicale" not in page and "25,00" not in page


def test_an_old_page_opens_nothing_any_more(telephone, stage):
    release(stage)
    assert telephone.press()["Location"] == f"/r/{stage.token}/paiement"
    assert not RehearsedPayment.objects.exists()


def test_payfip_asks_for_an_address_and_keeps_what_was_typed(telephone, stage):
    settings = {"client": "006270", "mode": "T"}
    wanted = Wanted(provider="payfip", label="Règlement", enabled=True, settings=settings)
    configure_payments(actor=administrator(stage.place), wanted=wanted, demonstration=False, now=AT, machine_now=AT)
    assert "PayFiP y envoie le reçu" in read(telephone.look())
    refused = telephone.press(email="odile.exemple.fr")
    assert refused.status_code == 400
    assert 'value="odile.exemple.fr"' in refused.content.decode()
    assert kept(stage).state == "asked"


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("pay", "paid"),
        ("refuse", "failed"),
        ("abandon", "failed"),
        ("twice", "paid"),
        ("silent", "paid"),
        ("late", "opened"),
    ],
)
def test_the_double_does_what_providers_do(telephone, stage, act, state):
    double = _at_the_double(telephone, act)
    assert double["Location"].endswith("/r/retour-paiement")
    look_around()
    assert kept(stage).state == state


def test_a_forged_notice_is_refused_and_another_sum_is_seen(telephone, stage):
    assert "403" in read(_at_the_double(telephone, "forged", follow=True))
    _at_the_double(telephone, "other")
    look_around()
    assert (kept(stage).state, kept(stage).nothing_due_why) == ("paid", "differs")


def _at_the_double(telephone: Telephone, act: str, **more):
    telephone.press()
    from django.urls import include, path, set_urlconf  # the demonstration's addresses, absent from the tests' settings

    import config.urls as urls

    class WithDemo:
        urlpatterns = [path("demo/", include("chevet.demo.urls")), *urls.urlpatterns]

    reference = RehearsedPayment.objects.get().reference
    with override_settings(ROOT_URLCONF=WithDemo):
        try:
            return telephone.client.post(f"/demo/paiement/{reference}", {"act": act}, **more)
        finally:
            set_urlconf(None)


def test_outside_the_demonstration_the_double_opens_nothing(telephone, stage, settings):
    settings.DEMO = False
    answer = telephone.press()
    assert answer.status_code == 503
    assert "Rien n'a été débité" in read(answer)
    assert kept(stage).state == "failed"
