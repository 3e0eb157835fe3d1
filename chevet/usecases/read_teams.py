"""The house as its administrator sees it, and one team as its own people see it. Not one row about a patient is read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from chevet.kernel.errors import NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.duty import Duty
from chevet.organisations.models import Delegation, DutyTurn, Organisation, Team
from chevet.organisations.roster import Minutes, Turn, gaps, on_turn, turn_of
from chevet.organisations.territories import territory_named
from chevet.people.actors import Actor
from chevet.people.models import AccountSession, Membership, Role
from chevet.usecases.administering import NO_TEAM, lived

LONGEST_SESSION = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here. `waits`: invited, no password chosen yet. `sessions`: how many browsers are signed in."""

    account_id: UUID
    name: str
    profession: str
    email: str
    has_mobile: bool
    role: str
    team_ids: tuple[UUID, ...]
    alerts_by: str
    until: datetime | None
    is_active: bool
    waits: bool
    invited_at: datetime | None
    sessions: int = 0

    @property
    def is_told(self) -> bool:
        return self.is_active and self.alerts_by != Membership.AlertsBy.NONE


@dataclass(frozen=True, slots=True)
class Entrusted:
    """Alerts of `team_name` go to `to_name` in these hours."""

    team_id: UUID
    team_name: str
    to_id: UUID
    to_name: str
    hours: Sequence[dict[str, Any]]
    digest_at: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TeamView:
    """`hours`: what was declared; `duty`: what of it is covered. `turns`: (id, turn), of living members only.

    backs: the teams whose second line it is.
    """

    id: UUID
    name: str
    phone: str
    zone: ZoneInfo
    hours: Sequence[dict[str, Any]]
    duty: Sequence[dict[str, Any]]
    red_minutes: int
    orange_minutes: int
    digest_at: tuple[str, ...]
    second_id: UUID | None
    second_name: str
    backs: tuple[str, ...]
    people: tuple[Person, ...]
    turns: tuple[tuple[UUID, Turn], ...]
    has_roster: bool
    delegates: Entrusted | None
    entrusted: tuple[Entrusted, ...]

    @property
    def told(self) -> list[Person]:
        return [one for one in self.people if one.is_told]

    def gaps_on(self, day: date) -> list[Minutes]:
        """Declared minutes that nobody covers; without a roster those who are told cover all of them."""
        if self.has_roster:
            return gaps(self.hours, [turn for _, turn in self.turns], day)
        return [] if self.told else gaps(self.hours, [], day)

    def on_duty(self, now: datetime) -> list[Person]:
        """Who answers at this moment."""
        if not Duty(self.duty, self.zone).is_on(now):
            return []
        if not self.has_roster:
            return self.told
        turns = on_turn([turn for _, turn in self.turns], now=now, zone=self.zone)
        return [one for one in self.told if one.account_id in turns]

    def should_answer(self, now: datetime) -> bool:
        return Duty(self.hours, self.zone).is_on(now)


@dataclass(frozen=True, slots=True)
class Label:
    """A team by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class HouseView:
    """`teams` and `people`: those the reader may look at. `every`: all teams of the house, by name."""

    name: str
    phone: str
    zone: ZoneInfo
    territory: str
    alert_mobile: str
    alert_email: str
    teams: tuple[TeamView, ...]
    people: tuple[Person, ...]
    every: tuple[Label, ...]

    def team(self, team_id: UUID) -> TeamView:
        """NotFound for another organisation's."""
        found = next((one for one in self.teams if one.id == team_id), None)
        if found is None:
            raise NotFound(NO_TEAM)
        return found

    def person(self, account_id: UUID) -> Person:
        found = next((one for one in self.people if one.account_id == account_id), None)
        if found is None:
            raise NotFound("Cette personne n'est pas de votre structure.")
        return found


def read_house(*, actor: Actor, machine_now: datetime) -> HouseView:
    """For an administrator all of it, for the others their own teams. Six statements, however large the house."""
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        house = Organisation.objects.get(pk=actor.organisation_id)
        teams = list(Team.objects.filter(organisation=house).select_related("second_line").order_by("name", "id"))
        rows = Membership.objects.filter(lived(machine_now), organisation=house).select_related("account")
        members = list(rows.order_by("account__name", "since", "id"))
        people = _people(members, _sessions({one.account_id for one in members}, machine_now))
        turns = list(DutyTurn.objects.filter(organisation_id=house.pk).order_by("starts", "id"))
        handed = [_entrusted(one) for one in _delegations(actor)]
        backed = {team.pk: tuple(one.name for one in teams if one.second_line_id == team.pk) for team in teams}
        views = tuple(_team(team, people, turns, handed, backs=backed[team.pk]) for team in teams)
    mine = actor.role == Role.ADMINISTRATOR
    return HouseView(
        house.name, house.phone, territory_named(house.territory).tzinfo, house.territory, house.alert_mobile,
        house.alert_email, tuple(one for one in views if mine or one.id in actor.team_ids), people if mine else (),
        tuple(Label(one.id, one.name) for one in views),
    )  # fmt: skip


def _sessions(account_ids: set[UUID], machine_now: datetime) -> Counter[UUID]:
    found = AccountSession.objects.filter(began_at__gt=machine_now - LONGEST_SESSION, account_id__in=account_ids)
    return Counter(dict(found.values_list("account_id").annotate(n=Count("pk"))))


def _delegations(actor: Actor) -> Any:
    live = Delegation.objects.filter(organisation_id=actor.organisation_id, until=None)
    return live.select_related("team", "to_team").order_by("since")


def _people(rows: Sequence[Membership], sessions: Counter[UUID]) -> tuple[Person, ...]:
    """One person for all her memberships, in the order of names."""
    of: defaultdict[UUID, list[Membership]] = defaultdict(list)
    for row in rows:
        of[row.account_id].append(row)
    return tuple(_person(places, sessions[account_id]) for account_id, places in of.items())


def _person(places: Sequence[Membership], sessions: int) -> Person:
    first, account = places[0], places[0].account
    teams = tuple(one.team_id for one in places if one.team_id)
    told = next((one.alerts_by for one in places if one.alerts_by != Membership.AlertsBy.NONE), first.alerts_by)
    return Person(
        account_id=account.pk, name=account.name, profession=account.profession, email=account.email,
        has_mobile=bool(account.mobile), role=first.role, team_ids=teams, alerts_by=told,
        until=max((one.until for one in places if one.until), default=None) if all(p.until for p in places) else None,
        is_active=account.is_active, waits=bool(first.invited_at) and not account.has_usable_password(),
        invited_at=max((one.invited_at for one in places if one.invited_at), default=None), sessions=sessions,
    )  # fmt: skip


def _team(
    team: Team,
    people: Sequence[Person],
    turns: Sequence[DutyTurn],
    handed: Sequence[Entrusted],
    *,
    backs: tuple[str, ...],
) -> TeamView:
    here = tuple(one for one in people if team.pk in one.team_ids)
    living = {one.account_id for one in here if one.is_active}
    own = [turn for turn in turns if turn.team_id == team.pk]
    return TeamView(
        id=team.pk, name=team.name, phone=team.phone, zone=territory_named(team.territory).tzinfo,
        hours=team.duty if team.hours is None else team.hours, duty=team.duty, red_minutes=team.red_minutes,
        orange_minutes=team.orange_minutes, digest_at=tuple(team.digest_at or ()), second_id=team.second_line_id,
        second_name=team.second_line.name if team.second_line else "", backs=backs, people=here, has_roster=bool(own),
        turns=tuple((turn.pk, turn_of(turn)) for turn in own if turn.account_id in living),
        delegates=next((one for one in handed if one.team_id == team.pk), None),
        entrusted=tuple(one for one in handed if one.to_id == team.pk),
    )  # fmt: skip


def _entrusted(row: Delegation) -> Entrusted:
    return Entrusted(row.team_id, row.team.name, row.to_team_id, row.to_team.name, row.hours, row.digest_at, row.since)
