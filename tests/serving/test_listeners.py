"""The listeners against clients that mean ill, or are only slow."""

import json
import socket
import threading
import time
from types import SimpleNamespace

import httpx
import pytest
import uvicorn

from chevet.interfaces.clock import machine_now
from chevet.kernel import pulses
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from config import bridge, server
from config.asgi import Router
from tests.fixtures.site import free_port


def echo(environ, start_response):
    """The size of the body, what the application was told of the request."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    told = {
        name: environ.get(name) for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_A", "HTTP_COOKIE")
    }
    yield json.dumps(told | {"size": len(body), "length": environ["CONTENT_LENGTH"]}).encode()


@pytest.fixture
def site(settings):
    """The router on a real socket, with an echo in Django's place."""
    port = free_port()
    settings.SITE_URL = f"http://localhost:{port}"
    router = Router(threads=4)
    router.pages.application = echo
    config = uvicorn.Config(router, port=port, http=server.Hasty, log_config=None, timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield SimpleNamespace(url=settings.SITE_URL, port=port, pages=router.pages)
    running.should_exit = running.force_exit = True
    thread.join(5)


def raw(site, head, *, then=b"", patience=5):
    """What comes back for bytes that no decent client would send."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=patience) as line:
        line.sendall(head + then)
        try:
            return line.recv(65536)
        except TimeoutError:
            return b"nothing"


def test_a_request_reaches_the_application_whole(site):
    answer = httpx.post(
        f"{site.url}/a%20b?q=1", content=b"12345", headers=[("X-A", "1"), ("X-A", "2"), ("Cookie", "c=1; d=2")]
    )
    assert answer.json() == {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/a b", "QUERY_STRING": "q=1", "HTTP_X_A": "1,2",
        "HTTP_COOKIE": "c=1; d=2", "size": 5, "length": "5",
    }  # fmt: skip
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_a_header_with_an_underscore_cannot_pose_as_another(site):
    assert httpx.get(site.url, headers={"X_A": "forged"}).json()["HTTP_X_A"] is None


def test_a_body_that_says_it_is_too_long_is_refused_before_it_is_sent(site):
    head = f"POST / HTTP/1.1\r\nHost: localhost:{site.port}\r\nContent-Length: 10000000\r\n\r\n".encode()
    assert raw(site, head).startswith(b"HTTP/1.1 413")


def test_a_body_that_does_not_say_so_is_refused_when_it_has_become_too_long(site):
    answer = httpx.post(site.url, content=(b"x" * 100_000 for _ in range(12)))
    assert answer.status_code == 413


def test_a_body_in_pieces_that_is_short_enough_is_taken(site):
    assert httpx.post(site.url, content=iter([b"ab", b"cd"])).json()["size"] == 4


@pytest.mark.parametrize("host", ["127.0.0.1", "ailleurs.exemple", "[::1]", ""])
def test_a_visitor_by_another_name_is_shown_the_way(site, host):
    answer = httpx.get(f"http://127.0.0.1:{site.port}/pro/?q=1", headers={"Host": host}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"{site.url}/pro/?q=1")


def test_the_way_never_leads_elsewhere(site):
    head = b"GET //ailleurs.exemple/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    assert f"location: {site.url}/ailleurs.exemple/".encode() in raw(site, head)


def test_a_form_sent_by_another_name_is_not_carried_over(site):
    assert httpx.post(f"http://127.0.0.1:{site.port}/").status_code == 421


def test_a_body_that_does_not_come_is_not_waited_for(site, monkeypatch):
    monkeypatch.setattr(bridge, "PATIENCE", 0.2)
    head = f"POST / HTTP/1.1\r\nHost: localhost:{site.port}\r\nContent-Length: 10\r\n\r\n".encode()
    assert raw(site, head, then=b"12345").startswith(b"HTTP/1.1 408")


def test_a_head_that_does_not_come_to_its_end_is_hung_up_on(site, monkeypatch):
    monkeypatch.setattr(server, "HASTE", 0.2)
    assert raw(site, b"GET / HTTP/1.1\r\nHost: localh") == b""
    assert raw(site, b"") == b""


def test_slow_clients_do_not_keep_others_waiting(site):
    head = f"POST / HTTP/1.1\r\nHost: localhost:{site.port}\r\nContent-Length: 10\r\n\r\n12".encode()
    lines = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(100)]
    for line in lines:
        line.sendall(head)
    began = time.monotonic()
    assert httpx.get(site.url).status_code == 200
    assert time.monotonic() - began < 1
    for line in lines:
        line.close()


def test_a_websocket_is_refused(site):
    head = (
        f"GET / HTTP/1.1\r\nHost: localhost:{site.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert not raw(site, head.encode()).startswith(b"HTTP/1.1 101")


@pytest.fixture
def probed(site, own_database):
    from config.pages import application

    site.pages.application = application
    return site


def test_a_site_is_ready_when_everything_an_answer_needs_is_there(probed):
    assert httpx.get(f"http://127.0.0.1:{probed.port}/healthz").status_code == 200
    waiting = httpx.get(f"{probed.url}/readyz")
    everything = {"database": True, "keys": True, "migrations": True, "worker": True}
    assert (waiting.status_code, waiting.json()) == (503, everything | {"worker": False})
    with UnitOfWork(machine("schedule")) as work:
        work.add(pulses.beat(pulses.WORKER, machine_now=machine_now()))
    ready = httpx.get(f"{probed.url}/readyz")
    assert (ready.status_code, ready.json()) == (200, everything)


def test_metrics_are_for_this_machine_or_who_holds_the_token(probed, settings):
    address = f"{probed.url}/metrics"
    settings.METRICS_TOKEN = ""
    assert httpx.get(address).status_code == 200
    forwarded = {"X-Forwarded-For": "203.0.113.1"}
    assert httpx.get(address, headers=forwarded).status_code == 404
    assert httpx.get(address, headers=forwarded | {"Authorization": "Bearer"}).status_code == 404
    settings.METRICS_TOKEN = "scraper"
    assert httpx.get(address, headers=forwarded | {"Authorization": "Bearer wrong"}).status_code == 404
    assert httpx.get(address, headers=forwarded | {"Authorization": "Bearer scraper"}).status_code == 200


def test_metrics_count_by_route_and_hold_no_path(probed):
    httpx.get(f"{probed.url}/s/canary-token-canary-token/")
    httpx.get(f"{probed.url}/canary-nowhere")
    text = httpx.get(f"{probed.url}/metrics").text
    assert 'chevet_requests_total{route="none",status="404"}' in text
    assert "chevet_submission_seconds_count" in text
    assert "canary" not in text


@pytest.mark.slow
@pytest.mark.parametrize("part", ["pages", "streams"])
def test_two_listeners_serve_behind_a_proxy_and_stop_in_time(start_site, part):
    site = start_site(f"serve --part {part}")
    assert httpx.get(f"{site.url}/healthz").text == "alive\n"
    assert httpx.get(f"{site.url}/metrics").status_code == 200
    assert httpx.get(f"{site.url}/metrics", headers={"X-Forwarded-For": "203.0.113.1"}).status_code == 404
    assert httpx.post(f"{site.url}/x", content=b"x" * 1_100_000).status_code == 413
    began = time.monotonic()
    site.process.terminate()
    assert site.process.wait(10) == 0
    assert time.monotonic() - began < 3
