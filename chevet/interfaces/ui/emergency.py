"""The numbers to call, shown on every page a patient can reach, before any check."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class EmergencyNumber:
    number: str
    label: str
    by_text: bool = False

    @property
    def href(self) -> str:
        return f"sms:{self.number}" if self.by_text else f"tel:{self.number}"


# What is true in every French territory. A territory with other numbers passes its own list to the page.
FRENCH_NUMBERS = (
    EmergencyNumber(number="15", label=_("SAMU")),
    EmergencyNumber(number="112", label=_("urgences, toute l'Europe")),
    EmergencyNumber(number="114", label=_("par SMS, pour les personnes sourdes"), by_text=True),
)
