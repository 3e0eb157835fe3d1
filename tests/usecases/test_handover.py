"""The hand-over: what the sheet says, who signs, what happens when two sign at once, and what is forgotten."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connections

from chevet.handover.models import Sheet
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.models import DataKey
from chevet.kernel.tenancy import acting
from chevet.usecases.erase_record import erase_record
from chevet.usecases.forget_handovers import KEPT, forget_handovers
from chevet.usecases.give_handover import draft_handover, give_handover
from chevet.usecases.read_handovers import handovers_of, read_handover, waiting_handovers
from chevet.usecases.snooze_episode import snooze_episode
from chevet.usecases.take_handover import take_handover
from tests.fixtures.care import include, make_place

from .doing import IN_DANGER, STABLE, UNWELL, call, claim, minutes, professionally, read, send


def someone(place, name: str, answers, *, at):
    patient = include(
        place, now=at - minutes(60 * 26), first_name=name, birth_name=f"Essai {name}", confirmed_duplicate=True
    )
    send(patient, answers, now=at)
    return patient


@pytest.fixture
def at(patient):
    return patient.at(day=2)


def sections(place, now) -> list[tuple[str, str]]:
    draft = draft_handover(actor=place.actor, team_id=place.team_id, now=now, machine_now=now)
    return [(one.facts.section, one.line.name.split()[0]) for one in draft.entries]


def give(place, now, actor=None, **more):
    return give_handover(actor=actor or place.actor, team_id=place.team_id, now=now, machine_now=now, **more)


def colleague(place):
    """Another person of the same team."""
    return replace(place.actor, account_id=place.stranger.account_id)


def test_open_reds_are_named_first_and_who_is_well_is_not_named(place, at):
    someone(place, "Verte", STABLE, at=at)
    someone(place, "Orange", UNWELL, at=at)
    held = someone(place, "Prise", UNWELL, at=at)
    claim(held, now=at)
    aside = someone(place, "Attente", UNWELL, at=at)
    call(aside, now=at + minutes(1))
    later = {"until": at + minutes(50), "why": "doctor", "note": "le Dr Roux rappelle"}
    professionally(snooze_episode, aside, now=at + minutes(2), **later)
    promised = someone(place, "Rappel", UNWELL, at=at)
    call(promised, now=at + minutes(1), outcome="call_back", call_back_at=at + minutes(90))
    someone(place, "Rouge", IN_DANGER, at=at)
    found = sections(place, at + minutes(3))
    assert found == [
        ("red", "Rouge"), ("call_back", "Rappel"), ("taken", "Prise"), ("orange", "Orange"), ("aside", "Attente"),
    ]  # fmt: skip


def test_the_sheet_keeps_what_was_true_and_what_was_written(place, at):
    red = someone(place, "Rouge", IN_DANGER, at=at)
    sheet_id = give(place, at + minutes(5), note="Bonne nuit.", words={red.follow_up_id: "Sa fille arrive à 22 h."})
    call(red, now=at + minutes(6))
    view = read_handover(actor=place.actor, sheet_id=sheet_id, machine_now=at)
    ((row, facts),) = view.people
    assert (view.note, view.head.reds, row.first_name) == ("Bonne nuit.", 1, "Rouge")
    assert (facts.severity, facts.since, facts.acted_at, facts.word) == (3, at, None, "Sa fille arrive à 22 h.")
    assert facts.why[0]["fr"] and facts.why[0]["en"]


def test_nothing_of_it_is_stored_in_clear(place, at):
    red = someone(place, "Rouge", IN_DANGER, at=at)
    give(place, at, note="MOT-POUR-TOUS", words={red.follow_up_id: "MOT-SUR-ELLE"})
    whole = read(place, "SELECT s::text FROM handover_sheet s UNION ALL SELECT l::text FROM handover_line l")
    found = "".join(text for (text,) in whole)
    assert found and not any(
        word.encode().hex() in found or word in found for word in ("MOT-POUR-TOUS", "MOT-SUR-ELLE")
    )


def test_the_next_one_signs_and_the_team_may_hand_over_again(place, at):
    someone(place, "Orange", UNWELL, at=at)
    first = give(place, at + minutes(1))
    assert [one.id for one in waiting_handovers(actor=colleague(place))] == [first]
    with pytest.raises(Conflict):
        give(place, at + minutes(2), actor=colleague(place))
    take_handover(actor=colleague(place), sheet_id=first, now=at + minutes(3), machine_now=at)
    assert waiting_handovers(actor=place.actor) == []
    with pytest.raises(Conflict):
        take_handover(actor=place.actor, sheet_id=first, now=at + minutes(4), machine_now=at)
    second = give(place, at + minutes(500), actor=colleague(place))
    heads = handovers_of(actor=place.actor, team_id=place.team_id)
    assert [one.id for one in heads] == [second, first]
    assert (heads[1].giver, heads[1].taker, heads[1].taken_at) == ("Soignante 0", "Soignante 1", at + minutes(3))


@pytest.mark.parametrize("act", ["give", "take"])
def test_of_two_who_sign_at_once_one_wins_and_the_other_is_told(own_database, act):
    place = make_place()
    patient = include(place)
    now = patient.at(day=2)
    send(patient, UNWELL, now=now)
    sheet_id = give(place, now) if act == "take" else None
    barrier, outcomes = Barrier(2), []

    def sign(actor) -> None:
        barrier.wait()
        try:
            if act == "give":
                give(place, now, actor=actor)
            else:
                take_handover(actor=actor, sheet_id=sheet_id, now=now, machine_now=now)
            outcomes.append("signed")
        except Conflict as refusal:
            outcomes.append(refusal.sentence)
        finally:
            connections.close_all()

    threads = [Thread(target=sign, args=(actor,)) for actor in (place.actor, colleague(place))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one == "signed" for one in outcomes) == [False, True]
    sheets = read(place, "SELECT taken_by IS NOT NULL FROM handover_sheet")
    assert sheets == [(act == "take",)]


def test_a_long_word_is_refused_before_anything_is_written(place, patient, at):
    for typed in ({"note": "x" * 4_001}, {"words": {patient.follow_up_id: "x" * 301}}):
        with pytest.raises(Invalid):
            give(place, at, **typed)
    assert read(place, "SELECT count(*) FROM handover_sheet") == [(0,)]


def test_not_her_team_is_not_found(place, at):
    sheet_id = give(place, at)
    asked = {"now": at, "machine_now": at}
    for act in (
        lambda: draft_handover(actor=place.stranger, team_id=place.team_id, **asked),
        lambda: give_handover(actor=place.stranger, team_id=place.team_id, **asked),
        lambda: handovers_of(actor=place.stranger, team_id=place.team_id),
        lambda: read_handover(actor=place.stranger, sheet_id=sheet_id, machine_now=at),
        lambda: take_handover(actor=place.stranger, sheet_id=sheet_id, **asked),
    ):
        with pytest.raises(NotFound):
            act()
    assert waiting_handovers(actor=place.stranger) == []


def test_a_forgotten_record_leaves_every_sheet(place, at):
    red = someone(place, "Rouge", IN_DANGER, at=at)
    someone(place, "Orange", UNWELL, at=at)
    sheet_id = give(place, at, note="Bonne nuit.", words={red.follow_up_id: "Sa fille arrive."})
    ((subject,),) = read(place, "SELECT subject_id FROM follow_up WHERE id = %s", red.follow_up_id)
    erase_record(
        subject_id=subject, organisation_id=place.organisation_id, why="request", dry_run=False, now=at, machine_now=at
    )
    view = read_handover(actor=place.actor, sheet_id=sheet_id, machine_now=at)
    assert [row.first_name for row, _facts in view.people] == ["Orange"]
    assert view.note == "Bonne nuit."


def test_after_a_season_a_sheet_goes_with_its_key_and_a_newer_one_stays(place, at):
    old = give(place, at, note="Bonne nuit.")
    take_handover(actor=place.actor, sheet_id=old, now=at, machine_now=at)
    new = give(place, at + minutes(60 * 24), note="Bonne nuit.")
    assert forget_handovers(now=at + KEPT + minutes(60)) == 1
    assert [one.id for one in handovers_of(actor=place.actor, team_id=place.team_id)] == [new]
    with acting(place.scope):
        assert set(DataKey.objects.filter(subject_id__in=[old, new]).values_list("subject_id", flat=True)) == {new}


def test_who_let_her_hold_end_holds_nothing(place, at):
    held = someone(place, "Prise", UNWELL, at=at)
    claim(held, now=at)
    assert sections(place, at + minutes(9)) == [("taken", "Prise")]
    assert sections(place, at + minutes(11)) == [("orange", "Prise")]


def test_a_sheet_is_sealed_under_a_key_of_its_own(place, at):
    sheet_id = give(place, at, note="Bonne nuit.")
    with acting(place.scope):
        key = DataKey.objects.get(subject_id=sheet_id)
        assert (key.family, Sheet.objects.get().id) == ("organisation", sheet_id)
