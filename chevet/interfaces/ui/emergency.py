"""The numbers to call, shown on every page a patient can reach, before any check."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from chevet.organisations.territories import COMPLETE, EmergencyNumbers


@dataclass(frozen=True, kw_only=True)
class EmergencyNumber:
    number: str
    label: str
    by_text: bool = False

    @property
    def href(self) -> str:
        return f"sms:{self.number}" if self.by_text else f"tel:{self.number}"


def numbers_of(*, emergency: EmergencyNumbers) -> tuple[EmergencyNumber, ...]:
    """A territory's numbers in the order to try them; what it has not confirmed is not shown."""
    known = (
        EmergencyNumber(number=emergency.medical, label=_("SAMU")),
        emergency.general and EmergencyNumber(number=emergency.general, label=_("urgences, toute l'Europe")),
        emergency.text_relay
        and EmergencyNumber(number=emergency.text_relay, label=_("par SMS, pour les personnes sourdes"), by_text=True),
    )
    return tuple(entry for entry in known if entry)


# For a page that knows no territory yet: somebody else's link, an error, the sign-in.
FRENCH_NUMBERS = numbers_of(emergency=COMPLETE)
