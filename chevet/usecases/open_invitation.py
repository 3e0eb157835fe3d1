"""The side of who was invited: what the link opens on, coming in, a ticket. No account, nothing about the patient."""

from dataclasses import dataclass
from datetime import datetime

from chevet.access.disclosure import unrevealing
from chevet.access.queries import TARGET
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.territories import Territory, territory_named
from chevet.teleconsultation import operations
from chevet.usecases.consultation_seats import GUEST, OVER, UNKNOWN
from chevet.usecases.video_links import VideoLink, opening_of, take_place
from chevet.video.rules import Opening

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
LINK = VideoLink(purpose=GUEST, place=PAGE, unknown=UNKNOWN, ended=OVER)


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
        entered, row = LINK.behind(work, visit)
        if row is None:
            return Invitation(opening=None)
        return Invitation(
            opening=opening_of(entered, row, machine_now), role=row.role, inviter=row.inviter or "",
            admitted=row.admitted_at is not None, organisation_name=unrevealing(row.organisation_name),
            team_name=unrevealing(row.team_name), territory=territory_named(row.territory),
        )  # fmt: skip


def enter_invitation(*, visit: Visit, label: str, machine_now: datetime) -> str | None:
    """The secret for this browser's cookie when it is the first; None when it was here before. Waits to be admitted.

    Raises NotFound (unknown, late, over), Conflict (another browser has it).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, row = LINK.entered(work, visit, machine_now=machine_now, lock=True)
        return take_place(
            work, entered, row,
            operations.opened(participant_id=row.id, machine_now=machine_now),
            entry(
                at=machine_now, actor=f"link:{row.link_id}", action="consultation.guest_opened",
                organisation_id=row.organisation_id, team_id=row.team_id, subject_id=row.subject_id,
                detail={"consultation": str(row.consultation_id), "role": row.role},
            ),
            label=label, machine_now=machine_now,
        )  # fmt: skip


def invitation_ticket(*, visit: Visit, machine_now: datetime) -> str:
    """A ticket for the signalling socket, to the browser that entered. Raises NotFound, Conflict."""
    return LINK.ticket(visit, machine_now=machine_now)
