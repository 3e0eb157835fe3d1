"""The caller's side: what the link opens on, entering the room, a ticket, a photo. No account, no name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.disclosure import unrevealing
from chevet.access.queries import TARGET
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import Territory, territory_named
from chevet.teleregulation import operations, queries
from chevet.teleregulation.photos import MOST, TOO_MANY, drawn_anew
from chevet.usecases.video_links import VideoLink, opening_of, take_place
from chevet.video.rules import Opening

ENDED = gettext_noop("Cet appel est terminé.")
GONE = gettext_noop("Nous ne connaissons pas ce lien.")

PAGE = Statement(
    f"""
SELECT p.id, p.organisation_id, p.subject_id, p.room_id, p.role, p.revoked_at, r.ended_at, u.regulation_id, u.link_id,
       u.opened_at, u.open_until, t.name AS team_name, o.name AS organisation_name, t.territory, t.phone AS team_phone, k.family, k.generation,
       k.wrapped
  FROM video_participant p
  JOIN video_room r ON r.id = p.room_id
  JOIN regulation_guest u ON u.participant_id = p.id
  JOIN regulation g ON g.id = u.regulation_id
  JOIN team t ON t.id = g.team_id
  JOIN organisation o ON o.id = t.organisation_id
  JOIN data_key k ON k.subject_id = p.subject_id
 WHERE p.id = {TARGET}
""",
    (),
)
LINK = VideoLink(purpose="video", place=PAGE, unknown=GONE, ended=ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoPage:
    """What the page may say: nothing about anybody. `opening` None: nobody knows the link."""

    opening: Opening | None
    role: str = ""
    organisation_name: str = ""
    team_name: str = ""
    territory: Territory | None = None


def open_video_link(*, visit: Visit, machine_now: datetime) -> VideoPage:
    """Reading only: a preview robot that follows the link burns nothing. Never raises for a bad link."""
    with UnitOfWork(visit.scope()) as work:
        entered, row = LINK.behind(work, visit)
        if row is None:
            return VideoPage(opening=None)
        return VideoPage(
            opening=opening_of(entered, row, machine_now), role=row.role, organisation_name=unrevealing(row.organisation_name),
            team_name=unrevealing(row.team_name),
            territory=territory_named(row.territory),
        )  # fmt: skip


def enter_video(*, visit: Visit, label: str, machine_now: datetime) -> str | None:
    """The secret for this browser's cookie when it is the first; None when it was here before.

    Raises NotFound (unknown, late, ended), Conflict (another browser has it).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, row = LINK.entered(work, visit, machine_now=machine_now, lock=True)
        return _enter(work, entered, row, label=label, machine_now=machine_now)


def video_ticket(*, visit: Visit, machine_now: datetime) -> str:
    """A ticket for the signalling socket, to the browser that entered. Raises NotFound, Conflict."""
    return LINK.ticket(visit, machine_now=machine_now)


def leave_photo(*, visit: Visit, content: bytes, label: str, now: datetime, machine_now: datetime) -> str | None:
    """A photo where the video does not pass. Enters when nobody has; gives the cookie's secret then.

    Raises Invalid (not a photo, too many), NotFound, Conflict.
    """
    clean = drawn_anew(content)
    with UnitOfWork(visit.scope()) as work:
        entered, row = LINK.entered(work, visit, machine_now=machine_now, lock=True)
        secret = _enter(work, entered, row, label=label, machine_now=machine_now)
        if work.fetch(queries.how_many_photos(row.regulation_id))[0][0].n >= MOST:
            raise Invalid(TOO_MANY)
        work.add(
            operations.new_photo(
                record=open_record(_key(row)), photo_id=new_id(), organisation_id=row.organisation_id,
                regulation_id=row.regulation_id, content=clean, kept=False, now=now,
            ),
            _journal(row, "video.photo_sent", machine_now),
        )  # fmt: skip
    return secret


def _enter(work: UnitOfWork, entered: Any, row: Any, *, label: str, machine_now: datetime) -> str | None:
    return take_place(
        work, entered, row,
        operations.opened(participant_id=row.id, machine_now=machine_now),
        _journal(row, "video.opened", machine_now),
        label=label, machine_now=machine_now,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Key:
    subject_id: UUID
    family: str
    generation: int
    wrapped: bytes


def _key(row: Any) -> _Key:
    return _Key(row.subject_id, row.family, row.generation, row.wrapped)


def _journal(row: Any, action: str, machine_now: datetime) -> Any:
    return entry(
        at=machine_now, actor=f"link:{row.link_id}", action=action, organisation_id=row.organisation_id,
        subject_id=row.subject_id, detail={"regulation": str(row.regulation_id)},
    )  # fmt: skip
