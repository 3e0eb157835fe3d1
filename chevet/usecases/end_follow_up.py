"""The end decided by a person, the withdrawal noted by a professional, and the undo of an inclusion."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.operations import revoke_links_of
from chevet.consent import operations as consent
from chevet.consent.texts import VERSION
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.policy import Suppression, classes_silenced_by
from chevet.pathways.states import move
from chevet.people.actors import INCLUDES, Actor
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude, settled_by, unchanged

REASONS = ("completed", "recovered", "hospitalised", "transferred", "unreachable", "deceased", "error")


def end_follow_up(*, actor: Actor, follow_up_id: UUID, reason: str, now: datetime, machine_now: datetime) -> None:
    """No message leaves any more. The decision about the end is taken; other alerts stay until somebody handles them."""
    if reason not in REASONS:
        raise Invalid("Choisissez la raison de la fin.", fields={"reason": "Choisissez dans la liste."})
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        act = Act(f"account:{actor.account_id}", "follow_up.ended", machine_now, {"reason": reason})
        settled = settled_by(situation, [], resolved=("end_decision", "mute_review"), now=now)
        finish(
            work, situation, verb="end", reason=reason, cause="ended", act=act, now=now, settled=settled,
            by=actor.account_id,
        )  # fmt: skip


def withdraw_follow_up(
    *, actor: Actor, follow_up_id: UUID, channel: str = "phone", now: datetime, machine_now: datetime
) -> None:
    """The patient told a professional to stop. Messages stop at once; the withdrawal of the agreement is recorded."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        act = Act(f"account:{actor.account_id}", "follow_up.withdrawn", machine_now)
        work.add(withdrawn(situation, channel=channel, collector_id=actor.account_id, now=now))
        finish(work, situation, verb="withdraw", reason="withdrawn", cause="withdrawal", act=act, now=now)


def undo_inclusion(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """Within the seconds of the undo: no message has left. Conflict afterwards (then end it instead)."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now, roles=INCLUDES)
        if situation.followed.state != "planned" or situation.followed.invite_at <= now:
            raise Conflict("L'invitation est déjà partie. Vous pouvez encore terminer le suivi.")
        act = Act(f"account:{actor.account_id}", "follow_up.undone", machine_now)
        work.add(revoke_links_of(follow_up_id=follow_up_id, why="undone", now=now))
        finish(work, situation, verb="undo", reason="undone", cause="ended", act=act, now=now)


def withdrawn(situation: Situation, *, channel: str, collector_id: UUID | None, now: datetime) -> Any:
    row = situation.followed
    return consent.decided(
        organisation_id=row.organisation_id,
        subject_id=row.subject_id,
        follow_up_id=row.id,
        text=consent.REMOTE_FOLLOW_UP,
        version=VERSION,
        decision="withdrawn",
        channel=channel,
        given_by="patient",
        collector_id=collector_id,
        at=now,
    )


def finish(
    work: UnitOfWork, situation: Situation, *, verb: str, reason: str, cause: str, act: Act, now: datetime,
    settled: Any = None, by: UUID | None = None,
) -> None:  # fmt: skip
    """Move the follow-up to its end: what waits in the outbox is cancelled, what comes later is suppressed."""
    row = situation.followed
    state = move(row.state, verb)
    work.add(
        outbox.cancel(now=now, reason=cause, follow_up_id=row.id, kinds=classes_silenced_by(Suppression(cause))),
        outbox.suppress(
            organisation_id=row.organisation_id, subject_id=row.subject_id, cause=cause, author=act.actor, since=now,
            follow_up_id=row.id,
        ),
    )  # fmt: skip
    conclude(
        work, situation, settled or unchanged(situation.standing), act=act, now=now,
        by=by, state=state, ended_at=now, end_reason=reason,
    )  # fmt: skip
