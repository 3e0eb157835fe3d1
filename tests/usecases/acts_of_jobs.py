"""What happens by itself, minute after minute, ready to be played (see acts.py)."""

from datetime import timedelta

from chevet.notifications.outcomes import Refused
from chevet.notifications.receipts import Keyword, Receipt
from chevet.notifications.states import Report
from chevet.usecases import (
    dispatch_messages,
    forget_handovers,
    live_follow_ups,
    open_task,
    purge_messages,
    read_worklist,
    receive_incoming,
    receive_receipt,
    repairs,
    snooze_episode,
    watch,
)

from .act import Act
from .outbox import Dead, Hand
from .stages import (
    AT,
    clocks,
    followed,
    handed,
    handing,
    in_alarm,
    incoming,
    live,
    moment,
    of_outbox,
    passing,
    put_aside,
    recorded,
    to_repair,
    undelivered,
)

JOBS = {
    "live_follow_ups.live_due": Act(live, in_alarm, several=True),
    "live_follow_ups.live_one": Act(
        lambda s: live_follow_ups.live_one(
            follow_up_id=s.patient.follow_up_id, **s.whose, at=AT - timedelta(minutes=30), machine_now=AT
        ),
        lambda: recorded(followed),
    ),
    "open_task.report_undelivered": Act(
        lambda s: open_task.report_undelivered(follow_up_id=s.patient.follow_up_id, **s.whose, **clocks(s)), recorded
    ),
    "open_task.settle_undelivered": Act(
        lambda s: open_task.settle_undelivered(
            follow_up_id=s.patient.follow_up_id, message_id=s.message_id, **of_outbox(s)
        ),
        undelivered,
    ),
    "open_task.stop_channel": Act(lambda s: open_task.stop_channel(contact_id=s.contact_id, **of_outbox(s)), handing),
    "snooze_episode.end_snoozes": Act(
        lambda s: snooze_episode.end_snoozes(now=AT + timedelta(minutes=6), machine_now=AT), put_aside, several=True
    ),
    "read_worklist.read_changed_lines": Act(
        lambda s: len(read_worklist.read_changed_lines(changed={s.place.team_id: {s.patient.follow_up_id}}, now=AT)),
        in_alarm,
    ),
    "open_task.release_claims": Act(
        lambda s: open_task.release_claims(**clocks(s)), lambda: in_alarm(held=True), several=True
    ),
    "dispatch_messages.dispatch_messages": Act(
        lambda s: dispatch_messages.dispatch_messages(**passing(s), post=s.post), handing, several=True
    ),
    "dispatch_messages.dispatch_messages, refused": Act(
        lambda s: dispatch_messages.dispatch_messages(**passing(s), post=Hand(Refused("refused 400", final=True))),
        handing,
        several=True,
    ),
    "dispatch_messages.tell_of_dead": Act(
        lambda s: dispatch_messages.tell_of_dead(**passing(s)), lambda: handing(state="dead"), several=True
    ),
    "purge_messages.purge_messages": Act(
        lambda s: purge_messages.purge_messages(**clocks(s)),
        lambda: handing(state="handed", handed_at=AT - timedelta(days=4)),
    ),
    "forget_handovers.forget_handovers": Act(
        lambda s: forget_handovers.forget_handovers(now=AT + timedelta(days=91)), handed
    ),
    "receive_receipt.receive_receipt": Act(
        lambda s: receive_receipt.receive_receipt(
            receipt=Receipt(reference=str(s.message_id), report=Report.DELIVERED, at=AT), nonce="n", **clocks(s)
        ),
        lambda: handing(state="handed", handed_at=AT),
    ),
    "receive_incoming.receive_incoming": Act(
        lambda s: receive_incoming.receive_incoming(
            incoming=incoming("Merci", None), nonce="n", on_stop=open_task.stop_channel, **clocks(s)
        )
    ),
    "receive_incoming.receive_incoming, STOP": Act(
        lambda s: receive_incoming.receive_incoming(
            incoming=incoming("STOP", Keyword.STOP), nonce="n", on_stop=open_task.stop_channel, **clocks(s)
        ),
        several=True,
    ),
    "watch.watch": Act(lambda s: watch.watch(**clocks(s), send=lambda: None, on_dead=Dead()), in_alarm, several=True),
    "watch.violated": Act(lambda s: [len(watch.violated(one, **clocks(s))) for one in watch.INVARIANTS], in_alarm),
    "repairs.task_to_read": Act(lambda s: repairs.task_to_read(to_repair(s), moment(s)), recorded),
    "repairs.live_again": Act(lambda s: repairs.live_again(to_repair(s), moment(s)), recorded, several=True),
    "repairs.release_leases": Act(
        lambda s: repairs.release_leases([], moment(s)),
        lambda: handing(state="leased", leased_until=AT - timedelta(hours=1)),
    ),
}
