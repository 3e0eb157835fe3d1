"""Numbers as people type them. The good ones come from libphonenumber's own examples or the blocks kept for fiction."""

import pytest

from chevet.organisations.territories import territory_named
from chevet.people.phones import (
    CountryNotServed,
    Kind,
    LandlineForSms,
    MissingDigits,
    NotANumber,
    PhoneError,
    ServiceNumber,
    TooManyDigits,
    check_receives_sms,
    parse_phone,
)

PARIS, REUNION, MAYOTTE = territory_named("FR"), territory_named("RE"), territory_named("YT")


def read(typed, code="FR", **options):
    return parse_phone(typed, territory=territory_named(code), **options)


@pytest.mark.parametrize(
    "typed",
    [
        "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "06/12/34/56/78", "0612345678", "+33612345678",
        "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "+330612345678", "0033612345678", "00 33 6 12 34 56 78",
        "33612345678", "612345678", "06\u00a012\u202f34 56 78", "\u200e06 12 34 56 78\u200f", "０６１２３４５６７８",
    ],
)  # fmt: skip
def test_one_mobile_typed_in_many_ways_is_one_number(typed):
    number = read(typed)
    assert (number.e164, number.kind, number.region) == ("+33612345678", Kind.MOBILE, "FR")
    assert number.display == "06 12 34 56 78"


@pytest.mark.parametrize(
    ("typed", "code", "e164", "kind", "region"),
    [
        ("0692 12 34 56", "RE", "+262692123456", Kind.MOBILE, "RE"),
        ("0692 12 34 56", "FR", "+262692123456", Kind.MOBILE, "RE"),
        ("+33 692 12 34 56", "FR", "+262692123456", Kind.MOBILE, "RE"),
        ("0262 16 12 34", "RE", "+262262161234", Kind.LANDLINE, "RE"),
        ("06 12 34 56 78", "RE", "+33612345678", Kind.MOBILE, "FR"),
        ("06 12 34 56 78", "NC", "+33612345678", Kind.MOBILE, "FR"),
        ("0639 01 23 45", "RE", "+262639012345", Kind.MOBILE, "YT"),
        ("0639 01 23 45", "YT", "+262639012345", Kind.MOBILE, "YT"),
        ("0690 00 12 34", "GP", "+590690001234", Kind.MOBILE, "GP"),
        ("0690 00 12 34", "MF", "+590690001234", Kind.MOBILE, "GP"),
        ("0696 20 12 34", "MQ", "+596696201234", Kind.MOBILE, "MQ"),
        ("0694 20 12 34", "GF", "+594694201234", Kind.MOBILE, "GF"),
        ("55 12 34", "PM", "+508551234", Kind.MOBILE, "PM"),
        ("0508 55 12 34", "FR", "+508551234", Kind.MOBILE, "PM"),
        ("75.12.34", "NC", "+687751234", Kind.MOBILE, "NC"),
        ("00 687 75 12 34", "FR", "+687751234", Kind.MOBILE, "NC"),
        ("87 12 34 56", "PF", "+68987123456", Kind.MOBILE, "PF"),
        ("87 12 34 56", "PF-M", "+68987123456", Kind.MOBILE, "PF"),
        ("82 12 34", "WF", "+681821234", Kind.MOBILE, "WF"),
        ("01 23 45 67 89", "FR", "+33123456789", Kind.LANDLINE, "FR"),
        ("09 70 00 00 00", "FR", "+33970000000", Kind.LANDLINE, "FR"),
        ("+32 470 12 34 56", "FR", "+32470123456", Kind.MOBILE, "BE"),
        ("0039 347 1234567", "RE", "+393471234567", Kind.MOBILE, "IT"),
        ("+1 212 555 0123", "FR", "+12125550123", Kind.UNKNOWN, "US"),
        ("262692123456", "FR", "+262692123456", Kind.MOBILE, "RE"),
    ],
)  # fmt: skip
def test_the_territory_tells_what_the_digits_mean(typed, code, e164, kind, region):
    number = read(typed, code)
    assert (number.e164, number.kind, number.region) == (e164, kind, region)


def test_a_number_of_elsewhere_is_shown_with_its_country():
    assert read("06 12 34 56 78", "RE").display == "+33 6 12 34 56 78"
    assert read("0692 12 34 56", "RE").display == "0692 12 34 56"


@pytest.mark.parametrize(
    ("typed", "code", "refusal"),
    [
        ("", "FR", NotANumber),
        ("ma fille", "FR", NotANumber),
        ("O6 12 34 56 78", "FR", NotANumber),
        ("06 12 34 56 78 ou 06 98 76 54 32", "FR", NotANumber),
        ("06 12 34 56 78;06", "FR", NotANumber),
        ("tel:0612345678", "FR", NotANumber),
        ("06 12 34 56 7", "FR", MissingDigits),
        ("0692 12 34 5", "RE", MissingDigits),
        ("12", "FR", MissingDigits),
        ("15", "RE", MissingDigits),
        ("06 12 34 56 78 9", "FR", TooManyDigits),
        ("06 12 34 56 78 06 98 76 54 32", "FR", TooManyDigits),
        ("0" * 500, "FR", TooManyDigits),
        ("08 36 65 65 65", "FR", ServiceNumber),
        ("0800 00 00 00", "FR", ServiceNumber),
        ("07 00 12 34 56", "FR", PhoneError),
        ("+999 12 34 56 78", "FR", PhoneError),
        ("06 39 98 12 34", "FR", PhoneError),
    ],
)
def test_what_cannot_be_a_person_s_number_is_refused_by_name(typed, code, refusal):
    with pytest.raises(PhoneError) as refused:
        read(typed, code)
    assert type(refused.value) is refusal
    assert refused.value.sentence == refusal.words


def test_the_numbers_kept_for_fiction_are_for_demonstrations_only():
    number = read("06 39 98 12 34", "RE", fiction=True)
    assert (number.e164, number.kind, number.display) == ("+33639981234", Kind.MOBILE, "06 39 98 12 34")
    assert read("01 99 00 12 34", fiction=True).kind is Kind.LANDLINE


def test_a_landline_receives_no_sms_and_the_sentence_says_what_to_do():
    with pytest.raises(LandlineForSms) as refused:
        check_receives_sms(read("01 23 45 67 89"))
    assert refused.value.sentence.startswith("Ce numéro est un téléphone fixe")


def test_a_mobile_of_an_open_country_receives_sms():
    check_receives_sms(read("0692 12 34 56", "RE"))
    check_receives_sms(read("+32 470 12 34 56"))


def test_countries_outside_the_list_receive_no_sms_until_the_operator_opens_them():
    number = read("+1 212 555 0123")
    with pytest.raises(CountryNotServed):
        check_receives_sms(number)
    check_receives_sms(number, countries={"US"})
