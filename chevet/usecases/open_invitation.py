"""The side of who was invited: what the link opens on, coming in, a ticket. No account, nothing about the patient."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chevet.access import operations as access
from chevet.access.disclosure import unrevealing
from chevet.access.permissions import door_of
from chevet.access.queries import TARGET, enter
from chevet.access.rules import DeviceState, LinkState
from chevet.access.tokens import device_secret
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import Territory, territory_named
from chevet.teleconsultation import operations
from chevet.teleconsultation.rules import Opening, opening
from chevet.usecases.consultation_seats import GUEST, OVER, UNKNOWN
from chevet.video import operations as video

LATE = gettext_noop("Ce lien n’est plus valable. Demandez qu’on vous le renvoie.")
TAKEN = gettext_noop("Ce lien est déjà ouvert sur un autre appareil. Demandez-en un autre.")
SENTENCES = {Opening.ENDED: OVER, Opening.LATE: LATE}
PAGE = Statement(
    f"""
SELECT p.id, p.organisation_id, p.subject_id, p.room_id, p.role, p.admitted_at, p.revoked_at, r.ended_at, s.link_id,
       s.opened_at, s.open_until, c.id AS consultation_id, c.team_id, a.name AS inviter, a.profession,
       t.name AS team_name, t.territory, o.name AS organisation_name
  FROM video_participant p
  JOIN video_room r ON r.id = p.room_id
  JOIN consultation_seat s ON s.participant_id = p.id
  JOIN consultation c ON c.id = s.consultation_id
  JOIN team t ON t.id = c.team_id
  JOIN organisation o ON o.id = c.organisation_id
  LEFT JOIN account a ON a.id = s.invited_by
 WHERE p.id = {TARGET}
""",
    (),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What the page may say: who invites, never whom one will meet. `opening` None: nobody knows the link."""

    opening: Opening | None
    role: str = ""
    inviter: str = ""
    admitted: bool = False
    organisation_name: str = ""
    team_name: str = ""
    territory: Territory | None = None


def open_invitation(*, visit: Visit, machine_now: datetime) -> Invitation:
    """Reading only: a preview robot that follows the link burns nothing. Never raises for a bad link."""
    with UnitOfWork(visit.scope()) as work:
        entered, pages = work.fetch(enter(visit), PAGE)
        if not _is_invitation(entered, pages):
            return Invitation(opening=None)
        row = pages[0]
        return Invitation(
            opening=_opening(entered, row, machine_now), role=row.role, inviter=row.inviter or "",
            admitted=row.admitted_at is not None, organisation_name=unrevealing(row.organisation_name),
            team_name=unrevealing(row.team_name), territory=territory_named(row.territory),
        )  # fmt: skip


def enter_invitation(*, visit: Visit, label: str, machine_now: datetime) -> str | None:
    """The secret for this browser's cookie when it is the first; None when it was here before. Waits to be admitted.

    Raises NotFound (unknown, late, over), Conflict (another browser has it).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, row = _entered(work, visit, machine_now, lock=True)
        if _opening(entered, row, machine_now) is Opening.MINE:
            return None
        secret = device_secret()
        work.add(
            operations.opened(participant_id=row.id, machine_now=machine_now),
            access.link_opened(link_id=row.link_id, machine_now=machine_now),
            access.new_device(
                entered[0], secret=secret, state="identified", tries=0, label=label, machine_now=machine_now
            ),
            video.tell(room_id=row.room_id, machine_now=machine_now),
            entry(
                at=machine_now, actor=f"link:{row.link_id}", action="consultation.guest_opened",
                organisation_id=row.organisation_id, team_id=row.team_id, subject_id=row.subject_id,
                detail={"consultation": str(row.consultation_id), "role": row.role},
            ),
        )  # fmt: skip
    return secret


def invitation_ticket(*, visit: Visit, machine_now: datetime) -> str:
    """A ticket for the signalling socket, to the browser that entered. Raises NotFound, Conflict."""
    with UnitOfWork(visit.scope()) as work:
        entered, row = _entered(work, visit, machine_now)
        if _opening(entered, row, machine_now) is not Opening.MINE:
            raise Conflict(TAKEN)
        ticket, statement = video.new_ticket(row, machine_now=machine_now)
        work.add(statement)
    return ticket


def _entered(work: UnitOfWork, visit: Visit, machine_now: datetime, *, lock: bool = False) -> tuple[Any, Any]:
    """The door's rows and the seat behind it, which may be taken. Raises NotFound, Conflict."""
    entered, pages = work.fetch(enter(visit, lock=lock), PAGE)
    if not _is_invitation(entered, pages):
        raise NotFound(UNKNOWN)
    stands = _opening(entered, pages[0], machine_now)
    if stands in SENTENCES:
        raise NotFound(SENTENCES[stands])
    if stands is Opening.TAKEN:
        raise Conflict(TAKEN)
    return entered, pages[0]


def _is_invitation(entered: Any, pages: Any) -> bool:
    return bool(entered) and bool(pages) and entered[0].purpose == GUEST


def _opening(entered: Any, row: Any, machine_now: datetime) -> Opening:
    door = door_of(entered, now=machine_now)
    closed = row.ended_at is not None or row.revoked_at is not None or door.link is not LinkState.OK
    return opening(
        closed=closed, opened_at=row.opened_at, open_until=row.open_until,
        known=door.device is DeviceState.IDENTIFIED, machine_now=machine_now,
    )  # fmt: skip
