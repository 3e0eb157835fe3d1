"""Real connections: who may listen, how fast news arrives, and how streams end."""

import functools
import json
import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import httpx
import psycopg
import pytest
import uvicorn

from chevet.audit.operations import entry
from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.hub import Hub
from chevet.interfaces.streams.models import StreamTicket
from chevet.interfaces.streams.server import answer
from chevet.interfaces.streams.tickets import issue_ticket
from chevet.kernel.errors import NotFound
from chevet.kernel.tenancy import acting, machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import Delegation
from chevet.people.actors import Actor, for_account
from chevet.people.models import Account, AccountSession, Membership
from chevet.usecases.end_sessions import end_other_sessions
from tests.fixtures.care import make_place
from tests.fixtures.site import free_port


class Ear:
    """One open stream, read line by line."""

    def __init__(self, site, ticket, **headers):
        self.client = httpx.Client(timeout=10)
        url = f"{site.url}/stream/team?ticket={ticket}"
        self.answer = self.client.send(self.client.build_request("GET", url, headers=headers), stream=True)
        self.lines = self.answer.iter_lines() if self.answer.status_code == 200 else iter(())

    @property
    def status(self):
        return self.answer.status_code

    def next(self, event="refresh"):
        """The next event of that name, as {"id", "data"}."""
        block = {}
        for line in self.lines:
            if line:
                name, _, value = line.partition(": ")
                block[name] = value
            elif block.get("event") == event:
                return {"id": int(block["id"]), **json.loads(block["data"])}
            else:
                block = {}
        return None

    def close(self):
        self.answer.close()
        self.client.close()


@pytest.fixture
def place(own_database):
    place = make_place()
    with acting(place.scope):
        Membership.objects.update(since=machine_now() - timedelta(days=1))
    return place


@pytest.fixture
def streams(own_database):
    """The streams alone, in a thread: the same code as in the site, a second sooner."""
    hub = Hub()
    application = functools.partial(answer, hub=hub)
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(
            application, port=port, interface="asgi3", lifespan="off", log_config=None, timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield SimpleNamespace(url=f"http://127.0.0.1:{port}")
    hub.closing = server.should_exit = True
    thread.join(5)


@pytest.fixture
def open_ears():
    ears = []

    def open_(site, ticket, **headers):
        ears.append(Ear(site, ticket, **headers))
        return ears[-1]

    yield open_
    for ear in ears:
        ear.close()


@pytest.fixture
def listen(streams, open_ears):
    return functools.partial(open_ears, streams)


def ticket_for(place, actor=None):
    return issue_ticket(actor=actor or place.actor, team_id=place.team_id)


def journal(place, action="answer.stored", team_id=None):
    with UnitOfWork(machine("schedule")) as work:
        work.add(
            entry(
                at=machine_now(), actor="test", action=action, organisation_id=place.organisation_id,
                team_id=team_id or place.team_id,
            )
        )  # fmt: skip


def test_news_of_the_team_arrive_within_a_second(place, listen):
    ear = listen(ticket_for(place))
    assert (ear.status, ear.answer.headers["content-type"]) == (200, "text/event-stream")
    assert ear.next()["kinds"] == ["opened"]
    began = time.monotonic()
    journal(place)
    journal(place, team_id=place.second_line_id, action="not.hers")
    told = ear.next()
    assert time.monotonic() - began < 1
    assert (told["team"], told["kinds"]) == (str(place.team_id), ["answer.stored"])


def test_an_event_is_told_once_to_each_listener(place, listen):
    ears = [listen(ticket_for(place)) for _ in range(3)]
    for ear in ears:
        ear.next()
    journal(place, "first")
    assert [ear.next()["kinds"] for ear in ears] == [["first"]] * 3
    journal(place, "second")
    assert [ear.next()["kinds"] for ear in ears] == [["second"]] * 3


def test_a_ticket_opens_one_stream(place, listen):
    ticket = ticket_for(place)
    assert listen(ticket).status == 200
    assert listen(ticket).status == 403


@pytest.mark.parametrize("ticket", ["", "x", "x" * 43, "x" * 5_000])
def test_an_invented_ticket_opens_nothing(place, listen, ticket):
    assert listen(ticket).status == 403


def test_an_expired_ticket_opens_nothing(place, listen):
    ticket = ticket_for(place)
    with acting(place.scope):
        StreamTicket.objects.update(expires_at=machine_now())
    assert listen(ticket).status == 403


def test_only_a_hash_of_the_ticket_is_stored_and_the_used_one_goes(place, listen):
    ticket = ticket_for(place)
    with acting(place.scope):
        assert ticket.encode() not in bytes(StreamTicket.objects.get().hash)
    listen(ticket)
    with acting(place.scope):
        assert StreamTicket.objects.count() == 0


def test_another_site_may_not_listen_even_with_a_ticket(place, listen):
    assert listen(ticket_for(place), Origin="https://ailleurs.exemple").status == 403
    assert listen(ticket_for(place), **{"Sec-Fetch-Site": "cross-site"}).status == 403


def test_a_ticket_is_given_for_ones_own_team_and_to_clinical_roles_only(place):
    own = place.actor
    secretary = Actor(own.account_id, own.organisation_id, "secretary", own.name, own.team_ids)
    for actor, team in ((place.stranger, place.team_id), (secretary, place.team_id)):
        with pytest.raises(NotFound):
            issue_ticket(actor=actor, team_id=team)
    assert issue_ticket(actor=own, team_id=place.team_id)


def test_a_disabled_account_cannot_use_the_ticket_it_has(place, listen):
    ticket = ticket_for(place)
    Account.objects.filter(pk=place.actor.account_id).update(is_active=False)
    assert listen(ticket).status == 403


def test_a_disabled_account_stops_hearing_at_once(place, listen):
    ear = listen(ticket_for(place))
    ear.next()
    Account.objects.filter(pk=place.actor.account_id).update(is_active=False)
    with UnitOfWork(machine("schedule")) as work:
        detail = {"account": str(place.actor.account_id)}
        work.add(entry(at=machine_now(), actor="test", action="account.disabled", detail=detail))
    began = time.monotonic()
    assert ear.next() is None
    assert time.monotonic() - began < 2


def test_a_session_that_was_ended_hears_nothing_more_and_the_others_come_back(place, listen):
    AccountSession.objects.create(
        session_key="lost", account_id=place.actor.account_id, expire_date=machine_now() + timedelta(hours=1)
    )
    ear = listen(ticket_for(place))
    ear.next()
    end_other_sessions(account_id=place.actor.account_id, keep="this one", machine_now=machine_now())
    began = time.monotonic()
    assert ear.next() is None
    assert time.monotonic() - began < 2
    assert listen(ticket_for(place)).next()


def test_the_cell_hears_the_team_that_delegates_to_it(place, listen):
    cell = for_account(account_id=place.stranger.account_id, machine_now=machine_now())
    with pytest.raises(NotFound):
        issue_ticket(actor=cell, team_id=place.team_id)
    with acting(place.scope):
        Delegation.objects.create(
            organisation_id=place.organisation_id, team_id=place.team_id, to_team_id=place.second_line_id, hours=[],
            digest_at="18:00", since=machine_now(),
        )  # fmt: skip
    cell = for_account(account_id=place.stranger.account_id, machine_now=machine_now())
    assert listen(issue_ticket(actor=cell, team_id=place.team_id)).next()


def test_a_client_that_comes_back_is_told_only_if_something_happened(place, listen):
    first = listen(ticket_for(place))
    opened = first.next()["id"]
    first.close()
    quiet = listen(ticket_for(place), **{"Last-Event-ID": str(opened)})
    journal(place, "later")
    assert quiet.next()["kinds"] == ["later"]
    told = listen(ticket_for(place), **{"Last-Event-ID": str(opened)}).next()
    assert told["kinds"] == ["opened"]


def test_streams_survive_a_restart_of_the_database(place, listen, own_database):
    from django.db import connection

    ear = listen(ticket_for(place))
    ear.next()
    with psycopg.connect(own_database.superuser, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()
    journal(place, "after the restart")
    assert ear.next()["kinds"] == ["after the restart"]


@pytest.mark.slow
def test_a_site_with_open_streams_serves_pages_and_stops_within_three_seconds(
    place, open_ears, live_site, own_database
):
    ears = [open_ears(live_site, ticket_for(place)) for _ in range(12)]
    for ear in ears:
        ear.next()
    assert connections_of(own_database, "chevet streams") == 1
    httpx.get(f"{live_site.url}/nowhere", timeout=30)  # the first page of a process reads every address
    assert httpx.get(f"{live_site.url}/nowhere", timeout=3).status_code == 404
    began = time.monotonic()
    live_site.process.terminate()
    assert live_site.process.wait(10) == 0
    assert time.monotonic() - began < 3
    assert [ear.next() for ear in ears] == [None] * 12


def connections_of(database, name):
    with psycopg.connect(database.superuser) as admin:
        counted = admin.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s",
            [name],
        )
        return counted.fetchone()[0]
