"""The table of moves, and receipts in every order."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chevet.notifications.states import (
    ALLOWED,
    MOVES,
    RECEIPTS,
    SETTLED,
    ForbiddenMove,
    Report,
    State,
    after_receipt,
    check_move,
)

FORBIDDEN = sorted(set(product(State, State)) - ALLOWED)


def test_no_move_is_written_twice():
    assert len(MOVES) == len(ALLOWED)


@pytest.mark.parametrize(("source", "target"), FORBIDDEN)
def test_every_move_outside_the_table_is_refused(source, target):
    with pytest.raises(ForbiddenMove, match=f"^{source} → {target}$"):
        check_move(source=source, target=target)


@pytest.mark.parametrize(("source", "target"), sorted(ALLOWED))
def test_every_move_of_the_table_is_allowed(source, target):
    check_move(source=source, target=target)


def test_nothing_leaves_a_settled_state():
    assert {move.source for move in MOVES} == set(State) - SETTLED


def test_every_receipt_moves_along_the_table():
    assert {(source, target) for (source, _), target in RECEIPTS.items()} <= ALLOWED


def test_receipts_in_the_usual_order_lead_to_delivered():
    assert after_receipt(state=State.LEASED, report=Report.ACCEPTED) is State.HANDED
    assert after_receipt(state=State.HANDED, report=Report.DELIVERED) is State.DELIVERED


@pytest.mark.parametrize("late", [Report.ACCEPTED, Report.FAILED, Report.DELIVERED, Report.UNKNOWN])
def test_a_late_receipt_never_takes_a_delivery_back(late):
    assert after_receipt(state=State.DELIVERED, report=late) is State.DELIVERED


@pytest.mark.parametrize("report", list(Report))
def test_a_cancelled_message_stays_cancelled_whatever_is_reported(report):
    assert after_receipt(state=State.CANCELLED, report=report) is State.CANCELLED


def test_a_failure_of_an_earlier_try_does_not_stop_the_next_one():
    assert after_receipt(state=State.NEW, report=Report.FAILED) is State.NEW


@given(st.sampled_from(list(State)), st.lists(st.sampled_from(list(Report)), max_size=6))
def test_the_same_receipts_twice_change_nothing_more(start, reports):
    once = _after_all(start, reports)
    assert _after_all(once, reports) is once
    assert Report.DELIVERED not in reports or once in SETTLED


def _after_all(state, reports):
    for report in reports:
        state = after_receipt(state=state, report=report)
    return state
