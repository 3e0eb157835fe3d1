"""The patient's pages, served by a thread of the test on its own database, at an hour that stands still."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections

from chevet.access.visits import cookie_name
from chevet.interfaces import clock
from tests.fixtures.care import NOON, Patient, include, make_place

HALF_PAST_NINE = NOON + timedelta(days=1, hours=1, minutes=30)


class Silent(WSGIRequestHandler):
    def log_message(self, *_) -> None:
        pass

    def handle_one_request(self) -> None:
        super().handle_one_request()
        self.close_connection = self.close_connection or not self.server.site.answers


class Site:
    """`url` is the root; `include(…)` a patient whose questionnaire is due this morning."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.place = make_place()
        self.now = HALF_PAST_NINE
        self.answers = True  # False: as if the network were cut

    def include(self, **changes) -> Patient:
        return include(self.place, now=HALF_PAST_NINE - timedelta(hours=20), **changes)

    def link(self, patient: Patient, place: str = "") -> str:
        return f"{self.url}/s/{patient.token}{'/' + place if place else ''}"

    def recognise(self, page, patient: Patient) -> None:
        """Give the browser the cookie of a device that already said who it is."""
        name = cookie_name(patient.token, secure=False)
        page.context.add_cookies([{"name": name, "value": patient.device, "url": self.url, "httpOnly": True}])


@cache
def pages_and_files():
    from config.wsgi import application

    return application


@contextmanager
def serving(monkeypatch) -> Iterator[Site]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent, connections_override={})
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    site = Site(f"http://localhost:{server.server_address[1]}")

    def answer(environ, start_response):
        if not site.answers:
            raise ConnectionResetError
        return pages_and_files()(environ, start_response)

    server.site = site
    server.set_app(answer)
    thread.start()
    monkeypatch.setattr(clock, "machine_now", lambda: site.now)
    monkeypatch.setattr(clock, "domain_now", lambda: site.now)
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        connections.close_all()
