"""Rehearsals: one synthetic person over a whole follow-up."""

import time as machine
from collections import Counter
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from chevet.notifications.gsm7 import is_gsm7
from chevet.pathways.library import load, shipped
from chevet.pathways.profiles import PROFILES
from chevet.pathways.simulate import simulate

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 3, 20, 6, 30, tzinfo=UTC)  # 07:30 in Paris


def rehearse(profile, *, pathway="covid-medical", seed=1, zone=PARIS, start=START, **options):
    return simulate(load(pathway), profile=profile, seed=seed, start=start, zone=zone, **options)


def texts(events, kind):
    return [event.text.fr for event in events if event.kind == kind]


@pytest.mark.parametrize("pathway", shipped())
@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_can_be_rehearsed_on_every_pathway(pathway, profile):
    events = rehearse(profile, pathway=pathway)
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[-1].kind == "end"
    assert all("{" not in event.text.fr + event.text.en for event in events)
    assert all(is_gsm7(text.replace("…", "")) for text in texts(events, "message"))


def test_the_same_seed_tells_the_same_story_and_another_seed_another():
    assert rehearse("recovering", seed=7) == rehearse("recovering", seed=7)
    assert rehearse("recovering", seed=7) != rehearse("recovering", seed=8)


def test_somebody_who_stays_well_is_reminded_eleven_times_and_ends_by_itself():
    events = rehearse("stable")
    days = [event.day for event in events if event.kind == "answer"]
    assert days == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14]
    assert (texts(events, "alert"), texts(events, "end")) == ([], ["Fin du suivi, automatique."])
    assert [event.level for event in events if event.level is not None] == [0] * 11


def test_messages_keep_to_the_hour_and_to_one_reminder_a_day():
    events = rehearse("stable", hour=time(8, 30))
    reminders = [event.at for event in events if event.text.fr.startswith("Votre équipe : vos questions")]
    assert {at.time() for at in reminders} == {time(8, 30)}
    assert set(Counter(at.date() for at in reminders).values()) == {1}
    assert [at.isoformat()[5:10] for at in reminders] == [
        "03-20", "03-21", "03-22", "03-23", "03-24", "03-25", "03-26", "03-27", "03-29", "03-31", "04-02",
    ]  # fmt: skip


def test_an_invitation_made_at_night_waits_for_the_morning():
    events = rehearse("stable", start=datetime(2026, 3, 20, 22, 0, tzinfo=UTC))
    assert f"{events[0].at:%d %H:%M} {events[0].kind}" == "21 08:00 message"


def test_a_reassuring_second_measure_leaves_an_orange_alert_and_a_human_to_end():
    events = rehearse("recovering")
    spo2 = [text for text in texts(events, "alert") if "Saturation" in text]
    assert [text.split("]")[0] for text in spo2] == ["[rouge, à confirmer", "[orange"]
    assert "La seconde mesure est rassurante" in spo2[1]
    assert "mesurez de nouveau" in " ".join(texts(events, "screen"))
    assert texts(events, "end") == ["Dernier jour passé : un professionnel décide."]


def test_somebody_who_worsens_reaches_the_emergency_and_is_told_to_call():
    events = rehearse("deteriorating")
    alerts = texts(events, "alert")
    assert "[rouge] Respire beaucoup moins bien depuis hier." in alerts
    assert any(text.endswith("sous 90 %.") for text in alerts)
    last_screen = texts(events, "screen")[-1]
    assert last_screen.startswith("Appelez le 15 ou le 112 maintenant.")


def test_silence_is_noticed_at_noon_while_watched_and_at_one_afterwards():
    silences = [(event.day, f"{event.at:%H:%M}") for event in rehearse("silent") if event.kind == "silence"]
    assert silences == [(4, "12:00"), (5, "12:00"), (6, "12:00"), (7, "12:00"), (8, "12:00"), (10, "12:00"),
                        (12, "13:00"), (14, "13:00")]  # fmt: skip


def test_lung_disease_is_judged_on_its_own_target():
    events = rehearse("copd")
    assert next(text for text in texts(events, "alert") if "Saturation" in text) == (
        "[rouge] Saturation à 87 %, sous la cible personnelle (88 %)."
    )
    assert sorted({event.day for event in events if event.kind == "alert"}) == [6]
    assert [event.day for event in events if event.kind == "answer"] == [*range(1, 11), 12, 14]


@pytest.mark.parametrize("zone", ["Pacific/Tahiti", "Pacific/Noumea", "America/Miquelon"])
def test_dates_are_those_of_the_person(zone):
    events = rehearse("stable", zone=ZoneInfo(zone))
    reminders = [event.at for event in events if "vos questions" in event.text.fr]
    assert {(at.time(), str(at.tzinfo)) for at in reminders} == {(time(9), zone)}


def test_an_unknown_profile_is_named():
    with pytest.raises(KeyError, match="lazy"):
        rehearse("lazy")


def test_a_rehearsal_takes_less_than_a_tenth_of_a_second():
    rehearse("deteriorating")
    began = machine.process_time()
    rehearse("deteriorating", seed=2)
    assert machine.process_time() - began < 0.1
