"""Telephone numbers as people type them, read with the territory they live in.

`0692 12 34 56` is a mobile of La Réunion and nothing at all in metropolitan France; six digits mean something in
Nouméa and nothing in Paris. So a number is tried in the territory first, then in the other French plans that share
the ten-digit form, and only one meaning is kept.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from chevet.kernel.errors import Invalid
from chevet.kernel.sentences import gettext_noop
from chevet.organisations.territories import TERRITORIES, Territory


class PhoneError(Invalid):
    """The number cannot be kept; `sentence` tells the person what to correct."""

    words = gettext_noop("Ce numéro n’est pas valable. Vérifiez-le chiffre par chiffre.")

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.words)


class NotANumber(PhoneError):
    words = gettext_noop("Un numéro de téléphone ne contient que des chiffres. Écrivez un seul numéro.")


class MissingDigits(PhoneError):
    words = gettext_noop("Il manque des chiffres à ce numéro.")


class TooManyDigits(PhoneError):
    words = gettext_noop("Ce numéro a trop de chiffres. Écrivez un seul numéro.")


class ServiceNumber(PhoneError):
    words = gettext_noop("C’est un numéro de service. Écrivez celui d’une personne.")


class LandlineForSms(PhoneError):
    words = gettext_noop(
        "Ce numéro est un téléphone fixe : il ne reçoit pas de SMS. "
        "Donnez un mobile ou une adresse e-mail, ou choisissez le suivi par téléphone."
    )


class CountryNotServed(PhoneError):
    words = gettext_noop(
        "Nous n’envoyons pas de SMS vers ce pays. Donnez une adresse e-mail, ou choisissez le suivi par téléphone."
    )


class Kind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class PhoneNumber:
    """`e164` is what is kept and sent to; `display` is what the person reads back in her own territory.

    `region` is the two-letter region of the number itself. The islands of +590 share their numbers: a landline of
    Guadeloupe may be called BL or MF by the metadata, which changes nothing for us.
    """

    e164: str
    kind: Kind
    region: str
    display: str


KINDS = {
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
    # The 09 numbers of French boxes: they ring, they do not receive SMS.
    PhoneNumberType.VOIP: Kind.LANDLINE,
    # North America does not tell the two apart.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Kind.UNKNOWN,
    PhoneNumberType.PERSONAL_NUMBER: Kind.UNKNOWN,
}

# Plans written as ten digits behind a 0, in the order in which we try them after the person's own territory.
TEN_DIGIT_REGIONS = ("FR", "RE", "YT", "GP", "MQ", "GF", "PM")

FRENCH_REGIONS = frozenset(territory.phone_region for territory in TERRITORIES)

# Countries we send SMS to: France and the neighbours whose numbers residents commonly keep. A short list on purpose:
# sending premium SMS to far networks is a known fraud. An operator passes its own list instead.
SMS_COUNTRIES = FRENCH_REGIONS | {
    "AD", "AT", "BE", "CH", "DE", "ES", "GB", "GG", "IE", "IM", "IT", "JE", "LU", "MC", "NL", "PT",
}  # fmt: skip

# 06 39 98 XX XX and five blocks of landlines belong to nobody: the French regulator keeps them for films and plays
# (decision 2018-0881). The metadata know nothing of them; demonstrations need them.
FICTION_MOBILE = "+3363998"
FICTION_LANDLINES = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")

VERDICTS = {phonenumbers.ValidationResult.TOO_SHORT: -1, phonenumbers.ValidationResult.TOO_LONG: 1}

SEPARATORS = re.compile(r"[\s.\-/_()–—‐‑·\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
TRUNK_IN_BRACKETS = re.compile(r"\(\s*0\s*\)")


def parse_phone(typed: str, *, territory: Territory, fiction: bool = False) -> PhoneNumber:
    """The number that `typed` means for somebody who stays in `territory`.

    `fiction` accepts the numbers that the regulator reserves for fiction (demonstrations and tests).
    Raises a PhoneError whose sentence says what to correct.
    """
    digits = _digits(typed)
    for candidate, region in _readings(digits, territory.phone_region):
        try:
            number = phonenumbers.parse(candidate, region)
        except NumberParseException:
            continue
        if _is_fiction(number):
            if fiction:
                return _fictional(number)
        elif phonenumbers.is_valid_number(number):
            return _described(number, home=territory.phone_region)
    raise _explain(digits, territory.phone_region)


def check_receives_sms(number: PhoneNumber, *, countries: Collection[str] = SMS_COUNTRIES) -> None:
    """Raises LandlineForSms or CountryNotServed when no SMS may be sent there. Unknown kinds pass."""
    if number.kind is Kind.LANDLINE:
        raise LandlineForSms
    if number.region not in countries:
        raise CountryNotServed


def _digits(typed: str) -> str:
    """Digits with at most one leading plus; full-width digits become plain ones. Raises NotANumber."""
    plain = unicodedata.normalize("NFKC", typed)
    plain = SEPARATORS.sub("", TRUNK_IN_BRACKETS.sub("", plain))
    if not re.fullmatch(r"\+?[0-9]+", plain):
        raise NotANumber
    if len(plain) > 20:
        raise TooManyDigits
    return "+" + plain[2:] if plain.startswith("00") else plain


def _readings(digits: str, home: str) -> Iterator[tuple[str, str]]:
    """The ways this string may be meant, the likeliest first."""
    yield from _saint_pierre(digits)
    yield digits, home
    if digits.startswith("+33"):
        # Overseas numbers typed behind the metropolitan code: +33 692 12 34 56.
        yield from (("0" + digits[3:].removeprefix("0"), region) for region in TEN_DIGIT_REGIONS)
    elif len(digits) == 10 and digits.startswith("0"):
        yield from ((digits, region) for region in TEN_DIGIT_REGIONS if region != home)
    elif not digits.startswith("+") and len(digits) > 8:
        # A country code without its plus, as copied from another system.
        yield "+" + digits, home


def _saint_pierre(digits: str) -> Iterator[tuple[str, str]]:
    """From elsewhere in France, Saint-Pierre-et-Miquelon is dialled 0508 and the six digits."""
    if len(digits) == 10 and digits.startswith("0508"):
        yield "+508" + digits[4:], "PM"


def _described(number: phonenumbers.PhoneNumber, *, home: str) -> PhoneNumber:
    kind = KINDS.get(phonenumbers.number_type(number))
    if kind is None:
        raise ServiceNumber
    region = phonenumbers.region_code_for_number(number)
    at_home = number.country_code == phonenumbers.country_code_for_region(home)
    return PhoneNumber(e164=_e164(number), kind=kind, region=region, display=_display(number, at_home=at_home))


def _display(number: phonenumbers.PhoneNumber, *, at_home: bool) -> str:
    shape = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape)


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _is_fiction(number: phonenumbers.PhoneNumber) -> bool:
    e164 = _e164(number)
    return len(e164) == 12 and e164.startswith((FICTION_MOBILE, *FICTION_LANDLINES))


def _fictional(number: phonenumbers.PhoneNumber) -> PhoneNumber:
    e164 = _e164(number)
    kind = Kind.MOBILE if e164.startswith(FICTION_MOBILE) else Kind.LANDLINE
    national = "0" + e164[3:]
    pairs = " ".join(national[at : at + 2] for at in range(0, 10, 2))
    return PhoneNumber(e164=e164, kind=kind, region="FR", display=pairs)


def _explain(digits: str, home: str) -> PhoneError:
    """Why no reading was valid. French numbers behind a 0 have ten digits; elsewhere the plan knows its lengths."""
    if digits.startswith("0"):
        return _by_length(len(digits) - 10)
    try:
        verdict = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(digits, home))
    except NumberParseException:
        return PhoneError() if len(digits) > 3 else MissingDigits()
    return _by_length(VERDICTS.get(verdict, 0))


def _by_length(excess: int) -> PhoneError:
    return TooManyDigits() if excess > 0 else MissingDigits() if excess < 0 else PhoneError()
