"""What a patient changes, takes back and takes away by herself."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from chevet.access.tokens import token_for
from chevet.kernel.errors import Conflict, Forbidden, Invalid, TooMany
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications.models import Suppression
from chevet.people import identities
from chevet.people.identity import Status
from chevet.people.matricule import NIR_DEMONSTRATION
from chevet.usecases.change_follow_up import change_follow_up
from chevet.usecases.change_own_follow_up import change_own_follow_up
from chevet.usecases.end_follow_up import withdraw_follow_up
from chevet.usecases.export_record import LIMITS, bundle_of, export_record
from chevet.usecases.open_link import open_link
from chevet.usecases.read_agreement import read_agreement
from chevet.usecases.resume_follow_up import resume_follow_up
from chevet.usecases.stop_follow_up import stop_follow_up

from .doing import STABLE, alerts, follow_up, live, professionally, read, send
from .stages import AT, followed, hers, pro, with_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def bound():
    return with_code(bound=True)


@pytest.fixture
def stage():
    return followed()


def stop(stage, *, at=AT):
    stop_follow_up(visit=stage.patient.visit(), reason="", now=at, machine_now=at)


def resume(stage, *, at):
    resume_follow_up(visit=stage.patient.visit(), now=at, machine_now=at)


def journalled(stage) -> list[str]:
    return [action for (action,) in read(stage.place, "SELECT action FROM journal ORDER BY id")]


def test_a_stop_is_taken_back_within_a_day_and_the_team_reads_so(stage):
    stop(stage)
    resume(stage, at=AT + timedelta(hours=23, minutes=59))
    assert follow_up(stage.patient)["state"] == "active"
    assert follow_up(stage.patient)["wake_at"] is not None
    assert alerts(stage.patient) == {"withdrew": (1, False)}, "a person closes it"
    with acting(stage.place.scope):
        assert [one.ended_at is not None for one in Suppression.objects.all()] == [True]
    decided = read(stage.place, "SELECT decision, channel FROM consent WHERE text = 'remote_follow_up' ORDER BY at, id")
    assert decided[-2:] == [("withdrawn", "link"), ("given", "link")]
    assert journalled(stage)[-1] == "follow_up.resumed"


def test_messages_leave_again_after_a_return(stage):
    stop(stage)
    resume(stage, at=AT + timedelta(hours=2))
    tomorrow = AT + timedelta(days=1)
    live(tomorrow)
    waiting = "SELECT count(*) FROM message WHERE kind = 'reminder' AND state = 'new' AND due_at > %s"
    assert read(stage.place, waiting, AT + timedelta(hours=3)) == [(1,)]


def test_after_a_day_the_stop_stays(stage):
    stop(stage)
    with pytest.raises(Conflict):
        resume(stage, at=AT + timedelta(hours=24))
    assert follow_up(stage.patient)["state"] == "withdrawn"


def test_what_a_professional_noted_is_not_taken_back_from_the_page(stage):
    professionally(withdraw_follow_up, stage.patient, now=AT)
    with pytest.raises(Conflict):
        resume(stage, at=AT + timedelta(hours=1))
    assert follow_up(stage.patient)["state"] == "withdrawn"


def test_a_browser_that_said_nothing_resumes_nothing(stage):
    stop(stage)
    stage.patient.device = ""
    with pytest.raises(Forbidden):
        resume(stage, at=AT + timedelta(hours=1))


def test_resuming_twice_is_resuming_once(stage):
    stop(stage)
    resume(stage, at=AT + timedelta(hours=1))
    resume(stage, at=AT + timedelta(hours=1))
    assert journalled(stage).count("follow_up.resumed") == 1


def test_the_page_of_a_stopped_follow_up_knows_until_when(stage):
    stop(stage)
    page = open_link(**hers(stage))
    assert page.resumable_until == AT + timedelta(hours=24)
    stage.now = AT + timedelta(hours=24)
    assert open_link(**hers(stage)).resumable_until is None


def test_another_hour_moves_the_questionnaires_after_today(bound):
    change_own_follow_up(**hers(bound), hour=time(11))
    due = read(bound.place, "SELECT due_at FROM occurrence ORDER BY due_on LIMIT 2")
    assert [moment.hour for (moment,) in due] == [8, 10], "9:00 today as planned, 11:00 tomorrow, in Paris"
    assert journalled(bound)[-1] == "follow_up.changed_own"


def test_an_hour_that_the_pathway_does_not_offer_is_refused(bound):
    with pytest.raises(Invalid):
        change_own_follow_up(**hers(bound), hour=time(3))


def test_by_phone_from_now_on_is_a_task_of_the_team(bound):
    change_own_follow_up(**hers(bound), channel="phone")
    assert follow_up(bound.patient)["channel"] == "phone"
    assert alerts(bound.patient) == {"by_phone": (1, False)}


def test_somebody_else_s_number_is_not_hers(bound):
    elsewhere = followed()
    ((foreign,),) = read(elsewhere.place, "SELECT id FROM contact_point")
    with pytest.raises(Invalid):
        change_own_follow_up(**hers(bound), channel="sms", contact_id=foreign)


def moved_to(stage, **who) -> tuple[str, list]:
    """Her follow-up is written to a second number of hers; the token it had, and what waits to leave."""
    number = new_number(stage)
    if who:
        change_follow_up(**pro(stage), contact_id=number)
    else:
        change_own_follow_up(**hers(stage), contact_id=number)
    waiting = "SELECT kind, contact_id = %s FROM message WHERE state = 'new' ORDER BY due_at"
    return read(stage.place, waiting, number)


def new_number(stage):
    from chevet.people.models import ContactPoint

    with acting(stage.place.scope):
        one = ContactPoint.objects.get()
        one.id = one.pk = uuid4()
        one._state.adding = True
        one.save()
        return one.id


@pytest.mark.parametrize("who", [{}, {"by": "the team"}], ids=["herself", "her team"])
def test_another_number_gets_a_new_link_and_the_old_number_opens_nothing(bound, who):
    assert moved_to(bound, **who) == [("invitation", True)]
    assert open_link(**hers(bound)).state == "unknown"
    link = read(bound.place, "SELECT id, rotation FROM access_link")[0]
    fresh = replace(bound.patient, token=token_for(*link))
    assert open_link(visit=fresh.visit(), now=AT, machine_now=AT).state == "ok"


def test_what_does_not_differ_writes_nothing(bound):
    before = journalled(bound)
    change_own_follow_up(**hers(bound), hour=time(9), channel="sms", language="fr")
    assert journalled(bound) == before


def test_a_birthday_alone_changes_nothing_and_exports_nothing(stage):
    send(stage.patient, STABLE, now=AT)
    with pytest.raises(Forbidden):
        change_own_follow_up(**hers(stage), hour=time(11))
    with pytest.raises(Forbidden):
        export_record(**hers(stage), what="copy")
    assert read_agreement(**hers(stage)).decisions is None


def test_the_copy_holds_the_answers_and_the_measures(bound):
    send(bound.patient, STABLE, now=AT)
    bundle = bundle_of(export_record(**hers(bound), what="copy"), now=AT)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds == ["Patient", "QuestionnaireResponse", "Observation", "Observation"]
    patient, response, *observations = (entry["resource"] for entry in bundle["entry"])
    assert (patient["birthDate"], patient["name"][0]["family"]) == (date(1949, 5, 17).isoformat(), "Dupont-Ménard")
    assert {item["linkId"] for item in response["item"]} == set(STABLE)
    values = {one["code"]["coding"][0]["code"]: one["valueQuantity"]["value"] for one in observations}
    assert values == {"59408-5": 97, "8310-5": 37.2}
    assert "Lilas" not in str(bundle), "nothing of the profile"


@pytest.mark.parametrize(("status", "leaves"), [(Status.QUALIFIED, True), (Status.RETRIEVED, False)])
def test_the_copy_names_her_in_full_and_the_matricule_leaves_with_a_qualified_identity_alone(bound, status, leaves):
    with UnitOfWork(bound.place.scope) as work:
        (rows,) = work.fetch(Statement("SELECT p.id, k.* FROM patient p JOIN data_key k USING (subject_id)", ()))
        known = {"given_names": "Odile Marie Anne", "matricule": "249056938301247", "oid": NIR_DEMONSTRATION}
        checked = {"document": "passport", "checked_by": bound.actor.account_id, "checked_at": AT}
        standing = identities.Standing(
            status=status, known=known, asked_at=AT, **(checked if status is Status.QUALIFIED else {})
        )
        work.add(
            identities.keep_identity(
                record=open_record(rows[0]), patient_id=rows[0].id, organisation_id=bound.place.organisation_id,
                standing=standing,
            )
        )  # fmt: skip
    patient = bundle_of(export_record(**hers(bound), what="copy"), now=AT)["entry"][0]["resource"]
    assert patient["name"][0]["given"] == ["Odile", "Marie", "Anne"]
    assert [(one["system"], one["value"]) for one in patient.get("identifier", [])] == (
        [(f"urn:oid:{NIR_DEMONSTRATION}", "249056938301247")] if leaves else []
    )


def test_five_copies_a_day_then_a_rest(bound):
    for _ in range(LIMITS["copy"]):
        export_record(**hers(bound), what="copy")
    with pytest.raises(TooMany) as refused:
        export_record(**hers(bound), what="copy")
    assert refused.value.retry_after == 86_400
    assert journalled(bound).count("record.exported") == LIMITS["copy"]


def test_what_was_agreed_says_when_how_and_the_role_of_who_asked(bound):
    decisions = read_agreement(**hers(bound)).decisions
    said = [(one.text, one.decision, one.collector_role) for one in decisions]
    assert said == [("data", "informed", "professional"), ("remote_follow_up", "given", "professional")]
    assert journalled(bound)[-1] == "agreement.read_own"
