"""What may be asked and in which words; the table of moves."""

from datetime import timedelta
from uuid import UUID

import pytest

from chevet.kernel.errors import Invalid
from chevet.kernel.identifiers import new_id
from chevet.payments.port import Outcome, Standing
from chevet.payments.rules import amount_read, checked_act, is_billed, neutral_label, reference_of
from chevet.payments.states import MOVES, ForbiddenMove, State, check_move
from chevet.payments.verdicts import Asked, Verdict, ask_again_at, judge
from tests.fixtures.care import NOON

ASKED = Asked("ABC", 2500, "EUR", NOON)


@pytest.mark.parametrize("label", ["Règlement", "Service à distance", "Acompte 2", "Facture B12"])
def test_a_neutral_label_is_kept(label):
    assert neutral_label(f"  {label} ") == label


@pytest.mark.parametrize(
    "label",
    [
        "Consultation", "Téléconsultation", "Dr Ferrand", "Cardiologie", "CHU de Lyon", "Hôpital", "Psy", "Soins",
        "Médecin traitant", "Règlement Ferrand", "Suivi", "Addictologie", "Clinique", "ab", "Règlement, merci", "a" * 23,
        "", "<b>Service</b>", "Règlement Tilleuls",
    ],
)  # fmt: skip
def test_a_label_that_tells_who_or_what_for_is_refused(label):
    with pytest.raises(Invalid):
        neutral_label(label, names=["Amel Ferrand", "Hôpital des Tilleuls", "Psy adultes"])


@pytest.mark.parametrize(
    ("typed", "cents"), [("25", 2500), ("25,5", 2550), (" 25.50 € ", 2550), ("1", 100), ("1 000", 100_000)]
)
def test_sums_are_read_as_people_write_them(typed, cents):
    assert amount_read(typed) == cents


@pytest.mark.parametrize("typed", ["", "0", "0,99", "-25", "25,555", "1000,01", "vingt", "2 5,", "1e3", "٢٥"])
def test_odd_sums_are_refused(typed):
    with pytest.raises(Invalid):
        amount_read(typed)


def test_a_code_of_an_act_is_short_and_plain():
    assert checked_act(" tcg ") == "TCG"
    with pytest.raises(Invalid):
        checked_act("=HYPERLINK")


def test_a_telephone_call_is_not_billed_as_a_teleconsultation():
    assert [is_billed(one) for one in ("video", "audio", "", "phone", "none")] == [True, True, True, False, False]


def test_references_tell_nothing_and_do_not_repeat():
    made = [new_id() for _ in range(2000)]
    assert len({reference_of(one) for one in made}) == 2000
    assert all(len(reference_of(one)) == 12 and reference_of(one).isalnum() for one in made)
    same_hour = UUID(int=made[0].int ^ 1), made[0]
    assert reference_of(same_hour[0])[3:] == reference_of(same_hour[1])[3:] != ""  # only random bits count


def test_money_that_comes_always_finds_its_way_to_paid():
    ways = {move.source for move in MOVES if move.target is State.PAID}
    assert ways == set(State) - {State.PAID}


@pytest.mark.parametrize(
    ("source", "target"),
    [(State.PAID, State.EXEMPT), (State.PAID, State.CANCELLED), (State.REFUNDED, State.OPENED), (State.RELEASED, State.OPENED),
     (State.REFUNDED, State.REFUNDING), (State.ASKED, State.REFUNDING), (State.PAID, State.FAILED)],
)  # fmt: skip
def test_what_is_not_in_the_table_is_forbidden(source, target):
    with pytest.raises(ForbiddenMove):
        check_move(source=source, target=target)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({}, Verdict.PAID),
        ({"amount_cents": 2499}, Verdict.DIFFERS),
        ({"amount_cents": 250_000}, Verdict.DIFFERS),
        ({"amount_cents": None}, Verdict.DIFFERS),
        ({"currency": "USD"}, Verdict.DIFFERS),
        ({"reference": "ABD"}, Verdict.DIFFERS),
        ({"outcome": Outcome.PENDING}, Verdict.WAIT),
        ({"outcome": Outcome.OPEN}, Verdict.WAIT),
        ({"outcome": Outcome.REFUSED}, Verdict.CLOSED),
        ({"outcome": Outcome.UNKNOWN}, Verdict.WAIT),
    ],
)
def test_what_a_provider_says_is_compared_with_what_was_asked(told, verdict):
    said = {"outcome": Outcome.PAID, "reference": "ABC", "amount_cents": 2500, "currency": "EUR"} | told
    assert judge(Standing(**said), ASKED, machine_now=NOON + timedelta(hours=1)) is verdict


def test_a_page_that_nobody_knows_is_forgotten_after_a_day():
    assert judge(Standing(outcome=Outcome.UNKNOWN), ASKED, machine_now=NOON + timedelta(hours=25)) is Verdict.CLOSED


def test_questions_come_less_and_less_often():
    waits = [(ask_again_at(checks=n, machine_now=NOON) - NOON).total_seconds() for n in (1, 4, 8, 11, 500)]
    assert waits == [15, 30, 900, 21_600, 21_600]
