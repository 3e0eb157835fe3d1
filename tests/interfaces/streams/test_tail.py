"""Lines of the journal that commit late are told, once."""

from chevet.interfaces.streams.tail import MOST, REMEMBERED, Tail


def tail_after(*ids, at=0.0):
    tail = Tail()
    tail.begin(ids, at=at)
    return tail


def test_it_begins_after_the_newest_line_and_expects_the_gaps_among_the_last():
    tail = tail_after(9, 7, 6)
    assert (tail.last, set(tail.missing)) == (9, {8})


def test_an_empty_journal_begins_at_nothing():
    assert tail_after() == Tail()


def test_a_gap_is_expected_until_it_is_filled():
    tail = tail_after(5)
    tail.saw([8], at=1.0)
    assert (tail.last, set(tail.missing)) == (8, {6, 7})
    tail.saw([7], at=2.0)
    assert set(tail.missing) == {6}


def test_a_line_that_was_rolled_back_is_not_expected_for_ever():
    tail = tail_after(5)
    tail.saw([7], at=1.0)
    tail.saw([8], at=2.0 + REMEMBERED)
    assert tail.missing == {}


def test_a_jump_of_the_sequence_is_not_taken_for_a_crowd():
    tail = tail_after(5)
    tail.saw([1_000_000], at=1.0)
    assert len(tail.missing) == MOST
