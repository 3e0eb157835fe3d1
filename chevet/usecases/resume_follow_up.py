"""The patient who stopped changes her mind within a day: the follow-up goes on, and the team reads that it does."""

from datetime import datetime, timedelta
from typing import Any

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK
from chevet.consent import operations as consent
from chevet.consent.texts import VERSION
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.pathways.hearing import Found
from chevet.pathways.states import LIVE, move
from chevet.usecases.open_link import OWN_STOP, RESUMABLE
from chevet.usecases.situation import Act, Situation, conclude, met, reads, settled_by

TOO_LATE = "Ce suivi ne peut plus reprendre ici. Appelez l'équipe."
HERS = Statement(
    f"""
SELECT f.ended_at, {OWN_STOP} AS own_stop,
       EXISTS (SELECT 1 FROM follow_up other WHERE other.subject_id = f.subject_id AND other.version_id = f.version_id
                  AND other.state IN ('planned', 'active')) AS replaced
  FROM follow_up f WHERE f.id = {TARGET}
""",
    (),
)


def resume_follow_up(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Takes back a stop from the patient's own page, within 24 h of the domain clock. Resuming twice is resuming once.

    The agreement is given again, messages leave again, and the task of the stop says that she came back: a person
    closes it. Raises NotFound, Forbidden (the browser has not said who it is), Conflict (not her stop, or too late).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, *rows, stops = work.fetch(enter(visit), *reads(now=now, target=TARGET), HERS)
        door = door_to_write(entered, now=now)
        situation = met(rows)
        if situation is None:
            raise NotFound
        if situation.followed.state in LIVE:
            return
        _check(stops[0], now)
        act = Act(f"link:{door.link_id}", "follow_up.resumed", machine_now)
        _resume(work, situation, act=act, now=now)


def _check(stop: Any, now: datetime) -> None:
    if not stop.own_stop or stop.replaced or now - stop.ended_at >= timedelta(hours=RESUMABLE):
        raise Conflict(TOO_LATE)


def _resume(work: UnitOfWork, situation: Situation, *, act: Act, now: datetime) -> None:
    row = situation.followed
    work.add(
        outbox.lift(subject_id=row.subject_id, cause="withdrawal", now=now, follow_up_id=row.id),
        consent.decided(
            organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=row.id,
            text=consent.REMOTE_FOLLOW_UP, version=VERSION, decision="given", channel="link", given_by="patient",
            collector_id=None, at=now,
        ),
    )  # fmt: skip
    settled = settled_by(situation, [Found("withdrew", TASK, reason("resumed"))], now=now)
    conclude(work, situation, settled, act=act, now=now, state=move(row.state, "resume"), ended_at=None, end_reason="")
