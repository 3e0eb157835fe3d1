"""What the clock does: reminders, the nudge, silence. Times are written as the patient's wall shows them."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chevet.kernel.errors import Invalid
from chevet.usecases.change_follow_up import change_follow_up
from tests.fixtures.care import NOON, include

from .doing import (
    STABLE,
    UNSURE,
    UNWELL,
    alerts,
    close,
    follow_up,
    live,
    minutes,
    paris,
    professionally,
    read,
    send,
    sent,
    silences,
    walls,
)


def test_an_unanswered_day_is_reminded_nudged_then_handed_to_a_person(patient):
    live(paris(1, "08:59"))
    assert walls(patient) == [("invitation", "01/03 08:01")]
    live(paris(1, "12:59"))
    assert walls(patient, "reminder", "nudge") == [("reminder", "01/03 09:00"), ("nudge", "01/03 11:00")]
    assert alerts(patient) == {}
    live(paris(1, "13:00"))
    assert alerts(patient) == {"silent": (1, False)}


@pytest.mark.parametrize(
    ("day", "clock", "kinds"),
    [(1, "08:30", []), (1, "10:00", ["reminder"]), (1, "11:30", ["reminder", "nudge"])],
    ids=["before the reminder", "before the nudge", "after the nudge"],
)
def test_an_answer_ends_the_chase_of_the_day(patient, day, clock, kinds):
    live(paris(day, clock))
    send(patient, now=paris(day, clock))
    live(paris(day, "23:59"))
    assert [kind for kind, _ in sent(patient, "reminder", "nudge")] == kinds
    assert (alerts(patient), silences(patient)) == ({}, [])


def test_a_report_between_two_questionnaires_is_not_the_answer_of_the_day(patient):
    send(patient, UNWELL, now=paris(1, "08:30"), between=True)
    live(paris(1, "12:00"))
    assert [kind for kind, _ in sent(patient, "reminder", "nudge")] == ["reminder", "nudge"]


def test_an_answer_of_nothing_but_i_do_not_know_leaves_the_chase_alone(patient):
    receipt = send(patient, UNSURE, now=paris(1, "10:00"))
    assert (receipt.level, receipt.stored) == (0, True)
    live(paris(1, "13:00"))
    assert alerts(patient) == {"silent": (1, False)}
    assert follow_up(patient)["last_answer_at"] is None


def test_silence_ends_with_an_informative_answer_and_only_with_that(patient):
    live(paris(1, "13:00"))
    send(patient, UNSURE, now=paris(1, "14:00"))
    assert alerts(patient) == {"silent": (1, False)}
    send(patient, STABLE, now=paris(1, "14:05"))
    assert alerts(patient) == {}
    why = read(patient.place, "SELECT closed_why FROM alert WHERE follow_up_id = %s", patient.follow_up_id)
    assert why == [("answered",)]


@pytest.mark.parametrize(
    ("onset", "at_risk", "expected"),
    [
        (date(2027, 2, 26), False, ["13:00"] * 3 + ["12:00"] * 2),
        (date(2027, 2, 23), False, ["12:00"] * 5),
        (date(2027, 2, 16), False, ["13:00"] * 5),
        (None, False, ["13:00"] * 5),
        (date(2027, 2, 26), True, ["12:00"] * 5),
    ],
    ids=["watched from day 4", "watched at once", "watched no more", "unknown onset", "at risk"],
)
def test_silence_is_noticed_an_hour_earlier_on_days_to_watch_and_for_people_at_risk(place, onset, at_risk, expected):
    patient = include(place, onset_on=onset, at_risk=at_risk)
    live(paris(5, "23:00"))
    assert [moment[-5:] for moment in silences(patient)] == expected


def test_a_jump_of_fourteen_days_replays_eleven_reminders_in_their_order(patient):
    live(paris(15, "09:59"))
    days = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14]
    assert walls(patient, "reminder") == [("reminder", f"{day:02}/03 09:00") for day in days]
    assert len(sent(patient, "nudge")) == 11
    lived = read(
        patient.place, "SELECT array(SELECT jsonb_array_elements_text(detail->'done')) FROM journal WHERE action = 'follow_up.lived' AND subject_id = "
        "(SELECT subject_id FROM follow_up WHERE id = %s) ORDER BY id", patient.follow_up_id,
    )  # fmt: skip
    acts = [act for (done,) in lived for act in done]
    assert acts == ["invite", *["remind", "nudge", "silent"] * 11]


def test_a_jump_and_a_slow_clock_write_the_same_messages(place):
    jumped, slow = include(place), include(place, first_name="Josette", confirmed_duplicate=True)
    for hour in range(0, 14 * 24, 7):
        live(paris(1, "08:00") + timedelta(hours=hour))
    live(paris(15, "12:00"))
    assert sent(jumped) == sent(slow)
    assert len(sent(jumped)) == 1 + 2 * 11


def test_on_the_phone_channel_the_team_has_a_call_a_day_and_nothing_is_written(place):
    patient = include(place, channel="phone", contacts=(("landline", "04 72 00 00 09", ""),))
    live(paris(1, "09:00"))
    assert (alerts(patient), sent(patient)) == ({"call_due": (1, False)}, [])
    close(patient, now=paris(1, "15:00"))
    live(paris(2, "13:30"))
    assert (alerts(patient), sent(patient)) == ({"call_due": (1, False)}, [])


def test_somebody_who_can_no_longer_be_written_to_is_called(patient):
    read(patient.place, "UPDATE contact_point SET state = 'wrong' RETURNING id")
    live(paris(1, "09:00"))
    assert alerts(patient) == {"call_due": (1, False)}


@pytest.mark.parametrize(
    ("included", "first_message"),
    [
        (paris(0, "20:58"), "28/02 20:59"),
        (paris(0, "21:30"), "01/03 08:00"),
        (paris(1, "05:00"), "01/03 08:00"),
    ],
    ids=["evening", "night", "before dawn"],
)
def test_an_invitation_made_at_night_waits_for_the_morning(place, included, first_message):
    patient = include(place, now=included)
    assert walls(patient, "invitation") == [("invitation", first_message)]
    live(paris(1, "09:30"))
    assert walls(patient, "reminder") == [("reminder", "01/03 09:00")]


@pytest.mark.parametrize(
    ("territory", "zone", "first", "change"),
    [
        ("FR", "Europe/Paris", date(2027, 3, 25), "spring in Paris"),
        ("FR", "Europe/Paris", date(2027, 10, 27), "autumn in Paris"),
        ("PM", "America/Miquelon", date(2027, 3, 10), "spring in Saint-Pierre"),
        ("PM", "America/Miquelon", date(2027, 11, 3), "autumn in Saint-Pierre"),
        ("RE", "Indian/Reunion", date(2027, 3, 25), "no change in La Réunion"),
        ("PF", "Pacific/Tahiti", date(2027, 10, 27), "no change in Tahiti"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_every_reminder_of_fourteen_days_comes_at_nine_on_the_patients_wall(place, territory, zone, first, change):
    zone = ZoneInfo(zone)
    start = paris(1, "07:30", zone=zone, first=first)
    patient = include(place, now=start, territory=territory, onset_on=None)
    live(paris(16, "00:00", zone=zone, first=first))
    days = [first + timedelta(days=day - 1) for day in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14)]
    assert walls(patient, "reminder", zone=zone) == [("reminder", f"{day:%d/%m} 09:00") for day in days]
    assert silences(patient, zone=zone) == [f"{day:%d/%m} 13:00" for day in days]
    (offset,) = {str(due.utcoffset()) for _, due in sent(patient, "reminder")}
    assert offset == "0:00:00"


def test_the_hour_and_the_first_signs_can_change_and_the_rest_of_the_calendar_follows(patient):
    live(paris(1, "09:00"))
    professionally(change_follow_up, patient, now=paris(1, "09:30"), hour=time(10, 30), at_risk=True)
    live(paris(3, "00:00"))
    assert walls(patient, "reminder") == [("reminder", "01/03 09:00"), ("reminder", "02/03 10:30")]
    assert [moment[-5:] for moment in silences(patient)] == ["13:00", "12:00"]


def by_phone(place, **changes):
    contacts = (("landline", "04 72 00 00 09", ""), ("mobile", "06 12 34 56 78", ""))
    return include(place, channel="phone", contacts=contacts, **changes)


def mobile_of(patient):
    return read(patient.place, "SELECT id FROM contact_point WHERE kind = 'mobile'")[0][0]


def test_who_was_called_can_be_written_to_from_the_next_day_on(place):
    patient = by_phone(place)
    live(paris(1, "15:00"))
    professionally(change_follow_up, patient, now=paris(1, "15:00"), channel="sms", contact_id=mobile_of(patient))
    live(paris(2, "09:00"))
    assert walls(patient) == [("reminder", "02/03 09:00")]


def test_who_refused_to_be_written_to_is_not_written_to_by_a_change(place):
    patient = by_phone(place, agreement="refused")
    with pytest.raises(Invalid) as refused:
        professionally(change_follow_up, patient, now=paris(1, "15:00"), channel="sms", contact_id=mobile_of(patient))
    assert list(refused.value.fields) == ["channel"]
    assert follow_up(patient)["channel"] == "phone"


def test_a_worker_that_slept_through_a_silence_still_notices_it_though_somebody_acted_meanwhile(patient):
    live(paris(1, "11:30"))
    professionally(change_follow_up, patient, now=paris(2, "07:30"), at_risk=False)
    live(paris(2, "08:00"))
    assert alerts(patient) == {"silent": (1, False)}
    assert silences(patient) == ["01/03 13:00"]


def test_a_silence_that_was_over_before_anybody_noticed_it_is_no_task(patient):
    live(paris(1, "11:30"))
    send(patient, STABLE, now=paris(2, "07:30"), between=True)
    live(paris(2, "08:00"))
    assert alerts(patient) == {}


@pytest.mark.parametrize(
    "broken", ["UPDATE follow_up SET memory = 'x' WHERE id = %s RETURNING id",
               "DELETE FROM data_key WHERE subject_id = (SELECT subject_id FROM follow_up WHERE id = %s) RETURNING 1"],
    ids=["a broken seal", "a destroyed key"],
)  # fmt: skip
def test_a_follow_up_that_cannot_be_lived_does_not_stop_the_others(place, broken, caplog):
    lost, sound = include(place), include(place, first_name="Josette", confirmed_duplicate=True)
    read(place, broken, lost.follow_up_id)
    live(paris(3, "09:01"))
    assert len(sent(sound, "reminder")) == 3
    assert follow_up(lost)["wake_at"] == paris(3, "09:06")
    put_off = [one for one in caplog.records if one.levelname == "ERROR" and not one.exc_info]
    assert len(put_off) == 1, "once, however far the clock went"


def test_the_invitation_waits_for_the_end_of_the_undo(place):
    from chevet.usecases.include_patient import include_patient
    from tests.fixtures.care import Patient, inclusion

    included = include_patient(
        actor=place.actor, inclusion=inclusion(place), demonstration=True, now=NOON, machine_now=NOON
    )
    patient = Patient(place, included.follow_up_id, included.patient_id, NOON)
    live(NOON + minutes(0.99))
    assert (follow_up(patient)["state"], sent(patient)) == ("planned", [])
    live(NOON + minutes(1))
    assert (follow_up(patient)["state"], [kind for kind, _ in sent(patient)]) == ("active", ["invitation"])
