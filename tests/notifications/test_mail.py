"""E-mail through a real SMTP server (aiosmtpd), which then fails at every moment of the conversation."""

import email
import smtplib
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from chevet.notifications.mail import MailGateway, SmtpServer, Stage, outcome_of
from chevet.notifications.outcomes import Ambiguous, Handed, Refused
from chevet.notifications.states import Report
from chevet.notifications.texts import MailText, wording_of, write_mail

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
LINK = "https://suivi.exemple.fr/q/abc"
VALUES = {"service": "Équipe de l’Ouest", "day": "3", "link": LINK}
MAIL = write_mail(wording_of("reminder", language="fr"), language="fr", values=VALUES)


class Box:
    """Keeps what it takes; `answers` replaces the reply to RCPT or DATA."""

    def __init__(self, **answers):
        self.taken = []
        self.answers = answers

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.answers.get("rcpt", "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        return self.answers.get("data", "250 taken")


@contextmanager
def running(box, **options):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def mailer(port, **changes):
    server = SmtpServer(**{"host": "127.0.0.1", "port": port, "timeout": 0.5} | changes)
    return MailGateway(server, sender="Suivi <suivi@exemple.fr>", domain="exemple.fr")


def send(port, to="anne@exemple.fr", mail=MAIL, **changes):
    return mailer(port, **changes).send_mail(to=to, mail=mail, reference="019b", now=NOW)


def test_an_email_arrives_with_its_two_faces_and_our_reference():
    box = Box()
    with running(box) as port:
        assert send(port) == Handed("019b")
    envelope = box.taken[0]
    message = email.message_from_bytes(envelope.content, policy=default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("suivi@exemple.fr", ["anne@exemple.fr"])
    assert message["Message-ID"] == "<019b@exemple.fr>"
    assert message["Date"] == "Thu, 15 Jan 2026 12:00:00 +0000"
    assert message["Subject"] == "Votre questionnaire du jour 3"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == MAIL.plain
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n") == MAIL.html


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"rcpt": "550 no such user anne@exemple.fr"}, Refused("refused 550", final=True)),
        ({"rcpt": "450 later"}, Refused("refused 450", final=False)),
        ({"rcpt": "421 closing"}, Refused("refused 421", final=False)),
        ({"mail": "550 sender not allowed"}, Refused("refused 550", final=False)),
        ({"data": "554 looks like spam"}, Refused("refused 554", final=True)),
        ({"data": "451 try later"}, Refused("refused 451", final=False)),
    ],
)
def test_each_refusal_has_its_meaning(answers, outcome):
    with running(Box(**answers)) as port:
        assert send(port) == outcome


@pytest.mark.parametrize("to", ["", "anne@", "anne@exemple.fr\r\nBcc: x@mal.example", "a@b.fr, c@d.fr", "é@a.fr"])
def test_an_address_that_cannot_be_one_is_refused_for_good_and_nothing_leaves(to):
    box = Box()
    with running(box) as port:
        outcome = send(port, to=to)
    assert (outcome, box.taken) == (Refused("bad address", final=True), [])


def test_a_subject_of_two_lines_never_leaves():
    box = Box()
    with running(box) as port:
        outcome = send(port, mail=MailText(subject="a\r\nBcc: x@mal.example", plain="a", html="a"))
    assert (outcome, box.taken) == (Refused("unreachable", final=False), [])


def test_nobody_at_the_address_is_a_refusal_for_now():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert send(taken.getsockname()[1]) == Refused("unreachable", final=False)


def test_a_server_without_the_encryption_we_ask_for_gets_nothing():
    box = Box()
    with running(box) as port:
        assert send(port, starttls=True) == Refused("unreachable", final=False)
    assert box.taken == []


def test_a_wrong_password_is_mended_by_people_and_the_message_waits():
    def nobody(*_):
        return AuthResult(success=False, handled=False)

    box = Box()
    with running(box, authenticator=nobody, auth_require_tls=False) as port:
        assert send(port, username="us", password="wrong") == Refused("refused 535", final=False)
    assert box.taken == []


SCRIPT = [b"220 hello\r\n", b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"]


@contextmanager
def scripted(replies, *, then_hang):
    """A server that gives these replies and then hangs up, or says no more."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def talk():
        line, _ = listener.accept()
        with line:
            for at, reply in enumerate(replies):
                if at:
                    _heard(line, at == len(SCRIPT))
                line.sendall(reply)
            if then_hang:
                done.wait(5)
            else:
                _heard(line, len(replies) == len(SCRIPT))

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        thread.join(5)
        listener.close()


def _heard(line, content):
    """Reads one command, or the whole content up to its final dot."""
    end, heard = (b"\r\n.\r\n" if content else b"\r\n"), b""
    while not heard.endswith(end):
        chunk = line.recv(65536)
        if not chunk:
            return
        heard += chunk


@pytest.mark.parametrize("then_hang", [True, False])
@pytest.mark.parametrize("replies", [SCRIPT[:1], SCRIPT[:3], SCRIPT[:4]])
def test_silence_before_the_content_leaves_is_a_refusal_for_now(replies, then_hang):
    with scripted(replies, then_hang=then_hang) as port:
        assert send(port) == Refused("unreachable", final=False)


@pytest.mark.parametrize("then_hang", [True, False])
def test_silence_after_the_content_left_is_ambiguous(then_hang):
    with scripted(SCRIPT, then_hang=then_hang) as port:
        assert send(port) == Ambiguous("answer lost")


def test_silence_after_the_server_took_it_changes_nothing():
    with scripted([*SCRIPT, b"250 taken\r\n"], then_hang=True) as port:
        assert send(port) == Handed("019b")


def test_a_server_that_will_not_hear_the_content_refuses():
    with scripted([*SCRIPT[:4], b"451 busy\r\n"], then_hang=True) as port:
        assert send(port) == Refused("refused 451", final=False)


def test_the_reason_of_a_refusal_never_quotes_the_server():
    error = smtplib.SMTPDataError(554, b"anne@exemple.fr is a canary")
    assert "canary" not in repr(outcome_of(error, stage=Stage.BEFORE, reference="019b"))


def test_smtp_cannot_be_asked():
    assert mailer(1).status(reference="019b") is Report.UNKNOWN


def test_the_password_is_never_printed():
    assert "hunter2" not in repr(SmtpServer(host="a", username="us", password="hunter2"))


def test_the_server_of_a_django_mailer_is_used():
    options = {"host": "smtp.exemple.fr", "port": 587, "use_tls": True, "timeout": None}
    assert SmtpServer.of_options(options) == SmtpServer(host="smtp.exemple.fr", port=587, starttls=True)
