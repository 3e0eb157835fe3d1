"""How a professional reaches a patient, with or without a follow-up: a role, and a place in the circle of care."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.actors import INCLUDES, Actor, check_role
from chevet.people.models import Role

NOT_YOURS = "Cette personne n'existe pas ici, ou votre équipe ne la suit pas."
REACHED = f"""
SELECT p.*, k.family, k.generation, k.wrapped, {identities.COLUMNS}
  FROM patient p JOIN data_key k ON k.subject_id = p.subject_id LEFT JOIN identity i ON i.patient_id = p.id
 WHERE p.id = %s AND EXISTS (
   SELECT 1 FROM care_link c WHERE c.subject_id = p.subject_id AND (c.until IS NULL OR c.until > %s)
      AND (c.team_id = ANY(%s) OR c.account_id = %s))
"""


def reached(actor: Actor, patient_id: UUID, now: datetime, *, lock: bool = True) -> Statement:
    """The patient's row with its key and its identity; no row when she is not the actor's."""
    sql = f"{REACHED} FOR UPDATE OF p" if lock else REACHED
    return Statement(sql, (patient_id, now, list(actor.team_ids), actor.account_id))


def reach_patient(
    work: UnitOfWork,
    actor: Actor,
    patient_id: UUID,
    now: datetime,
    *more: Statement,
    roles: frozenset[Role] = INCLUDES,
    lock: bool = True,
) -> tuple[Any, Record, list[Any]]:
    """Her row (subject_id, organisation_id, names, identity.COLUMNS), her open record, and the rows of `more`.

    roles: who may do this; secretaries are among INCLUDES and see nothing clinical. Not hers is NotFound.
    """
    check_role(actor, roles)
    found, *rest = work.fetch(reached(actor, patient_id, now, lock=lock), *more)
    if not found:
        raise NotFound(NOT_YOURS)
    return found[0], open_record(found[0]), rest
