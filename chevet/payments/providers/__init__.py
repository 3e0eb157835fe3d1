"""The providers that an organisation may choose, by the name that is kept."""

from collections.abc import Callable, Mapping

from chevet.payments.port import Provider
from chevet.payments.providers.payfip import PayFiP
from chevet.payments.providers.rehearsal import Rehearsal
from chevet.payments.providers.stripe import Stripe

PROVIDERS: Mapping[str, type] = {"stripe": Stripe, "payfip": PayFiP, "rehearsal": Rehearsal}
REHEARSAL = "rehearsal"

type Desk = Callable[[str, dict[str, str]], Provider]
"""Who speaks to the outside: a provider's name and its settings in, the provider out."""


def provider_of(name: str, settings: dict[str, str]) -> Provider:
    return PROVIDERS[name](settings)
