"""The pages of the demonstration: absent outside it, and what they show inside."""

import re
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.conf import settings
from django.test import Client
from django.urls import include, path

from chevet.alerts.models import Alert
from chevet.demo import going_on, inbox, region
from chevet.demo.establishments import PLACES
from chevet.demo.handing_over import InboxPost
from chevet.demo.models import InboxItem
from chevet.interfaces import clock
from chevet.interfaces.jobs.worker import Worker
from chevet.kernel.tenancy import acting
from chevet.pathways.models import FollowUp
from config import urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_people"), pytest.mark.urls(__name__)]
urlpatterns = [*urls.urlpatterns, path("demo/", include("chevet.demo.urls"))]
READ = ["/demo/", "/demo/tour", "/demo/messages", "/demo/time"]
ACT = ["/demo/time/pass", "/demo/reset"]


@pytest.fixture
def browser_of_a_stranger() -> Client:
    return Client(headers={"accept-language": "fr"})


@pytest.fixture
def loaded(few_people):
    region.load()


def test_outside_the_demonstration_no_page_of_it_exists(browser_of_a_stranger, settings):
    assert [browser_of_a_stranger.get(one).status_code for one in READ] == [200] * 4
    settings.DEMO = False
    assert [browser_of_a_stranger.get(one).status_code for one in READ] == [404] * 4
    assert [browser_of_a_stranger.post(one, {"by": "hour"}).status_code for one in ACT] == [404] * 2


def test_what_changes_something_is_asked_for_by_a_form(browser_of_a_stranger):
    assert [browser_of_a_stranger.get(one).status_code for one in ACT] == [405] * 2


def test_the_home_offers_everybody_to_be(browser_of_a_stranger, loaded):
    page = browser_of_a_stranger.get("/demo/").content.decode()
    assert page.count('name="account"') == sum(len(one.workers) for one in PLACES)
    assert "DÉMONSTRATION, données fictives" in page
    assert "Non marqué CE" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_patients_page_shows_the_face_of_her_establishment(browser_of_a_stranger, loaded, language):
    browser_of_a_stranger.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for reached_at, name, colour in (
        ("+33639980010", "Val-Dormant", "#33478f"),
        ("+33639980030", "Aubépines", "#8f2f52"),
    ):
        token = next(
            part.token for item in inbox.items(recipient=reached_at) for part in inbox.shown(item).parts if part.token
        )
        page = browser_of_a_stranger.get(f"/s/{token}")
        assert name in page.text
        assert f"/s/{token}/logo.png?v=" in page.text
        assert colour in browser_of_a_stranger.get(f"/s/{token}/couleurs.css").text
        assert browser_of_a_stranger.get(f"/s/{token}/logo.png").content.startswith(b"\x89PNG")


def test_messages_are_shown_newest_first_with_links_that_open_the_patients_page(browser_of_a_stranger, loaded):
    page = browser_of_a_stranger.get("/demo/messages", {"to": "+33639980010"})
    shown = page.context["items"]
    assert [one.at for one in shown] == sorted((one.at for one in shown), reverse=True)
    assert {one.name for one in shown} == {"Odile MÉSANGE"}
    (link,) = {part.path for one in shown for part in one.parts if part.token}
    opened = browser_of_a_stranger.get(link)
    assert opened.status_code == 200
    assert "Votre jour et votre mois de naissance" in opened.content.decode()


def test_the_drawn_phone_opens_nothing_but_a_patients_link(browser_of_a_stranger, loaded):
    token = inbox.shown(inbox.items(recipient="+33639980010")[0]).parts[1].token
    page = browser_of_a_stranger.get("/demo/messages", {"phone": token}).content.decode()
    assert f'src="/s/{token}"' in page
    for hostile in ("https://example.org", "../pro/", '"><script>', f"{token}x"):
        assert 'class="phone"' not in browser_of_a_stranger.get("/demo/messages", {"phone": hostile}).content.decode()


def test_an_email_is_shown_as_laid_out_in_a_frame_that_can_do_nothing(browser_of_a_stranger, loaded):
    item = InboxItem.objects.create(
        at=clock.domain_now(),
        channel="email",
        recipient="a@exemple.fr",
        subject="Suivi",
        text="Bonjour",
        html="<p>Bonjour",
    )
    assert f'src="/demo/mail?id={item.id}"' in browser_of_a_stranger.get("/demo/messages").content.decode()
    letter = browser_of_a_stranger.get("/demo/mail", {"id": item.id})
    assert letter.content.decode() == item.html
    rules = dict.fromkeys(letter["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'self'"} <= set(rules)
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    text = InboxItem.objects.create(at=clock.domain_now(), channel="sms", recipient="+33639980001", text="Bonjour")
    wrong = [browser_of_a_stranger.get("/demo/mail", {"id": one}).status_code for one in (text.id, 0, "x", "")]
    assert wrong == [404] * 4


def test_the_tour_has_ten_steps_with_a_picture_each(browser_of_a_stranger):
    page = browser_of_a_stranger.get("/demo/tour").content.decode()
    assert page.count("<img ") == 10
    assert "/demo/tour/10" in page


def test_an_address_of_another_site_is_no_link(settings):
    parts = list(inbox.parts_of(f"À voir : https://example.org/s/abc et {settings.SITE_URL}/s/{'a' * 22}."))
    assert [part.path for part in parts if part.path] == [f"/s/{'a' * 22}"]
    assert (
        "".join(part.text for part in parts)
        == f"À voir : https://example.org/s/abc et {settings.SITE_URL}/s/{'a' * 22}."
    )


def test_an_hour_that_passes_is_still_to_be_lived_until_the_worker_has(browser_of_a_stranger, loaded):
    before = clock.domain_now()
    sent_to = browser_of_a_stranger.post("/demo/time/pass", {"by": "day"})
    assert sent_to.status_code == 302
    now = clock.domain_now()
    assert now - before >= timedelta(days=1)
    shown = browser_of_a_stranger.get(sent_to.url).text
    asked_again = re.search(r'hx-get="(/demo/time[^"]+)"', shown)[1].replace("&amp;", "&")
    assert re.search(r'<progress max="100" value="\d+"', shown), "how far it is"
    work()
    over = browser_of_a_stranger.get(asked_again).text
    assert "Le temps passe" not in over
    assert re.search(r"Tout ce temps a été vécu en \d+ seconde", over)
    assert browser_of_a_stranger.get("/demo/time?since=x&began=1e99").status_code == 200


def test_however_the_clock_advances_the_invented_people_answer_at_their_own_hours(loaded):
    last = last_answers()
    clock.move(by=timedelta(days=1))
    work()
    answered = last_answers()
    assert answered["Mésange"] == last["Mésange"] + timedelta(days=1)
    assert answered["Loriot"] == last["Loriot"], "who is in danger has no more to say"
    assert not of_kind("silent", "Mésange"), "she answered before the hour at which silence is noticed was lived"


def test_the_end_is_after_the_last_follow_up_and_the_well_end_by_themselves(browser_of_a_stranger, loaded):
    browser_of_a_stranger.post("/demo/time/pass", {"by": "end"})
    work()
    assert states() == {"Loriot": "active", "Mésange": "ended", "Linotte": "ended"}
    assert browser_of_a_stranger.post("/demo/time/pass", {"by": "year"}).status_code == 404


def work() -> None:
    """One round of the demonstration's worker."""
    worker = Worker(post=InboxPost(), stopping=Event(), live=going_on.live)
    worker.live()
    worker.hand_over()


def of_kind(kind: str, birth_name: str) -> list[Alert]:
    found = [one for one in follow_ups() if one.patient.birth_name == birth_name]
    with acting(PLACES[0].scope()):
        return list(Alert.objects.filter(follow_up_id__in=[one.id for one in found], kind=kind))


def follow_ups():
    for place in PLACES:
        with acting(place.scope()):
            yield from FollowUp.objects.filter(organisation_id=place.id).select_related("patient")


def states() -> dict[str, str]:
    return {one.patient.birth_name: one.state for one in follow_ups()}


def last_answers() -> dict[str, datetime]:
    return {one.patient.birth_name: one.last_answer_at for one in follow_ups()}


def test_starting_over_is_asked_for_and_shown_while_the_worker_does_it(browser_of_a_stranger, loaded):
    InboxItem.objects.create(at=clock.domain_now(), channel="sms", recipient="+33639989999", text="à oublier")
    page = browser_of_a_stranger.post("/demo/reset", follow=True)
    assert page.redirect_chain == [("/demo/#time", 302)]
    assert "Tout recommence : 0 personnes oubliées sur 3." in page.content.decode()
    work()
    assert "Tout recommence" not in browser_of_a_stranger.get("/demo/time").content.decode()
    assert not InboxItem.objects.filter(text="à oublier").exists()
