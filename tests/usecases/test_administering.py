"""What administrators may do about people, teams and rosters, and what is refused so that no team is left deaf."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.models import DataKey
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import acting, machine
from chevet.notifications.models import Message
from chevet.notifications.operations import BODY, RECIPIENT
from chevet.organisations.duty import Duty
from chevet.organisations.models import DutyTurn, Team
from chevet.organisations.territories import territory_named
from chevet.people import actors
from chevet.people.models import AccountSession, Membership
from chevet.usecases import change_member, close_account, dismiss_member, end_sessions, keep_roster, keep_team
from chevet.usecases.delegate_alerts import delegate_alerts, end_delegation
from chevet.usecases.read_worklist import read_worklist
from chevet.usecases.send_digests import send_digests
from tests.fixtures.care import make_place

from .acts_of_administration import (
    LETTER,
    TODAY,
    administered,
    by,
    delegating,
    invite,
    left_by_date,
    of,
    rostered,
    settings,
    turn,
)
from .doing import UNWELL, minutes, paris, send
from .stages import AT

TUESDAY = date(2027, 3, 2)


@pytest.fixture
def stage(db):
    return administered()


def duty(stage) -> Duty:
    with acting(stage.place.scope):
        team = Team.objects.get(pk=stage.place.team_id)
    return Duty(team.duty, territory_named(team.territory).tzinfo)


def letters(stage, kind: str = "account") -> list[tuple[str, str]]:
    """To whom, and what it says."""
    with acting(machine("dispatch")):
        record = open_record(DataKey.objects.get(pk=stage.place.organisation_id))
        rows = Message.objects.filter(kind=kind, key_id=stage.place.organisation_id).order_by("id")
        return [(record.open(RECIPIENT, row.recipient), record.open(BODY, row.body)["text"]) for row in rows]


def test_an_invitation_makes_an_account_without_a_password_and_writes_once(stage):
    account_id = invite(stage)
    actor = actors.for_account(account_id=account_id, machine_now=AT)
    assert (actor.role, actor.team_ids) == ("professional", {stage.place.team_id})
    account = Membership._meta.get_field("account").related_model.objects.get(pk=account_id)
    assert not account.has_usable_password()
    assert letters(stage) == [(account.email, LETTER["text"])]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"name": " "}, "name"),
        ({"role": "roi"}, "role"),
        ({"team_id": None}, "team"),
        ({"alerts_by": "sms"}, "mobile"),
        ({"mobile": "12"}, "mobile"),
    ],
)
def test_a_bad_invitation_says_what_to_correct(stage, changes, field):
    with pytest.raises(Invalid) as refused:
        invite(stage, **changes)
    assert list(refused.value.fields) == [field]


def test_a_team_of_another_organisation_does_not_exist(stage):
    with pytest.raises(NotFound):
        invite(stage, team_id=make_place(name="Ailleurs").team_id)


def test_nobody_but_an_administrator_invites(stage):
    stage.actor = stage.place.actor
    with pytest.raises(Forbidden):
        invite(stage)


def test_a_locum_is_out_at_the_midnight_after_the_last_day(stage):
    account_id = invite(stage, ends_on=TODAY)
    last, after = datetime(2027, 3, 1, 22, 59, tzinfo=UTC), datetime(2027, 3, 1, 23, 0, tzinfo=UTC)
    assert actors.for_account(account_id=account_id, machine_now=last)
    assert actors.for_account(account_id=account_id, machine_now=after) is None


def test_a_closed_account_has_no_session_and_opens_nothing(stage):
    close_account.close_account(**by(stage), account_id=stage.nurse.pk)
    assert not AccountSession.objects.filter(account_id=stage.nurse.pk).exists()
    assert actors.for_account(account_id=stage.nurse.pk, machine_now=AT) is None
    close_account.reopen_account(**by(stage), account_id=stage.nurse.pk)
    assert actors.for_account(account_id=stage.nurse.pk, machine_now=AT)


def test_the_last_who_is_told_is_neither_closed_nor_silenced(stage):
    close_account.close_account(**by(stage), account_id=stage.nurse.pk)
    last = stage.place.actor.account_id
    silent = change_member.Place(role="professional", team_ids=frozenset({stage.place.team_id}), alerts_by="none")
    for act in (
        lambda: close_account.close_account(**by(stage), account_id=last),
        lambda: change_member.change_member(**by(stage), account_id=last, place=silent),
    ):
        with pytest.raises(Conflict):
            act()


def test_the_only_person_on_turn_is_neither_closed_nor_dismissed_nor_unscheduled(db):
    """At half past nine the nurse is alone; in the evening her colleague is there too."""
    stage = rostered()
    with acting(stage.place.scope):
        hers = DutyTurn.objects.get(account_id=stage.nurse.pk).pk
    leaving = (
        lambda: close_account.close_account(**by(stage), account_id=stage.nurse.pk),
        lambda: dismiss_member.dismiss_member(
            organisation_id=stage.place.organisation_id, account_id=stage.nurse.pk, actor="t", now=stage.now,
            machine_now=stage.now,
        ),
        lambda: keep_roster.remove_turn(**by(stage), **of(stage), turn_id=hers),
        lambda: turn(stage, stage.nurse.pk, "00:00", "24:00", days=(), day=TODAY, away=True),
    )  # fmt: skip
    for act in leaving:
        with pytest.raises(Conflict):
            act()
    stage.now = AT + timedelta(hours=9)  # 18:30
    keep_roster.remove_turn(**by(stage), **of(stage), turn_id=hers)


def test_who_administers_alone_stays_an_administrator(stage):
    place = change_member.Place(role="professional", team_ids=frozenset({stage.place.team_id}))
    with pytest.raises(Conflict):
        change_member.change_member(**by(stage), account_id=stage.actor.account_id, place=place)


def test_duty_hours_are_what_is_covered_and_come_back_without_a_roster(stage):
    assert duty(stage).is_on(AT)
    turn(stage, stage.nurse.pk, "14:00", "18:00")
    assert (duty(stage).is_on(AT), duty(stage).is_on(AT + timedelta(hours=5))) == (False, True)
    with acting(stage.place.scope):
        hers = DutyTurn.objects.get().pk
    keep_roster.remove_turn(**by(stage) | {"now": AT}, **of(stage), turn_id=hers)
    assert duty(stage).is_on(AT)


def test_a_turn_ends_with_the_membership(db):
    stage = rostered()
    place = change_member.Place(
        role="professional", team_ids=frozenset({stage.place.second_line_id}), alerts_by="email"
    )
    stage.now = AT + timedelta(hours=9)
    change_member.change_member(**by(stage), account_id=stage.nurse.pk, place=place)
    tomorrow = AT + timedelta(days=1)
    assert (duty(stage).is_on(tomorrow), duty(stage).is_on(tomorrow + timedelta(hours=9))) == (False, True)


def test_who_left_by_date_covers_nothing_any_more(db):
    stage = left_by_date()
    assert duty(stage).is_on(AT + timedelta(hours=1))
    assert keep_roster.cover_again(now=AT, machine_now=AT + timedelta(minutes=1)) == 1
    assert not duty(stage).is_on(AT + timedelta(hours=1))


def test_a_date_of_its_own_closes_the_team_and_can_be_forgotten(stage):
    tomorrow = AT + timedelta(days=1)
    keep_roster.declare_date(**by(stage), **of(stage), day=TUESDAY, spans=[], today=TODAY)
    assert (duty(stage).is_on(AT), duty(stage).is_on(tomorrow)) == (True, False)
    keep_roster.forget_date(**by(stage), **of(stage), day=TUESDAY)
    assert duty(stage).is_on(tomorrow)


@pytest.mark.parametrize(
    "spans", [[("20:00", "08:00")], [("08:00", "08:00")], [("08:00", "12:00"), ("11:00", "13:00")]]
)
def test_hours_that_cannot_be_are_refused(stage, spans):
    with pytest.raises(Invalid):
        keep_roster.declare_hours(**by(stage), **of(stage), week=[spans, *[[]] * 6])
    assert duty(stage).is_on(AT)


def test_a_turn_is_for_somebody_who_is_told(stage):
    with acting(stage.place.scope):
        Membership.objects.filter(account=stage.nurse).update(alerts_by="none")
    with pytest.raises(Invalid):
        turn(stage, stage.nurse.pk, "08:00", "20:00")


def test_settings_of_a_team_are_bounded_and_its_name_is_its_own(stage):
    bad = settings(stage, name="garde", red_minutes=1, orange_minutes=1000, digest_at=("8:00",) * 5, phone="1")
    with pytest.raises(Invalid) as refused:
        keep_team.open_team(actor=stage.actor, settings=bad, machine_now=AT)
    assert set(refused.value.fields) == {"name", "red_minutes", "orange_minutes", "digest_at", "phone"}


def test_the_last_rung_always_has_an_address(stage):
    with pytest.raises(Invalid):
        keep_team.change_last_rung(actor=stage.actor, alert_mobile="", alert_email="", machine_now=AT)


def test_a_session_ends_by_its_reference_and_the_others_together(stage):
    one, other = (name + stage.place.organisation_id.hex for name in "ab")
    assert end_sessions.end_other_sessions(account_id=stage.nurse.pk, keep=one, machine_now=AT) == 1
    with pytest.raises(NotFound):
        end_sessions.end_session(account_id=stage.nurse.pk, reference=end_sessions.reference_of(other), machine_now=AT)
    assert end_sessions.end_sessions_of(actor=stage.actor, account_id=stage.nurse.pk, machine_now=AT) == 1


def test_all_sessions_of_an_organisation_end_but_the_administrators_own(stage):
    mine, elsewhere = "a" + stage.place.organisation_id.hex, administered()
    assert end_sessions.end_every_session(actor=stage.actor, keep=mine, machine_now=AT) == 1
    assert AccountSession.objects.filter(pk=mine).exists()
    assert AccountSession.objects.filter(account_id=elsewhere.nurse.pk).count() == 2


def test_sessions_of_another_organisation_are_not_there_to_be_ended(stage):
    elsewhere = administered()
    with pytest.raises(NotFound):
        end_sessions.end_sessions_of(actor=elsewhere.actor, account_id=stage.nurse.pk, machine_now=AT)


def test_the_cell_opens_the_list_of_the_practice_as_long_as_it_is_entrusted(db):
    stage = delegating()
    cell = actors.for_account(account_id=stage.place.stranger.account_id, machine_now=AT)
    assert cell.entrusted == {stage.place.team_id}
    listed = read_worklist(actor=cell, team_id=stage.place.team_id, now=AT, machine_now=AT)
    assert len(listed.lines) == 1
    own = actors.for_account(account_id=stage.place.actor.account_id, machine_now=AT)
    end_delegation(actor=own, team_id=stage.place.team_id, now=AT, machine_now=AT)
    assert not actors.for_account(account_id=stage.place.stranger.account_id, machine_now=AT).entrusted


def test_a_team_delegates_its_own_alerts_and_no_others(stage):
    own = actors.for_account(account_id=stage.place.actor.account_id, machine_now=AT)
    with pytest.raises(NotFound):
        delegate_alerts(
            actor=own, team_id=stage.place.second_line_id, to_team_id=stage.place.team_id,
            hours=[(0, "08:00", "20:00")], digest_at="18:00", now=AT, machine_now=AT,
        )  # fmt: skip


def test_digests_leave_once_at_their_hour_and_say_how_many(db):
    stage = delegating()
    assert send_digests(now=paris(1, "10:59"), machine_now=AT) == 0
    for late in (0, 1, 30):
        send_digests(now=paris(1, "11:00") + minutes(late), machine_now=AT)
    sent = letters(stage, "digest")
    assert len(sent) == 2  # of the oranges, and of the day
    assert all(text.startswith("Suivis à lire : 1.") for _to, text in sent)


def test_what_came_after_the_hour_waits_for_no_digest(db):
    stage = administered()
    with acting(stage.place.scope):
        Team.objects.filter(pk=stage.place.team_id).update(digest_at=["11:00"])
    from tests.fixtures.care import include

    patient = include(stage.place)
    send(patient, UNWELL, now=paris(1, "11:10"))
    assert send_digests(now=paris(1, "11:30"), machine_now=AT) == 0
