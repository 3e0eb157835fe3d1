"""Coming in with two factors, being away, losing access."""

import pytest
from django.test import override_settings

from chevet.audit.models import JournalEntry
from chevet.kernel.tenancy import Scope, acting
from tests.interfaces.pro.colleagues import PASSWORD, Colleague, add_application, code_now, end_membership, hire
from tests.interfaces.pro.letters import letters, path_in


def test_a_password_and_a_code_open_the_team_list(place):
    nurse = hire(place, "professional")
    assert nurse.give_password().url.startswith("/accounts/2fa/authenticate/")
    assert nurse.get("/pro/").status_code == 302
    nurse.post("/accounts/2fa/authenticate/", {"code": code_now()})
    page = nurse.get("/pro/")
    assert (page.status_code, "Rien à traiter" in page.text or "surveillance" in page.text) == (200, True)


def test_an_account_with_one_factor_sees_nothing_but_the_enrolment(place, patient):
    nurse = hire(place, "professional", second_factor=False)
    nurse.give_password()
    for path in ("/pro/", "/pro/include", f"/pro/follow-ups/{patient.follow_up_id}", "/accounts/password/change/"):
        assert nurse.get(path).url == "/pro/enrol"
    assert nurse.post(f"/pro/ticket/{place.team_id}").url == "/pro/enrol"
    assert nurse.get("/pro/enrol").status_code == 200
    assert nurse.get("/accounts/2fa/totp/activate/").status_code == 200
    add_application(nurse.account)
    assert nurse.get("/pro/").status_code == 200


def test_a_code_serves_once(place):
    first, second = hire(place, "professional"), None
    code = code_now()
    first.give_password()
    first.post("/accounts/2fa/authenticate/", {"code": code})
    assert first.get("/pro/").status_code == 200
    second = Colleague(first.account)
    second.give_password()
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert second.get("/pro/").url.startswith("/accounts/login/")


def test_a_password_reset_does_not_replace_the_second_factor(place):
    nurse = hire(place, "professional")
    nurse.post("/accounts/password/reset/", {"email": nurse.account.email})
    form = nurse.get(path_in(letters(place)[0][1]), follow=True)
    assert form.status_code == 200
    nurse.post(
        form.request["PATH_INFO"], {"password1": "une autre phrase longue", "password2": "une autre phrase longue"}
    )
    assert nurse.get("/pro/").url.startswith("/accounts/login/")
    assert nurse.give_password("une autre phrase longue").url.startswith("/accounts/2fa/authenticate/")


def test_nobody_signs_up(place):
    page = Colleague(place.actor).client.post("/accounts/signup/", {"email": "a@b.fr", "password1": PASSWORD})
    assert "Personne ne crée son compte ici" in page.text


def test_five_wrong_passwords_wait_half_an_hour(place):
    nurse = hire(place, "professional")
    for _try in range(5):
        assert nurse.give_password("pas la bonne phrase").status_code == 200
    refused = nurse.give_password()
    assert (refused.status_code, int(refused["Retry-After"]) > 1700) == (429, True)


def test_the_wait_is_the_same_for_an_account_that_does_not_exist(db, day):
    stranger = Colleague(type("Nobody", (), {"email": "personne@exemple.fr"})())
    statuses = [stranger.give_password("pas la bonne phrase").status_code for _try in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]


def test_one_address_tries_twenty_times_a_minute(db, day):
    statuses = [
        Colleague(type("Nobody", (), {"email": f"n{number}@exemple.fr"})()).give_password().status_code
        for number in range(21)
    ]
    assert statuses == [200] * 20 + [429]


def test_five_wrong_codes_wait_half_an_hour(place):
    nurse = hire(place, "professional")
    nurse.give_password()
    for _try in range(5):
        assert nurse.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    refused = nurse.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert (refused.status_code, int(refused["Retry-After"]) > 1700) == (429, True)


def test_letters_to_one_address_are_three_an_hour(place):
    nurse = hire(place, "professional")
    answers = [nurse.post("/accounts/password/reset/", {"email": nurse.account.email}) for _try in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert [to for to, _body in letters(place)] == [nurse.account.email] * 3
    unknown = [nurse.post("/accounts/password/reset/", {"email": "personne@exemple.fr"}) for _try in range(4)]
    assert [answer.status_code for answer in unknown] == [302, 302, 302, 429]


def test_every_limit_says_how_long_to_wait(nurse):
    answers = [nurse.post("/accounts/password/change/", {"oldpassword": "non"}) for _try in range(6)]
    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "60")


def test_half_an_hour_away_locks_and_masks_the_page(nurse, patient, day):
    page = f"/pro/follow-ups/{patient.follow_up_id}"
    assert "Odile" in nurse.get(page).text
    day.shift(minutes=29)
    assert nurse.get(page).status_code == 200
    day.shift(minutes=31)
    locked = nurse.get(page)
    assert locked.url == f"/pro/locked?next=/pro/follow-ups/{patient.follow_up_id}".replace(
        "/pro/follow", "%2Fpro%2Ffollow"
    ).replace("ups/", "ups%2F")
    shown = nurse.get(locked.url)
    assert ("Odile" in shown.text, "Critique" in shown.text) == (False, True)
    assert nurse.post(locked.url, {"password": "non"}).status_code == 200
    assert nurse.post(locked.url, {"password": PASSWORD, "next": page}).url == page
    assert "Odile" in nurse.get(page).text


def test_what_a_page_fetches_by_itself_is_not_presence(nurse, day):
    for _minute in range(4):
        day.shift(minutes=10)
        nurse.get("/pro/lines", headers={"hx-request": "true"})
    assert nurse.get("/pro/").url.startswith("/pro/locked")


def test_twelve_hours_end_a_session_that_was_never_idle(nurse, day):
    for _half_hour in range(30):
        day.shift(minutes=25)
        answer = nurse.get("/pro/")
    assert answer.url.startswith("/accounts/login/")


def test_a_disabled_account_is_out_at_the_next_request(nurse):
    assert nurse.get("/pro/").status_code == 200
    type(nurse.account).objects.filter(pk=nurse.account.pk).update(is_active=False)
    assert nurse.get("/pro/").url.startswith("/accounts/login/")


def test_an_ended_membership_is_out_at_the_next_request(nurse, place):
    assert nurse.get("/pro/").status_code == 200
    end_membership(nurse, place)
    assert nurse.get("/pro/").status_code == 403


def test_the_last_second_factor_cannot_be_removed(nurse):
    nurse.post("/accounts/reauthenticate/", {"password": PASSWORD})
    nurse.post("/accounts/2fa/totp/deactivate/")
    assert nurse.account.authenticator_set.filter(type="totp").count() == 1


def test_secrets_of_applications_are_not_in_clear(nurse):
    assert "JBSWY3" not in str(nurse.account.authenticator_set.get(type="totp").data)


class TestDemonstration:
    @pytest.fixture
    def invented(self, place):
        nurse = hire(place, "professional", second_factor=False)
        nurse.account.email = "lea@demo.invalid"
        nurse.account.save()
        return nurse

    def test_one_click_signs_in_as_somebody_invented(self, invented):
        with override_settings(DEMO=True):
            assert "Dominique Professional" in invented.get("/accounts/login/").text
            assert invented.post("/pro/demonstration", {"account": str(invented.account.pk)}).url == "/pro/"
            assert invented.get("/pro/").status_code == 200
        with acting(Scope(purpose="seal", actor="test")):
            line = JournalEntry.objects.get(action="account.signed_in", actor=f"account:{invented.account.pk}")
        assert line.detail == {"how": "demonstration"}

    def test_one_click_does_not_exist_elsewhere(self, invented):
        assert "Dominique Professional" not in invented.get("/accounts/login/").text
        assert invented.post("/pro/demonstration", {"account": str(invented.account.pk)}).status_code == 404

    def test_a_session_of_the_demonstration_is_worth_nothing_elsewhere(self, invented):
        with override_settings(DEMO=True):
            invented.post("/pro/demonstration", {"account": str(invented.account.pk)})
        assert invented.get("/pro/").url == "/pro/enrol"

    def test_one_click_never_opens_a_real_account(self, place):
        nurse = hire(place, "professional")
        with override_settings(DEMO=True):
            assert nurse.post("/pro/demonstration", {"account": str(nurse.account.pk)}).status_code == 404
