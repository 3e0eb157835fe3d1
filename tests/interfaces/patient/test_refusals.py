"""What a browser that has not proved enough may never see. Each test holds something that could leak."""

import hashlib
import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection

from chevet.access.visits import cookie_name
from chevet.kernel.tenancy import acting
from chevet.usecases.deny_link import deny_link
from chevet.usecases.end_follow_up import end_follow_up

from .phone import BIRTHDAY, HEALTHY, Phone, words

pytestmark = pytest.mark.django_db

PLACES = [
    "",
    "messages",
    "questions",
    "aujourdhui",
    "ca-ne-va-pas",
    "pas-moi",
    "arreter",
    "code",
    "dossier",
    f"recu/{uuid4()}",
]
POSTED = ["messages", "reponses", "arreter", "code", "code/envoyer", f"encore/{uuid4()}"]
PLACES += ["dossier/resume.pdf", "mesurer", "mesurer?quoi=spo2", "reglages", "accord", "acces", "copie"]
POSTED += ["mesurer?quoi=spo2", "reglages", "copie", "reprendre"]
SCRIPTED = {
    "answers": {"key": str(uuid4()), "answers": {"symptoms": "true"}},
    "measure": {"key": str(uuid4()), "kind": "spo2", "typed": "88"},
    "danger": {"key": str(uuid4()), "item": "chest_pain", "choice": "true"},
}
CANARIES = {"a_spo2": "96", "a_temperature": "38,6", "a_heart_rate": "113", "a_mood": "critical"}
PERSONAL = [
    "Odile",
    "ODILE",
    "Dupont",
    "DUPONT",
    "Ménard",
    "1949",
    "17 mai",
    "17/05",
    "05-17",
    "rue des Lilas",
    "Lilas",
]
PERSONAL += ["Ferrand", "0612345678", "06 12 34 56 78", "+33612345678", "612345678"]
ILLNESS = ["covid", "Covid", "coronavirus", "SpO2", "saturation", "38,6", "38.6", "113"]


@pytest.fixture
def answered(phone):
    """Somebody answered yesterday's and today's questions with values that would be recognised."""
    phone.send(HEALTHY | CANARIES)
    return phone


def leaks(response, secrets):
    drawn = re.compile(r'<svg class="drawing".*?</svg>', re.S)  # full of numbers
    body = unescape(drawn.sub("", response.content.decode())) + str(dict(response.headers)) + str(response.cookies)
    return [secret for secret in secrets if secret in body]


def test_an_unknown_browser_sees_no_name_no_illness_no_answer_anywhere(answered):
    stranger = Phone(answered.token)
    seen = [stranger.get(place) for place in PLACES] + [stranger.post(place) for place in POSTED]
    seen += [stranger.tell(place, body) for place, body in SCRIPTED.items()]
    assert [leaks(page, PERSONAL + ILLNESS) for page in seen] == [[]] * len(seen)


def test_a_browser_that_only_gave_the_birthday_sees_nothing_that_was_answered(answered, noon):
    noon.shift(days=1)
    seen = [answered.get(place) for place in PLACES]
    assert [page.status_code for page in seen][:2] == [302, 200]
    assert [leaks(page, [*PERSONAL, "38,6", "38.6", "113"]) for page in seen] == [[]] * len(seen)
    assert 'value="96"' not in answered.get("questions").content.decode(), "nothing is filled in"


def test_the_receipt_shows_no_answer_either(answered):
    key = uuid4()
    told = answered.client.get(answered.send(HEALTHY | CANARIES, key=key).url)
    assert leaks(told, [*PERSONAL, "38,6", "113"]) == []
    assert Phone(answered.token).get(f"recu/{key}").status_code == 302


def test_the_receipt_of_another_patient_is_not_found(answered, include_now):
    key = uuid4()
    answered.send(HEALTHY | CANARIES, key=key)
    neighbour = Phone.of(include_now(birth_name="Roche", contacts=(("mobile", "06 12 34 56 99", ""),)))
    assert neighbour.get(f"recu/{key}").status_code == 302


def test_a_cookie_of_another_link_opens_nothing_here(answered, include_now):
    neighbour = include_now(birth_name="Roche", contacts=(("mobile", "06 12 34 56 99", ""),))
    thief = Phone(answered.token)
    thief.client.cookies[cookie_name(answered.token, secure=False)] = neighbour.device
    assert thief.get("questions").status_code == 302
    assert thief.send().url == thief.url()


def test_a_post_without_the_birthday_writes_nothing(patient):
    before = digests(patient.place)
    stranger = Phone(patient.token)
    assert {stranger.post(place, {"key": str(uuid4())} | HEALTHY).status_code for place in POSTED} == {302}
    assert {stranger.tell(place, body).status_code for place, body in SCRIPTED.items()} == {403}
    assert digests(patient.place) == before


def test_a_mail_scanner_that_follows_everything_changes_nothing(answered, patient):
    before = digests(patient.place)
    for browser in (Phone(answered.token), Phone(answered.token + ".")):
        for place in PLACES:
            browser.get(place), browser.client.head(browser.url(place))
    assert digests(patient.place) == before


def test_even_the_patient_s_own_reading_of_the_questions_changes_nothing(patient):
    phone = Phone.of(patient)
    before = digests(patient.place)
    for place in ("questions", "messages", "aujourdhui", "ca-ne-va-pas", "arreter", "code", "pas-moi"):
        phone.get(place)
    assert digests(patient.place) == before


def test_the_digests_would_show_a_try_that_was_counted(patient):
    before = digests(patient.place)
    Phone(patient.token).post("", BIRTHDAY | {"birthday_day": "18"})
    after = digests(patient.place)
    assert {table for table in before if before[table] != after[table]} == {"access_link", "access_device", "journal"}


def digests(place) -> dict[str, str]:
    """Every row of every table that this organisation has."""
    with acting(place.scope), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name: digest(cursor, name) for (name,) in cursor.fetchall() if name != "throttle"}


def digest(cursor, table: str) -> str:
    cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
    return hashlib.sha256("\n".join(row[0] for row in cursor.fetchall()).encode()).hexdigest()


@pytest.mark.parametrize("token", ["", "short", "A" * 22, "é" * 22, "../../etc/passwd", "A" * 4000])
def test_links_that_nobody_knows_all_look_the_same(place, token):
    pages = [Phone(token or "x").get(), Phone("B" * 22).get()]
    assert {page.status_code for page in pages} == {404}


def test_twenty_wrong_links_a_minute_then_a_rest(place, noon):
    statuses = [Phone(f"{number:022}").get().status_code for number in range(22)]
    assert statuses == [404] * 20 + [429] * 2
    assert Phone("C" * 22).get()["Retry-After"] == "60"
    noon.shift(seconds=61)
    assert Phone("C" * 22).get().status_code == 404


def test_a_good_link_opens_while_its_neighbour_guesses(patient):
    for number in range(25):
        Phone(f"{number:022}").get()
    assert Phone(patient.token).get().status_code == 200


def test_a_denied_link_is_gone_and_says_whom_to_call(patient, noon):
    deny_link(visit=patient.visit(), now=noon.now, machine_now=noon.now)
    page = Phone.of(patient).get()
    assert page.status_code == 410
    assert "04 72 00 00 01" in words(page)
    assert leaks(page, PERSONAL) == []


def test_a_follow_up_that_ended_is_gone_and_says_whom_to_call(patient, noon):
    clocks = {"now": noon.now, "machine_now": noon.now}
    end_follow_up(actor=patient.place.actor, follow_up_id=patient.follow_up_id, reason="recovered", **clocks)
    page = Phone.of(patient).get("questions")
    assert page.status_code == 410
    assert "Votre suivi est terminé" in words(page)
    assert "04 72 00 00 01" in words(page)


def test_answers_to_a_closed_link_are_said_not_to_have_arrived(patient, noon):
    phone = Phone.of(patient)
    deny_link(visit=patient.visit(), now=noon.now, machine_now=noon.now)
    page = phone.send()
    assert page.status_code == 410
    assert "Vos réponses n'ont pas été reçues" in words(page)
    assert "appelez le 15" in words(page)


def test_emergency_numbers_are_on_every_page_before_any_check(patient):
    phone, stranger = Phone.of(patient), Phone(patient.token)
    pages = [phone.get(place) for place in PLACES] + [stranger.get(place) for place in PLACES] + [Phone("x").get()]
    bodies = [page.content.decode() for page in pages if page.status_code != 302]
    assert len(bodies) > 8
    assert all('href="tel:15"' in body and 'href="sms:114"' in body for body in bodies)


def test_a_territory_has_its_own_numbers(include_now):
    island = Phone.of(include_now(territory="WF", contacts=(("mobile", "06 12 34 56 78", ""),)))
    body = island.get("aujourdhui").content.decode()
    assert 'href="tel:15"' in body
    assert 'href="tel:112"' not in body


def test_cookies_are_closed_to_scripts_and_to_other_sites(include_now):
    patient = include_now(identified=False)
    phone = Phone(patient.token)
    response = phone.post("", BIRTHDAY)
    cookie = response.cookies[cookie_name(patient.token, secure=False)]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert response["Location"].startswith(phone.url())


def test_a_browser_that_refuses_cookies_is_told_so(include_now):
    phone = Phone(include_now(identified=False).token)
    sent = phone.post("", BIRTHDAY)
    phone.client.cookies.clear()
    assert "Il refuse les cookies" in words(phone.client.get(sent.url))
    assert "Il refuse les cookies" not in words(phone.get())


def test_under_https_the_cookie_belongs_to_this_host_alone(include_now, settings):
    settings.HTTPS = True
    patient = include_now(identified=False)
    response = Phone(patient.token).post("", BIRTHDAY)
    (name,) = [name for name in response.cookies if name.startswith("__Host-")]
    assert (response.cookies[name]["secure"], response.cookies[name]["path"]) == (True, "/")


def test_two_patients_share_one_telephone(include_now):
    first = include_now(identified=False)
    other = include_now(
        identified=False,
        birth_name="Roche",
        birth_date=first_birthday(),
        contacts=(("mobile", "06 12 34 56 78", "Paul"),),
    )
    phone, second = Phone(first.token), Phone(other.token)
    second.client = phone.client
    phone.identify()
    assert second.get().status_code == 200, "who is asked again on the other's link"
    assert "Paul" in words(second.get())
    second.identify(birthday_day="3", birthday_month="4")
    assert [one.get("questions").status_code for one in (phone, second)] == [200, 200]


def first_birthday():
    from datetime import date

    return date(1951, 4, 3)


def test_pages_are_kept_by_nobody_on_the_way(answered):
    seen = [answered.get(place) for place in ("questions", "aujourdhui", "code")] + [Phone("x").get()]
    assert all("no-store" in page["Cache-Control"] for page in seen)


def test_wrong_birthdays_are_counted_down_then_the_number_to_call(include_now):
    phone = Phone(include_now(identified=False).token)
    said = [words(phone.post("", BIRTHDAY | {"birthday_day": "18"})) for _ in range(5)]
    assert "Essais restants : 4" in said[0]
    assert "Essais restants : 1" in said[3]
    assert "04 72 00 00 01" in said[4]
    assert "trop de fois" in words(phone.post("", BIRTHDAY))


@pytest.mark.parametrize("typed", [("31", "2"), ("", ""), ("abc", "5"), ("0", "13"), ("99999999999999999999", "1")])
def test_a_birthday_that_does_not_exist_costs_no_try(include_now, typed):
    phone = Phone(include_now(identified=False).token)
    page = phone.post("", {"birthday_day": typed[0], "birthday_month": typed[1]})
    assert page.status_code == 422
    assert "essai" not in words(page).replace("essayer", "")
