"""Calls: who calls is seen, each outcome has its consequence, and a red that nobody reached is not forgotten."""

from datetime import date, timedelta

import pytest

from chevet.kernel.errors import Conflict, Invalid
from chevet.usecases.ask_advice import ask_advice, give_advice
from chevet.usecases.close_episode import AlreadyClosed
from chevet.usecases.correct_contact import correct_contact
from chevet.usecases.start_call import Calling, drop_call, start_call
from tests.fixtures.care import include
from tests.usecases.doing import (
    IN_DANGER,
    STABLE,
    UNWELL,
    alerts,
    call,
    claim,
    close,
    colleague,
    contact_id,
    danger,
    episode,
    follow_up,
    live,
    minutes,
    paris,
    professionally,
    read,
    send,
    sent,
    told,
)

AT = paris(1, "09:30")


def begin(patient, *, now, actor=None, **more):
    professionally(start_call, patient, now=now, actor=actor, **more)


def line(patient):
    sql = "SELECT call_back_at, muted_until, severity FROM worklist_line WHERE follow_up_id = %s"
    return read(patient.place, sql, patient.follow_up_id)[0]


def made(patient):
    return read(patient.place, "SELECT outcome, whom, at, ended_at FROM call ORDER BY at, outcome")


def test_two_people_never_call_the_same_person(patient):
    other = colleague(patient.place)
    danger(patient, now=AT)
    begin(patient, now=AT + minutes(1))
    with pytest.raises(Calling) as refused:
        begin(patient, now=AT + minutes(2), actor=other)
    assert (refused.value.by, refused.value.since) == ("Soignante 0", AT + minutes(1))
    call(patient, now=AT + minutes(4))
    begin(patient, now=AT + minutes(5), actor=other)
    assert [outcome for outcome, *_ in made(patient)] == ["reached", ""]


def test_an_attempt_counts_from_the_moment_at_which_the_call_began(patient):
    danger(patient, now=AT)
    begin(patient, now=AT + minutes(3))
    assert episode(patient)["attempted_at"] is None
    call(patient, now=AT + minutes(7))
    acted = read(patient.place, "SELECT red_at, attempted_at, first_acted_at FROM episode")
    assert acted == [(AT, AT + minutes(3), AT + minutes(3))]
    assert made(patient) == [("reached", "", AT + minutes(3), AT + minutes(7))]


def test_a_call_under_way_makes_the_climb_wait_once_and_not_longer(patient):
    danger(patient, now=AT)
    begin(patient, now=AT + minutes(8))
    live(AT + minutes(17))
    assert episode(patient)["rung"] == 0
    live(AT + minutes(18))
    assert episode(patient)["rung"] == 1, "the call was begun and nobody noted what came of it"


def test_a_call_begun_by_mistake_leaves_no_attempt_and_the_clock_as_it_was(patient):
    danger(patient, now=AT)
    before = episode(patient)["climbs_at"]
    begin(patient, now=AT + minutes(2))
    professionally(drop_call, patient, now=AT + minutes(3))
    assert (made(patient), episode(patient)["climbs_at"]) == ([], before)


def test_a_forgotten_call_keeps_nobody_from_calling_and_stays_in_the_history(patient):
    begin(patient, now=AT)
    begin(patient, now=AT + minutes(21), actor=colleague(patient.place))
    assert [outcome for outcome, *_ in made(patient)] == ["not_noted", ""]


def test_a_red_that_nobody_reached_is_tried_again_or_climbs(patient):
    danger(patient, now=AT)
    step = call(patient, now=AT + minutes(2), outcome="no_answer")
    assert (step.step, step.tries, step.at) == ("retry", 1, AT + minutes(4))
    assert line(patient)[0] == AT + minutes(4)
    live(AT + minutes(12))
    assert episode(patient)["rung"] == 0
    live(AT + minutes(13))
    assert episode(patient)["rung"] == 1


def test_the_person_to_call_comes_after_two_tries_and_then_the_samu(patient):
    danger(patient, now=AT)
    steps = [
        call(patient, now=AT + minutes(2), outcome="no_answer").step,
        call(patient, now=AT + minutes(4), outcome="voicemail").step,
        call(patient, now=AT + minutes(5), outcome="no_answer", whom="relative").step,
        call(patient, now=AT + minutes(8), outcome="transferred", whom="samu").step,
    ]
    assert steps == ["retry", "relative", "transfer", "none"]
    assert episode(patient)["climbs_at"] is None


def test_an_orange_is_tried_at_other_hours_and_never_handed_to_the_samu(patient):
    send(patient, UNWELL, now=AT)
    hours = (0.1, 1, 4, 5, 6)
    steps = [call(patient, now=AT + timedelta(hours=one), outcome="no_answer").step for one in hours[:3]]
    steps.append(call(patient, now=AT + timedelta(hours=hours[3]), outcome="no_answer", whom="relative").step)
    assert steps == ["retry", "retry", "relative", "retry"]


def test_a_promised_hour_is_a_task_due_then_and_ends_with_the_call(patient):
    at = paris(1, "14:30")
    call(patient, now=AT, outcome="call_back", call_back_at=at)
    assert (alerts(patient), line(patient)[0]) == ({"call_back": (1, False)}, at)
    assert read(patient.place, "SELECT deadline_at FROM episode") == [(at,)]
    call(patient, now=at)
    assert (alerts(patient), line(patient)) == ({}, (None, None, 0))


@pytest.mark.parametrize("hours", [None, -1, 24 * 8])
def test_an_hour_that_cannot_be_promised_is_refused(patient, hours):
    at = hours and AT + timedelta(hours=hours)
    with pytest.raises(Invalid) as refused:
        call(patient, now=AT, outcome="call_back", call_back_at=at)
    assert list(refused.value.fields) == ["call_back_at"]
    assert made(patient) == []


def test_a_wrong_number_falls_silent_until_it_is_corrected(patient):
    wrong = contact_id(patient)
    call(patient, now=AT, outcome="wrong_number", contact_id=wrong)
    assert alerts(patient) == {"wrong_person": (1, False)}
    assert read(patient.place, "SELECT state FROM contact_point") == [("wrong",)]
    assert read(patient.place, "SELECT revoked_why FROM access_link") == [("wrong_person",)]
    with pytest.raises(Invalid):
        professionally(correct_contact, patient, now=AT, kind="mobile", typed="06 12", wrong_id=wrong)
    assert professionally(
        correct_contact, patient, now=AT + minutes(5), kind="mobile", typed="06 12 34 56 70", wrong_id=wrong
    )
    assert (alerts(patient), contact_id(patient) == wrong) == ({}, False)


@pytest.mark.parametrize("outcome", ["hospitalised", "deceased"])
def test_hospital_and_death_hold_messages_at_once_with_a_day_to_look_again(patient, outcome):
    call(patient, now=AT, outcome=outcome)
    assert line(patient)[1] == date(2027, 3, 1) + timedelta(days={"hospitalised": 3, "deceased": 7}[outcome])
    live(paris(2, "19:00"))
    assert sent(patient, "reminder", "nudge") == []
    assert "silent" not in alerts(patient)


def test_what_is_found_while_somebody_calls_is_an_attempt_all_the_same(patient):
    danger(patient, now=AT)
    begin(patient, now=AT + minutes(1))
    danger(patient, now=AT + minutes(2), item="blue_lips")
    call(patient, now=AT + minutes(4))
    assert episode(patient)["attempted_at"] == AT + minutes(4)


def test_a_lease_that_ended_during_a_call_loses_nothing(patient):
    other = colleague(patient.place)
    danger(patient, now=AT)
    begin(patient, now=AT + minutes(1))
    claim(patient, now=AT + minutes(12), actor=other)
    call(patient, now=AT + minutes(13), outcome="reached", note="Respire mieux, مريم l'entend.")
    assert episode(patient)["claimed_by"] == other.account_id, "who took it meanwhile keeps it"
    assert [outcome for outcome, *_ in made(patient)] == ["reached"]


def test_a_note_of_a_hundred_thousand_letters_is_refused_and_nothing_is_written(patient):
    for act in (call, close):
        danger(patient, now=AT)
        with pytest.raises(Invalid) as refused:
            act(patient, now=AT, note="é" * 100_000)
        assert list(refused.value.fields) == ["note"]
    assert (made(patient), set(alerts(patient))) == ([], {"chest_pain"})


def test_advice_is_asked_of_the_second_line_and_comes_back_to_who_asked(patient):
    nurse, doctor = patient.place.actor, patient.place.stranger
    danger(patient, now=AT)
    professionally(ask_advice, patient, now=AT + minutes(2), of=doctor.account_id, question="SAMU ?")
    assert set(alerts(patient)) == {"chest_pain", "advice_asked"}
    with pytest.raises(Conflict):
        professionally(ask_advice, patient, now=AT + minutes(3), of=doctor.account_id, question="Encore ?")
    professionally(give_advice, patient, now=AT + minutes(4), actor=doctor, answer="Oui, tout de suite.")
    assert set(alerts(patient)) == {"chest_pain", "advice_given"}
    assert (episode(patient)["attempted_at"], episode(patient)["raised_at"]) == (None, AT), "only a call stops it"
    assert [kind for kind, _due in sent(patient, "advice_asked", "advice_given")] == ["advice_asked", "advice_given"]
    assert nurse.account_id != doctor.account_id


def test_asking_sends_no_word_of_the_question(patient):
    from chevet.kernel.tenancy import acting
    from chevet.notifications.models import Message
    from chevet.notifications.parcels import opened

    professionally(ask_advice, patient, now=AT, of=patient.place.stranger.account_id, question="Douleur du thorax")
    sql = "SELECT m.*, k.family, k.generation, k.wrapped FROM message m JOIN data_key k ON k.subject_id = m.key_id"
    with acting(patient.place.scope):
        (row,) = Message.objects.raw(f"{sql} WHERE m.kind = 'advice_asked'")
        text = opened(row, row.kind).text
    assert text.startswith("Avis demandé\n\n") or text.startswith("Avis demandé")
    assert ("thorax" in text, f"/pro/follow-ups/{patient.follow_up_id}" in text) == (False, True)


def test_closing_keeps_what_asks_for_an_act_of_its_own(patient):
    from tests.usecases.doing import write

    send(patient, IN_DANGER, now=AT)
    write(patient, "Puis-je sortir ?", now=AT + minutes(1))
    assert close(patient, now=AT + minutes(3), useful=True) is False
    assert (alerts(patient), episode(patient)["level"]) == ({"message": (1, False)}, 1)
    assert read(patient.place, "SELECT useful FROM episode ORDER BY opened_at") == [(True,), (None,)]
    with pytest.raises(Conflict):
        close(patient, now=AT + minutes(4))
    assert close(patient, now=AT + minutes(5), also=["message"]) is True
    assert (alerts(patient), follow_up(patient)["state"]) == ({}, "active")


def test_the_second_of_two_who_close_reads_why(patient):
    danger(patient, now=AT)
    close(patient, now=AT + minutes(2))
    with pytest.raises(AlreadyClosed, match="déjà clôturé"):
        close(patient, now=AT + minutes(3), actor=colleague(patient.place), note="Ma note")


def test_the_same_orange_within_twelve_hours_of_its_closing_rings_nobody_and_comes_back(place):
    patient = include(place)
    send(patient, UNWELL, now=AT)
    close(patient, now=AT + minutes(20))
    rung = sum(told(patient).values())
    send(patient, UNWELL, now=AT + timedelta(hours=3), between=True)
    assert (alerts(patient)["breathlessness"][0], sum(told(patient).values())) == (2, rung)
    danger(patient, now=AT + timedelta(hours=4))
    assert sum(told(patient).values()) == rung + 1, "a red always rings"
    close(patient, now=AT + timedelta(hours=5))
    send(patient, UNWELL, now=AT + timedelta(hours=18), between=True)
    assert sum(told(patient).values()) > rung + 1, "twelve hours are over"


def test_a_next_try_is_forgotten_once_she_is_heard(patient):
    live(paris(1, "17:00"))
    assert "silent" in alerts(patient)
    call(patient, now=paris(1, "17:05"), outcome="no_answer")
    assert line(patient)[0] == paris(1, "19:05")
    send(patient, STABLE, now=paris(1, "17:30"))
    assert (alerts(patient), line(patient)[0]) == ({}, None)


def test_silence_is_called_about_sooner_where_it_is_watched_more_closely(place):
    from datetime import date as day

    watched = include(place, onset_on=day(2027, 2, 22))
    usual = include(place, first_name="Josette", confirmed_duplicate=True, onset_on=day(2027, 2, 28))
    live(paris(1, "18:00"))
    assert (episode(watched)["deadline_at"], episode(usual)["deadline_at"]) == (paris(1, "13:00"), paris(1, "20:00"))


def test_the_nudge_goes_to_the_other_channel_too(place):
    both = (("mobile", "06 12 34 56 78", ""), ("email", "odile@exemple.fr", ""))
    include(place, contacts=both)
    live(paris(1, "18:00"))
    rows = read(place, "SELECT kind, channel FROM message WHERE kind IN ('reminder', 'nudge') ORDER BY kind, channel")
    assert rows == [("nudge", "email"), ("nudge", "sms"), ("reminder", "sms")]
