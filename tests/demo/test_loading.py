"""Loading the region is all or nothing, once; starting over forgets and lives the past again."""

import pytest

from chevet.demo import region
from chevet.demo.establishments import PLACES
from chevet.demo.models import InboxItem
from chevet.kernel.tenancy import acting
from chevet.people.models import Account, Patient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_people")]


def followed() -> list[str]:
    names = []
    for place in PLACES:
        with acting(place.scope()):
            names += Patient.objects.filter(organisation_id=place.id).values_list("birth_name", flat=True)
    return sorted(names)


def test_a_second_loading_changes_nothing():
    assert region.load() is True
    before = InboxItem.objects.count()
    assert region.load() is False
    assert InboxItem.objects.count() == before > 0
    assert followed() == ["Linotte", "Loriot", "Mésange"]


def test_starting_over_makes_new_records_and_keeps_the_accounts():
    region.load()
    links = {item.text for item in InboxItem.objects.filter(text__contains="/s/")}
    accounts = set(Account.objects.values_list("id", flat=True))
    region.reset()
    assert followed() == ["Linotte", "Loriot", "Mésange"]
    again = {item.text for item in InboxItem.objects.filter(text__contains="/s/")}
    assert len(again) == len(links) and not again & links
    assert set(Account.objects.values_list("id", flat=True)) == accounts


def test_an_interrupted_loading_leaves_nothing(monkeypatch):
    def interrupted(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(region, "live", interrupted)
    with pytest.raises(KeyboardInterrupt):
        region.load()
    assert Account.objects.count() == 0
    assert followed() == []
