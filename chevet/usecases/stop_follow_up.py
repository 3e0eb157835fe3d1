"""The patient stops: messages end at once, the team is told, open alerts stay."""

from datetime import datetime
from typing import Literal

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.kinds import reason as alert_reason
from chevet.alerts.rules import TASK
from chevet.consent.models import Consent
from chevet.kernel.errors import NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.pathways.hearing import Found
from chevet.pathways.states import LIVE, move
from chevet.usecases.situation import Act, Situation, conclude, met, reads, settled_by

REMINDERS = ("invitation", "reminder", "nudge")
Why = Literal["", "better", "too_much", "data", "elsewhere", "other"]


def stop_follow_up(*, visit: Visit, reason: Why, now: datetime, machine_now: datetime) -> None:
    """From the patient's own page; `reason` is a code she may leave empty. Stopping twice is stopping once.

    Raises NotFound, Forbidden (the browser has not said who it is).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, *rows = work.fetch(enter(visit), *reads(now=now, target=TARGET))
        door = door_to_write(entered, now=now)
        situation = met(rows)
        if situation is None:
            raise NotFound
        if situation.followed.state in LIVE:
            act = Act(f"link:{door.link_id}", "follow_up.withdrawn", machine_now, {"why": reason})
            withdraw(work, situation, act=act, channel="link", now=now)


def withdraw(work: UnitOfWork, situation: Situation, *, act: Act, channel: str, now: datetime) -> None:
    """What a withdrawal is, whoever writes it down: channel is where it was said (link, phone, oral)."""
    row = situation.followed
    work.add(
        outbox.cancel(now=now, reason="withdrawal", follow_up_id=row.id, kinds=REMINDERS),
        outbox.suppress(
            organisation_id=row.organisation_id, subject_id=row.subject_id, cause="withdrawal", author=act.actor,
            since=now, follow_up_id=row.id,
        ),
        _consent_withdrawn(situation, channel=channel, now=now),
    )  # fmt: skip
    why = act.detail.get("why", "")
    found = Found("withdrew", TASK, alert_reason("withdrew") | ({"why": why} if why else {}))
    conclude(
        work,
        situation,
        settled_by(situation, [found], now=now),
        act=act,
        now=now,
        state=move(row.state, "withdraw"),
        ended_at=now,
        end_reason="withdrawn",
    )


def _consent_withdrawn(situation: Situation, *, channel: str, now: datetime) -> Statement:
    row = situation.followed
    return insert(
        Consent, id=new_id(), organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=row.id,
        text="remote_follow_up", version=str(situation.pathway.version), decision="withdrawn", channel=channel,
        given_by="patient", collector_id=None, at=now,
    )  # fmt: skip
