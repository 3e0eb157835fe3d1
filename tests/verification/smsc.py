"""A small operator's short-message centre (SMPP 3.4 over TCP), enough for a gateway program to believe in it.

It takes submit_sm, answers for each with a delivery receipt, and sends what a person would text back. What it took is
kept in `taken`, so that a test compares what left us with what the operator saw.
"""

import socketserver
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

from chevet.notifications.gsm7 import ALPHABET

BINDS = {0x01, 0x02, 0x09}
SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x04, 0x05, 0x06, 0x15
ANSWER = 0x80000000
INVALID_DESTINATION = 0x0B
IS_RECEIPT = 0x04
GSM, UCS2 = 0, 8
ESCAPE = 0x1B
CODES = dict(enumerate(ALPHABET[:ESCAPE] + "\x1b" + ALPHABET[ESCAPE:]))


@dataclass(frozen=True)
class Taken:
    """One submit_sm, as it arrived. `units` is the length on the air; `parts_header`: it belongs to a longer text."""

    sender: str
    to: str
    coding: int
    text: str
    units: int
    parts_header: bool
    receipt_wanted: bool


class Centre(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Line)
        self.taken: list[Taken] = []
        self.verdict = "DELIVRD"
        self.refuses = False
        self.bound = threading.Event()
        self.line: Line | None = None

    @property
    def port(self):
        return self.server_address[1]

    def text_from(self, sender, to, text, *, coding=GSM):
        """A person writes: one deliver_sm down the line that is bound."""
        short = text.encode("utf-16-be") if coding == UCS2 else bytes(_code(one) for one in text)
        self.line.deliver(sender, to, short, coding=coding)


class Line(socketserver.BaseRequestHandler):
    server: Centre

    def setup(self):
        self.writing = threading.Lock()
        self.sequence = 0
        self.messages = 1000

    def handle(self):
        while head := self._read(16):
            length, command, _, sequence = struct.unpack(">IIII", head)
            self._command(command, sequence, self._read(length - 16))
            if command == UNBIND:
                return

    def _command(self, command, sequence, body):
        if command in BINDS:
            self._write(command | ANSWER, sequence, b"centre\0")
            self.server.line = self
            self.server.bound.set()
        elif command == SUBMIT:
            self._submit(sequence, body)
        elif command in (ENQUIRE, UNBIND):
            self._write(command | ANSWER, sequence, b"")

    def _submit(self, sequence, body):
        if self.server.refuses:
            return self._write(SUBMIT | ANSWER, sequence, b"\0", status=INVALID_DESTINATION)
        self.messages += 1
        message = _submitted(body)
        self.server.taken.append(message)
        self._write(SUBMIT | ANSWER, sequence, f"{self.messages}\0".encode())
        if message.receipt_wanted:
            self.deliver(message.to, message.sender, self._receipt(), kind=IS_RECEIPT)

    def _receipt(self):
        at = time.strftime("%y%m%d%H%M")
        delivered = int(self.server.verdict == "DELIVRD")
        return (
            f"id:{self.messages} sub:001 dlvrd:{delivered:03} submit date:{at} done date:{at} "
            f"stat:{self.server.verdict} err:000 text:"
        ).encode()

    def deliver(self, sender, to, short, *, coding=GSM, kind=0):
        self.sequence += 1
        body = (
            b"\0\x01\x01" + sender.encode() + b"\0\x01\x01" + to.encode() + b"\0"
            + bytes([kind, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(short)]) + short
        )  # fmt: skip
        self._write(DELIVER, self.sequence, body)

    def _write(self, command, sequence, body, *, status=0):
        with self.writing:
            self.request.sendall(struct.pack(">IIII", 16 + len(body), command, status, sequence) + body)

    def _read(self, size):
        read = b""
        while len(read) < size:
            try:
                chunk = self.request.recv(size - len(read))
            except OSError:
                return b""
            if not chunk:
                return b""
            read += chunk
        return read


def _submitted(body):
    _, body = body.split(b"\0", 1)  # service type
    sender, body = body[2:].split(b"\0", 1)
    to, body = body[2:].split(b"\0", 1)
    kind = body[0]
    _, _, body = body[3:].split(b"\0", 2)  # schedule, validity
    wanted, _, coding, _, length = body[:5]
    short = body[5 : 5 + length]
    return Taken(
        sender=sender.decode(), to=to.decode(), coding=coding,
        text=short.decode("utf-16-be") if coding == UCS2 else "".join(CODES[one] for one in short),
        units=len(short), parts_header=bool(kind & 0x40), receipt_wanted=bool(wanted & 1),
    )  # fmt: skip


def _code(letter):
    return next(code for code, known in CODES.items() if known == letter)


@contextmanager
def running_centre():
    centre = Centre()
    thread = threading.Thread(target=centre.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield centre
    finally:
        centre.shutdown()
        centre.server_close()
