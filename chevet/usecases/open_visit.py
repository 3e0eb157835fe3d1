"""What the link of an appointment opens on, and how its pages enter. Reading only: opening it confirms nothing.

Links of purpose "visit" lead to an appointment; their pages (waiting room, documents, payment) all begin here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.access import rules
from chevet.access.disclosure import names_an_illness, unrevealing
from chevet.access.permissions import Door, door_of, door_open, door_to_write
from chevet.access.queries import SUBJECT, enter
from chevet.access.rules import DeviceState, LinkState
from chevet.access.visits import Visit
from chevet.appointments import queries
from chevet.appointments.rules import too_late
from chevet.appointments.states import LIVE
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.brand import Brand
from chevet.organisations.territories import Territory, territory_named
from chevet.people.operations import LABEL
from chevet.usecases.open_link import brand_of

PURPOSE = "visit"
PAGE = Statement(
    f"""
SELECT o.name AS organisation_name, o.phone, o.colour, o.accent, o.phones, o.branded_at, o.logo IS NOT NULL AS has_logo,
       p.id AS patient_id, p.territory, p.first_name, p.used_first_name, k.subject_id, k.family, k.generation, k.wrapped,
       c.label
  FROM patient p
  JOIN organisation o ON o.id = p.organisation_id
  JOIN data_key k ON k.subject_id = p.subject_id
  LEFT JOIN access_link l ON l.subject_id = p.subject_id AND l.target_id = (SELECT chevet_scope('target')::uuid)
  LEFT JOIN contact_point c ON c.id = l.contact_id
 WHERE p.subject_id = {SUBJECT}
 LIMIT 1
""",
    (),
)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The appointment as its patient may read it once she said who she is; before that, only its hour."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    state: str
    modality: str
    professional: str
    prepare: str
    minutes: int
    moves: int
    moved_by_her: bool
    cancelled_by_her: bool
    too_late: bool
    over: bool
    team_id: UUID
    account_id: UUID
    motive_id: UUID

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


@dataclass(frozen=True, kw_only=True)
class VisitPage:
    """What the page may say. `target_id` is the appointment; `appointment` is None for a link that leads elsewhere.

    zone: hers; team_zone: that of who expects her. Has what LinkPage has, for the frame around it.
    """

    state: LinkState
    device: DeviceState = DeviceState.NONE
    organisation_id: UUID | None = None
    subject_id: UUID | None = None
    patient_id: UUID | None = None
    target_id: UUID | None = None
    link_id: UUID | None = None
    organisation_name: str = ""
    team_name: str = ""
    team_phone: str = ""
    territory: Territory | None = None
    team_territory: Territory | None = None
    language: str = "fr"
    label: str = ""
    first_name: str = ""
    brand: Brand | None = None
    appointment: Expected | None = None

    @property
    def may_write(self) -> bool:
        return rules.may_write(self.device)

    @property
    def may_read(self) -> bool:
        return rules.may_read(self.device)

    @property
    def zone(self) -> ZoneInfo | None:
        return self.territory.tzinfo if self.territory else None

    @property
    def team_zone(self) -> ZoneInfo | None:
        return self.team_territory.tzinfo if self.team_territory else self.zone


def open_visit(*, visit: Visit, now: datetime, machine_now: datetime) -> VisitPage:
    """Everything a page under /r/<token> needs. Never raises for a bad link."""
    with UnitOfWork(visit.scope()) as work:
        entered, pages, appointments = work.fetch(enter(visit), PAGE, queries.behind_link())
        try:
            door = visit_door(entered, now=now)
        except NotFound:
            return VisitPage(state=LinkState.UNKNOWN)
        if not pages:
            return VisitPage(state=LinkState.UNKNOWN)
        return _page(door, pages[0], appointments, now=now, machine_now=machine_now)


def visit_door(entered: Sequence[Any], *, now: datetime) -> Door:
    """The door behind the rows of access.queries.enter, of a visit, open or not. Raises NotFound."""
    door = door_of(entered, now=now)
    if door.row.purpose != PURPOSE:
        raise NotFound
    return door


def enter_visit(
    work: UnitOfWork, visit: Visit, *more: Statement, now: datetime, lock: bool = True, identified: bool = True
) -> tuple[Door, Any, list[list[Any]]]:
    """For acts under the link: its door, its appointment (queries.ONE, locked), and the rows of `more`.

    The appointment is None for a link that leads to something else. Raises NotFound, and Forbidden when this browser
    has not said who she is (unless `identified` is False).
    """
    entered, appointments, *rest = work.fetch(enter(visit), queries.behind_link(lock=lock), *more)
    visit_door(entered, now=now)
    door = door_to_write(entered, now=now) if identified else door_open(entered, now=now)
    return door, appointments[0] if appointments else None, rest


def _page(door: Door, row: Any, appointments: Sequence[Any], *, now: datetime, machine_now: datetime) -> VisitPage:
    identified = rules.may_write(door.device)
    expected = appointments[0] if appointments else None
    team = expected.team_name if expected else ""
    return VisitPage(
        state=_state(door, machine_now=machine_now), device=door.device,
        organisation_id=door.row.organisation_id, subject_id=door.row.subject_id, patient_id=row.patient_id,
        target_id=door.row.target_id, link_id=door.link_id,
        organisation_name=row.organisation_name if identified else unrevealing(row.organisation_name),
        team_name=team if identified else unrevealing(team),
        team_phone=(expected.team_phone if expected else "") or row.phone,
        territory=territory_named(row.territory),
        team_territory=territory_named(expected.team_territory) if expected else None,
        language=expected.language if expected else "fr",
        label=unrevealing(open_record(row).open(LABEL, row.label) or ""),
        first_name=(row.used_first_name or row.first_name) if door.is_bound else "",
        brand=brand_of(row) if identified or not names_an_illness(row.organisation_name) else None,
        appointment=_expected(expected, identified=identified, now=now) if expected else None,
    )  # fmt: skip


def _state(door: Door, *, machine_now: datetime) -> LinkState:
    if door.link is not LinkState.OK:
        return door.link
    tried = rules.is_blocked(tries=door.row.tries, since=door.row.tries_since, machine_now=machine_now)
    return LinkState.BLOCKED if tried and not rules.may_write(door.device) else LinkState.OK


def _expected(row: Any, *, identified: bool, now: datetime) -> Expected:
    """Before anybody said who they are: the hour, which the message that carried the link has already told."""
    return Expected(
        id=row.id, starts_at=row.starts_at, ends_at=row.ends_at, state=row.state if identified else "booked",
        modality=row.modality if identified else "", professional=row.professional if identified else "",
        prepare=row.prepare if identified else "", minutes=row.minutes, moves=row.moves,
        moved_by_her=row.moved_by.startswith("link:"), cancelled_by_her=row.ended_by.startswith("link:"),
        too_late=too_late(row.starts_at, now=now), over=row.ends_at <= now, team_id=row.team_id,
        account_id=row.account_id, motive_id=row.motive_id,
    )  # fmt: skip
