"""Which way messages leave, from the settings: a gateway's profile, an SMTP server, the demonstration's inbox, or none."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings

from chevet.kernel.keyring import keyring
from chevet.notifications.gateway import GatewaySettings, HttpGateway, SmsGateway
from chevet.notifications.gateway_profile import read_profile
from chevet.notifications.inbox import InboxGateway, InboxItem
from chevet.notifications.mail import MailGateway, SmtpServer
from chevet.notifications.outcomes import Handed, Outcome, Refused
from chevet.notifications.parcels import PUSH, Parcel
from chevet.notifications.states import Report
from chevet.notifications.texts import MailText
from chevet.notifications.webpush import INBOX, PushGateway, opened


class Mail(Protocol):
    def send_mail(self, *, to: str, mail: MailText, reference: str, now: datetime) -> Outcome: ...

    def status(self, *, reference: str, provider_ref: str = "") -> Report: ...


class Push(Protocol):
    def send_push(self, *, to: str, text: str, now: datetime) -> Outcome: ...

    def status(self, *, reference: str, provider_ref: str = "") -> Report: ...


@dataclass
class Ways:
    """One set for each thread: a gateway keeps its connections."""

    sms: SmsGateway
    mail: Mail
    push: Push
    told_first: Callable[[Parcel], None] = lambda parcel: None


def from_settings() -> Callable[[], Ways]:
    """Makes the ways of one thread. Reads the gateway's profile once; raises BadTemplate when it cannot work."""
    gateway = gateway_settings()
    server = smtp_server()

    def make() -> Ways:
        inbox = DemonstrationInbox() if settings.DEMO else NoWay()
        sms = HttpGateway(gateway) if gateway else inbox
        mail = MailGateway(server, sender=settings.DEFAULT_FROM_EMAIL, domain=domain()) if server else inbox
        push = push_gateway() if settings.PUSH and not settings.DEMO else inbox
        return Ways(sms=sms, mail=mail, push=push, told_first=inbox.told_first)

    return make


def inbox_in_use() -> bool:
    """Is anything written to the demonstration's inbox? Then by one thread, which keeps the order."""
    return settings.DEMO and not (settings.SMS_GATEWAY and mail_options().get("host"))


def gateway_settings() -> GatewaySettings | None:
    if not settings.SMS_GATEWAY:
        return None
    text = Path(settings.SMS_GATEWAY).read_text(encoding="utf-8")
    return read_profile(text, variables=os.environ, sender=settings.SMS_SENDER).gateway


def mail_options() -> dict[str, Any]:
    """Of the SMTP server; no host, no mail."""
    return settings.MAILERS["default"].get("OPTIONS", {})


def smtp_server() -> SmtpServer | None:
    options = mail_options()
    return SmtpServer.of_options(options) if options.get("host") else None


def push_gateway() -> PushGateway:
    contact = settings.SITE_URL if settings.HTTPS else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    return PushGateway(secret=keyring().secret("push"), contact=contact, hosts=settings.PUSH_HOSTS)


def domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


class NoWay:
    """Nothing was configured: messages wait, and in the end a person is told."""

    def told_first(self, parcel: Parcel) -> None:
        pass

    def send(self, *, to: str, text: str, reference: str) -> Outcome:
        return Refused("no gateway", final=False)

    def send_mail(self, *, to: str, mail: MailText, reference: str, now: datetime) -> Outcome:
        return Refused("no server", final=False)

    def send_push(self, *, to: str, text: str, now: datetime) -> Outcome:
        return Refused("no key", final=True)

    def status(self, *, reference: str, provider_ref: str = "") -> Report:
        return Report.ABSENT


class DemonstrationInbox:
    """The inbox of the demonstration, in the order in which messages were due, however far the clock jumped."""

    def __init__(self) -> None:
        self._items = apps.get_model("demo", "InboxItem").objects
        self._gateway = InboxGateway(self._write, sender=settings.SMS_SENDER)
        self._parcel: Parcel

    def told_first(self, parcel: Parcel) -> None:
        self._parcel = parcel

    def send(self, *, to: str, text: str, reference: str) -> Outcome:
        return self._gateway.send(to=to, text=text, reference=reference)

    def send_mail(self, *, to: str, mail: MailText, reference: str, now: datetime) -> Outcome:
        return self._gateway.send_mail(to=to, mail=mail, reference=reference)

    def send_push(self, *, to: str, text: str, now: datetime) -> Outcome:
        """Shown beside the SMS of the same person: the address names her number, and no maker of browsers is called."""
        said = json.loads(text)
        title, link = said["title"], f"{settings.SITE_URL}{said['path']}"
        number = opened(to).endpoint.removeprefix(INBOX)
        self._items.create(at=self._parcel.row.due_at, channel=PUSH, recipient=number, text=f"{title} {link}")
        return Handed()

    def status(self, *, reference: str, provider_ref: str = "") -> Report:
        """The same text to the same person for the same moment is the same message."""
        parcel = self._parcel
        same = self._items.filter(at=parcel.row.due_at, recipient=parcel.to, text=parcel.text)
        return Report.DELIVERED if same.exists() else Report.ABSENT

    def _write(self, item: InboxItem) -> None:
        self._items.create(
            at=self._parcel.row.due_at,
            channel=item.channel,
            recipient=item.to,
            subject=item.subject,
            text=item.text,
            html=item.html,
        )
