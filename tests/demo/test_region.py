"""The demonstration region as it stands once loaded: lived through the use cases, up to this minute."""

import pytest

from chevet.demo import cast
from chevet.demo.establishments import PLACES, PRACTICE, actor
from chevet.demo.models import InboxItem
from chevet.demo.passing import passing
from chevet.documents.models import Document
from chevet.interfaces import clock
from chevet.kernel.tenancy import acting
from chevet.organisations.territories import territory_named
from chevet.pathways.library import shipped
from chevet.pathways.models import FollowUp, PathwayVersion
from chevet.people.models import Patient
from chevet.people.phones import FICTION_LANDLINES, FICTION_MOBILE, parse_phone
from chevet.people.queries import DEMONSTRATION_DOMAIN, demonstration_accounts
from chevet.usecases.read_worklist import read_worklist

pytestmark = pytest.mark.usefixtures("whole_region")


def lines_of(key: str):
    who = actor(key, machine_now=clock.machine_now())
    (team_id,) = who.team_ids
    page = read_worklist(actor=who, team_id=team_id, now=clock.domain_now(), machine_now=clock.machine_now())
    return {line.name: line for line in page.lines}


def of_hospital(model):
    with acting(PLACES[0].scope()):
        return list(model.objects.filter(organisation_id=PLACES[0].id))


def test_everybody_of_the_cast_is_followed_where_they_should_be():
    expected = sorted(person.birth_name for person in cast.EVERYBODY if person.place == "hospital")
    assert sorted(one.birth_name for one in of_hospital(Patient)) == expected
    assert sorted(PathwayVersion.objects.values_list("slug", flat=True)) == sorted(shipped())


def test_the_list_shows_who_needs_somebody_the_worst_first():
    lines = lines_of("lea")
    assert list(lines)[:3] == ["Ahmed LORIOT", "Chantal BOUVREUIL", "Jeanne ALOUETTE"]
    assert [lines[name].to_confirm for name in list(lines)[:3]] == [False, True, False]
    assert "Mange et boit moins de la moitié de d'habitude depuis 24 heures." in [
        why["fr"] for why in lines["Lison ROSSIGNOL"].why
    ]
    assert {"Thomas MARTINET", "Bernard SITTELLE", "Fatou HIRONDELLE", "Marie TOURTERELLE"} <= set(lines)
    assert not {"Odile MÉSANGE", "Lucien GRIMPEREAU", "Gilles ROITELET"} & set(lines)


def test_the_practice_sees_nobody_of_the_hospital():
    assert lines_of("anne") == {}
    assert InboxItem.objects.filter(recipient="+33639980030").exists(), "its own patients are followed"


def test_nothing_of_the_past_is_left_to_live_or_to_send():
    assert passing(now=clock.domain_now()).is_over


def test_only_the_follow_up_to_be_decided_is_past_its_last_day():
    today = clock.domain_now().date()
    over = [one.patient_id for one in of_hospital(FollowUp) if one.state == "active" and one.ends_on < today]
    assert [one.birth_name for one in of_hospital(Patient) if one.id in over] == ["Sittelle"]


def test_who_can_be_played_has_an_address_that_cannot_exist_and_no_password():
    names = [one.name for one in demonstration_accounts()]
    assert names[0] == "Léa Morvan"
    assert len(names) == sum(len(place.workers) for place in PLACES)


def test_no_number_or_address_belongs_to_anybody():
    recipients = set(InboxItem.objects.values_list("recipient", flat=True))
    mails = {one for one in recipients if "@" in one}
    assert mails and all(one.endswith(f"@{DEMONSTRATION_DOMAIN}") for one in mails)
    numbers = {parse_phone(one, territory=territory_named("FR"), fiction=True).e164 for one in recipients - mails}
    assert numbers and all(one.startswith((FICTION_MOBILE, *FICTION_LANDLINES)) for one in numbers)


def test_a_document_lies_in_three_records_of_the_practice_one_for_the_person_to_read():
    with acting(PRACTICE.scope()):
        found = Document.objects.order_by("kept_at").values_list("source", "media_type", "shown_at")
        kept = [(source, kind, bool(shown)) for source, kind, shown in found]
    paper = "application/pdf"
    assert kept == [("professional", paper, True), ("patient", paper, False), ("patient", "image/jpeg", False)]
