"""Numbers as people of their country write them."""

import phonenumbers
from phonenumbers import PhoneNumberFormat

FRENCH = (33, 262, 590, 594, 596, 508, 687, 689)


def phone_words(number: str, *, region: str = "FR") -> str:
    """ "04 72 00 00 01", "+32 2 …"; a short number stays as it is."""
    try:
        parsed = phonenumbers.parse(str(number), region)
    except phonenumbers.NumberParseException:
        return str(number)
    if len(str(number)) < 6:
        return str(number)
    style = PhoneNumberFormat.NATIONAL if parsed.country_code in FRENCH else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
