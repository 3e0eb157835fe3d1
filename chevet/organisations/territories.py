"""The French territories: time zone, telephone plan, emergency numbers, postcodes. Data, no behaviour.

Codes are ISO 3166-1 alpha-2, with a letter of ours behind it for the two Polynesian archipelagos that live on
another hour than Tahiti. Zones are IANA names.

What the emergency numbers rest on:
- 15 (SAMU) everywhere: numbering metadata of libphonenumber 9.0.43, except Saint-Barthélemy, which it omits and
  which the SAMU of Guadeloupe answers for.
- 112 only where the same metadata or a prefecture's own notice names it. Elsewhere it may well ring, but we do not
  print a number we could not confirm.
- 114 (people who cannot hear or speak) says of itself that it serves the overseas departments; nothing was found
  for the Pacific, where it is therefore not offered.
An operator of a territory marked `confirmed=False` is asked to check these numbers before the first inclusion.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chevet.kernel.errors import Invalid


class UnknownTerritory(Invalid):
    """No territory has this code."""


@dataclass(frozen=True, kw_only=True)
class EmergencyNumbers:
    """`medical` is always there; the others are None where we could not confirm that they answer."""

    medical: str = "15"
    general: str | None = "112"
    text_relay: str | None = "114"
    confirmed: bool = True


@dataclass(frozen=True, kw_only=True)
class Territory:
    code: str
    name: str
    zone: str
    phone_region: str
    emergency: EmergencyNumbers
    postcode_prefixes: tuple[str, ...]

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


COMPLETE = EmergencyNumbers()
# The short-number metadata leave 112 out here; a notice of the prefecture of Guadeloupe (June 2021) names 15, 18 and
# 112 together for Guadeloupe, Martinique and Guyane.
NORTHERN_ISLANDS = EmergencyNumbers(confirmed=False)
MIQUELON = EmergencyNumbers(general=None, confirmed=False)
PACIFIC = EmergencyNumbers(general=None, text_relay=None, confirmed=False)

METROPOLITAN_PREFIXES = tuple(f"{number:02d}" for number in range(1, 96))

TERRITORIES: tuple[Territory, ...] = (
    Territory(
        code="FR",
        name="France métropolitaine",
        zone="Europe/Paris",
        phone_region="FR",
        emergency=COMPLETE,
        postcode_prefixes=METROPOLITAN_PREFIXES,
    ),
    Territory(
        code="GP",
        name="Guadeloupe",
        zone="America/Guadeloupe",
        phone_region="GP",
        emergency=COMPLETE,
        postcode_prefixes=("971",),
    ),
    Territory(
        code="MQ",
        name="Martinique",
        zone="America/Martinique",
        phone_region="MQ",
        emergency=COMPLETE,
        postcode_prefixes=("972",),
    ),
    Territory(
        code="GF",
        name="Guyane",
        zone="America/Cayenne",
        phone_region="GF",
        emergency=COMPLETE,
        postcode_prefixes=("973",),
    ),
    Territory(
        code="RE",
        name="La Réunion",
        zone="Indian/Reunion",
        phone_region="RE",
        emergency=COMPLETE,
        postcode_prefixes=("974",),
    ),
    Territory(
        code="YT",
        name="Mayotte",
        zone="Indian/Mayotte",
        phone_region="YT",
        emergency=COMPLETE,
        postcode_prefixes=("976",),
    ),
    Territory(
        code="PM",
        name="Saint-Pierre-et-Miquelon",
        zone="America/Miquelon",
        phone_region="PM",
        emergency=MIQUELON,
        postcode_prefixes=("975",),
    ),
    Territory(
        # Letters still travel under Guadeloupe's 97133; 977 is the statistical code that people also write.
        code="BL",
        name="Saint-Barthélemy",
        zone="America/St_Barthelemy",
        phone_region="BL",
        emergency=NORTHERN_ISLANDS,
        postcode_prefixes=("97133", "977"),
    ),
    Territory(
        code="MF",
        name="Saint-Martin",
        zone="America/Marigot",
        phone_region="MF",
        emergency=NORTHERN_ISLANDS,
        postcode_prefixes=("97150", "978"),
    ),
    Territory(
        code="NC",
        name="Nouvelle-Calédonie",
        zone="Pacific/Noumea",
        phone_region="NC",
        emergency=PACIFIC,
        postcode_prefixes=("988",),
    ),
    Territory(
        code="PF",
        name="Polynésie française",
        zone="Pacific/Tahiti",
        phone_region="PF",
        emergency=PACIFIC,
        postcode_prefixes=("987",),
    ),
    Territory(
        # Half an hour ahead of Tahiti. Postcodes of the six communes, from memory: to be confirmed by the operator.
        code="PF-M",
        name="Îles Marquises",
        zone="Pacific/Marquesas",
        phone_region="PF",
        emergency=PACIFIC,
        postcode_prefixes=("98740", "98741", "98742", "98743", "98744", "98745", "98746"),
    ),
    Territory(
        code="PF-G",
        name="Îles Gambier",
        zone="Pacific/Gambier",
        phone_region="PF",
        emergency=PACIFIC,
        postcode_prefixes=("98755",),
    ),
    Territory(
        code="WF",
        name="Wallis-et-Futuna",
        zone="Pacific/Wallis",
        phone_region="WF",
        emergency=PACIFIC,
        postcode_prefixes=("986",),
    ),
)

BY_CODE = {territory.code: territory for territory in TERRITORIES}
BY_PREFIX = {prefix: territory for territory in TERRITORIES for prefix in territory.postcode_prefixes}


def territory_named(code: str) -> Territory:
    """The territory with this code. Raises UnknownTerritory."""
    try:
        return BY_CODE[code]
    except KeyError:
        raise UnknownTerritory("Ce territoire n’est pas connu.") from None


def territory_of_postcode(postcode: str) -> Territory | None:
    """The territory a postcode lies in, the longest prefix first; None for Monaco, the armed forces or a mistake."""
    digits = "".join(postcode.split())
    if len(digits) != 5 or not (digits.isascii() and digits.isdigit()):
        return None
    for length in (5, 3, 2):
        found = BY_PREFIX.get(digits[:length])
        if found:
            return found
    return None
