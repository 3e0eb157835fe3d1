"""What findings do to alerts, as facts: one row, one rule of the house."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chevet.alerts.kinds import ANSWERED_BY_HEARING
from chevet.alerts.rules import ORANGE, RED, TASK, Finding, LiveAlert, LiveEpisode, Standing, settle

NOON = datetime(2027, 3, 1, 11, tzinfo=UTC)
WAITS = NOON + timedelta(minutes=5)
MINUTES = {TASK: 480, ORANGE: 120, RED: 9}
LATER = NOON + timedelta(minutes=3)


def deadline_from(now):
    return lambda level: now + timedelta(minutes=MINUTES[level])


def found(kind="spo2", level=RED, *, waits=None, says="d'abord"):
    return Finding(kind, level, {"fr": says, "en": says}, waits, uuid4())


def settled(standing=None, *findings, heard=True, now=NOON, lowered=()):
    return settle(standing or Standing(), findings, heard=heard, now=now, deadline=deadline_from(now), lowered=lowered)


def standing(*findings, now=NOON, **changed):
    """Where a follow-up stands after these findings; `changed` are facts of the episode."""
    after = settled(None, *findings, now=now, heard=False).standing
    return replace(after, episode=replace(after.episode, **changed)) if changed else after


def tried(*findings, at=NOON):
    """… and somebody has called since."""
    return standing(*findings, attempted_at=at, climbs_at=None)


def levels(outcome):
    return {alert.kind: alert.level for alert in outcome.standing.live}


def test_nothing_found_opens_nothing():
    outcome = settled()
    assert (outcome.standing, outcome.raised, outcome.tell, outcome.episode_is_new) == (Standing(), False, False, False)


@pytest.mark.parametrize(("level", "told", "climbs"), [(TASK, False, False), (ORANGE, True, True), (RED, True, True)])
def test_a_new_kind_opens_an_episode_with_its_clock(level, told, climbs):
    outcome = settled(None, found(level=level))
    episode = outcome.standing.episode
    due = NOON + timedelta(minutes=MINUTES[level])
    assert (outcome.episode_is_new, outcome.raised, outcome.tell) == (True, True, told)
    assert (episode.level, episode.raised_at, episode.deadline_at) == (level, NOON, due)
    assert episode.climbs_at == (due if climbs else None)
    assert outcome.opened == {outcome.standing.of_kind("spo2").id}


def test_what_may_be_a_slip_of_the_finger_is_seen_but_told_to_nobody():
    outcome = settled(None, found(waits=WAITS))
    assert (outcome.standing.level, outcome.standing.to_confirm, outcome.tell) == (RED, True, False)


def test_a_certain_red_beside_a_waiting_one_is_told():
    outcome = settled(None, found(waits=WAITS), found("chest_pain"))
    assert (outcome.standing.to_confirm, outcome.tell) == (False, True)


@pytest.mark.parametrize(
    ("known", "again", "level", "raised"),
    [
        (found(level=ORANGE), found(level=ORANGE), ORANGE, False),
        (found(level=RED), found(level=RED), RED, False),
        (found(level=RED), found(level=ORANGE), RED, False),
        (found(level=ORANGE), found(level=RED), RED, True),
        (found(level=TASK), found(level=ORANGE), ORANGE, True),
        (found(waits=WAITS), found(waits=WAITS), RED, False),
        (found(waits=WAITS), found(), RED, True),
    ],
    ids=["same", "same red", "milder", "worse", "from task", "still waits", "confirmed"],
)
def test_the_same_kind_again_is_one_live_alert_at_the_worst_level(known, again, level, raised):
    outcome = settled(standing(known), again, now=LATER)
    (alert,) = outcome.standing.live
    assert (alert.level, alert.count, outcome.raised) == (level, 2, raised)
    assert (alert.opened_at, alert.last_at) == (NOON, LATER)
    assert (outcome.opened, outcome.changed) == (frozenset(), {alert.id})


def test_a_milder_finding_does_not_take_the_words_of_a_worse_one():
    outcome = settled(standing(found(says="grave")), found(level=ORANGE, says="léger"), now=LATER)
    assert outcome.standing.of_kind("spo2").reason["fr"] == "grave"


def test_a_milder_finding_does_not_end_a_wait():
    outcome = settled(standing(found(waits=WAITS)), found(level=ORANGE), now=LATER)
    assert outcome.standing.of_kind("spo2").confirm_by == WAITS


def test_a_second_alarming_measure_ends_the_wait_and_is_told():
    outcome = settled(standing(found(waits=WAITS)), found(), now=LATER)
    assert (outcome.standing.of_kind("spo2").confirm_by, outcome.standing.to_confirm, outcome.tell) == (
        None,
        False,
        True,
    )


def test_a_wait_does_not_start_again_on_what_was_confirmed():
    outcome = settled(standing(found()), found(waits=WAITS), now=LATER)
    assert (outcome.standing.of_kind("spo2").confirm_by, outcome.standing.to_confirm) == (None, False)


def test_an_orange_that_may_be_red_waits_for_its_second_measure():
    outcome = settled(
        standing(found("respiratory_rate", ORANGE)), found("respiratory_rate", RED, waits=WAITS), now=LATER
    )
    alert = outcome.standing.of_kind("respiratory_rate")
    assert (alert.level, alert.confirm_by, outcome.standing.to_confirm, outcome.tell) == (RED, WAITS, True, False)


def test_a_normal_second_measure_lowers_to_orange_and_never_closes():
    outcome = settled(standing(found(waits=WAITS)), lowered=[found(level=ORANGE, says="rassurant")], now=LATER)
    (alert,) = outcome.standing.live
    assert (alert.level, alert.confirm_by, alert.reason["fr"]) == (ORANGE, None, "rassurant")
    assert (outcome.standing.episode.level, outcome.standing.episode.closed_at, outcome.tell) == (ORANGE, None, True)
    assert outcome.standing.episode.deadline_at == LATER + timedelta(minutes=MINUTES[ORANGE])


def test_a_red_that_waits_no_more_is_not_lowered():
    outcome = settled(standing(found()), lowered=[found(level=ORANGE)], now=LATER)
    assert (levels(outcome), outcome.raised) == ({"spo2": RED}, False)


@pytest.mark.parametrize("kind", ["spo2", "to_read", "call_me", "withdrew", "undelivered", "end_decision", "details"])
def test_an_answer_without_findings_closes_no_alert(kind):
    before = standing(found(kind, TASK))
    outcome = settled(before)
    assert outcome.standing == before
    assert (outcome.changed, outcome.raised) == (frozenset(), False)


@pytest.mark.parametrize("kind", sorted(ANSWERED_BY_HEARING))
def test_what_only_said_that_nobody_was_heard_closes_when_somebody_is(kind):
    outcome = settled(standing(found(kind, TASK)), now=LATER)
    (alert,) = outcome.standing.alerts
    assert (alert.closed_at, alert.closed_why) == (LATER, "answered")
    assert outcome.standing.episode.closed_at == LATER


def test_silence_is_not_ended_by_an_answer_that_says_nothing():
    before = standing(found("silent", TASK))
    assert settled(before, heard=False, now=LATER).standing == before


def test_the_end_of_silence_leaves_the_other_alerts_and_their_episode():
    outcome = settled(standing(found("silent", TASK), found("spo2", ORANGE)), now=LATER)
    assert levels(outcome) == {"spo2": ORANGE}
    assert outcome.standing.episode.closed_at is None


def test_no_kind_but_those_of_silence_ever_closes_by_itself():
    assert sorted(ANSWERED_BY_HEARING) == ["call_due", "silent"]


def test_a_worse_finding_restarts_the_clock_but_never_grants_more_time():
    before = standing(found("mood", ORANGE))
    outcome = settled(before, found("spo2", RED), now=LATER)
    assert outcome.standing.episode.raised_at == LATER
    assert outcome.standing.episode.deadline_at == LATER + timedelta(minutes=MINUTES[RED])
    nearly = NOON + timedelta(minutes=119)
    outcome = settled(before, found("feeding", ORANGE), now=nearly)
    assert outcome.standing.episode.deadline_at == NOON + timedelta(minutes=120)


def test_a_red_has_its_own_minutes_when_something_lesser_was_late():
    """A task forgotten since noon does not make the red of this moment hours late."""
    much_later = NOON + timedelta(minutes=MINUTES[ORANGE] + 60)
    episode = settled(standing(found("mood", ORANGE)), found("spo2", RED), now=much_later).standing.episode
    assert episode.deadline_at == episode.climbs_at == much_later + timedelta(minutes=MINUTES[RED])


def test_the_same_finding_after_somebody_tried_restarts_the_clock():
    outcome = settled(tried(found(level=ORANGE)), found(level=ORANGE), now=LATER)
    episode = outcome.standing.episode
    due = LATER + timedelta(minutes=MINUTES[ORANGE])
    assert (outcome.raised, outcome.tell) == (True, True)
    assert (episode.attempted_at, episode.raised_at, episode.deadline_at, episode.climbs_at) == (None, LATER, due, due)


def test_the_same_finding_before_anybody_tried_leaves_the_clock():
    before = standing(found(level=ORANGE))
    outcome = settled(before, found(level=ORANGE), now=LATER)
    assert outcome.standing.episode == before.episode


def test_a_new_finding_brings_an_alert_that_had_climbed_back_to_the_team():
    outcome = settled(standing(found(level=ORANGE), rung=2, climbs_at=None), found("chest_pain"), now=LATER)
    assert (outcome.standing.episode.rung, outcome.tell) == (0, True)
    assert outcome.standing.episode.climbs_at == LATER + timedelta(minutes=MINUTES[RED])


def test_a_claim_outlives_a_new_finding_and_stops_no_clock():
    holder = uuid4()
    before = standing(found(level=ORANGE), claimed_by=holder, claimed_until=NOON + timedelta(minutes=10))
    episode = settled(before, found("chest_pain"), now=LATER).standing.episode
    assert (episode.claimed_by, episode.climbs_at) == (holder, LATER + timedelta(minutes=MINUTES[RED]))


def test_a_task_wakes_nobody_and_does_not_climb():
    outcome = settled(None, found("details", TASK))
    assert (outcome.tell, outcome.standing.episode.climbs_at) == (False, None)


@pytest.mark.parametrize("level", [ORANGE, RED])
def test_a_task_beside_an_alert_waits_with_it(level):
    for before in (standing(found(level=level)), tried(found(level=level))):
        outcome = settled(before, found("silent", TASK), heard=False, now=LATER)
        assert (outcome.standing.episode, outcome.raised) == (before.episode, False)
        assert levels(outcome) == {"spo2": level, "silent": TASK}


def test_a_second_task_renews_the_clock_of_the_first_after_an_attempt():
    outcome = settled(tried(found("silent", TASK)), found("silent", TASK), heard=False, now=LATER)
    assert (outcome.raised, outcome.standing.episode.attempted_at) == (True, None)


def one_sending(*findings):
    return [replace(finding, source_id=findings[0].source_id) for finding in findings]


def test_two_findings_of_one_kind_in_one_answer_are_one_alert():
    outcome = settled(None, *one_sending(found("temperature", ORANGE), found("temperature", RED)))
    (alert,) = outcome.standing.live
    assert (alert.level, alert.count, outcome.opened, outcome.changed) == (RED, 1, {alert.id}, frozenset())


def test_a_closed_alert_of_a_standing_is_not_live():
    alert = LiveAlert(uuid4(), "spo2", RED, 1, NOON, NOON, None, None, {}, closed_at=NOON, closed_why="handled")
    closed = Standing(LiveEpisode(uuid4(), RED, NOON, NOON, NOON), (alert,))
    assert (closed.live, closed.level, closed.of_kind("spo2")) == ((), 0, None)


def test_of_two_findings_as_bad_in_one_answer_the_first_speaks():
    worst, milder = (replace(found("spo2", RED), reason={"rule": rule}) for rule in ("worst", "milder"))
    (alert,) = settled(None, *one_sending(worst, milder)).standing.live
    assert alert.reason == {"rule": "worst"}


def test_what_a_person_dealt_with_is_closed_as_handled_and_nothing_else():
    known = standing(found(level=ORANGE), found("message", TASK), found("silent", TASK))
    outcome = settle(
        known, [], heard=False, resolved=("message",), now=LATER, deadline=deadline_from(LATER)
    )  # fmt: skip
    closed = [alert for alert in outcome.standing.alerts if alert.closed_at]
    assert [(alert.kind, alert.closed_at, alert.closed_why) for alert in closed] == [("message", LATER, "handled")]
    assert outcome.changed == {closed[0].id}
    assert (outcome.standing.episode, outcome.raised) == (known.episode, False)


def test_the_last_thing_dealt_with_closes_the_episode():
    known = standing(found("message", TASK))
    outcome = settle(known, [], heard=False, resolved=("message",), now=LATER, deadline=deadline_from(LATER))
    assert (outcome.standing.live, outcome.standing.episode.closed_at) == ((), LATER)


def test_dealing_with_what_is_not_there_changes_nothing():
    known = standing(found(level=RED))
    outcome = settle(known, [], heard=False, resolved=("message",), now=LATER, deadline=deadline_from(LATER))
    assert (outcome.standing, outcome.changed, outcome.raised) == (known, frozenset(), False)
