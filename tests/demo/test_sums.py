"""What the practice's patients owe: each of the four states is there, with the double behind them."""

import pytest

from chevet.demo import agenda, cast, region
from chevet.demo.establishments import PRACTICE
from chevet.kernel.tenancy import acting
from chevet.payments.models import Payment, PaymentAccount, RehearsedPayment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_people")]
EXPECTED = tuple(one for one in agenda.EXPECTED if one.birth_name in ("Verdier", "Grive", "Sittelle", "Corbeau"))


def test_one_is_asked_one_paid_one_exempt_one_given_back(monkeypatch):
    monkeypatch.setattr(cast, "EVERYBODY", (cast.ODILE,))
    monkeypatch.setattr(agenda, "EXPECTED", EXPECTED)
    region.load()
    with acting(PRACTICE.scope()):
        states = sorted(Payment.objects.values_list("state", flat=True))
        (account,) = PaymentAccount.objects.all()
    assert states == ["asked", "exempt", "paid", "refunded"]
    assert (account.provider, account.enabled) == ("rehearsal", True)
    assert sorted(RehearsedPayment.objects.values_list("taken_cents", "refunded_cents")) == [(3000, 0), (3000, 3000)]
