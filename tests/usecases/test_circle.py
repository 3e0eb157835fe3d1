"""The circle of care: who is let in, by both walls, until when, and what shows of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import SET_SCOPE, acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.models import Account, Membership, Role
from chevet.usecases import widen_circle
from chevet.usecases.break_glass import break_glass, read_openings
from chevet.usecases.claim_episode import claim_episode
from chevet.usecases.followed import enter_as_guest
from chevet.usecases.hand_over_follow_up import hand_over_follow_up
from chevet.usecases.read_record import own_record, patient_page
from chevet.usecases.read_shared import read_shared
from chevet.usecases.write_note import write_note
from tests.fixtures.care import make_place

from .doing import read
from .stages import AT, another_team, called_from_elsewhere, pro, with_code

TOLD = "SELECT id FROM message WHERE kind = 'alert'"
HOUR = timedelta(hours=1)


def opens(stage, actor, *, at=AT) -> bool:
    try:
        return bool(patient_page(**pro(stage, at=at) | {"actor": actor}))
    except NotFound:
        return False


@pytest.fixture
def stage(db):
    return called_from_elsewhere(called=False)


def call(stage, **changes):
    given = {"email": stage.email, "words": "Son médecin traitant", "agreed_by": "oral"} | changes
    return widen_circle.call_guest(**pro(stage), **given)


def test_somebody_of_elsewhere_enters_by_a_grant_and_not_after_it_ends(stage):
    assert not opens(stage, stage.guest)
    assert call(stage) == stage.guest.name
    assert opens(stage, stage.guest)
    ((link_id,),) = read(stage.place, "SELECT id FROM care_link WHERE account_id IS NOT NULL")
    widen_circle.leave_circle(**pro(stage, at=AT + HOUR), link_id=link_id)
    assert not opens(stage, stage.guest, at=AT + HOUR)


def test_what_is_shared_is_listed_and_names_nobody_of_elsewhere(stage):
    call(stage)
    call(stage, email=Account.objects.get(pk=stage.place.stranger.account_id).email)
    (guest,) = read_shared(actor=stage.guest, now=AT)
    (colleague,) = read_shared(actor=stage.place.stranger, now=AT)
    assert (guest.follow_up_id, guest.first_name, guest.added_by) == (
        stage.patient.follow_up_id,
        None,
        stage.actor.name,
    )
    assert (colleague.follow_up_id, colleague.first_name) == (stage.patient.follow_up_id, "Odile")
    assert read_shared(actor=stage.actor, now=AT) == []


def test_a_guest_leaves_by_himself_and_sends_nobody_away(stage):
    call(stage)
    links = dict(read(stage.place, "SELECT account_id IS NOT NULL, id FROM care_link"))
    with pytest.raises(NotFound):
        widen_circle.leave_circle(**pro(stage) | {"actor": stage.guest}, link_id=links[False])
    widen_circle.leave_circle(**pro(stage) | {"actor": stage.guest}, link_id=links[True])
    assert not opens(stage, stage.guest)


def test_a_colleague_of_the_guest_finds_nothing(stage):
    call(stage)
    assert not opens(stage, replace(stage.guest, account_id=uuid4()))
    assert not opens(stage, make_place(name="Ailleurs").actor)


def test_a_whole_team_of_elsewhere_enters_with_an_agreement_that_names_it(stage):
    """Who works there, and only there; its own delegates and the other records stay apart. Any of them may leave for it."""
    mate = replace(stage.guest, account_id=hired(stage.guest))
    named = call(stage, whole_team=True)
    assert "Cabinet du Port" in named and opens(stage, stage.guest) and opens(stage, mate)
    assert not opens(stage, replace(stage.guest, account_id=uuid4())), "no membership, whatever teams are claimed"
    assert [one.follow_up_id for one in read_shared(actor=mate, now=AT)] == [stage.patient.follow_up_id]
    with pytest.raises(NotFound):
        claim_episode(**pro(stage) | {"actor": mate})
    (seen,) = [one for one in patient_page(**pro(stage)).around.circle if one.guest_of]
    assert (seen.team, seen.agreed_by) == (named, "oral")
    with pytest.raises(Conflict):
        call(stage, whole_team=True)
    widen_circle.leave_circle(**pro(stage) | {"actor": mate}, link_id=seen.id)
    assert not opens(stage, stage.guest)


def hired(beside) -> str:
    """Somebody more in the team of a professional."""
    colleague = Account.objects.create(email="nadia@exemple.fr", name="Nadia")
    with acting(beside.scope()):
        Membership.objects.create(
            organisation_id=beside.organisation_id, account=colleague, team_id=min(beside.team_ids), role="professional",
            since=AT,
        )  # fmt: skip
    return colleague.id


def test_a_guest_reads_and_writes_notes_and_acts_on_nothing(stage):
    call(stage)
    write_note(**pro(stage) | {"actor": stage.guest}, key=uuid4(), text="Vu au cabinet.")
    with pytest.raises(NotFound):
        claim_episode(**pro(stage) | {"actor": stage.guest})
    assert patient_page(**pro(stage)).around.notes[0].author == stage.guest.name


def rows_seen(scope, *first) -> dict[str, int]:
    tables = ("patient", "follow_up", "answer", "note", "care_link", "contact_point")
    with UnitOfWork(scope) as work:
        if first:
            work.fetch(*first)
        work.orm()
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))
            return dict(cursor.fetchall())


def test_the_second_wall_lets_the_guest_into_one_record_and_nobody_else_into_any(stage):
    """Two patients: the guest is called to one. What the wall shows is that one, once entered; before, only the grant."""
    from tests.fixtures.care import include

    include(stage.place, first_name="Josette", birth_name="Ravel", now=stage.now, confirmed_duplicate=True)
    nothing = dict.fromkeys(rows_seen(stage.guest.scope()), 0)
    enter = enter_as_guest(stage.guest, stage.patient.follow_up_id, AT)
    assert rows_seen(stage.guest.scope(), enter) == nothing
    call(stage)
    assert rows_seen(stage.guest.scope()) == nothing | {"care_link": 1}
    inside = rows_seen(stage.guest.scope(), enter)
    assert (inside["patient"], inside["follow_up"], inside["contact_point"], inside["care_link"]) == (1, 1, 1, 2)
    later = enter_as_guest(stage.guest, stage.patient.follow_up_id, AT + HOUR)
    ((link_id,),) = read(stage.place, "SELECT id FROM care_link WHERE account_id IS NOT NULL")
    widen_circle.leave_circle(**pro(stage), link_id=link_id)
    assert rows_seen(stage.guest.scope(), later) == nothing | {"care_link": 1}


def test_the_wall_lets_nobody_write_a_grant_for_himself(stage):
    call(stage)
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, stage.guest.scope().settings())
        cursor.execute("UPDATE care_link SET until = NULL WHERE account_id = %s", [stage.guest.account_id])
        assert cursor.rowcount == 0
        cursor.execute(SET_SCOPE, ("", "", "", "", ""))


REFUSED = {
    "without an agreement": ({"agreed_by": ""}, "agreed_by"),
    "without a reason": ({"words": " "}, "words"),
    "unknown address": ({"email": "personne@exemple.fr"}, "email"),
    "a team without an agreement": ({"whole_team": True, "agreed_by": ""}, "agreed_by"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_guest_is_refused(stage, why):
    changes, field = REFUSED[why]
    with pytest.raises(Invalid) as refusal:
        call(stage, **changes)
    assert list(refusal.value.fields) == [field]
    assert not opens(stage, stage.guest)


def test_a_colleague_and_a_team_of_the_house_join_without_an_agreement(stage):
    stranger = stage.place.stranger
    assert not opens(stage, stranger)
    email = Account.objects.get(pk=stranger.account_id).email
    call(stage, email=email.upper(), words="", agreed_by="")
    assert opens(stage, stranger)
    with pytest.raises(Conflict):
        call(stage, email=email)
    widen_circle.add_team(**pro(stage), team_id=stage.place.second_line_id)
    links = read(
        stage.place, "SELECT team_id IS NOT NULL, why, by_id IS NOT NULL FROM care_link ORDER BY since, why DESC"
    )
    assert sorted(links) == [(False, "added", True), (True, "added", True), (True, "inclusion", False)]


def test_the_team_that_answers_cannot_leave(stage):
    ((link_id,),) = read(stage.place, "SELECT id FROM care_link")
    with pytest.raises(Conflict):
        widen_circle.leave_circle(**pro(stage), link_id=link_id)


def test_handing_over_moves_what_is_open_and_ends_the_hold_but_not_the_clock(db):
    stage = another_team()
    clock = "SELECT deadline_at, opened_at, attempted_at FROM episode"
    before, told = read(stage.place, clock), read(stage.place, TOLD)
    hand_over_follow_up(**pro(stage), team_id=stage.other_team_id)
    for table in ("follow_up", "episode", "worklist_line"):
        assert read(stage.place, f"SELECT team_id FROM {table}") == [(stage.other_team_id,)]
    assert read(stage.place, "SELECT claimed_by FROM episode") == [(None,)]
    assert read(stage.place, clock) == before
    assert len(read(stage.place, TOLD)) == len(told) + 1, "the next team hears of the red"
    assert not opens(stage, stage.actor)
    assert opens(stage, replace(stage.actor, account_id=uuid4(), team_ids=frozenset({stage.other_team_id})))


def test_a_team_without_hours_cannot_answer_for_somebody(db):
    stage = another_team()
    read(stage.place, "UPDATE team SET second_line_id = NULL WHERE name = 'Relais' RETURNING 1")
    with pytest.raises(Invalid):
        hand_over_follow_up(**pro(stage), team_id=stage.other_team_id)
    with pytest.raises(Conflict):
        hand_over_follow_up(**pro(stage), team_id=stage.place.team_id)


def test_a_broken_glass_opens_for_an_hour_and_shows_everywhere(db):
    stage = with_code(bound=True)
    stranger = stage.place.stranger
    break_glass(**pro(stage) | {"actor": stranger}, motive="call", words="Elle appelle la garde")
    assert opens(stage, stranger)
    assert not opens(stage, stranger, at=AT + HOUR)
    actions = read(
        stage.place,
        "SELECT action, detail ->> 'purpose' FROM journal WHERE actor = %s ORDER BY id",
        f"account:{stranger.account_id}",
    )
    assert actions == [("record.forced", "break_glass"), ("record.read", "break_glass")]
    hers = own_record(visit=stage.patient.visit(), now=AT, machine_now=AT)
    assert (stranger.name, "record.forced") in [(look.account, look.action) for look in hers.looks]
    kinds = [one.kind for one in patient_page(**pro(stage)).alerts]
    assert "glass_broken" in kinds
    (opening,) = read_openings(actor=replace(stage.actor, role=Role.ADMINISTRATOR))
    assert (opening.name, opening.motive, opening.teams) == (stranger.name, "call", ["Suivi"])
    assert not {"first_name", "birth_name", "subject_id", "words"} & set(opening._fields)


def test_a_glass_is_not_broken_without_a_motive_nor_from_elsewhere_nor_by_an_agent(stage):
    stranger = stage.place.stranger
    for motive, words in (("", ""), ("curiosity", ""), ("other", " "), ("call", "x" * 501)):
        with pytest.raises(Invalid):
            break_glass(**pro(stage) | {"actor": stranger}, motive=motive, words=words)
    with pytest.raises(NotFound):
        break_glass(**pro(stage) | {"actor": stage.guest}, motive="call")
    with pytest.raises(Forbidden):
        break_glass(**pro(stage) | {"actor": replace(stranger, role=Role.AGENT)}, motive="call")
    assert not opens(stage, stranger)


def test_who_is_in_the_circle_breaks_nothing(stage):
    break_glass(**pro(stage), motive="call")
    assert read(stage.place, "SELECT count(*) FROM care_link") == [(1,)]


def test_a_team_that_hands_over_may_keep_the_record_open(db):
    stage = another_team()
    hand_over_follow_up(**pro(stage), team_id=stage.other_team_id, stay=True)
    assert opens(stage, stage.actor)
