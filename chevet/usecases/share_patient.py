"""Another team of the organisation follows somebody from now on, whether or not a follow-up is under way."""

from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import operations as people
from chevet.people.actors import CLINICAL, Actor
from chevet.people.models import CareLink
from chevet.usecases.reach_patient import reach_patient
from chevet.usecases.widen_circle import ALREADY, NOBODY, TEAM

FOLLOWS = """
SELECT 1 AS found FROM care_link
 WHERE subject_id = (SELECT subject_id FROM patient WHERE id = %s) AND team_id = %s AND until IS NULL
"""


def share_patient(*, actor: Actor, patient_id: UUID, team_id: UUID, now: datetime, machine_now: datetime) -> None:
    """For who cares: it opens the whole record. Raises NotFound (not hers; a team of elsewhere), Conflict, Forbidden."""
    asked = Statement(TEAM, (team_id, actor.organisation_id)), Statement(FOLLOWS, (patient_id, team_id))
    with UnitOfWork(actor.scope()) as work:
        row, _record, (teams, follows) = reach_patient(work, actor, patient_id, now, *asked, roles=CLINICAL)
        if not teams:
            raise NotFound(NOBODY)
        if follows:
            raise Conflict(ALREADY)
        work.add(
            people.join_circle(
                organisation_id=row.organisation_id, subject_id=row.subject_id, team_id=team_id,
                why=CareLink.Why.ADDED, now=now, by=actor.account_id,
            ),
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="circle.widened",
                organisation_id=row.organisation_id, subject_id=row.subject_id, detail={"team": str(team_id)},
            ),
        )  # fmt: skip
