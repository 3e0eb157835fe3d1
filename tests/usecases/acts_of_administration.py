"""What administrators do, ready to be played (see acts.py)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from chevet.kernel.tenancy import acting
from chevet.organisations.models import Delegation, DutyTurn, Team
from chevet.people.actors import Actor
from chevet.people.models import Account, AccountSession, Membership, Role
from chevet.usecases import (
    change_member,
    change_own_account,
    close_account,
    delegate_alerts,
    dismiss_member,
    end_sessions,
    invite_member,
    keep_roster,
    keep_team,
    letters,
    read_teams,
    send_digests,
)
from tests.fixtures.care import NOON, make_place

from .doing import UNWELL, minutes, paris, send
from .stages import AT, Stage, followed

TODAY = date(2027, 3, 1)
LETTER = {"subject": "Bienvenue", "text": "Bonjour", "html": ""}


def administered() -> Stage:
    """A place with somebody who administers it, and a second nurse of its first team, signed in on two browsers."""
    place = make_place()
    with acting(place.scope):
        boss = Account.objects.create(email=f"admin.{place.organisation_id.hex[:8]}@exemple.fr", name="Admin")
        nurse = Account.objects.create(email=f"relais.{place.organisation_id.hex[:8]}@exemple.fr", name="Relais")
        common = {"organisation_id": place.organisation_id, "since": NOON - timedelta(days=30)}
        Membership.objects.create(account=boss, role=Role.ADMINISTRATOR, **common)
        Membership.objects.create(
            account=nurse, role=Role.PROFESSIONAL, team_id=place.team_id, alerts_by="email", **common
        )
    for key in ("a", "b"):
        name = key + place.organisation_id.hex
        AccountSession.objects.create(session_key=name, expire_date=AT + timedelta(hours=9), account_id=nurse.pk)
    admin = Actor(boss.pk, place.organisation_id, Role.ADMINISTRATOR, "Admin")
    return Stage(place=place, actor=admin, nurse=nurse, now=AT)


def rostered() -> Stage:
    """The nurse is on turn all day, her colleague of the place in the evening too."""
    stage = administered()
    for account_id, starts in ((stage.nurse.pk, "08:00"), (stage.place.actor.account_id, "18:00")):
        turn(stage, account_id, starts, "20:00")
    return stage


def turn(stage: Stage, account_id: Any, starts: str, ends: str, **more: Any) -> None:
    given = {"days": tuple(range(7)), **more}
    keep_roster.add_turn(
        **by(stage), **of(stage), today=TODAY,
        turn=keep_roster.NewTurn(account_id=account_id, starts=starts, ends=ends, **given),
    )  # fmt: skip


def left_by_date() -> Stage:
    """The nurse's last day has ended; her turns are still there."""
    stage = rostered()
    with acting(stage.place.scope):
        Membership.objects.filter(account=stage.nurse).update(until=AT)
    return stage


def delegating() -> Stage:
    """Alerts of the team go to its second line; an orange came in the morning, the team reads together at eleven."""
    stage = followed()
    with acting(stage.place.scope):
        Team.objects.filter(pk=stage.place.team_id).update(digest_at=["11:00"])
        Delegation.objects.create(
            organisation_id=stage.place.organisation_id, team_id=stage.place.team_id,
            to_team_id=stage.place.second_line_id, hours=[], digest_at="11:00", since=NOON,
        )  # fmt: skip
    send(stage.patient, UNWELL, now=AT)
    stage.now = paris(1, "11:00") + minutes(1)
    return stage


def by(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "now": stage.now, "machine_now": stage.now}


def now(stage: Stage) -> dict[str, Any]:
    return {"now": stage.now, "machine_now": stage.now}


def of(stage: Stage) -> dict[str, Any]:
    return {"team_id": stage.place.team_id}


def at(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "machine_now": stage.now}


def invitation(stage: Stage, **changes: Any) -> invite_member.Invited:
    given = {
        "email": f"nouvelle.{stage.place.organisation_id.hex[:8]}@exemple.fr", "name": "Nouvelle Venue",
        "role": Role.PROFESSIONAL, "team_id": stage.place.team_id, "alerts_by": "email",
    }  # fmt: skip
    return invite_member.Invited(**(given | changes))


def invite(stage: Stage, **changes: Any) -> Any:
    return invite_member.invite_member(**by(stage), invited=invitation(stage, **changes), letter=lambda _: LETTER)


def invited() -> Stage:
    stage = administered()
    stage.account_id = invite(stage)
    return stage


def closed() -> Stage:
    stage = administered()
    close_account.close_account(**by(stage), account_id=stage.nurse.pk)
    return stage


def first_turn(stage: Stage) -> Any:
    with acting(stage.place.scope):
        return DutyTurn.objects.order_by("starts", "id").last().pk


def settings(stage: Stage, **changes: Any) -> keep_team.TeamSettings:
    given = {"name": "Nuits", "phone": "01 99 00 00 05", "second_line_id": stage.place.second_line_id, "fiction": True}
    return keep_team.TeamSettings(**(given | changes))


def administration(Act: Callable[..., Any]) -> dict[str, Any]:
    return {
        "invite_member.invite_member": Act(lambda s: bool(invite(s)), administered),
        "invite_member.invite_again": Act(
            lambda s: invite_member.invite_again(**by(s), account_id=s.account_id, letter=lambda _: LETTER), invited
        ),
        "change_member.change_member": Act(
            lambda s: change_member.change_member(
                **by(s), account_id=s.nurse.pk,
                place=change_member.Place(
                    role="agent", team_ids=frozenset({s.place.second_line_id}), alerts_by="email", ends_on=TODAY
                ),
            ),
            administered,
        ),
        "close_account.close_account": Act(
            lambda s: close_account.close_account(**by(s), account_id=s.nurse.pk), administered
        ),
        "close_account.reopen_account": Act(
            lambda s: close_account.reopen_account(**by(s), account_id=s.nurse.pk), closed
        ),
        "end_sessions.end_session": Act(
            lambda s: end_sessions.end_session(
                account_id=s.nurse.pk, machine_now=AT,
                reference=end_sessions.reference_of("a" + s.place.organisation_id.hex),
            ),
            administered,
        ),
        "end_sessions.end_other_sessions": Act(
            lambda s: end_sessions.end_other_sessions(
                account_id=s.nurse.pk, keep="a" + s.place.organisation_id.hex, machine_now=AT
            ),
            administered,
        ),
        "end_sessions.end_sessions_of": Act(
            lambda s: end_sessions.end_sessions_of(**at(s), account_id=s.nurse.pk), administered
        ),
        "end_sessions.end_every_session": Act(
            lambda s: end_sessions.end_every_session(**at(s), keep="a" + s.place.organisation_id.hex), administered
        ),
        "dismiss_member.dismiss_member, with turns": Act(
            lambda s: dismiss_member.dismiss_member(
                organisation_id=s.place.organisation_id, account_id=s.place.actor.account_id, actor="test",
                now=AT, machine_now=AT,
            ),
            rostered,
        ),
        "keep_team.open_team": Act(lambda s: bool(keep_team.open_team(**at(s), settings=settings(s))), administered),
        "keep_team.change_team": Act(
            lambda s: keep_team.change_team(**at(s), **of(s), settings=settings(s)), administered
        ),
        "keep_team.change_last_rung": Act(
            lambda s: keep_team.change_last_rung(**at(s), alert_mobile="", alert_email="nuit@exemple.fr"), administered
        ),
        "keep_roster.declare_hours": Act(
            lambda s: keep_roster.declare_hours(**by(s), **of(s), week=[[("07:00", "21:00")]] * 7), rostered
        ),
        "keep_roster.declare_date": Act(
            lambda s: keep_roster.declare_date(**by(s), **of(s), day=TODAY, spans=[], today=TODAY), administered
        ),
        "keep_roster.forget_date": Act(
            lambda s: keep_roster.forget_date(**by(s), **of(s), day=TODAY), administered
        ),
        "keep_roster.add_turn": Act(lambda s: turn(s, s.nurse.pk, "10:00", "12:00"), rostered),
        "keep_roster.remove_turn": Act(
            lambda s: keep_roster.remove_turn(**by(s), **of(s), turn_id=first_turn(s)), rostered
        ),
        "keep_roster.cover_again": Act(
            lambda s: keep_roster.cover_again(now=AT, machine_now=AT + timedelta(minutes=30)), left_by_date
        ),
        "read_teams.read_house": Act(lambda s: len(read_teams.read_house(**at(s)).people), rostered),
        "change_own_account.choose_alerts": Act(
            lambda s: change_own_account.choose_alerts(actor=s.place.actor, alerts_by="email", mobile="", **now(s)),
            administered,
        ),
        "change_own_account.change_email": Act(
            lambda s: change_own_account.change_email(
                account_id=s.nurse.pk, before=s.nurse.email, after="neuve@exemple.fr", machine_now=AT
            ),
            administered,
        ),
        "delegate_alerts.delegate_alerts": Act(
            lambda s: delegate_alerts.delegate_alerts(
                **by(s), **of(s), to_team_id=s.place.second_line_id, hours=[(0, "08:00", "20:00")], digest_at="18:00"
            ),
            administered,
        ),
        "delegate_alerts.end_delegation": Act(
            lambda s: delegate_alerts.end_delegation(**by(s), **of(s)), delegating
        ),
        "letters.write_letter": Act(
            lambda s: letters.write_letter(
                account_id=s.nurse.pk, address=s.nurse.email, once="one", letter=LETTER, now=AT, machine_now=AT
            ),
            administered, keyed=True,
        ),
        "send_digests.send_digests": Act(
            lambda s: send_digests.send_digests(now=s.now, machine_now=s.now), delegating, several=True
        ),
    }  # fmt: skip
