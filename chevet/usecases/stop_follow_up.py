"""The patient stops: messages end at once, the team is told, open alerts stay."""

from datetime import datetime

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.kinds import reason as alert_reason
from chevet.alerts.rules import TASK
from chevet.kernel.errors import NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.hearing import Found
from chevet.pathways.states import LIVE
from chevet.usecases.end_follow_up import finish, withdrawn
from chevet.usecases.situation import Act, met, reads, settled_by

REASONS = ("", "better", "too_much", "data", "elsewhere", "other")


def stop_follow_up(*, visit: Visit, reason: str, now: datetime, machine_now: datetime) -> None:
    """From the patient's own page; `reason` is one of REASONS. Stopping twice is stopping once.

    Raises NotFound, Forbidden (the browser has not said who it is).
    """
    why = reason if reason in REASONS else "other"
    with UnitOfWork(visit.scope()) as work:
        entered, *rows = work.fetch(enter(visit), *reads(now=now, target=TARGET))
        door = door_to_write(entered, now=now)
        situation = met(rows)
        if situation is None:
            raise NotFound
        if situation.followed.state not in LIVE:
            return
        act = Act(f"link:{door.link_id}", "follow_up.withdrawn", machine_now, {"why": why})
        said = alert_reason("withdrew") | ({"why": why} if why else {})
        settled = settled_by(situation, [Found("withdrew", TASK, said)], now=now)
        work.add(withdrawn(situation, channel="link", collector_id=None, now=now))
        finish(
            work, situation, verb="withdraw", reason="withdrawn", cause="withdrawal", act=act, now=now, settled=settled
        )
