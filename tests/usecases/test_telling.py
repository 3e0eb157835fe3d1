"""Who is told of an alert, and when it climbs: team on duty, second line, organisation."""

import pytest

from chevet.alerts.models import Episode
from chevet.kernel.errors import Conflict
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.notifications.parcels import opened
from chevet.people.models import Account
from chevet.usecases.claim_episode import release_episode
from chevet.usecases.open_task import release_claims
from tests.fixtures.care import include, make_place

from .doing import (
    IN_DANGER,
    UNWELL,
    address_of,
    call,
    claim,
    close,
    colleague,
    danger,
    episode,
    live,
    minutes,
    paris,
    professionally,
    read,
    send,
    told,
)

AT = paris(1, "09:30")
NIGHT = paris(1, "23:00")
NEVER = [{"days": [], "from": "08:00", "to": "20:00"}]
GUARD = "garde@exemple.fr"


def names(place) -> dict[str, str]:
    return {address_of(place.actor): "team", address_of(place.stranger): "second line", GUARD: "organisation"}


def heard(patient) -> dict[str, int]:
    """Who was told, by their part, how many times."""
    known = names(patient.place)
    return {known[address]: count for address, count in told(patient).items()}


def on_call(place, **duties) -> None:
    """Change the duty hours of "Suivi" (the team) or "Garde" (its second line)."""
    from chevet.organisations.models import Team

    with acting(place.scope):
        for name, duty in duties.items():
            Team.objects.filter(name=name, organisation_id=place.organisation_id).update(duty=duty)


@pytest.mark.parametrize(
    ("duties", "who"),
    [
        ({}, "team"),
        ({"Suivi": NEVER}, "second line"),
        ({"Suivi": NEVER, "Garde": NEVER}, "organisation"),
    ],
)
def test_the_first_rung_on_duty_is_told(patient, duties, who):
    on_call(patient.place, **duties)
    danger(patient, now=AT)
    assert heard(patient) == {who: 1}


def test_at_night_nobody_is_on_duty_and_the_organisation_is_told(patient):
    danger(patient, now=NIGHT)
    assert heard(patient) == {"organisation": 1}


def test_a_team_on_duty_in_which_nobody_takes_alerts_is_not_told(patient):
    read(
        patient.place, "UPDATE membership SET alerts_by = 'none' WHERE team_id = %s RETURNING id", patient.place.team_id
    )
    danger(patient, now=AT)
    assert heard(patient) == {"second line": 1}


@pytest.mark.parametrize("ended", ["UPDATE membership SET until = %s WHERE team_id = %s RETURNING id"])
def test_who_has_left_the_team_is_not_told(patient, ended):
    read(patient.place, ended, AT - minutes(1), patient.place.team_id)
    danger(patient, now=AT)
    assert heard(patient) == {"second line": 1}


def test_who_was_disabled_is_not_told(patient):
    Account.objects.filter(pk=patient.place.actor.account_id).update(is_active=False)
    danger(patient, now=AT)
    assert heard(patient) == {"second line": 1}


def test_everybody_of_the_rung_is_told_each_by_what_they_chose(patient):
    colleague(patient.place, alerts_by="sms", mobile="+33639980042")
    colleague(patient.place, alerts_by="none")
    danger(patient, now=AT)
    assert told(patient) == {address_of(patient.place.actor): 1, "+33639980042": 1}


def test_a_red_climbs_every_nine_minutes_until_the_organisation_and_stays_there(patient):
    danger(patient, now=AT)
    steps = []
    for at in (0, 8.9, 9, 17.9, 18, 27, 60, 600):
        live(AT + minutes(at))
        steps.append((episode(patient)["rung"], told(patient).total()))
    assert steps == [(0, 1), (0, 1), (1, 2), (1, 2), (2, 3), (2, 3), (2, 3), (2, 3)]
    assert heard(patient) == {"team": 1, "second line": 1, "organisation": 1}


def test_an_orange_climbs_after_two_hours_of_duty(patient):
    send(patient, UNWELL, now=paris(1, "19:00"))
    live(paris(2, "08:59"))
    assert episode(patient)["rung"] == 0
    live(paris(2, "09:00"))
    assert (episode(patient)["rung"], heard(patient)) == (1, {"team": 1, "second line": 1})


def test_the_climbs_of_a_jump_are_those_of_a_slow_clock(place):
    jumped, slow = include(place), include(place, first_name="Josette", confirmed_duplicate=True)
    danger(jumped, now=AT)
    danger(slow, now=AT)
    for at in range(0, 30, 2):
        live(AT + minutes(at))
    assert told(jumped) == told(slow)
    assert episode(jumped)["rung"] == episode(slow)["rung"] == 2


def test_a_claim_does_not_stop_the_clock_and_an_attempt_does(patient):
    danger(patient, now=AT)
    claim(patient, now=AT + minutes(1))
    live(AT + minutes(9))
    assert episode(patient)["rung"] == 1
    call(patient, now=AT + minutes(10))
    live(AT + minutes(300))
    assert (episode(patient)["rung"], episode(patient)["climbs_at"]) == (1, None)


def test_the_holder_is_told_of_a_new_finding_though_the_hours_of_duty_are_over(patient):
    send(patient, UNWELL, now=paris(1, "19:55"))
    claim(patient, now=paris(1, "19:58"))
    danger(patient, now=paris(1, "20:02"))
    assert heard(patient) == {"team": 2, "organisation": 1}


def test_the_same_finding_after_an_attempt_is_told_again(patient):
    danger(patient, now=AT)
    danger(patient, now=AT + minutes(1))
    assert heard(patient) == {"team": 1}
    call(patient, now=AT + minutes(2))
    danger(patient, now=AT + minutes(3))
    assert heard(patient) == {"team": 2}
    live(AT + minutes(12))
    assert episode(patient)["rung"] == 1


def test_the_silence_of_somebody_in_alarm_is_one_more_task_and_wakes_nobody(patient):
    danger(patient, now=AT)
    call(patient, now=AT + minutes(5))
    live(paris(1, "18:00"))
    assert (heard(patient), episode(patient)["attempted_at"]) == ({"team": 1}, AT + minutes(5))
    assert read(patient.place, "SELECT kind FROM alert ORDER BY kind") == [("chest_pain",), ("silent",)]


def test_a_worse_finding_after_the_climb_begins_again_at_the_team(patient):
    send(patient, UNWELL, now=AT)
    live(AT + minutes(120))
    danger(patient, now=AT + minutes(121))
    assert (episode(patient)["rung"], heard(patient)) == (0, {"team": 2, "second line": 1})


def test_two_professionals_do_not_hold_one_episode(patient):
    other = colleague(patient.place)
    danger(patient, now=AT)
    claim(patient, now=AT)
    with pytest.raises(Conflict):
        claim(patient, now=AT + minutes(9), actor=other)
    claim(patient, now=AT + minutes(11), actor=other)
    assert episode(patient)["claimed_by"] == other.account_id


def test_a_claim_can_be_given_back_only_by_its_holder_or_by_time(patient):
    other = colleague(patient.place)
    danger(patient, now=AT)
    claim(patient, now=AT)
    professionally(release_episode, patient, now=AT, actor=other)
    assert episode(patient)["claimed_by"] == patient.place.actor.account_id
    release_claims(now=AT + minutes(9), machine_now=AT + minutes(9))
    assert episode(patient)["claimed_by"] == patient.place.actor.account_id
    release_claims(now=AT + minutes(10), machine_now=AT + minutes(10))
    assert episode(patient)["claimed_by"] is None
    claim(patient, now=AT + minutes(11))
    professionally(release_episode, patient, now=AT + minutes(12))
    assert episode(patient)["claimed_by"] is None


def test_closing_ends_every_alert_and_the_next_finding_opens_another_episode(patient):
    send(patient, IN_DANGER, now=AT)
    close(patient, now=AT + minutes(5))
    assert episode(patient) is None
    live(AT + minutes(60))
    assert heard(patient) == {"team": 1}
    danger(patient, now=AT + minutes(61))
    with acting(patient.place.scope):
        assert Episode.objects.filter(follow_up_id=patient.follow_up_id).count() == 2
    assert heard(patient) == {"team": 2}


def test_what_is_told_is_that_something_waits_and_nothing_else(patient):
    danger(patient, now=AT)
    sql = """SELECT m.*, k.family, k.generation, k.wrapped FROM message m JOIN data_key k ON k.subject_id = m.key_id
              WHERE m.kind = 'alert'"""
    with acting(patient.place.scope):
        (parcel,) = [opened(row, row.kind) for row in Message.objects.raw(sql)]
    said = f"{parcel.subject} {parcel.text} {parcel.html}".lower()
    assert patient.follow_up_id.hex in said.replace("-", "")
    private = ["odile", "dupont", "ménard", "06 12", "+33612", "lilas", "poitrine", "saturation", "covid", "1949"]
    assert [word for word in private if word in said] == []


def test_an_organisation_tells_only_its_own_people(place):
    elsewhere = make_place(name="Clinique des Ormes")
    patient = include(place)
    include(elsewhere)
    danger(patient, now=AT)
    live(AT + minutes(30))
    assert heard(patient) == {"team": 1, "second line": 1, "organisation": 1}
    assert address_of(elsewhere.actor) not in told(patient)


def test_a_second_line_that_is_told_can_open_the_record(patient):
    from chevet.kernel.errors import NotFound
    from chevet.usecases.read_record import patient_page

    second = patient.place.stranger
    danger(patient, now=AT)
    with pytest.raises(NotFound):
        professionally(patient_page, patient, now=AT + minutes(1), actor=second)
    live(AT + minutes(9))
    assert heard(patient) == {"team": 1, "second line": 1}
    assert professionally(patient_page, patient, now=AT + minutes(10), actor=second).alerts
    live(AT + minutes(60))
    assert read(patient.place, "SELECT why FROM care_link ORDER BY since") == [("inclusion",), ("second_line",)]
