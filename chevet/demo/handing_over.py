"""The messages of the invented past leave as they become due, into the demonstration's inbox and nowhere else."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from chevet.interfaces.clock import machine_now
from chevet.interfaces.jobs.tasks import make_task_of
from chevet.interfaces.jobs.ways import DemonstrationInbox
from chevet.notifications.outcomes import Outcome
from chevet.notifications.parcels import PUSH, Parcel
from chevet.notifications.states import Report
from chevet.notifications.texts import MailText
from chevet.usecases.dispatch_messages import Tried, dispatch_messages


class InboxPost:
    """`usecases.dispatch_messages.Post` without threads: it writes in the transaction of who loads the region."""

    stopping = False

    def __init__(self) -> None:
        self.inbox = DemonstrationInbox()

    def send(self, parcel: Parcel) -> Outcome:
        self.inbox.told_first(parcel)
        if parcel.row.channel == "sms":
            return self.inbox.send(to=parcel.to, text=parcel.text, reference=parcel.reference)
        if parcel.row.channel == PUSH:
            return self.inbox.send_push(to=parcel.to, text=parcel.text, now=machine_now())
        mail = MailText(subject=parcel.subject, plain=parcel.text, html=parcel.html)
        return self.inbox.send_mail(to=parcel.to, mail=mail, reference=parcel.reference, now=machine_now())

    def status(self, parcel: Parcel) -> Report:
        self.inbox.told_first(parcel)
        return self.inbox.status(reference=parcel.reference, provider_ref=parcel.row.provider_ref)

    def spread(self, work: Callable[[Parcel], Tried], parcels: Sequence[Parcel]) -> Iterator[list[Tried]]:
        if parcels:
            yield [work(parcel) for parcel in parcels]


def hand_over(*, now: datetime, machine_now: datetime) -> None:
    """Everything due at `now` (domain clock) is in the inbox afterwards."""
    dispatch_messages(now=now, machine_now=machine_now, post=InboxPost(), on_dead=make_task_of, budget=60.0)
