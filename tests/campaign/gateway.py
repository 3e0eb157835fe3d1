"""An SMS provider that refuses some messages, takes some and hangs up, and writes down every one it took."""

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REFUSED, TAKEN_WITHOUT_A_WORD = 0.08, 0.04
PROFILE = """
receipts: none
sending:
  url: {address}/messages
  json: {{to: "{{to}}", text: "{{text}}", reference: "{{reference}}"}}
answer: {{provider_ref: id}}
asking: {{method: GET, url: "{address}/messages/{{reference}}"}}
asked: {{path: status, words: {{delivered: delivered}}}}
limits: {{connect: 2, whole: 5}}
"""


class Provider(ThreadingHTTPServer):
    """`taken` counts by our reference how often a message was taken, whatever its sender was told."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.dice, self.lock = random.Random(seed), threading.Lock()
        self.taken: Counter[str] = Counter()
        self.refused = self.silent = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address) -> None:
        """Who was killed in the middle of a sentence is not an error here."""


class Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Provider

    def log_message(self, *_) -> None:
        """Silence."""

    def do_GET(self) -> None:
        with self.server.lock:
            known = self.server.taken[self.path.rpartition("/")[2]]
        self._answer(200, {"status": "delivered"}) if known else self._answer(404, {})

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            luck = self.server.dice.random()
            if luck < REFUSED:
                self.server.refused += 1
                return self._answer(503, {})
            self.server.taken[message["reference"]] += 1
            if luck < REFUSED + TAKEN_WITHOUT_A_WORD:
                self.server.silent += 1
                self.close_connection = True
                return None
        return self._answer(200, {"id": message["reference"]})

    def _answer(self, status: int, document: dict) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def open_(seed: int) -> Iterator[Provider]:
    server = Provider(seed)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
