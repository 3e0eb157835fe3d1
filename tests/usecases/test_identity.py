"""An identity becomes surer by a document and by the national service, each signed for, and loses what it rested on."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import atomic

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import acting
from chevet.people.identity import Status
from chevet.people.insi_simulator import SimulatedINSi
from chevet.people.matricule import NIR, NIR_TEST
from chevet.people.models import Identity, Role
from chevet.people.national_identity import Answer, Found
from chevet.usecases.ask_national_identity import Outcome, ask_national_identity
from chevet.usecases.check_identity_document import check_identity_document
from chevet.usecases.correct_identity import correct_identity
from chevet.usecases.mark_identity import mark_identity
from chevet.usecases.read_patient import read_patient

from .acts_of_people import hers, register, registered
from .doing import read

pytestmark = pytest.mark.django_db


def identity(stage):
    return read_patient(**hers(stage)).identity


def check(stage, **changes):
    given = {"document": "passport", "seen": identity(stage).traits.print} | changes
    return check_identity_document(**hers(stage), **given)


def ask(stage, service=None, **more):
    return ask_national_identity(**hers(stage), service=service or SimulatedINSi(), **more)


def correct(stage, **changes):
    return correct_identity(**hers(stage), traits=replace(identity(stage).traits, **changes))


def test_a_document_then_the_service_qualify_and_the_matricule_shows():
    stage = registered()
    assert check(stage) == Status.VALIDATED
    seen = identity(stage)
    assert (seen.document, seen.checked_by, seen.checked_at) == ("passport", stage.actor.name, stage.now)
    assert ask(stage).outcome is Outcome.TAKEN
    seen = identity(stage)
    assert (seen.status, seen.oid, len(seen.matricule)) == (Status.QUALIFIED, NIR_TEST, 15)
    assert seen.traits.birth_name == "Ferrand", "the same traits keep our writing"


def test_the_service_alone_retrieves_and_shows_no_matricule():
    stage = registered(given_names="", birth_place="")
    assert ask(stage).status == Status.RETRIEVED
    seen = identity(stage)
    assert (seen.matricule, seen.oid) == ("", "")
    assert seen.traits.given_names.startswith("ODILE ")
    assert check(stage) == Status.QUALIFIED
    assert identity(stage).matricule != ""


def test_a_document_does_not_validate_traits_that_are_not_whole():
    stage = registered(given_names="", birth_place="", sex="U")
    with pytest.raises(Invalid) as refused:
        check(stage)
    assert set(refused.value.fields) == {"given_names", "birth_place", "sex"}
    assert identity(stage).status == Status.PROVISIONAL


def test_a_document_is_compared_with_the_traits_of_the_screen():
    stage = registered()
    seen = identity(stage).traits.print
    correct(stage, birth_place="69384")
    with pytest.raises(Conflict, match="Relisez"):
        check(stage, seen=seen)


@pytest.mark.parametrize(
    ("change", "status", "shows"),
    [
        ({"birth_place": "69384"}, Status.PROVISIONAL, False),
        ({"sex": "M"}, Status.PROVISIONAL, False),
        ({"birth_name": "FERRAND", "given_names": "Odile-Marie"}, Status.QUALIFIED, True),
    ],
)
def test_another_trait_forgets_the_document_and_the_matricule_and_an_accent_does_not(change, status, shows):
    stage = registered()
    check(stage)
    ask(stage)
    assert correct(stage, **change) == status
    seen = identity(stage)
    assert (seen.status, bool(seen.matricule), seen.document) == (status, shows, "passport" if shows else "")
    assert read(stage.place, "SELECT blind IS NOT NULL FROM identity") == [(shows,)]


@pytest.mark.parametrize(
    ("name", "outcome"), [("Absent", Outcome.NONE), ("Jumeau", Outcome.SEVERAL), ("Panne", Outcome.DOWN)]
)
def test_nobody_several_or_no_service_change_nothing_and_are_journalled(name, outcome):
    stage = registered(birth_name=name)
    asked = ask(stage)
    assert (asked.outcome, asked.status, asked.traits) == (outcome, Status.PROVISIONAL, None)
    lines = read(stage.place, "SELECT detail ->> 'outcome' FROM journal WHERE action = 'identity.asked'")
    assert lines == [(outcome.value,)]


def test_other_traits_are_shown_and_taken_up_only_when_they_are_accepted():
    stage = registered(birth_name="Variant")
    asked = ask(stage)
    assert (asked.outcome, asked.other, asked.status) == (Outcome.DIFFERENT, ("birth_name",), Status.PROVISIONAL)
    assert identity(stage).traits.birth_name == "Variant"
    assert ask(stage, accepted="another print").outcome is Outcome.DIFFERENT
    assert ask(stage, accepted=asked.traits.print).status == Status.RETRIEVED
    assert identity(stage).traits.birth_name == "VARIANT DELORME"


def test_traits_read_on_a_document_are_never_overwritten_by_the_service():
    stage = registered(birth_name="Variant")
    check(stage)
    asked = ask(stage)
    assert ask(stage, accepted=asked.traits.print).outcome is Outcome.DIFFERENT
    assert (identity(stage).status, identity(stage).traits.birth_name) == (Status.VALIDATED, "Variant")


class Forgetful(SimulatedINSi):
    """The register no longer knows anybody."""

    def search(self, traits):
        return Answer(found=Found.NONE)


class FromElsewhere(SimulatedINSi):
    """A real number among invented people."""

    def search(self, traits):
        return replace(super().search(traits), oid=NIR)


class Watching(SimulatedINSi):
    """How deep in transactions it is asked."""

    def search(self, traits):
        self.depth = len(connection.atomic_blocks)
        return super().search(traits)


def test_the_service_is_asked_outside_any_transaction():
    stage, service = registered(), Watching()
    outside = len(connection.atomic_blocks)
    assert ask(stage, service).outcome is Outcome.TAKEN
    assert service.depth == outside


def test_what_the_service_no_longer_knows_it_takes_back():
    stage = registered()
    check(stage)
    ask(stage)
    assert ask(stage, Forgetful()).status == Status.VALIDATED
    assert (identity(stage).matricule, identity(stage).document) == ("", "passport")


def test_a_number_of_the_wrong_register_is_no_answer():
    stage = registered()
    assert ask(stage, FromElsewhere()).outcome is Outcome.DOWN
    assert read(stage.place, "SELECT count(*) FROM identity WHERE blind IS NOT NULL") == [(0,)]


def test_the_same_person_twice_is_said_instead_of_two_identities_with_one_matricule():
    stage = registered()
    ask(stage)
    first, stage.patient_id = stage.patient_id, uuid4()
    register(stage, patient_id=stage.patient_id, confirmed_duplicate=True)
    asked = ask(stage)
    assert (asked.outcome, asked.twin.id, asked.status) == (Outcome.TWIN, first, Status.PROVISIONAL)


@pytest.mark.parametrize("doubt", ["doubtful", "fictitious"])
def test_a_doubt_takes_everything_back_and_the_service_is_not_asked(doubt):
    stage = registered()
    check(stage)
    ask(stage)
    assert mark_identity(**hers(stage), doubt=doubt, homonym=True) == Status.PROVISIONAL
    for act in (ask, check):
        with pytest.raises(Conflict, match="douteuse"):
            act(stage)
    mark_identity(**hers(stage), doubt="", homonym=False)
    assert check(stage) == Status.VALIDATED


def test_a_secretary_does_all_of_it_and_other_roles_nothing():
    stage = registered()
    stage.actor = replace(stage.actor, role=Role.SECRETARY)
    assert (check(stage), ask(stage).status) == (Status.VALIDATED, Status.QUALIFIED)
    correct(stage, birth_place="69384")
    mark_identity(**hers(stage), doubt="doubtful", homonym=False)
    seen = identity(stage).traits.print
    stage.actor = replace(stage.actor, role=Role.DESIGNER)
    for act in (lambda: ask(stage), lambda: check(stage, seen=seen)):
        with pytest.raises(Forbidden):
            act()
    stage.actor = stage.place.stranger
    with pytest.raises(NotFound):
        ask(stage)


@pytest.mark.parametrize(
    "written",
    [
        {"status": "validated"},
        {"status": "qualified", "document": "passport"},
        {"status": "retrieved"},
        {"status": "provisional", "blind": b"x"},
        {"status": "retrieved", "blind": b"x", "doubt": "doubtful"},
    ],
)
def test_the_database_holds_what_a_status_rests_on(written):
    stage = registered()
    with acting(stage.place.scope), pytest.raises(IntegrityError, match="identity_"), atomic():
        Identity.objects.filter(patient_id=stage.patient_id).update(**written)
