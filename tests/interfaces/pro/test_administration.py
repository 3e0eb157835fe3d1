"""Teams and access through the pages: what administrators see and do, what nobody else does, and not one patient."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.test import override_settings

from chevet.interfaces import clock
from chevet.interfaces.pro.devices import device_of
from chevet.interfaces.pro.session_store import SessionStore
from chevet.kernel.tenancy import acting
from chevet.organisations.models import DutyTurn, Team
from chevet.people.models import Account, AccountSession
from chevet.usecases.end_sessions import reference_of
from tests.fixtures.care import make_place
from tests.house.test_routes import NOT_TO_BE_SEEN
from tests.interfaces.pro.colleagues import PASSWORD, Colleague, add_application, hire
from tests.interfaces.pro.letters import letters, path_in
from tests.interfaces.pro.test_team_list import counted, counting_ones
from tests.usecases.doing import IN_DANGER, send

PAGES = ("/pro/", "/pro/members/invite", "/pro/teams/new", "/pro/last-rung", "/pro/account")
OF_TEAM = ("", "/roster", "/roster/hours", "/roster/date", "/roster/turn", "/delegation")


@pytest.fixture
def boss(place) -> Colleague:
    return hire(place, "administrator").sign_in()


def invitation(place, **changes) -> dict:
    given = {
        "name": "Nadia Belkacem", "email": "nadia@exemple.fr", "profession": "infirmière", "role": "professional",
        "team": str(place.team_id), "mobile": "", "alerts_by": "email",
        "ends_on_day": "", "ends_on_month": "", "ends_on_year": "",
    }  # fmt: skip
    return given | changes


def test_an_administrator_finds_no_patient_on_any_page(boss, place, patient, day):
    """With a red alert, a roster and a delegation in the house."""
    send(patient, IN_DANGER, now=day.at)
    paths = [*PAGES, *(f"/pro/teams/{place.team_id}{more}" for more in OF_TEAM)]
    paths += [f"/pro/members/{place.actor.account_id}"]
    seen = {path: boss.get(path) for path in paths}
    assert {path: page.status_code for path, page in seen.items() if page.status_code != 200} == {}
    words = [word for page in seen.values() for word in NOT_TO_BE_SEEN if word in page.text]
    assert words == []
    assert all(boss.get(path).status_code == 403 for path in ("/pro/lines", f"/pro/follow-ups/{patient.follow_up_id}"))


def test_an_invitation_opens_once_and_then_asks_for_a_second_factor(boss, place):
    assert boss.post("/pro/members/invite", invitation(place)).url == "/pro/"
    ((to, body),) = letters(place)
    assert (to, "Hôpital des Tilleuls vous ouvre un accès" in body["text"]) == ("nadia@exemple.fr", True)
    newcomer = Colleague(Account.objects.get(email="nadia@exemple.fr"))
    form = newcomer.get(path_in(body), follow=True).request["PATH_INFO"]
    chosen = {"password1": "une lampe au petit matin", "password2": "une lampe au petit matin"}
    newcomer.post(form, chosen)
    again = Colleague(newcomer.account).get(path_in(body), follow=True)
    assert "password1" not in again.text
    assert newcomer.give_password(chosen["password1"]).status_code == 302
    assert newcomer.get("/pro/").url == "/pro/enrol"


def test_a_second_invitation_ends_the_first(boss, place):
    boss.post("/pro/members/invite", invitation(place))
    account = Account.objects.get(email="nadia@exemple.fr")
    assert boss.post(f"/pro/members/{account.pk}/invite").status_code == 302
    (_, first), (_, second) = letters(place)
    stranger = Colleague(account)
    assert "password1" not in stranger.get(path_in(first), follow=True).text
    assert "password1" in stranger.get(path_in(second), follow=True).text


def test_a_bad_invitation_keeps_what_was_typed(boss, place):
    page = boss.post(
        "/pro/members/invite", invitation(place, team="", ends_on_day="31", ends_on_month="2", ends_on_year="2027")
    )
    assert (page.status_code, "Nadia Belkacem" in page.text, letters(place)) == (400, True, [])


def test_a_locum_is_turned_away_after_the_last_day(boss, place, day):
    boss.post("/pro/members/invite", invitation(place, ends_on_day="2", ends_on_month="3", ends_on_year="2027"))
    account = Account.objects.get(email="nadia@exemple.fr")
    account.set_password(PASSWORD)
    account.save()
    add_application(account)
    assert "jusqu’au 2 mars" in boss.get("/pro/").text
    day.shift(hours=13, minutes=45)
    nadia = Colleague(account).sign_in()
    assert nadia.get("/pro/").status_code == 200
    day.shift(minutes=20)
    assert nadia.get("/pro/").status_code == 403


def test_a_closed_account_is_out_at_the_next_request(boss, place):
    nurse = hire(place, "professional").sign_in()
    page = f"/pro/members/{nurse.account.pk}"
    assert "1 appareil connecté" in boss.get(page).text
    boss.post(f"{page}/close")
    assert nurse.get("/pro/").url.startswith("/accounts/login/")
    boss.post(f"{page}/reopen")
    assert nurse.get("/pro/").url.startswith("/accounts/login/")
    assert nurse.give_password().url.startswith("/accounts/2fa/authenticate/")


def test_the_last_who_is_told_stays_and_the_page_says_why(boss, place):
    page = boss.post(f"/pro/members/{place.actor.account_id}/close", follow=True)
    assert "dernière personne de cette équipe qui reçoit les alertes" in page.text
    assert Account.objects.get(pk=place.actor.account_id).is_active


def test_dangerous_acts_ask_for_a_fresh_proof(boss, place, day):
    nurse = hire(place, "professional")
    day.shift(minutes=6)
    asked = boss.get("/pro/members/invite")
    assert asked.url.startswith("/accounts/reauthenticate/")
    day.shift(minutes=25)
    boss.get("/pro/")
    assert boss.post(f"/pro/members/{nurse.account.pk}/dismiss").url.startswith("/accounts/reauthenticate/")
    assert Account.objects.get(pk=nurse.account.pk).is_active


def test_an_administrator_signs_somebody_out(boss, place):
    nurse = hire(place, "professional").sign_in()
    boss.post(f"/pro/members/{nurse.account.pk}/sign-out")
    assert nurse.get("/pro/").url.startswith("/accounts/login/")


def test_an_administrator_signs_everybody_out_but_herself(boss, place):
    nurse = hire(place, "professional").sign_in()
    assert boss.post("/pro/sign-everybody-out").url == "/pro/"
    assert nurse.get("/pro/").url.startswith("/accounts/login/")
    assert boss.get("/pro/").status_code == 200


def test_invitations_are_thirty_an_hour(boss, place):
    answers = [
        boss.post("/pro/members/invite", invitation(place, email=f"n{number}@exemple.fr")) for number in range(31)
    ]
    assert [answer.status_code for answer in answers] == [302] * 30 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


class TestRoster:
    @pytest.fixture
    def page(self, place) -> str:
        return f"/pro/teams/{place.team_id}/roster"

    def add(self, boss, page, place, **changes):
        given = {"account": str(place.actor.account_id), "starts": "8", "ends": "18h", "days": ["0", "1", "2"]}
        given |= {"day_day": "", "day_month": "", "day_year": ""}
        return boss.post(f"{page}/turn", given | changes)

    def test_a_gap_is_said_in_red_on_every_page_that_should_know(self, boss, nurse, page, place):
        assert self.add(boss, page, place).url == page
        line = "Personne de garde mardi 2 mars, 18:00–20:00"
        assert [line in one.get(page).text for one in (boss, nurse)] == [True, True]
        assert line in boss.get("/pro/").text

    def test_a_team_with_nobody_on_duty_says_so_to_its_people(self, boss, nurse, page, place):
        self.add(boss, page, place, starts="12:00", ends="20:00")
        assert "Personne n’est de garde en ce moment" in nurse.get(page).text
        assert "Personne n’est de garde en ce moment" in nurse.get("/pro/").text
        assert "Personne n’est de garde en ce moment" in boss.get("/pro/").text

    def test_its_people_read_the_roster_and_change_nothing(self, nurse, page):
        assert nurse.get(page).status_code == 200
        assert nurse.post(f"{page}/hours", {}).status_code == 403

    def test_hours_and_dates_are_declared(self, boss, page, place):
        week = {f"day_{number}": "9h-12h 14h - 18h30" for number in range(5)}
        assert boss.post(f"{page}/hours", week).url == page
        closed = {"day_day": "29", "day_month": "3", "day_year": "2027", "spans": ""}
        assert boss.post(f"{page}/date", closed).url == page
        shown = boss.get(page).text
        assert ("14:00-18:30" in shown, "lundi 29 mars 2027" in shown) == (True, True)
        assert boss.post(f"{page}/forget", {"day": "2027-03-29"}).url == page
        assert "lundi 29 mars 2027" not in boss.get(page).text

    @pytest.mark.parametrize("typed", ["25:00-26:00", "8:00", "20:00-8:00", "8:00-12:00 11:00-13:00", "a-b"])
    def test_hours_that_cannot_be_come_back_as_typed(self, boss, page, typed):
        answer = boss.post(f"{page}/hours", {"day_0": typed})
        assert (answer.status_code, typed in answer.text) == (400, True)

    @pytest.mark.parametrize("week", ["2027-02-29", "hier"])
    def test_a_week_that_is_none_is_not_there(self, boss, page, week):
        assert boss.get(f"{page}?week={week}").status_code == 404

    def test_the_last_turn_of_this_moment_stays(self, boss, page, place):
        relief = hire(place, "professional")
        self.add(boss, page, place)
        with acting(place.scope):
            hers = DutyTurn.objects.get().pk
            DutyTurn.objects.create(
                organisation_id=place.organisation_id, team_id=place.team_id, account_id=relief.account.pk, days=[5],
                starts="08:00", ends="20:00",
            )  # fmt: skip
        assert "seule personne de garde en ce moment" in boss.post(f"{page}/turns/{hers}/remove", follow=True).text


class TestTeams:
    def test_a_team_is_opened_and_its_settings_come_back(self, boss, place):
        given = {"name": "Nuits", "phone": "04 72 00 00 05", "red_minutes": "9", "orange_minutes": "90",
                 "second_line": str(place.second_line_id), "digest_at": "16h 11:00"}  # fmt: skip
        assert boss.post("/pro/teams/new", given).url == "/pro/"
        with acting(place.scope):
            team = Team.objects.get(name="Nuits")
        assert (team.digest_at, team.duty, team.orange_minutes) == (["11:00", "16:00"], [], 90)
        page = boss.get(f"/pro/teams/{team.pk}").text
        assert ("11:00 16:00" in page, "Pas encore d’heures de garde" in page) == (True, True)

    def test_a_name_that_tells_an_illness_is_not_what_patients_read(self, boss, place):
        with acting(place.scope):
            Team.objects.filter(pk=place.team_id).update(name="Cellule Covid")
        page = boss.get(f"/pro/teams/{place.team_id}").text
        assert ("Votre équipe : votre questionnaire" in page, "mot de santé" in page) == (True, True)

    def test_a_practice_delegates_sees_it_everywhere_and_takes_back(self, nurse, place, patient):
        page = f"/pro/teams/{place.team_id}/delegation"
        week = {f"day_{number}": "8:00-20:00" for number in range(5)}
        given = {"to_team": str(place.second_line_id), "digest_at": "18:00", **week}
        assert nurse.post(page, given).url == page
        assert "À Garde, depuis le" in nurse.get(page).text
        followed = f"/pro/follow-ups/{patient.follow_up_id}"
        told = "À certaines heures, les alertes vont à Garde."
        assert [told in nurse.get(path).text for path in ("/pro/", followed)] == [True, True]
        assert nurse.post(f"{page}/end").url == page
        assert "À Garde, depuis le" not in nurse.get(page).text

    @pytest.mark.parametrize("members", [1, 3])
    def test_the_first_page_costs_the_same_whatever_the_house(self, boss, place, members, monkeypatch):
        for _ in range(members):
            hire(place, "professional").sign_in()
        boss.get("/pro/")
        with counted(monkeypatch) as seen:
            boss.get("/pro/")
        # one of them is the short way of the list, which looks who is there and leaves an administrator to the ordinary one
        assert len(counting_ones(seen)) == 8, counting_ones(seen)


def elsewhere(account: Account, device: str) -> None:
    """She is signed in on another browser."""
    began = clock.machine_now().timestamp()
    store = SessionStore()
    store.update({SESSION_KEY: str(account.pk), "device": device, "began": began, "seen": began})
    store.save()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_named_by_our_own_words(agent, device):
    assert device_of(agent) == device


class TestOwnAccount:
    def test_one_sees_ones_devices_and_ends_any_of_them(self, nurse):
        elsewhere(nurse.account, "Firefox, Linux")
        page = nurse.get("/pro/account").text
        assert ("Firefox, Linux" in page, nurse.client.session.session_key in page) == (True, False)
        reference = re.search(r'name="reference" value="(\w+)"', page)[1]
        assert nurse.post("/pro/account/sessions/end", {"reference": reference}).status_code == 302
        assert AccountSession.objects.filter(account_id=nurse.account.pk).count() == 1
        assert nurse.get("/pro/").status_code == 200

    def test_all_others_end_together_and_this_one_stays(self, nurse):
        for _ in range(2):
            elsewhere(nurse.account, "Chrome, Android")
        nurse.post("/pro/account/sessions/others")
        assert AccountSession.objects.filter(account_id=nurse.account.pk).count() == 1
        assert nurse.get("/pro/").status_code == 200

    def test_nobody_ends_the_session_of_another(self, nurse, place):
        other = hire(place, "professional").sign_in()
        given = {"reference": reference_of(other.client.session.session_key)}
        assert nurse.post("/pro/account/sessions/end", given).status_code == 404
        assert other.get("/pro/").status_code == 200

    def test_alerts_are_chosen_and_the_last_who_is_told_stays(self, nurse, place):
        page = nurse.post("/pro/account/alerts", {"alerts_by": "sms", "mobile": "06 12 34 56 78"})
        assert page.url == "/pro/account"
        assert Account.objects.get(pk=nurse.account.pk).mobile == "+33612345678"
        refused = nurse.post("/pro/account/alerts", {"alerts_by": "sms", "mobile": ""})
        assert (refused.status_code, "Écrivez le mobile" in refused.text) == (400, True)

    def test_a_new_address_is_confirmed_by_its_owner_and_the_old_one_is_told(self, nurse, place):
        old = nurse.account.email
        nurse.post("/pro/account/email", {"email": "Neuve@exemple.fr"})
        ((to, body),) = letters(place)
        assert (to, Account.objects.get(pk=nurse.account.pk).email) == ("neuve@exemple.fr", old)
        stranger = hire(place, "professional").sign_in()
        assert stranger.get(path_in(body)).status_code == 404
        nurse.get(path_in(body))
        assert Account.objects.get(pk=nurse.account.pk).email == old
        assert nurse.post(path_in(body)).url == "/pro/account"
        assert Account.objects.get(pk=nurse.account.pk).email == "neuve@exemple.fr"
        assert letters(place)[-1][0] == old
        assert nurse.get(path_in(body)).status_code == 404

    def test_a_token_made_for_one_purpose_is_refused_for_another(self, nurse):
        key = signing.dumps({"a": str(nurse.account.pk), "b": nurse.account.email, "n": "x@exemple.fr"}, salt="autre")
        assert nurse.get(f"/pro/account/email/{key}").status_code == 404

    def test_changes_of_proofs_are_told_to_the_owner(self, nurse, place, django_capture_on_commit_callbacks):
        new = "une lampe au petit matin"
        nurse.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        with django_capture_on_commit_callbacks(execute=True):
            nurse.post("/accounts/2fa/recovery-codes/generate/")
        told = [body["text"] for to, body in letters(place) if to == nurse.account.email]
        assert [("mot de passe a été changé" in text, "codes de secours" in text) for text in told] == [
            (True, False), (False, True),
        ]  # fmt: skip

    def test_repeated_failures_are_told_to_the_owner_once(self, place):
        nurse = hire(place, "professional")
        for _try in range(8):
            nurse.give_password("pas la bonne phrase")
        assert ["cinq fois" in body["text"] for _to, body in letters(place)] == [True]

    def test_after_a_new_factor_one_gesture_signs_out_everywhere_else(self, nurse):
        assert "/pro/account/sessions/others" in nurse.get("/accounts/2fa/").text

    def test_in_the_demonstration_the_page_offers_no_proof_to_change(self, place):
        nurse = hire(place, "professional", second_factor=False)
        Account.objects.filter(pk=nurse.account.pk).update(email="lea@demo.invalid")
        with override_settings(DEMO=True):
            nurse.post("/pro/demonstration", {"account": str(nurse.account.pk)})
            assert "/accounts/password/change/" not in nurse.get("/pro/account").text


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("un chevet bien à moi", False),
        ("les Tilleuls en fleur", False),  # the organisation
        ("tout pour le SUIVI du soir", False),  # the team
        ("Dominique rentre tard", False),  # her name
        ("une lampe au petit matin", True),
    ],
)
def test_words_of_the_place_make_no_password(nurse, password, taken):
    nurse.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert Account.objects.get(pk=nurse.account.pk).check_password(password) is taken


def test_another_organisation_is_not_administered(place):
    stranger = hire(make_place(name="Ailleurs"), "administrator").sign_in()
    assert stranger.get(f"/pro/members/{place.actor.account_id}").status_code == 404
    assert stranger.post(f"/pro/members/{place.actor.account_id}/close").status_code == 404
    assert Account.objects.get(pk=place.actor.account_id).is_active
