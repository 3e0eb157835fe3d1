"""The professionals' pages in a real browser, on the real site: factors, policy, accessibility, what is live."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.fixtures.axe import DESK, looked_at
from tests.fixtures.care import include, make_place
from tests.interfaces.pro.colleagues import PASSWORD, SECRET, hire
from tests.usecases.doing import IN_DANGER, STABLE, reply, send, write

ANSWERS = 30_000
TALKS = ("call", "transfer", "advice", "pause", "contact", "answer")


@pytest.fixture
def site(common_site):
    """Follow-ups live on the machine's clock."""
    return common_site


@pytest.fixture
def place(common_database):
    return make_place()


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def patient(place, now):
    return include(place, now=now - timedelta(days=1), onset_on=(now - timedelta(days=3)).date())


@pytest.fixture
def desk(open_page):
    """A large page that reports every complaint of the browser: policy, scripts, files."""
    page = open_page(viewport=DESK)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def give_password(page, site, colleague) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("Adresse e-mail").fill(colleague.account.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def give_both_factors(page, site, colleague) -> None:
    give_password(page, site, colleague)
    page.get_by_label("Code").fill(code_of(SECRET))
    page.get_by_role("button", name="Continuer").click()


def sign_in(page, site, colleague, home: str = "À traiter") -> None:
    """With the cookies of somebody who gave both factors."""
    page.context.add_cookies(colleague.sign_in().cookies(site.url))
    page.goto(f"{site.url}/pro/")
    page.get_by_role("heading", name=home).wait_for(timeout=ANSWERS)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_passkey_is_enrolled_and_then_signs_in_alone(site, place, desk):
    session = desk.context.new_cdp_session(desk)
    session.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"isUserVerified": True}})
    give_password(desk, site, hire(place, "professional", second_factor=False))
    desk.get_by_role("heading", name="Ajoutez un second moyen").wait_for(timeout=ANSWERS)
    desk.get_by_role("link", name="Ajouter une clé d’accès").click()
    desk.get_by_label("Nom de cette clé").fill("Mon téléphone")
    desk.get_by_role("button", name="Ajouter la clé").click()
    desk.get_by_role("heading", name="Vos codes de secours").wait_for(timeout=ANSWERS)
    desk.get_by_role("link", name="C’est noté").click()
    desk.get_by_role("heading", name="À traiter").wait_for(timeout=ANSWERS)
    desk.locator("summary").filter(has_text="Dominique").click()
    desk.get_by_role("button", name="Se déconnecter").click()
    desk.goto(f"{site.url}/accounts/login/")
    desk.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    desk.get_by_role("heading", name="À traiter").wait_for(timeout=ANSWERS)
    assert desk.complaints == []


def test_an_application_is_enrolled_with_the_square_or_the_key(site, place, desk):
    give_password(desk, site, hire(place, "professional", second_factor=False))
    desk.get_by_role("link", name="Ajouter une application").click()
    assert desk.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    desk.get_by_label("Code affiché").fill(code_of(desk.locator("#totp-secret").input_value()))
    desk.get_by_role("button", name="Activer").click()
    desk.get_by_role("heading", name="Vos codes de secours").wait_for(timeout=ANSWERS)
    assert desk.complaints == []


def test_a_red_answer_arrives_on_the_list_by_itself(site, place, patient, desk):
    sign_in(desk, site, hire(place, "professional"))
    assert desk.get_by_text("Odile DUPONT-MÉNARD").count() == 0
    desk.wait_for_timeout(1500)
    send(patient, IN_DANGER, now=datetime.now(UTC))
    desk.get_by_role("link", name="Odile DUPONT-MÉNARD").wait_for(timeout=8_000)
    assert desk.title().startswith("(1)")
    assert desk.complaints == []


def test_an_empty_chair_masks_the_page_and_a_hand_keeps_it(site, place, desk):
    sign_in(desk, site, hire(place, "professional"))
    desk.clock.install()
    desk.goto(f"{site.url}/pro/caseload")
    desk.get_by_role("heading", name="File active", exact=True).wait_for()
    desk.clock.fast_forward("05:00")
    with desk.expect_request("**/pro/here"):
        desk.keyboard.press("Shift")
        desk.clock.fast_forward("00:06")
    desk.clock.fast_forward("29:00")
    assert desk.url.endswith("/pro/caseload")
    desk.clock.fast_forward("02:00")
    desk.get_by_role("heading", name="Écran verrouillé").wait_for(timeout=ANSWERS)


def test_a_patient_is_included_then_questioned_called_and_closed_by_the_keyboard(site, place, desk, now):
    give_both_factors(desk, site, hire(place, "professional"))
    desk.get_by_role("link", name="Inclure").click()
    desk.get_by_label("Nom de naissance", exact=True).fill("Martin")
    desk.get_by_label("Premier prénom").fill("Paul")
    for part, value in (("Jour", "3"), ("Mois", "4"), ("Année", "1961")):
        desk.get_by_label(part, exact=True).first.fill(value)
    desk.get_by_label("Masculin").check()
    desk.get_by_label("Mobile").fill("06 12 34 56 78")
    desk.get_by_label("Adresse où").fill("8 quai Arloing, 69009 Lyon")
    desk.get_by_label("Lu, la personne est d’accord").check()
    desk.get_by_label("Information sur les données").check()
    desk.get_by_role("button", name="Commencer le suivi").click()
    desk.get_by_role("button", name="Annuler l’inclusion").wait_for(timeout=ANSWERS)
    desk.get_by_role("link", name="Ouvrir le dossier").click()
    desk.get_by_role("link", name="Saisir le questionnaire").click()
    desk.get_by_text("Touches : 1 à 6").wait_for(timeout=ANSWERS)
    panel = desk.get_by_role("alert").filter(has_text="Signe d’urgence")
    press(desk, "1")
    assert panel.is_hidden()
    press(desk, "1")
    panel.wait_for()
    press(desk, *"222", "9", "6", "Enter", *["Enter"] * 3, *"3222222222")
    desk.get_by_text("18 sur 18").wait_for()
    press(desk, "Enter")
    desk.get_by_text("appeler le 15", exact=False).first.wait_for(timeout=ANSWERS)
    desk.get_by_role("link", name="J’appelle").click()
    desk.get_by_role("button", name="J’appelle").wait_for(timeout=ANSWERS)
    press(desk, "a")
    desk.get_by_role("heading", name="Appel en cours").wait_for(timeout=ANSWERS)
    press(desk, "j")
    desk.get_by_role("link", name="Clôturer l’alerte").click()
    desk.get_by_role("heading", name="Clôturer l’alerte").wait_for(timeout=ANSWERS)
    press(desk, "1", "Enter")
    desk.get_by_text("Le suivi continue").wait_for(timeout=ANSWERS)
    assert desk.complaints == []


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_no_page_has_a_fault_that_axe_finds(site, place, patient, open_page, now):
    send(patient, STABLE, now=now - timedelta(hours=2))
    send(patient, IN_DANGER, now=now - timedelta(minutes=2), between=True)
    write(patient, "Puis-je sortir ?\nEt " + "très" * 40, now=now - timedelta(minutes=40))
    reply(patient, "Oui, un peu.", now=now - timedelta(minutes=30))
    page = open_page(viewport=DESK)
    page.goto(f"{site.url}/accounts/login/")
    wrong = looked_at(page, "login")
    sign_in(page, site, hire(place, "professional"))
    record = f"/pro/follow-ups/{patient.follow_up_id}"
    acts = (*TALKS, "close", "write", "change", "details", "end", "withdraw", "timeline", "note", "threshold", "circle")
    acts = [f"{record}/{act}" for act in acts]
    for path in (
        "/pro/",
        "/pro/caseload",
        "/pro/include",
        record,
        *acts,
        "/pro/shared",
        "/pro/note-templates",
        "/accounts/2fa/",
        "/pro/locked",
    ):
        page.goto(site.url + path)
        wrong |= looked_at(page, path)
    assert wrong == {}
