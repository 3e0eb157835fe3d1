"""Our gateway adapter against Kannel, a real gateway program, in front of an operator's centre (smsc.py).

What is verified is the shipped profile, word for word: a text leaves us, reaches the operator in one GSM-7 part, the
receipt comes back and is believed, and so does the STOP of a person.
"""

import os
import queue
import shutil
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import chevet.notifications
from chevet.notifications.gateway import HttpGateway
from chevet.notifications.gateway_profile import read_profile
from chevet.notifications.outcomes import Handed, Refused
from chevet.notifications.receipts import Keyword, NotSigned, read_kannel_incoming, read_kannel_receipt
from chevet.notifications.states import Report, State, after_receipt
from chevet.notifications.texts import wording_of, write_sms
from tests.verification.smsc import GSM, UCS2, Taken, running_centre

pytestmark = pytest.mark.slow

PROGRAMS = {
    name: shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") for name in ("bearerbox", "smsbox")
}
PROFILE = Path(chevet.notifications.__file__).parent / "profiles" / "kannel.yaml"
SECRET = "a-secret-of-the-callbacks"
PERSON, OURS = "+33639980001", "38000"

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = {secret}
smsbox-port = {boxes}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal
log-file = {folder}/bearerbox.log

group = smsc
smsc = smpp
smsc-id = operator
host = 127.0.0.1
port = {centre}
transceiver-mode = true
smsc-username = chevet
smsc-password = chevet
system-type = ""
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-file = {folder}/smsbox.log

group = sendsms-user
username = chevet
password = {secret}

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{callback}/incoming?secret={secret}&from=%p&text=%b&charset=%C&at=%T&id=%I"
"""


class Callbacks(ThreadingHTTPServer):
    """Our own door, where Kannel knocks: keeps the path and the query of each call."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Door)
        self.calls: queue.Queue[tuple[str, str]] = queue.Queue()

    def next(self, path):
        """The query of the next call at `path`, within ten seconds."""
        found, query = self.calls.get(timeout=10)
        assert found == path
        return query


class Door(BaseHTTPRequestHandler):
    def do_GET(self):
        where = urlsplit(self.path)
        self.server.calls.put((where.path, where.query))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Silence."""


class Kannel:
    """The two programs of the gateway, and what a test needs around them."""

    def __init__(self, folder, centre, callbacks, ports):
        self.folder, self.centre, self.callbacks = folder, centre, callbacks
        self.sendsms = ports[2]
        self.callback = f"http://127.0.0.1:{callbacks.server_address[1]}"
        self.configuration = folder / "kannel.conf"
        self.configuration.write_text(
            CONFIGURATION.format(
                admin=ports[0], boxes=ports[1], sendsms=ports[2], centre=centre.port,
                folder=folder, secret=SECRET, callback=self.callback,
            )
        )  # fmt: skip

    def gateway(self, password=SECRET):
        variables = {
            "KANNEL_URL": f"http://127.0.0.1:{self.sendsms}", "KANNEL_USER": "chevet", "KANNEL_PASSWORD": password,
            "SMS_CALLBACK_URL": self.callback, "SMS_CALLBACK_SECRET": SECRET,
        }  # fmt: skip
        return HttpGateway(read_profile(PROFILE.read_text(), variables=variables, sender="CHEVET").gateway)

    def wait_until_ready(self):
        assert self.centre.bound.wait(15), self.said()
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.sendsms)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail(self.said())

    def said(self):
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("*.log")))


@pytest.fixture(scope="module")
def kannel(tmp_path_factory):
    if not all(PROGRAMS.values()):
        if os.environ.get("CI") == "true":
            pytest.fail("Kannel is missing: apt-get install kannel")
        pytest.skip("Kannel is not installed (apt-get install kannel): the SMS gateway is not verified")
    with ExitStack() as stack:
        centre = stack.enter_context(running_centre())
        callbacks = stack.enter_context(_serving(Callbacks()))
        kannel = Kannel(tmp_path_factory.mktemp("kannel"), centre, callbacks, _free_ports(3))
        stack.enter_context(_program("bearerbox", kannel))
        time.sleep(0.3)  # smsbox gives up when nobody listens yet
        stack.enter_context(_program("smsbox", kannel))
        kannel.wait_until_ready()
        yield kannel


@pytest.fixture(autouse=True)
def quiet(kannel):
    """Each test begins with an obliging operator and an empty ledger."""
    kannel.centre.taken.clear()
    kannel.centre.verdict, kannel.centre.refuses = "DELIVRD", False
    yield
    assert kannel.callbacks.calls.empty()


def receipts(kannel, count):
    read = []
    for _ in range(count):
        query = kannel.callbacks.next("/receipt")
        read.append(read_kannel_receipt(query, secret=SECRET.encode(), now=datetime.now(UTC)))
    return read


def after_all(read):
    state = State.HANDED
    for callback in read:
        state = after_receipt(state=state, report=callback.content.report)
    return state


def test_a_reminder_reaches_the_operator_in_one_part_and_its_receipt_comes_home(kannel):
    values = {
        "service": "Équipe de l’Ouest", "label": "Zoé", "day": "12",
        "link": "https://suivi.exemple.fr/q/" + "aZ09-_" * 7,
    }  # fmt: skip
    text = write_sms(wording_of("reminder", language="fr"), language="fr", values=values)
    with kannel.gateway() as gateway:
        assert gateway.send(to=PERSON, text=text, reference="019b-reminder") == Handed("")
    read = receipts(kannel, 2)
    assert kannel.centre.taken == [
        Taken("CHEVET", PERSON.removeprefix("+"), GSM, text, len(text), parts_header=False, receipt_wanted=True)
    ]
    assert {callback.content.reference for callback in read} == {"019b-reminder"}
    assert {callback.content.report for callback in read} == {Report.ACCEPTED, Report.DELIVERED}
    assert after_all(read) is State.DELIVERED
    assert len({callback.nonce for callback in read}) == 2
    assert all(abs(datetime.now(UTC) - callback.content.at) < timedelta(minutes=1) for callback in read)


def test_every_letter_of_the_alphabet_survives_the_journey(kannel):
    text = "éèàùìòäöüñÇÉ£$ &=+%?#/'\"<>@_-.,:;!()*"
    with kannel.gateway() as gateway:
        gateway.send(to=PERSON, text=text, reference="019b-letters")
    receipts(kannel, 2)
    assert [message.text for message in kannel.centre.taken] == [text]


def test_a_full_part_of_160_stays_one_part(kannel):
    text = "à" * 160
    with kannel.gateway() as gateway:
        gateway.send(to=PERSON, text=text, reference="019b-full")
    receipts(kannel, 2)
    assert [(message.text, message.units, message.parts_header) for message in kannel.centre.taken] == [
        (text, 160, False)
    ]


def test_what_the_operator_could_not_deliver_is_reported_as_failed(kannel):
    kannel.centre.verdict = "UNDELIV"
    with kannel.gateway() as gateway:
        assert gateway.send(to=PERSON, text="Bonjour", reference="019b-undelivered") == Handed("")
    assert after_all(receipts(kannel, 2)) is State.FAILED


def test_what_the_operator_refuses_is_reported_as_failed(kannel):
    kannel.centre.refuses = True
    with kannel.gateway() as gateway:
        assert gateway.send(to=PERSON, text="Bonjour", reference="019b-refused") == Handed("")
    read = receipts(kannel, 1)
    assert (read[0].content.reference, after_all(read)) == ("019b-refused", State.FAILED)


def test_a_wrong_password_is_refused_and_nothing_leaves(kannel):
    with kannel.gateway(password="wrong") as gateway:
        assert gateway.send(to=PERSON, text="Bonjour", reference="019b-wrong") == Refused("refused 403", final=False)
    assert kannel.centre.taken == []


@pytest.mark.parametrize(("text", "coding"), [("STOP", GSM), ("Stop merci à vous", GSM), ("Arrêt", UCS2)])
def test_the_stop_of_a_person_comes_in(kannel, text, coding):
    kannel.centre.text_from(PERSON.removeprefix("+"), OURS, text, coding=coding)
    query = kannel.callbacks.next("/incoming")
    incoming = read_kannel_incoming(query, secret=SECRET.encode(), now=datetime.now(UTC)).content
    assert (incoming.sender, incoming.text, incoming.keyword) == (PERSON, text, Keyword.STOP)


def test_a_call_at_our_door_with_another_secret_is_refused(kannel):
    kannel.centre.text_from(PERSON.removeprefix("+"), OURS, "STOP")
    query = kannel.callbacks.next("/incoming")
    with pytest.raises(NotSigned):
        read_kannel_incoming(query, secret=b"another secret of callbacks", now=datetime.now(UTC))


def _free_ports(count):
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


@contextmanager
def _serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _program(name, kannel):
    program = subprocess.Popen(
        [PROGRAMS[name], kannel.configuration], cwd=kannel.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait(5)
