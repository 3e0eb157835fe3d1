"""Something needs a person, and no questionnaire said it: a message that did not arrive, a STOP, a claim that ended."""

from datetime import datetime
from uuid import UUID

from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications import resending
from chevet.notifications.policy import Suppression, classes_silenced_by
from chevet.pathways.hearing import Found
from chevet.people.operations import stop_contact
from chevet.usecases.situation import Act, conclude, met, reads, settled_by, with_episode
from chevet.worklist.operations import wake

EXPIRED_CLAIMS = """
SELECT follow_up_id, organisation_id, subject_id FROM episode
 WHERE claimed_until <= %s AND closed_at IS NULL LIMIT 200
"""
OF_CONTACT = (
    "SELECT id, organisation_id, subject_id FROM follow_up WHERE contact_id = %s AND state IN ('planned', 'active')"
)


def report_undelivered(
    *, follow_up_id: UUID, organisation_id: UUID, subject_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """A dead letter is a task of the team, never only a log line."""
    whose = machine("dispatch", organisation=organisation_id, subject=subject_id)
    with UnitOfWork(whose) as work:
        situation = met(work.fetch(*reads(now=now, follow_up_id=follow_up_id)))
        if situation:
            settled = settled_by(situation, [Found("undelivered", TASK, reason("undelivered"))], now=now)
            conclude(work, situation, settled, act=Act(whose.actor, "message.dead", machine_now), now=now)


def settle_undelivered(
    *, follow_up_id: UUID, message_id: UUID, organisation_id: UUID, subject_id: UUID, now: datetime,
    machine_now: datetime,
) -> None:  # fmt: skip
    """A dead letter arrived after all: its task ends, unless another letter is behind it."""
    whose = machine("dispatch", organisation=organisation_id, subject=subject_id)
    with UnitOfWork(whose) as work:
        situation = met(work.fetch(*reads(now=now, follow_up_id=follow_up_id)))
        task = situation and situation.standing.of_kind("undelivered")
        if not task:
            return
        (others,) = work.fetch(resending.still_dead(follow_up_id, besides=message_id, since=task.opened_at))
        if not others:
            settled = settled_by(situation, [], resolved=("undelivered",), now=now)
            conclude(work, situation, settled, act=Act(whose.actor, "message.arrived", machine_now), now=now)


def stop_channel(
    *, contact_id: UUID, organisation_id: UUID, subject_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """STOP by SMS: this contact point falls silent and the team calls. It is never a withdrawal."""
    whose = machine("dispatch", organisation=organisation_id, subject=subject_id)
    with UnitOfWork(whose) as work:
        (followed,) = work.fetch(Statement(OF_CONTACT, (contact_id,)))
        work.add(
            stop_contact(contact_id, state="stopped", now=now),
            outbox.cancel(now=now, reason="stop", contact_id=contact_id, kinds=classes_silenced_by(Suppression.STOP)),
            outbox.suppress(
                organisation_id=organisation_id, subject_id=subject_id, cause="stop", author=whose.actor, since=now,
                contact_id=contact_id,
            ),
        )  # fmt: skip
        for row in followed:
            situation = met(work.fetch(*reads(now=now, follow_up_id=row.id)))
            settled = settled_by(situation, [Found("stopped", TASK, reason("stopped"))], now=now)
            act = Act(whose.actor, "contact.stopped", machine_now)
            conclude(work, situation, settled, act=act, now=now, channel="phone")


def release_claims(*, now: datetime, machine_now: datetime) -> int:
    """Leases that ended give the episode back to the team; returns how many."""
    with UnitOfWork(machine("schedule")) as work:
        (rows,) = work.fetch(Statement(EXPIRED_CLAIMS, (machine_now,)))
    for row in rows:
        whose = machine("schedule", organisation=row.organisation_id, subject=row.subject_id)
        with UnitOfWork(whose) as work:
            situation = met(work.fetch(*reads(now=now, follow_up_id=row.follow_up_id)))
            episode = situation and situation.standing.episode
            if episode and episode.claimed_until and episode.claimed_until <= machine_now:
                settled = with_episode(situation.standing, claimed_by=None, claimed_until=None)
                conclude(work, situation, settled, act=Act(whose.actor, "episode.claim_ended", machine_now), now=now)
                work.add(wake(row.follow_up_id))
    return len(rows)
