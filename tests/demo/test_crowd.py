"""The crowd beside the cast: who they are, and that what is told of them is what the product then shows."""

from collections import Counter
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from chevet.demo import cast, crowd, identities, incidents, region
from chevet.demo.establishments import PLACES
from chevet.demo.phones import recipient_of
from chevet.kernel.tenancy import acting
from chevet.pathways.library import load as pathway_in
from chevet.pathways.models import FollowUp
from chevet.questionnaires.reading import read_answers
from chevet.vitals.kinds import KINDS

PEOPLE = crowd.CROWD


def test_three_hundred_people_have_names_of_their_own_and_who_is_a_child_is_followed_as_one():
    names = [person.key for person in crowd.everybody()]
    assert len(names) == len(set(names)) == 300
    children = [person for person in crowd.everybody() if date(2026, 11, 1).year - person.born.year < 18]
    assert children == [person for person in crowd.everybody() if pathway_in(person.pathway).is_for_minors]
    assert [person.parent["link"] for person in children] == ["mère", "mère"]


def test_a_number_is_shared_within_a_home_only():
    shared = [number for number, times in Counter(map(recipient_of, PEOPLE)).items() if times > 1]
    homes = [{person.birth_name for person in PEOPLE if recipient_of(person) == number} for number in shared]
    assert len(homes) > 8
    assert {len(names) for names in homes} == {1}
    assert not {recipient_of(person) for person in cast.EVERYBODY} & set(map(recipient_of, PEOPLE))


def test_every_course_answers_its_first_day_in_measures_that_vary_from_one_person_to_the_next():
    typed = [course for person in PEOPLE if (course := person.course(1))]
    assert len(typed) == len(PEOPLE)
    assert len({(one["temperature"], one["heart_rate"]) for one in typed}) > 150


@pytest.mark.django_db
def test_what_is_told_of_somebody_is_what_the_product_shows(few_people, monkeypatch):
    chosen = {
        "stops": person_with("stops"),
        "hospitalised": person_with("hospitalised"),
        "by telephone": next(person for person in PEOPLE if person.channel == "phone" and 2 < person.ago < 14),
        "over": next(person for person in PEOPLE if person.ago == 16 and not person.handled and not person.targets),
    }
    monkeypatch.setattr(crowd, "CROWD", tuple(chosen.values()))
    region.load()
    region.fill_up()
    found = {one.patient.birth_name: one for one in follow_ups()}
    shown = {what: found[person.birth_name] for what, person in chosen.items()}
    assert {what: one.end_reason for what, one in shown.items()} == {
        "stops": "withdrawn", "hospitalised": "hospitalised", "by telephone": "", "over": "completed",
    }  # fmt: skip
    assert shown["by telephone"].last_answer_at is not None


def person_with(incident: str):
    return next(person for person in PEOPLE if person.incident[0] == incident)


def follow_ups():
    for place in PLACES:
        with acting(place.scope()):
            yield from FollowUp.objects.filter(organisation_id=place.id).select_related("patient")


def test_the_nurse_of_the_hospital_finds_thirty_lines_of_every_kind():
    """Of the crowd alone; those who fell silent, stopped or gave another's number come on top."""
    hers = [person.incident[0] for person in PEOPLE if person.by == "lea" and person.incident[0]]
    assert {"red", "orange", "asks", "writes", "stops", "called"} <= set(hers)
    assert len(hers) >= 30


NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(incidents.OF_THE_CROWD))
def test_what_happens_to_somebody_can_be_typed_into_the_questionnaire(name):
    """An answer that is refused would keep the rest of the region from ever appearing."""
    typed: list[dict[str, str]] = []
    phone = SimpleNamespace(
        answer=lambda answers, **_: typed.append(answers), stop=nothing, deny=nothing, write=nothing
    )
    life = SimpleNamespace(
        phone=phone, made_at=NOON, clocks=lambda at: {}, at=lambda *_: NOON, call=nothing, goes_to_hospital=nothing,
        person=SimpleNamespace(hour=9, after=5),
    )  # fmt: skip
    for at, happen in incidents.OF_THE_CROWD[name](life, 30):
        happen(at)
    questionnaire = pathway_in(region.FOLLOWED_ON).questionnaire
    for answers in typed:
        reading = read_answers(questionnaire, answers, kinds=KINDS)
        assert (list(reading.problems), list(reading.unanswered)) == ([], [])


def nothing(*_: object, **__: object) -> None:
    """What is no answer."""


def test_every_status_of_an_identity_is_met_in_the_cast_and_most_of_the_crowd_is_sure_of_something():
    of_the_cast = {identities.steps_of(person) for person in cast.EVERYBODY}
    ways = {identities.QUALIFIED, identities.VALIDATED, identities.RETRIEVED, identities.PROVISIONAL}
    assert of_the_cast == ways | {identities.DOUBTFUL}
    assert sum(identities.steps_of(person) != identities.PROVISIONAL for person in PEOPLE) > len(PEOPLE) / 2
