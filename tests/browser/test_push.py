"""A reminder on real browsers: Firefox asks a service for an address, we seal for it, its service worker opens and takes it;
Chromium, which asks its maker alone, is handed the same words and shows them. A machine without a desktop lets no Firefox show.
"""

import json
import time
from datetime import timedelta

import httpx
import pytest

from chevet.access.models import Device
from chevet.access.visits import cookie_name
from chevet.interfaces.patient.views import notifications
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.notifications.outcomes import Handed
from chevet.notifications.parcels import opened
from chevet.notifications.webpush import PushGateway, new_secret, public_key
from tests.fixtures.engines import firefox
from tests.fixtures.push_service import ADDRESS, push_service
from tests.usecases.doing import live

from .patient_site import serving

pytestmark = pytest.mark.slow
HOST = "updates.push.services.mozilla.com"
OURS = new_secret()
DELIVERED = 100
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map((one) => [one.title, one.data, one.lang, one.tag])"""


class Keys:
    def secret(self, name: str) -> bytes:
        return {"push": OURS}[name]


@pytest.fixture
def site(own_database, monkeypatch, settings):
    settings.PUSH, settings.PUSH_HOSTS = True, [HOST]
    monkeypatch.setattr(notifications, "keyring", Keys)
    with serving(monkeypatch) as opened_site:
        yield opened_site


def test_a_reminder_that_we_sealed_is_opened_by_the_service_worker_of_firefox(site, tmp_path):
    patient = site.include()
    with acting(site.place.scope):
        Device.objects.update(state="bound")
    with push_service() as service, firefox(tmp_path, besides=service.preferences) as tab:
        tab.go(site.link(patient))
        tab.recognise(cookie_name(patient.token, secure=False), patient.device)
        tab.go(site.link(patient, "acces"))
        tab.press("[data-push] button")
        tab.sees("Cet appareil vous dira quand un questionnaire est prêt.")
        assert [key.rstrip("=") for key in service.asked] == [public_key(OURS)]
        handed, carried = send(reminder(site), service)
        assert handed == Handed()
        tab.until("navigator.serviceWorker.controller")
        assert patiently(lambda: service.acknowledged)[0] == DELIVERED
        assert b"questionnaire" not in carried, "who carries it reads nothing"


def test_what_a_reminder_says_is_shown_by_the_service_worker_of_chromium(site, open_page):
    patient = site.include()
    page = open_page()
    page.context.grant_permissions(["notifications"], origin=site.url)
    site.recognise(page, patient)
    registered = []
    line = page.context.new_cdp_session(page)
    line.on("ServiceWorker.workerRegistrationUpdated", lambda told: registered.extend(told["registrations"]))
    line.send("ServiceWorker.enable")
    page.goto(site.link(patient, "aujourdhui"))
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    said = {"title": "Votre questionnaire est prêt", "path": f"/s/{patient.token}", "lang": "fr", "dir": "ltr"}
    message = {
        "origin": site.url,
        "registrationId": patiently(lambda: registered)[0]["registrationId"],
        "data": json.dumps(said),
    }
    line.send("ServiceWorker.deliverPushMessage", message)
    told = patiently(lambda: page.evaluate(SHOWN))
    assert told == [[said["title"], said["path"], "fr", "questionnaire"]]


def patiently(look, seconds: float = 20):
    """What it sees, as soon as it sees anything."""
    deadline = time.monotonic() + seconds
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return seen


def reminder(site):
    """What the next morning's reminder puts into the outbox for this browser."""
    site.now += timedelta(days=1)
    live(site.now)
    with acting(site.place.scope):
        sql = """SELECT m.*, k.family, k.generation, k.wrapped FROM message m JOIN data_key k ON k.subject_id = m.key_id
                  WHERE m.kind = 'reminder' AND m.channel = 'push' ORDER BY m.due_at DESC LIMIT 1"""
        (one,) = Message.objects.raw(sql)
        return opened(one, one.kind)


def send(parcel, service):
    """By the product's own gateway; what it would send to Mozilla goes to the double."""
    bodies = []

    def carry(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"].startswith("vapid t=")
        assert str(request.url).startswith(ADDRESS)
        bodies.append(request.content)
        service.deliver(str(request.url), request.content)
        return httpx.Response(201)

    gateway = PushGateway(
        secret=OURS, contact="mailto:it@tilleuls.invalid", hosts=[HOST], transport=httpx.MockTransport(carry)
    )
    outcome = gateway.send_push(to=parcel.to, text=parcel.text, now=parcel.row.due_at)
    return outcome, bodies[0]
