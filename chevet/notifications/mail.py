"""Sending e-mail through any SMTP server, with the same three answers as a text message.

What makes the difference is the moment: before the content is sent nothing was taken; from then until the server's
answer nobody knows; after it, whatever breaks no longer matters.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import IntEnum
from typing import Any, Self

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from .outcomes import Ambiguous, Handed, Outcome, Refused
from .states import Report
from .texts import MailText


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """`timeout` in seconds, for each exchange with the server."""

    host: str
    port: int = 25
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False
    timeout: float = 20.0

    @classmethod
    def of_options(cls, options: Mapping[str, Any]) -> Self:
        """The server of a Django mailer: the OPTIONS of MAILERS["default"]."""
        names = {"use_tls": "starttls", "use_ssl": "tls"}
        return cls(**{names.get(name, name): value for name, value in options.items() if value is not None})


class Stage(IntEnum):
    """How far an attempt went."""

    BEFORE = 0
    SENDING_CONTENT = 1
    TAKEN = 2


GO_ON, TAKEN = 354, 250  # RFC 5321: the content may leave now; the server answers for it


class _Watched:
    """Notes when the content leaves and when the server has answered for it."""

    stage = Stage.BEFORE

    def getreply(self):
        code, answer = super().getreply()
        if code == GO_ON:
            self.stage = Stage.SENDING_CONTENT
        return code, answer

    def data(self, msg):
        code, answer = super().data(msg)
        self.stage = Stage.TAKEN if code == TAKEN else Stage.BEFORE
        return code, answer


class _PlainConnection(_Watched, smtplib.SMTP):
    pass


class _TlsConnection(_Watched, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    """Django's backend over a watched connection, whose stage outlives it."""

    latest: _Watched | None = None

    @property
    def connection_class(self):
        kind = _TlsConnection if self.use_ssl else _PlainConnection
        return lambda *args, **options: self._remembered(kind(*args, **options))

    @property
    def stage(self) -> Stage:
        return self.latest.stage if self.latest else Stage.BEFORE

    def _remembered(self, connection):
        self.latest = connection
        return connection


class MailGateway:
    """`sender` as it stands in From: "Suivi <suivi@exemple.fr>", without a word of health."""

    def __init__(self, server: SmtpServer, *, sender: str, domain: str) -> None:
        self._server = server
        self._sender = sender
        self._domain = domain

    def send_mail(self, *, to: str, mail: MailText, reference: str, now: datetime) -> Outcome:
        """Hands one e-mail over. The Message-ID is made of `reference`, so that a second copy is recognised as one.

        `now` (machine clock) stands in the Date header.
        """
        backend = self._backend()
        try:
            backend.prep_address(to)
        except ValueError:
            return Refused("bad address", final=True)
        try:
            backend.send_messages([self._message(to=to, mail=mail, reference=reference, now=now)])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return outcome_of(error, stage=backend.stage, reference=reference)
        return Handed(reference)

    def status(self, *, reference: str, provider_ref: str = "") -> Report:
        """SMTP has no way to ask."""
        return Report.UNKNOWN

    def _backend(self) -> _Backend:
        one = self._server
        return _Backend(
            alias="notifications",
            host=one.host,
            port=one.port,
            username=one.username,
            password=one.password,
            use_tls=one.starttls,
            use_ssl=one.tls,
            timeout=one.timeout,
        )

    def _message(self, *, to: str, mail: MailText, reference: str, now: datetime) -> EmailMultiAlternatives:
        """No List-Unsubscribe: a click there would silence reminders without the team's knowing."""
        message = EmailMultiAlternatives(
            subject=mail.subject,
            body=mail.plain,
            from_email=self._sender,
            to=[to],
            headers={
                "Message-ID": f"<{reference}@{self._domain}>",
                "Date": format_datetime(now),
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        message.attach_alternative(mail.html, "text/html")
        if mail.calendar:
            message.attach("rendez-vous.ics", mail.calendar, "text/calendar")
        return message


# Refusals of our server or sender, not of this message: they pass once the configuration is mended.
ABOUT_US = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
)


def outcome_of(error: Exception, *, stage: Stage, reference: str) -> Outcome:
    """What an SMTP failure means. Reasons carry the server's number, never its words: they quote addresses."""
    if stage is Stage.TAKEN:
        return Handed(reference)
    if stage is Stage.SENDING_CONTENT:
        return Ambiguous("answer lost")
    code = _code(error)
    if code is None:
        return Refused("unreachable", final=False)
    return Refused(f"refused {code}", final=code >= 500 and not isinstance(error, ABOUT_US))


def _code(error: Exception) -> int | None:
    """The server's answer: of the one recipient when it was refused, of the exchange otherwise."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
