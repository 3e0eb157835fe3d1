"""A browser that gave a code asks to be told, or no longer, that a questionnaire is ready."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from chevet.access.visits import Visit
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import subscriptions
from chevet.notifications.webpush import Subscription, Unusable
from chevet.pathways.states import LIVE
from chevet.usecases.read_record import at_own_record
from chevet.usecases.situation import Act, journal

REFUSED = "Ce navigateur ne permet pas les notifications. Les SMS continuent."


def allow_notifications(*, visit: Visit, told: Mapping[str, object], now: datetime, machine_now: datetime) -> None:
    """`told`: endpoint, p256dh and auth as the browser gave them. Raises NotFound, Forbidden, Invalid, Conflict."""
    if not settings.PUSH:
        raise Conflict(REFUSED)
    try:
        subscription = Subscription.given(told, hosts=settings.PUSH_HOSTS)
    except Unusable:
        raise Invalid(REFUSED) from None
    with UnitOfWork(visit.scope()) as work:
        door, situation = at_own_record(work, visit, now=now)
        row = situation.followed
        if row.state not in LIVE:
            raise Conflict("Ce suivi est terminé.")
        work.add(
            subscriptions.listen(
                record=situation.record, organisation_id=row.organisation_id, subject_id=row.subject_id,
                follow_up_id=row.id, device_id=door.device_id, subscription=subscription, now=now,
            ),
            journal(situation, Act(f"link:{door.link_id}", "device.notified", machine_now), quietly=True),
        )  # fmt: skip


def stop_notifications(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """On this browser. Raises NotFound, Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        door, situation = at_own_record(work, visit, now=now)
        work.add(
            subscriptions.forget_device(door.device_id),
            journal(situation, Act(f"link:{door.link_id}", "device.not_notified", machine_now), quietly=True),
        )


def is_notified(*, visit: Visit, now: datetime) -> bool:
    """Whether this browser is told. Raises NotFound, Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        door, _situation = at_own_record(work, visit, now=now)
        (found,) = work.fetch(subscriptions.of_device(door.device_id))
        return bool(found)
