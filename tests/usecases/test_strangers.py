"""Not yours is not found: every use case that names a follow-up, tried by people who must not reach it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chevet.access.tokens import device_secret
from chevet.access.visits import visit
from chevet.kernel.errors import Conflict, Forbidden, NotFound
from chevet.people.models import Role
from chevet.usecases.read_record import own_record
from chevet.usecases.submit_answers import submit_answers
from tests.fixtures.care import include, make_place

from .acts import ACTS, TEAM_SIDE
from .acts_of_appointments import APPOINTMENTS
from .acts_of_people import PEOPLE
from .doing import IN_DANGER, STABLE, danger, measure, read, reply, send, write
from .stages import AT

PRIVATE = [name for name, act in ACTS.items() if act.private]
PATIENTS = [
    "deny_link.deny_link", "send_code.send_code", "report_measure.report_measure",
    "report_danger_sign.report_danger_sign", "submit_answers.submit_answers", "read_receipt.read_receipt",
    "read_record.own_record", "stop_follow_up.stop_follow_up", "bind_device.bind_device",
    "revoke_own_device.revoke_own_device", "identify_device.identify_device", "write_to_team.write_to_team",
    "read_messages.own_messages",
]  # fmt: skip


SECRETARIES_MAY = {
    "end_follow_up.undo_inclusion",
    *(set(PEOPLE) - {"share_patient.share_patient"}),
    *APPOINTMENTS,
}  # they include, so they may think again; they keep identities and agendas


def state_of(place) -> list[tuple]:
    """Everything that a stranger might have changed."""
    tables = (
        "follow_up",
        "alert",
        "episode",
        "answer",
        "message",
        "call",
        "communication",
        "access_link",
        "access_device",
        "journal",
        "patient",
        "identity",
        "contact_point",
    )
    return [
        (table, read(place, f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"))
        for table in tables
    ]


def strangers(place):
    elsewhere = make_place(name="Clinique des Ormes")
    return {
        "another team of the same organisation": (place.stranger, NotFound),
        "another organisation": (elsewhere.actor, NotFound),
        "another organisation that claims our team": (
            replace(elsewhere.actor, team_ids=place.actor.team_ids),
            NotFound,
        ),
        "our organisation, no team": (replace(place.actor, team_ids=frozenset()), NotFound),
        "a secretary of the team": (replace(place.actor, role=Role.SECRETARY), Forbidden),
        "an administrator": (replace(place.actor, role=Role.ADMINISTRATOR), Forbidden),
    }


@pytest.mark.parametrize("name", PRIVATE)
def test_who_does_not_follow_her_does_not_find_her(name, db):
    act = ACTS[name]
    stage = act.stage()
    before = state_of(stage.place)
    for who, (actor, refusal) in strangers(stage.place).items():
        if actor.role == Role.SECRETARY and name in SECRETARIES_MAY:
            continue
        stage.actor = actor
        with pytest.raises((NotFound, Forbidden)) as refused:
            act.call(stage)
        assert refused.type is refusal, who
    assert state_of(stage.place) == before
    stage.actor = stage.place.actor
    act.call(stage)
    assert state_of(stage.place) != before, "what was refused could have been done"


def test_every_use_case_of_the_team_that_names_a_follow_up_is_private():
    open_to_all = {
        "include_patient.include_patient", "read_worklist.read_counts", "search_patients.search_patients",
        "choose_shortcuts.choose_shortcuts", "choose_shortcuts.read_shortcuts",
        # nobody is named there; the team that is asked for is refused in test_handover.py and test_counting.py
        "read_handovers.handovers_of", "read_handovers.waiting_handovers", "read_team_day.read_team_day",
        "read_quality.read_quality",
        # numbers of at least eleven people, for who decides alone: test_overview.py
        "read_overview.read_overview",
        # leaves no trace, as it opens nothing; tried below
        "inclusion_status.inclusion_status",
        # says who may be asked, and nothing of the person; test_calling.py shows that a stranger finds no such page
        "ask_advice.advisers_of",
        # a team's templates name nobody; who breaks the glass is a stranger, see test_circle.py; guests come by a grant
        "keep_template.keep_template", "keep_template.retire_template", "keep_template.templates_of",
        "break_glass.before_opening", "break_glass.break_glass", "break_glass.read_openings",
        "read_shared.read_shared", "write_note.write_note, from elsewhere", "read_record.patient_page, from elsewhere",
    }  # fmt: skip
    assert set(TEAM_SIDE) - set(PRIVATE) == open_to_all


def test_what_became_of_an_invitation_is_told_to_those_who_follow_her(db):
    act = ACTS["inclusion_status.inclusion_status"]
    stage = act.stage()
    for actor, refusal in strangers(stage.place).values():
        stage.actor = actor
        with pytest.raises(refusal):
            act.call(stage)
    stage.actor = stage.place.actor
    assert act.call(stage) > 0


@pytest.mark.parametrize("name", PATIENTS)
def test_a_link_that_nobody_knows_opens_nothing(name, db):
    act = ACTS[name]
    stage = act.stage()
    before = state_of(stage.place)
    for token in (
        "A" * 22,
        "",
        "x",
        stage.patient.token[:-1],
        stage.patient.token + "A",
        stage.patient.token.swapcase(),
    ):
        stage.patient.token, kept = token, stage.patient.token
        with pytest.raises(NotFound):
            act.call(stage)
        stage.patient.token = kept
    assert state_of(stage.place) == before


WRITES_WITH_A_BIRTHDAY = [
    name for name in PATIENTS if name not in ("deny_link.deny_link", "identify_device.identify_device")
]


@pytest.mark.parametrize("name", WRITES_WITH_A_BIRTHDAY)
def test_a_browser_that_did_not_say_who_it_is_writes_and_reads_nothing(name, db):
    act = ACTS[name]
    stage = act.stage()
    neighbour = include(stage.place, first_name="Josette", confirmed_duplicate=True)
    before = state_of(stage.place)
    for device in ("", device_secret(), neighbour.device):
        stage.patient.device = device
        with pytest.raises(Forbidden):
            act.call(stage)
    assert state_of(stage.place) == before


def test_a_browser_that_only_gave_the_birthday_reads_nothing(patient):
    with pytest.raises(Forbidden):
        own_record(visit=patient.visit(), now=AT, machine_now=AT)


@pytest.mark.parametrize(
    "name",
    ["submit_answers", "report_measure", "report_danger_sign", "answer_for_patient", "write_to_team", "answer_patient"],
)
def test_a_key_that_came_with_another_body_is_a_conflict(name, db):
    act = ACTS[f"{name}.{name}"]
    stage = act.stage()
    act.call(stage)
    before = state_of(stage.place)
    others = {
        "submit_answers": lambda: send(stage.patient, STABLE | {"spo2": "96"}, now=AT, key=stage.key),
        "report_measure": lambda: measure(stage.patient, "94", now=AT, key=stage.key),
        "report_danger_sign": lambda: danger(stage.patient, now=AT, key=stage.key),
        "answer_for_patient": lambda: send(stage.patient, STABLE, now=AT, key=stage.key),
        "write_to_team": lambda: write(stage.patient, "Puis-je sortir demain ?", now=AT, key=stage.key),
        "answer_patient": lambda: reply(stage.patient, "Non.", now=AT, key=stage.key),
    }
    with pytest.raises(Conflict):
        others[name]()
    assert state_of(stage.place) == before


def test_a_key_already_used_for_somebody_else_is_a_conflict_and_tells_nothing(place):
    first, second = include(place), include(place, first_name="Josette", confirmed_duplicate=True)
    key = uuid4()
    send(first, IN_DANGER, now=AT, key=key)
    with pytest.raises(Conflict):
        send(second, IN_DANGER, now=AT, key=key)
    other = uuid4()
    measure(first, "97", now=AT, key=other)
    with pytest.raises(Conflict):
        measure(second, "93", now=AT, key=other)


def test_the_link_of_one_person_writes_into_nobody_elses_record(place):
    first, second = include(place), include(place, first_name="Josette", confirmed_duplicate=True)
    with pytest.raises(Forbidden):
        submit_answers(visit=visit(first.token, second.device), key=uuid4(), answers=STABLE, now=AT, machine_now=AT)
    send(first, STABLE, now=AT)
    owners = read(place, "SELECT follow_up_id FROM answer")
    assert owners == [(first.follow_up_id,)]
