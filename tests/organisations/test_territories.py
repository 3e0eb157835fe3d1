"""Territories are data: these tests hold the facts that a slip of the hand would change."""

from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest

from chevet.organisations.territories import (
    BY_PREFIX,
    TERRITORIES,
    UnknownTerritory,
    territory_named,
    territory_of_postcode,
)

WINTER_NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
HOURS_FROM_UTC_IN_WINTER = {
    "FR": 1,
    "GP": -4,
    "MQ": -4,
    "GF": -3,
    "RE": 4,
    "YT": 3,
    "PM": -3,
    "BL": -4,
    "MF": -4,
    "NC": 11,
    "PF": -10,
    "PF-M": -9.5,
    "PF-G": -9,
    "WF": 12,
}


def test_every_territory_keeps_its_own_hour():
    measured = {one.code: WINTER_NOON.astimezone(one.tzinfo).utcoffset() / timedelta(hours=1) for one in TERRITORIES}
    assert measured == HOURS_FROM_UTC_IN_WINTER


def test_the_telephone_library_knows_every_phone_region():
    assert {one.phone_region for one in TERRITORIES} <= phonenumbers.SUPPORTED_REGIONS


def test_every_territory_has_a_medical_emergency_number():
    assert {one.emergency.medical for one in TERRITORIES} == {"15"}


def test_114_is_not_promised_where_nobody_confirmed_it():
    assert {one.code for one in TERRITORIES if one.emergency.text_relay is None} == {"NC", "PF", "PF-M", "PF-G", "WF"}


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("75011", "FR"),
        ("20000", "FR"),
        ("01000", "FR"),
        ("97110", "GP"),
        ("97133", "BL"),
        ("97150", "MF"),
        ("97200", "MQ"),
        ("97300", "GF"),
        ("97400", "RE"),
        ("974 90", "RE"),
        ("97500", "PM"),
        ("97600", "YT"),
        ("98800", "NC"),
        ("98713", "PF"),
        ("98742", "PF-M"),
        ("98755", "PF-G"),
        ("98600", "WF"),
    ],
)
def test_a_postcode_leads_to_its_territory(postcode, code):
    assert territory_of_postcode(postcode).code == code


@pytest.mark.parametrize("postcode", ["98000", "00100", "7501", "750111", "2A004", "", "٧٥٠١١"])
def test_a_postcode_of_nowhere_leads_nowhere(postcode):
    assert territory_of_postcode(postcode) is None


def test_no_two_territories_claim_the_same_prefix():
    assert len(BY_PREFIX) == sum(len(one.postcode_prefixes) for one in TERRITORIES)


def test_an_unknown_code_is_refused_with_a_sentence():
    with pytest.raises(UnknownTerritory) as refusal:
        territory_named("XX")
    assert refusal.value.sentence == "Ce territoire n’est pas connu."
