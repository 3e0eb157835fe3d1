"""Loading the region is all or nothing, once; starting over forgets and lives the past again."""

import pytest

from chevet.demo import crowd, region
from chevet.demo.establishments import PLACES
from chevet.demo.models import Character, InboxItem
from chevet.kernel.tenancy import acting
from chevet.people.models import Account, Patient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_people")]

PEOPLE = crowd.CROWD


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
    region.start_over()
    assert followed() == ["Linotte", "Loriot", "Mésange"]
    again = {item.text for item in InboxItem.objects.filter(text__contains="/s/")}
    assert len(again) == len(links) and not again & links
    assert set(Account.objects.values_list("id", flat=True)) == accounts


def test_an_interrupted_loading_leaves_nothing(monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(region, "live_past", interrupted)
    with pytest.raises(KeyboardInterrupt):
        region.load()
    assert Account.objects.count() == 0
    assert followed() == []


def test_the_region_fills_up_a_few_people_at_a_time_and_then_rests(monkeypatch):
    monkeypatch.setattr(crowd, "CROWD", PEOPLE[:3])
    monkeypatch.setattr(region, "TOGETHER", 2)
    region.load()
    seen = []
    for _ in range(3):
        seen.append((region.progress().done, region.progress().total))
        region.fill_up()
    assert seen == [(3, 6), (5, 6), (6, 6)]
    assert len(followed()) == 6


def test_nobody_fills_a_region_that_is_not_there(monkeypatch):
    monkeypatch.setattr(crowd, "CROWD", PEOPLE[:3])
    region.fill_up()
    assert Character.objects.count() == 0


def test_interrupted_while_it_forgets_starting_over_goes_on():
    def interrupted():
        raise KeyboardInterrupt

    region.load()
    region.ask_to_start_over()
    with pytest.raises(KeyboardInterrupt):
        region.start_over_if_asked(after_each=interrupted)
    assert (region.progress().done, region.progress().total) == (1, 3)
    region.start_over_if_asked()
    assert region.progress().is_over
    assert followed() == ["Linotte", "Loriot", "Mésange"]
