"""What a professional's password may be, and how it is replaced."""

import pytest

from tests.interfaces.pro.colleagues import PASSWORD, Colleague, hire

CHANGE = "/accounts/password/change/"


def change(colleague: Colleague, new: str, *, old: str = PASSWORD) -> bool:
    """Whether the change was taken; whether it was is asked of the database, not of the page."""
    colleague.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    colleague.account.refresh_from_db()
    return colleague.account.check_password(new)


def test_replacing_a_password_asks_for_the_old_one(nurse):
    assert not change(nurse, "une phrase toute neuve", old="pas la bonne phrase")
    assert change(nurse, "une phrase toute neuve")


@pytest.mark.parametrize(
    ("new", "taken"),
    [
        ("onzelettres", False),
        ("douzelettres", True),
        ("administrator", False),  # among the most common
        ("àéîõü ßøæ çñ 漢字", True),
        ("un " * 40, True),
        (" avec une espace devant", True),
    ],
)
def test_twelve_characters_of_any_kind_that_nobody_else_uses(nurse, new, taken):
    assert change(nurse, new) is taken


def test_a_password_is_checked_as_typed(place):
    nurse = hire(place, "professional")
    nurse.account.set_password(" avec une espace devant")
    nurse.account.save()
    assert nurse.give_password("avec une espace devant").status_code == 200
    assert nurse.give_password(" avec une espace devant").status_code == 302


def test_another_password_ends_the_sessions_opened_with_the_old_one(place):
    nurse = hire(place, "professional").sign_in()
    elsewhere = Colleague(nurse.account)
    elsewhere.client.cookies["session"] = nurse.client.cookies["session"].value
    assert elsewhere.get("/pro/").status_code == 200
    type(nurse.account).objects.get(pk=nurse.account.pk)
    nurse.account.set_password("une phrase toute neuve")
    nurse.account.save()
    assert elsewhere.get("/pro/").url.startswith("/accounts/login/")


def test_signing_in_changes_the_session_and_signing_out_ends_it(place):
    nurse = hire(place, "professional")
    nurse.get("/accounts/login/")
    nurse.give_password()
    before = nurse.client.cookies["session"].value
    nurse.sign_in()
    after = nurse.client.cookies["session"].value
    assert before != after
    copied = Colleague(nurse.account)
    copied.client.cookies["session"] = after
    assert copied.get("/pro/").status_code == 200
    nurse.post("/accounts/logout/")
    assert copied.get("/pro/").url.startswith("/accounts/login/")


def test_adding_a_factor_asks_to_prove_oneself_again(nurse, day):
    day.shift(minutes=6)
    assert nurse.get("/accounts/2fa/webauthn/add/").url.startswith("/accounts/reauthenticate/")
    nurse.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert nurse.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_every_professional_page_signs_out_in_one_gesture(nurse, patient):
    for path in ("/pro/", "/pro/include", f"/pro/follow-ups/{patient.follow_up_id}", "/pro/locked"):
        assert 'action="/accounts/logout/"' in nurse.get(path).text, path
