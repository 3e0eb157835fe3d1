"""An SMS provider that behaves as badly as it is told to, and keeps a ledger of what it took."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.behaviour = "accept"
        self.taken: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.reports: dict[str, str] = {}
        self.released = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        """A client that went away is what these tests are about."""


class Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Provider

    def log_message(self, *_):
        """Silence."""

    def do_GET(self):
        where = urlsplit(self.path)
        if where.path.startswith("/status/"):
            return self._tell(where.path.rsplit("/", 1)[1])
        return self._sending({key: values[0] for key, values in parse_qs(where.query).items()})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers["content-type"] == "application/json":
            return self._sending(json.loads(body))
        return self._sending({key: values[0] for key, values in parse_qs(body.decode()).items()})

    def _sending(self, message):
        getattr(self, "_" + self.server.behaviour.partition(" ")[0])(message)

    def _take(self, message):
        self.server.taken.append(message)

    def _accept(self, message):
        self._take(message)
        self._answer(200, {"messages": [{"id": f"ref-{len(self.server.taken)}"}]})

    def _status(self, message):
        self._answer(int(self.server.behaviour.split()[1]), {"error": f"bad number {message.get('to')}"})

    def _status_with_patience(self, message):
        self._answer(429, {}, {"Retry-After": "120"})

    def _refuse_with_200(self, message):
        self._answer(200, {"error": self.server.behaviour.split()[1]})

    def _redirect(self, message):
        self._answer(302, {}, {"Location": f"{self.server.address}/elsewhere"})

    def _hang(self, message):
        self.server.released.wait(10)

    def _take_then_hang(self, message):
        self._take(message)
        self.server.released.wait(10)

    def _take_then_hang_up(self, message):
        self._take(message)
        self.close_connection = True

    def _drip(self, message):
        self._take(message)
        for _ in range(100):
            self.wfile.write(b"H")
            self.wfile.flush()
            if self.server.released.wait(0.1):
                return

    def _flood(self, message):
        self._take(message)
        self.send_response(200)
        self.end_headers()
        while not self.server.released.is_set():
            self.wfile.write(b"x" * 65536)

    def _babble(self, message):
        self._take(message)
        self.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")
        self.close_connection = True

    def _nested(self, message):
        self._take(message)
        self._raw(200, b"[" * 60_000)

    def _tell(self, reference):
        self.server.asked.append(reference)
        if self.server.behaviour == "status 500":
            return self._answer(500, {})
        known = self.server.reports.get(reference)
        return self._answer(200, {"status": known}) if known else self._answer(404, {})

    def _answer(self, status, document, headers=None):
        self._raw(status, json.dumps(document).encode(), headers)

    def _raw(self, status, body, headers=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provider():
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
