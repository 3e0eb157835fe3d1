"""The shared face in a real browser: strict policy, small screens, dark rooms, keyboards, no script.

The pages come from Django without a server between: the browser's requests are answered by the test client, with
the headers that the product sends.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import expect

from tests.fixtures.axe import STRICT, looked_at

HOME = "http://gallery.test"
FACES = ["patient", "pro", "plain"]
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}


@pytest.fixture(autouse=True)
def gallery_only(settings):
    settings.DEMO = True
    settings.MOVABLE_CLOCK = False
    settings.REGULATORY_STATUS = ""
    settings.ALLOWED_HOSTS = ["gallery.test"]
    settings.ROOT_URLCONF = "tests.interfaces.ui.gallery_urls"
    settings.MIDDLEWARE = [
        "django.middleware.csp.ContentSecurityPolicyMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    processors = ["django.template.context_processors.request", "chevet.interfaces.ui.context.site"]
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": {"context_processors": processors}}]


@pytest.fixture
def look(open_page):
    """`look(path, **options)` opens a page of the gallery; what the console says is kept in `page.said`."""

    def look_(path, **options):
        page = open_page(**options)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.route("**/*", answer)
        page.goto(HOME + path)
        return page

    return look_


def answer(route):
    request = route.request
    parts = urlsplit(request.url)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        if not found:
            return route.fulfill(status=404)
        kind = TYPES[parts.path.rsplit(".", 1)[-1]]
        return route.fulfill(path=found, content_type=kind)
    response = Client(headers={"host": parts.netloc, "accept-language": "fr"}).get(request.url.removeprefix(HOME))
    return route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)


@pytest.mark.parametrize("face", FACES)
def test_no_face_has_an_accessibility_fault_or_slides_sideways(look, face):
    page = look(f"/ui/gallery/{face}")
    assert looked_at(page, face, **STRICT) == {}
    assert page.said == []


@pytest.mark.parametrize("face", FACES)
def test_a_page_still_fits_when_enlarged_four_times(look, face):
    """WCAG 1.4.10: 1280 by 1024 at 400 % is 320 by 256; what sticks to the top must not fill so low a window."""
    page = look(f"/ui/gallery/{face}", viewport={"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    strip = page.locator(".emergency-strip")
    assert strip.count() == 0 or strip.evaluate("(element) => getComputedStyle(element).position") == "static"


def test_the_numbers_to_call_stay_in_sight_on_a_phone(look):
    page = look("/ui/gallery/patient")
    page.evaluate("scrollTo(0, 2500)")
    expect(page.locator(".emergency-strip a").first).to_be_in_viewport()


def test_everything_a_patient_presses_is_large_enough(look):
    page = look("/ui/gallery/patient")
    small = page.evaluate(
        """[...document.querySelectorAll("main a.button, main button, label.choice, .nav a, .emergency-strip a, input:not([type=radio], [type=checkbox], [type=hidden]), select")]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 48)
        .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_keyboard_reaches_the_content_first(look):
    page = look("/ui/gallery/plain")
    page.evaluate("document.activeElement.blur()")
    page.evaluate(
        "scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_page_to_correct_starts_at_the_list_and_leads_to_the_field(look):
    page = look("/ui/gallery/patient")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click("text=Quelle est votre température ? Écrivez un nombre")
    assert page.evaluate("document.activeElement.id") == "wrong_temperature"


def test_a_dialog_opens_takes_the_focus_and_gives_it_back(look):
    page = look("/ui/gallery/patient")
    page.click("[data-opens=stop-dialog]")
    assert page.evaluate("document.getElementById('stop-dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.opens") == "stop-dialog"


def test_without_script_the_same_link_leads_to_a_page(look):
    page = look("/ui/gallery/patient", java_script_enabled=False)
    page.click("[data-opens=stop-dialog]")
    assert page.url.endswith("#stop")


def test_the_age_of_data_goes_on_and_turns_stale_by_itself(look):
    page = look("/ui/gallery/pro")
    age = page.locator("#live-age")
    page.evaluate("document.getElementById('live-age').dataset.staleAfter = '0.5'")
    expect(age).to_have_attribute("data-state", "stale")
    expect(age).to_contain_text("données d’il y a")


def test_htmx_works_under_the_strict_policy(look):
    page = look("/ui/gallery/pro")
    page.evaluate(
        """() => {
        const link = document.createElement("button");
        link.id = "probe";
        link.setAttribute("hx-get", "/ui/gallery/plain");
        link.setAttribute("hx-select", "h1");
        link.setAttribute("hx-target", "#probe-target");
        const target = document.createElement("div");
        target.id = "probe-target";
        document.body.append(link, target);
        htmx.process(link);
    }"""
    )
    page.click("#probe")
    expect(page.locator("#probe-target")).to_contain_text("Par rapport à hier")
    assert page.said == []


def test_a_style_of_ones_own_is_refused_by_the_policy(look):
    page = look("/ui/gallery/pro")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=probe style=\"color: red\">x</p>')")
    assert any("Content Security Policy" in sentence for sentence in page.said)


def test_a_live_list_shows_what_arrives_and_asks_a_new_ticket_each_time(look_live):
    page, tickets = look_live(stream='data: <p id="probe">arrived</p>\n\n')
    expect(page.locator("#probe")).to_have_text("arrived")
    page.wait_for_timeout(1500)
    assert len(tickets) > 1
    assert page.locator("#probe").count() == 1


def test_a_live_list_that_lost_its_line_says_that_it_is_old(look_live):
    page, tickets = look_live(ticket_status=403)
    expect(page.locator("#live-age")).to_have_attribute("data-state", "stale")
    page.wait_for_timeout(1500)
    assert tickets == [""]


@pytest.fixture
def look_live(open_page):
    """The professionals' page, its main part live: `look_live(stream=…, ticket_status=…)` gives the page and the tickets asked."""

    def look_(*, stream="", ticket_status=200):
        page, tickets = open_page(), []

        def ticket(route):
            tickets.append(route.request.post_data or "")
            route.fulfill(status=ticket_status, json={"url": f"/stream?ticket={len(tickets)}"})

        def alive(route):
            response = Client(headers={"host": "gallery.test", "accept-language": "fr"}).get("/ui/gallery/pro")
            body = response.content.decode().replace("<main ", '<main data-live="/ticket" data-live-age="live-age"')
            body = body.replace("</main>", "<div data-live-into></div></main>")
            route.fulfill(status=200, headers=dict(response.headers), body=body)

        page.route("**/*", answer)
        page.route("**/ui/gallery/pro", alive)
        page.route("**/ticket", ticket)
        page.route("**/stream?*", lambda route: route.fulfill(content_type="text/event-stream", body=stream))
        page.goto(f"{HOME}/ui/gallery/pro")
        return page, tickets

    return look_
