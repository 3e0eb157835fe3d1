"""The inbox of the demonstration: nothing leaves, everything is shown."""

from collections.abc import Callable
from dataclasses import dataclass

from .outcomes import Handed, Outcome
from .states import Report
from .texts import MailText


@dataclass(frozen=True, kw_only=True)
class InboxItem:
    """One message as its recipient would see it. `subject` and `html` are empty for a text message."""

    channel: str
    to: str
    sender: str
    reference: str
    text: str
    subject: str = ""
    html: str = ""


class InboxGateway:
    """A gateway and a mailer in one: writes each message to `sink`, and says that it was handed over."""

    def __init__(self, sink: Callable[[InboxItem], None], *, sender: str) -> None:
        self._sink = sink
        self._sender = sender

    def send(self, *, to: str, text: str, reference: str) -> Outcome:
        self._sink(InboxItem(channel="sms", to=to, sender=self._sender, reference=reference, text=text))
        return Handed(reference)

    def send_mail(self, *, to: str, mail: MailText, reference: str) -> Outcome:
        self._sink(
            InboxItem(
                channel="email", to=to, sender=self._sender, reference=reference,
                text=mail.plain, subject=mail.subject, html=mail.html,
            )
        )  # fmt: skip
        return Handed(reference)

    def status(self, *, reference: str, provider_ref: str = "") -> Report:
        """What went into the inbox is there."""
        return Report.DELIVERED if provider_ref == reference else Report.ABSENT
