"""Who holds an episode, what is put aside, and what brings it back."""

from datetime import timedelta

import pytest

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.people.actors import Actor
from chevet.people.models import Role
from chevet.usecases.change_follow_up import change_follow_up
from chevet.usecases.claim_episode import Held, assign_episode, renew_claim
from chevet.usecases.open_task import release_claims
from chevet.usecases.read_worklist import Asked, read_changed_lines, read_worklist
from chevet.usecases.snooze_episode import end_snoozes, snooze_episode
from tests.fixtures.care import NOON
from tests.interfaces.pro.colleagues import hire
from tests.usecases.doing import IN_DANGER, UNWELL, call, claim, minutes, professionally, read, send

AT = NOON + minutes(120)


@pytest.fixture
def colleague(place):
    account = hire(place, "agent").account
    return Actor(account.id, place.organisation_id, Role.AGENT, account.name, frozenset({place.team_id}))


def lines(place, view="to_do", *, now, actor=None, **asked):
    page = read_worklist(
        actor=actor or place.actor, team_id=place.team_id, asked=Asked(view=view, **asked), now=now, machine_now=now
    )
    return [line.name for line in page.lines]


def aside(patient, *, now, until, actor=None, why="doctor", note=""):
    return professionally(snooze_episode, patient, now=now, actor=actor, until=until, why=why, note=note)


def test_who_loses_reads_who_won(patient, colleague):
    send(patient, UNWELL, now=AT)
    claim(patient, now=AT)
    with pytest.raises(Held) as refused:
        claim(patient, now=AT + minutes(9), actor=colleague)
    assert refused.value.holder == patient.place.actor.name
    claim(patient, now=AT + minutes(10), actor=colleague)
    assert read(patient.place, "SELECT held_by FROM worklist_line") == [(colleague.account_id,)]


def test_work_renews_the_lease_and_only_hers(patient, colleague):
    send(patient, UNWELL, now=AT)
    claim(patient, now=AT)
    hers = {"follow_up_id": patient.follow_up_id}
    renew_claim(actor=patient.place.actor, **hers, machine_now=AT + minutes(8))
    with pytest.raises(NotFound):
        renew_claim(actor=colleague, **hers, machine_now=AT + minutes(8))
    release_claims(now=AT + minutes(17), machine_now=AT + minutes(17))
    assert lines(patient.place, "mine", now=AT) == ["Odile DUPONT-MÉNARD"]
    release_claims(now=AT + minutes(18), machine_now=AT + minutes(18))
    assert lines(patient.place, "mine", now=AT) == []


def test_what_is_put_aside_leaves_the_list_and_comes_back_at_its_hour(patient):
    send(patient, UNWELL, now=AT)
    back = aside(patient, now=AT, until=AT + minutes(30), note="rappelle à 10 h")
    assert back == AT + minutes(30)
    assert [lines(patient.place, view, now=AT + minutes(29)) != [] for view in ("to_do", "aside", "mine", "team")] == [
        False, True, True, True,
    ]  # fmt: skip
    assert lines(patient.place, now=AT + minutes(30)) != [], "also where no worker is up"
    assert end_snoozes(now=AT + minutes(29), machine_now=AT) == 0
    assert end_snoozes(now=AT + minutes(30), machine_now=AT) == 1
    assert read(patient.place, "SELECT snoozed_until, snooze FROM worklist_line") == [(None, None)]


def test_a_red_is_never_hidden_past_its_clock(patient):
    send(patient, IN_DANGER, now=AT)
    assert aside(patient, now=AT, until=AT + minutes(60)) == AT + minutes(9)
    send(patient, IN_DANGER, now=AT + minutes(1), between=True)
    with pytest.raises(Conflict, match="passé"):
        aside(patient, now=AT + minutes(10), until=AT + minutes(20))
    call(patient, now=AT + minutes(11), outcome="no_answer")
    assert aside(patient, now=AT + minutes(11), until=AT + minutes(41)) == AT + minutes(41)


def test_something_worse_ends_it_starts_the_clock_and_tells_who_put_it_aside(patient):
    send(patient, UNWELL, now=AT)
    aside(patient, now=AT, until=AT + minutes(60))
    send(patient, UNWELL, now=AT + minutes(5), between=True)
    assert lines(patient.place, now=AT + minutes(6)) == [], "the same again changes nothing"
    before = read(patient.place, "SELECT count(*) FROM message WHERE kind = 'alert'")
    send(patient, IN_DANGER, now=AT + minutes(10), between=True)
    assert lines(patient.place, now=AT + minutes(10)) == ["Odile DUPONT-MÉNARD"]
    assert read(patient.place, "SELECT deadline_at FROM episode") == [(AT + minutes(19),)]
    assert read(patient.place, "SELECT count(*) FROM message WHERE kind = 'alert'")[0][0] > before[0][0]


def test_a_colleague_takes_what_was_put_aside(patient, colleague):
    send(patient, UNWELL, now=AT)
    aside(patient, now=AT, until=AT + minutes(60))
    claim(patient, now=AT + minutes(2), actor=colleague)
    assert lines(patient.place, now=AT + minutes(2)) != []


@pytest.mark.parametrize(
    ("until", "why", "note"),
    [(AT, "doctor", ""), (AT + timedelta(hours=25), "doctor", ""), (AT + minutes(5), "tea", ""), (AT + minutes(5), "doctor", "x" * 501)],
)  # fmt: skip
def test_what_cannot_be_accepted_hides_nothing(patient, until, why, note):
    send(patient, UNWELL, now=AT)
    with pytest.raises(Invalid):
        aside(patient, now=AT, until=until, why=why, note=note)
    assert lines(patient.place, now=AT) != []


def test_a_line_is_given_to_a_colleague_of_the_team_and_to_nobody_else(patient, colleague):
    send(patient, UNWELL, now=AT)
    professionally(assign_episode, patient, now=AT, to=colleague.account_id)
    assert lines(patient.place, "mine", now=AT, actor=colleague) == ["Odile DUPONT-MÉNARD"]
    with pytest.raises(Held):
        claim(patient, now=AT + minutes(30))
    with pytest.raises(NotFound):
        professionally(assign_episode, patient, now=AT, actor=colleague, to=patient.place.stranger.account_id)


def test_filters_narrow_a_view_and_counts_follow_what_is_put_aside(patient):
    send(patient, UNWELL, now=AT)
    place = patient.place
    found = [
        lines(place, now=AT, **asked) != []
        for asked in ({"severities": (2,)}, {"severities": (3, 1)}, {"pathway": "covid-medical"}, {"pathway": "x"}, {"at_risk": True})
    ]  # fmt: skip
    assert found == [True, False, True, False, False]
    professionally(change_follow_up, patient, now=AT, at_risk=True)
    assert lines(place, now=AT, at_risk=True) != []
    counts = read_worklist(actor=place.actor, team_id=place.team_id, now=AT, machine_now=AT).counts
    assert (counts.orange, counts.to_do, counts.aside, counts.team) == (1, 1, 0, None)
    aside(patient, now=AT, until=AT + minutes(30))
    page = read_worklist(actor=place.actor, team_id=place.team_id, asked=Asked(view="team"), now=AT, machine_now=AT)
    assert (page.counts.orange, page.counts.to_do, page.counts.aside, page.counts.team) == (0, 0, 1, 1)
    assert page.counts.of("mine", account_id=place.actor.account_id) == 1


def test_what_changed_is_read_for_its_own_team_only(patient):
    send(patient, UNWELL, now=AT)
    place, one = patient.place, patient.follow_up_id
    mine, other = read_changed_lines(changed={place.team_id: {one}, place.second_line_id: {one}}, now=AT)
    if mine.team_id != place.team_id:
        mine, other = other, mine
    assert ([line.follow_up_id for line in mine.lines], mine.gone) == ([one], frozenset())
    assert (other.lines, other.gone) == ((), {one})
