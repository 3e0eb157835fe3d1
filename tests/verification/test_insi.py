"""What every adapter of the national identity service must do; the simulator does it.

No adapter of the real service exists here: nothing of it is verified. One that comes is added to ADAPTERS.
"""

from dataclasses import replace
from datetime import date

import pytest

from chevet.people.identity import Traits, differences, missing
from chevet.people.insi_simulator import SimulatedINSi
from chevet.people.matricule import check_register, matricule_of
from chevet.people.national_identity import Found, ServiceDown

ADAPTERS = [SimulatedINSi()]
SOMEBODY = Traits(birth_name="Mésange", first_name="Odile", birth_date=date(1953, 5, 17), sex="F")

pytestmark = pytest.mark.parametrize("service", ADAPTERS, ids=lambda one: one.name)


def named(name: str) -> Traits:
    return replace(SOMEBODY, birth_name=name)


def test_one_person_comes_with_whole_traits_and_a_right_number(service):
    answer = service.search(SOMEBODY)
    assert answer.found is Found.ONE
    assert missing(answer.traits) == {}
    assert matricule_of(answer.matricule) == answer.matricule
    check_register(answer.oid, invented=service.invented)


def test_the_same_question_has_the_same_answer_and_another_person_another_number(service):
    whole = service.search(SOMEBODY)
    assert service.search(SOMEBODY) == whole
    assert service.search(replace(SOMEBODY, birth_place=whole.traits.birth_place)).matricule == whole.matricule
    assert service.search(replace(SOMEBODY, birth_date=date(1953, 5, 18))).matricule != whole.matricule


def test_nobody_and_several_people_come_without_traits_and_without_a_number(service):
    for name, found in (("Absent", Found.NONE), ("Jumeau", Found.SEVERAL)):
        answer = service.search(named(name))
        assert (answer.found, answer.traits, answer.matricule, answer.oid) == (found, None, "", "")


def test_traits_that_are_written_otherwise_are_said_as_they_are(service):
    mine = named("Variant")
    assert differences(mine, service.search(mine).traits) == ("birth_name",)


def test_a_service_that_is_down_says_so(service):
    with pytest.raises(ServiceDown):
        service.search(named("Panne"))
