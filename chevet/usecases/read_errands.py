"""What waits for somebody around appointments and consultations: people to call, documents to open. Computed from facts.

A person is to call when what was said of her appointment did not arrive; until she was called, confirms, or it is over. A
document that came without a follow-up is to open until somebody has. Each names who expects the person: it is theirs first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import CONVENES, Actor
from chevet.usecases.at_documents import READERS

KEPT = timedelta(days=60)
NAMES = "p.id AS patient_id, p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date"
TO_CALL = f"""
SELECT a.id, a.starts_at, a.state, a.unreached, a.channel, a.account_id, w.name AS professional, t.territory, {NAMES}
  FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN account w ON w.id = a.account_id
  JOIN team t ON t.id = a.team_id
 WHERE a.team_id = ANY(%s) AND a.unreached <> '' AND a.ends_at > %s AND a.state IN ('booked', 'confirmed', 'cancelled')
 ORDER BY a.starts_at, a.id LIMIT 50
"""
TO_OPEN = f"""
SELECT count(*) AS many, max(d.kept_at) AS kept_at, e.account_id, e.professional, {NAMES}
  FROM document d JOIN patient p ON p.subject_id = d.subject_id
  LEFT JOIN LATERAL (
    SELECT a.account_id, w.name AS professional FROM appointment a JOIN account w ON w.id = a.account_id
     WHERE a.subject_id = d.subject_id AND a.team_id = ANY(%s) AND a.state <> 'cancelled'
     ORDER BY abs(extract(epoch FROM a.starts_at - %s::timestamptz)) LIMIT 1) e ON true
 WHERE d.organisation_id = %s AND d.source = 'patient' AND d.read_at IS NULL AND d.follow_up_id IS NULL
   AND d.scan <> 'infected' AND d.kept_at > %s
   AND EXISTS (SELECT FROM care_link c WHERE c.subject_id = d.subject_id AND c.team_id = ANY(%s)
                  AND (c.until IS NULL OR c.until > %s))
 GROUP BY e.account_id, e.professional, p.id ORDER BY max(d.kept_at) DESC LIMIT 50
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errands:
    """Rows with the names of a patient; `account_id` and `professional` are who expects her, empty when nobody does.

    to_call: appointments (id, starts_at, state, unreached, channel, territory). to_open: `many` documents, the newest of
    `kept_at`; empty for roles that read none.
    """

    to_call: Sequence[Any] = ()
    to_open: Sequence[Any] = ()


def list_errands(*, actor: Actor, now: datetime) -> Errands:
    """Of the actor's own teams, in two statements; whoever shows them has journalled the look. Others: nothing."""
    teams = sorted(actor.own_team_ids)
    if actor.role not in CONVENES or not teams:
        return Errands()
    reads = [Statement(TO_CALL, (teams, now))]
    if actor.role in READERS:
        reads.append(Statement(TO_OPEN, (teams, now, actor.organisation_id, now - KEPT, teams, now)))
    with UnitOfWork(actor.scope()) as work:
        to_call, *rest = work.fetch(*reads)
    return Errands(to_call=to_call, to_open=rest[0] if rest else ())
