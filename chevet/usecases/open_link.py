"""What a patient's link opens on. Reading only: a mail scanner that follows the link burns nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.access import rules
from chevet.access.disclosure import names_an_illness, unrevealing
from chevet.access.permissions import Door, door_of
from chevet.access.queries import TARGET, enter
from chevet.access.rules import DeviceState, LinkState
from chevet.access.visits import Visit
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.brand import Brand
from chevet.organisations.territories import Territory, territory_named
from chevet.pathways.calendar import day_number, local_day
from chevet.pathways.definition import Pathway
from chevet.pathways.queries import pathway_of
from chevet.people.operations import LABEL
from chevet.vitals.kinds import KINDS

# Stopped from this page, not by a professional: whoever was told on the phone must be told of the return as well.
OWN_STOP = """CASE WHEN f.state = 'withdrawn' THEN EXISTS (SELECT 1 FROM consent c WHERE c.follow_up_id = f.id
         AND c.decision = 'withdrawn' AND c.channel = 'link' AND c.at = f.ended_at) ELSE false END"""
RESUMABLE = 24  # hours of the domain clock
PAGE = Statement(
    f"""
SELECT f.id, f.version_id, f.state, f.channel, f.language, f.zone, f.hour, f.starts_on, f.ends_on, f.last_answer_at,
       f.ended_at, {OWN_STOP} AS own_stop, t.name AS team_name, t.phone AS team_phone, o.name AS organisation_name, o.phone,
       o.colour, o.accent, o.phones, o.branded_at, o.logo IS NOT NULL AS has_logo,
       p.territory, p.first_name, p.used_first_name, c.label, k.subject_id, k.family, k.generation, k.wrapped,
       EXISTS (SELECT FROM communication m WHERE m.follow_up_id = f.id AND m.link_id IS NULL AND m.read_at IS NULL)
         AS message_waiting
  FROM follow_up f
  JOIN team t ON t.id = f.team_id
  JOIN organisation o ON o.id = f.organisation_id
  JOIN patient p ON p.id = f.patient_id
  JOIN data_key k ON k.subject_id = f.subject_id
  LEFT JOIN contact_point c ON c.id = f.contact_id
 WHERE f.id = {TARGET}
""",
    (),
)
DAYS = f"""
SELECT o.day, o.due_on, o.due_at, o.answered_at FROM occurrence o JOIN follow_up f ON f.id = o.follow_up_id
 WHERE f.id = {TARGET} AND o.due_on >= (%s::timestamptz AT TIME ZONE f.zone)::date ORDER BY o.due_on LIMIT 3
"""
WAITING = Statement(
    f"SELECT kind FROM alert WHERE follow_up_id = {TARGET} AND closed_at IS NULL AND confirm_by IS NOT NULL", ()
)
LIVE = ("planned", "active")


@dataclass(frozen=True, kw_only=True)
class LinkPage:
    """What the page may say. `first_name` is empty unless the browser is bound, `label` is the one of a shared phone.
    `message_waiting`: the team has written something that was not read yet.

    `day` counts from 1, `days` is the last one. `due`: today's questionnaire waits. Nothing here was ever answered,
    except that somebody answered today. `brand`: what the establishment shows of itself. `resumable_until`: she stopped from here, and may still change her mind.
    """

    state: LinkState
    device: DeviceState = DeviceState.NONE
    organisation_name: str = ""
    team_name: str = ""
    team_phone: str = ""
    territory: Territory | None = None
    language: str = "fr"
    label: str = ""
    follow_up_id: UUID | None = None
    day: int = 0
    days: int = 0
    due: bool = False
    answered_today: bool = False
    pathway: Pathway | None = None
    version_id: UUID | None = None
    occurrence_day: date | None = None
    next_due: datetime | None = None
    channel: str = ""
    hour: time | None = None
    zone: ZoneInfo | None = None
    first_name: str = ""
    pending_confirmations: tuple[str, ...] = ()
    ends_on: date | None = None
    resumable_until: datetime | None = None
    brand: Brand | None = None
    message_waiting: bool = False

    @property
    def may_write(self) -> bool:
        return rules.may_write(self.device)

    @property
    def may_read(self) -> bool:
        return rules.may_read(self.device)


def open_link(*, visit: Visit, now: datetime, machine_now: datetime) -> LinkPage:
    """Everything a page of the link needs, whatever the state of the link. Never raises for a bad link."""
    with UnitOfWork(visit.scope()) as work:
        entered, pages, days, waiting = work.fetch(enter(visit), PAGE, Statement(DAYS, (now,)), WAITING)
        try:
            door = door_of(entered, now=now)
        except NotFound:
            return LinkPage(state=LinkState.UNKNOWN)
        if not pages:
            return LinkPage(state=LinkState.UNKNOWN)
        page = _page(door, pages[0], now=now, machine_now=machine_now)
        if page.state is not LinkState.OK:
            return page
        return _today(page, pages[0], days, [row.kind for row in waiting], now=now)


def _page(door: Door, row: Any, *, now: datetime, machine_now: datetime) -> LinkPage:
    """Who sends, and how far this browser may go."""
    identified = rules.may_write(door.device)
    return LinkPage(
        state=_state(door, row, machine_now=machine_now),
        device=door.device,
        organisation_name=row.organisation_name if identified else unrevealing(row.organisation_name),
        team_name=row.team_name if identified else unrevealing(row.team_name),
        team_phone=row.team_phone or row.phone,
        territory=territory_named(row.territory),
        language=row.language,
        label=unrevealing(open_record(row).open(LABEL, row.label) or ""),
        zone=ZoneInfo(row.zone),
        first_name=(row.used_first_name or row.first_name) if door.is_bound else "",
        resumable_until=_resumable_until(row, now) if identified else None,
        brand=brand_of(row) if identified or not names_an_illness(row.organisation_name) else None,
    )


def brand_of(row: Any) -> Brand | None:
    """A logo tells as much as a name: it shows wherever the name may."""
    if row.branded_at is None:
        return None
    phones = tuple((label, number) for label, number in json.loads(row.phones or "[]"))
    return Brand(row.colour, row.accent, row.has_logo, phones, str(int(row.branded_at.timestamp())))


def _resumable_until(row: Any, now: datetime) -> datetime | None:
    until = row.ended_at + timedelta(hours=RESUMABLE) if row.own_stop else None
    return until if until and now < until else None


def _state(door: Door, row: Any, *, machine_now: datetime) -> LinkState:
    if door.link is not LinkState.OK:
        return door.link
    if row.state not in LIVE:
        return LinkState.ENDED
    tried = rules.is_blocked(tries=door.row.tries, since=door.row.tries_since, machine_now=machine_now)
    return LinkState.BLOCKED if tried and not rules.may_write(door.device) else LinkState.OK


def _today(page: LinkPage, row: Any, days: Sequence[Any], waiting: Sequence[str], *, now: datetime) -> LinkPage:
    today = local_day(now, page.zone)
    due = next((day for day in days if day.due_on == today), None)
    answered = due is not None and due.answered_at is not None
    later = [day.due_at for day in days if day.due_on > today]
    return replace(
        page,
        follow_up_id=row.id,
        day=day_number(today, first=row.starts_on),
        days=day_number(row.ends_on, first=row.starts_on),
        due=due is not None and not answered,
        answered_today=answered,
        pathway=pathway_of(row.version_id),
        version_id=row.version_id,
        occurrence_day=due.due_on if due else None,
        next_due=min(later, default=None),
        channel=row.channel,
        hour=row.hour,
        pending_confirmations=tuple(kind for kind in waiting if kind in KINDS) if page.may_write else (),
        ends_on=row.ends_on,
        message_waiting=page.may_write and row.message_waiting,
    )
