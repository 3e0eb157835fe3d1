"""Sums as they live: asked once, paid once, never believed on a notice, given back by a person, never in the way of care."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chevet.audit.models import JournalEntry
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments.models import PaymentAccount
from chevet.payments.operations import Moving
from chevet.payments.port import Declined, NoticeRefused, Outcome, Refund, Unclear
from chevet.people.models import Role
from chevet.usecases.ask_payment import Sum, ask_payment
from chevet.usecases.cancel_appointment import cancel_appointment, restore_appointment
from chevet.usecases.cancel_own_appointment import cancel_own_appointment, restore_own_appointment
from chevet.usecases.check_payment import check_payments
from chevet.usecases.close_appointment import close_appointment
from chevet.usecases.configure_payments import read_payment_settings
from chevet.usecases.exempt_payment import exempt_payment
from chevet.usecases.read_payments import own_payments, read_payment
from chevet.usecases.refund_payment import record_refund
from chevet.usecases.release_payment import release_payment, settle_payment
from tests.appointments.agenda import TEN, booked
from tests.fixtures.care import make_place

from .acts_of_payments import (
    KEYS,
    account,
    administrator,
    ask,
    asked,
    check,
    kept,
    notice,
    of_payment,
    pages,
    pay,
    payable,
    press,
    refund,
    refunding,
    release,
    switch_on,
)
from .acts_of_people import registered
from .stages import AT, Stage
from .test_two_at_once import together

MINUTE = timedelta(minutes=1)


def view(stage: Stage):
    return read_payment(**of_payment(stage))


def end(stage: Stage, modality: str) -> None:
    with UnitOfWork(stage.place.scope) as work:
        settle_payment(
            work, consultation_id=stage.consultation_id, modality=modality, moving=Moving("account:test", AT, AT)
        )


def actions(stage: Stage) -> list[str]:
    with acting(stage.place.scope):
        return list(
            JournalEntry.objects.filter(action__startswith="payment.").order_by("id").values_list("action", flat=True)
        )


def test_a_sum_is_asked_opened_and_paid_with_a_line_for_each_move(db):
    stage = asked(state="paid")
    payment, (page,) = kept(stage), pages(stage)
    assert (payment.state, payment.amount_cents, page.received_cents, page.differs) == ("paid", 2500, 2500, False)
    assert actions(stage)[1:] == ["payment.asked", "payment.opened", "payment.paid"]


def test_the_provider_sees_a_label_a_reference_and_a_sum(db):
    stage = asked(state="opened")
    (order,) = stage.desk.orders
    told = (order.label, order.amount_cents, order.currency, order.email, order.return_url, order.reference)
    assert told == ("Règlement", 2500, "EUR", "", "http://localhost:8000/r/retour-paiement", pages(stage)[0].reference)
    assert stage.token not in f"{order.return_url}{order.notify_url}"
    assert stage.desk.settings == KEYS


def test_payment_is_off_until_an_administrator_switches_it_on(db):
    stage = registered()
    stage.payment_id, stage.consultation_id = uuid4(), uuid4()
    with pytest.raises(Conflict, match="pas activé"):
        ask(stage)
    ask(stage, exemption="ald", cents=0)
    assert kept(stage).state == "exempt"


def test_why_nobody_pays_is_sealed(db):
    stage = asked(exemption="ame")
    payment = kept(stage)
    assert (payment.state, payment.nothing_due_why) == ("exempt", "exempt")
    assert b"ame" not in bytes(payment.details)
    assert view(stage).exemption == "ame"


def test_the_same_page_asks_once_and_another_sum_under_its_id_is_a_conflict(db):
    stage = asked()
    assert ask(stage) == stage.payment_id
    with pytest.raises(Conflict, match="autrement"):
        ask(stage, cents=3000)
    with pytest.raises(Conflict, match="existe déjà"):
        ask(stage, payment_id=uuid4())


def test_a_call_that_ended_by_telephone_asks_for_nothing(db):
    stage = payable()
    with pytest.raises(Conflict, match="téléphone"):
        ask(stage, modality="phone")


@pytest.mark.parametrize(
    ("state", "modality", "becomes"),
    [
        ("", "phone", ("released", "phone", "phone")), ("opened", "none", ("released", "none", "none")),
        ("", "video", ("asked", "video", "")), ("paid", "phone", ("paid", "phone", "phone")),
    ],
)  # fmt: skip
def test_how_it_ended_decides_whether_anything_is_due(db, state, modality, becomes):
    stage = asked(state=state)
    end(stage, modality)
    end(stage, modality)
    payment = kept(stage)
    assert (payment.state, payment.modality, payment.nothing_due_why) == becomes
    assert view(stage).to_give_back is (state == "paid")


def test_pressing_again_leads_to_the_same_page(db):
    stage = asked()
    assert press(stage) == press(stage)
    assert (len(stage.desk.orders), len(pages(stage))) == (1, 1)


def test_a_silent_provider_is_asked_again_under_the_same_key(db):
    stage = asked()
    stage.desk.page = Unclear("timeout")
    with pytest.raises(Conflict, match="Rien n’a été débité"):
        press(stage)
    stage.desk.page = None
    assert press(stage)
    first, second = stage.desk.orders
    assert first == second
    assert (kept(stage).state, len(pages(stage))) == ("opened", 1)


def test_a_page_that_was_never_answered_ends_by_itself(db):
    stage = asked()
    stage.desk.page = Unclear("timeout")
    with pytest.raises(Conflict):
        press(stage)
    check(stage, after=timedelta(hours=1))
    assert (kept(stage).state, pages(stage)[0].closed_why, stage.desk.looked) == ("failed", "expired", [])


def test_who_takes_her_time_does_not_hang_and_a_silent_provider_does(db):
    stage = asked(state="opened")
    for minute in range(12):
        check(stage, after=minute * MINUTE)
    assert view(stage).hangs is False
    stage.desk.outcome = Unclear("timeout")
    check(stage, after=60 * MINUTE)
    assert view(stage).hangs  # asked again in hours only
    stage.desk.outcome = Outcome.OPEN
    check(stage, after=61 * MINUTE)
    assert view(stage).hangs is False


def test_a_provider_that_declines_leaves_a_payment_that_can_be_tried_again(db):
    stage = asked()
    stage.desk.page = Declined("card_testing")
    with pytest.raises(Conflict, match="Rien n’a été débité"):
        press(stage)
    assert (kept(stage).state, pages(stage)[0].closed_why) == ("failed", "declined")
    stage.desk.page = None
    press(stage)
    assert (kept(stage).state, len({page.reference for page in pages(stage)})) == ("opened", 2)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.ABANDONED, Outcome.EXPIRED])
def test_what_was_not_paid_can_be_tried_again(db, outcome):
    stage = asked(state="opened")
    stage.desk.outcome = outcome
    check(stage)
    assert (kept(stage).state, pages(stage)[0].closed_why) == ("failed", str(outcome))
    press(stage)
    pay(stage)
    assert (kept(stage).state, len(pages(stage))) == ("paid", 2)


def test_a_notice_is_not_believed_and_only_hastens_the_question(db):
    stage = asked(state="opened")
    before = pages(stage)[0].check_at
    assert notice(stage)
    assert (kept(stage).state, pages(stage)[0].check_at) == ("opened", AT)
    assert before > AT
    assert check_payments(desk=stage.desk, now=AT, machine_now=AT) == 1
    assert kept(stage).state == "opened"  # the provider says that nobody has paid


def test_a_notice_counts_once_a_forged_one_never(db):
    stage = asked(state="opened")
    with pytest.raises(NoticeRefused):
        notice(stage, signed="no")
    assert [notice(stage), notice(stage), notice(stage, nonce="evt_2", ref="cs_of_nobody")] == [True, False, False]
    pay(stage)
    assert notice(stage, nonce="evt_3") is False


def test_a_notice_for_an_account_of_nobody_finds_nothing(db):
    stage = asked(state="opened")
    with acting(stage.place.scope):
        PaymentAccount.objects.update(ended_at=AT, enabled=False)
    assert press(stage)  # what is open stays open with the account it was opened with
    from chevet.payments.port import Received
    from chevet.usecases.receive_payment_notice import receive_payment_notice

    with pytest.raises(NotFound):
        receive_payment_notice(account_id=uuid4(), received=Received(b"", {}), desk=stage.desk, machine_now=AT)


@pytest.mark.parametrize(
    "said", [{"amount_cents": 100}, {"amount_cents": 25_000}, {"currency": "XOF"}, {"reference": "SOMEBODYELSE"}]
)
def test_another_sum_than_the_one_asked_is_kept_and_shown_to_a_person(db, said):
    stage = asked(state="opened")
    pay(stage, **said)
    shown = view(stage)
    assert (shown.state, shown.to_give_back, shown.row.nothing_due_why) == ("paid", True, "differs")
    assert pages(stage)[0].received_cents == said.get("amount_cents", 2500)
    refund(stage)
    assert kept(stage).state == "refunded"
    assert stage.desk.given[0][1] == said.get("amount_cents", 2500)


@pytest.mark.parametrize("why", ["waived", "mistake"])
def test_money_that_comes_after_all_is_never_hidden(db, why):
    stage = asked(state="opened")
    release(stage, why)
    pay(stage)
    assert stage.desk.closed  # it was closed at the provider, who had already taken the money
    assert (kept(stage).state, view(stage).to_give_back) == ("paid", True)
    assert refund(stage) is Refund.GIVEN
    assert kept(stage).state == "refunded"


def test_a_payment_made_twice_is_given_back_once_and_stays_paid(db):
    stage = asked(state="opened")
    stage.desk.outcome = Outcome.EXPIRED
    check(stage)
    press(stage)
    pay(stage)
    first = pages(stage)[0]
    from chevet.usecases.check_payment import check_payment

    check_payment(
        attempt_id=first.id, organisation_id=stage.place.organisation_id, desk=stage.desk, now=AT, machine_now=AT
    )
    shown = view(stage)
    assert (shown.state, shown.to_give_back, shown.received_cents) == ("paid", True, 5000)
    refund(stage)
    shown = view(stage)
    assert (shown.state, shown.to_give_back, shown.received_cents) == ("paid", False, 2500)


def test_a_silent_refund_is_asked_again_with_the_same_key_and_given_once(db):
    stage = asked(state="paid")
    stage.desk.refunds = Unclear("timeout")
    assert refund(stage) is Refund.PENDING
    stage.desk.refunds = Refund.GIVEN
    check(stage, after=2 * MINUTE)
    assert kept(stage).state == "refunded"
    assert len({key for _, _, key in stage.desk.given}) == 1
    with pytest.raises(Conflict, match="rien à rembourser"):
        refund(stage)


def test_a_part_is_given_back_then_the_rest_and_never_more_than_came(db):
    stage = asked(state="paid")
    for odd in (0, -1, 2501):
        with pytest.raises(Invalid):
            refund(stage, odd)
    refund(stage, 1000)
    assert (kept(stage).state, view(stage).received_cents, view(stage).returned_cents) == ("paid", 1500, 1000)
    with pytest.raises(Invalid):
        refund(stage, 1501)
    stage.desk.refunds = Refund.BY_HAND
    refund(stage, 500)
    record_refund(**of_payment(stage))
    assert (kept(stage).state, view(stage).received_cents) == ("paid", 1000)
    stage.desk.refunds = Refund.GIVEN
    refund(stage)
    assert (kept(stage).state, view(stage).received_cents, view(stage).returned_cents) == ("refunded", 0, 2500)
    sums, keys = [cents for _, cents, _ in stage.desk.given], {key for _, _, key in stage.desk.given}
    assert (sums, len(keys)) == ([1000, 500, 1000], 3)


def test_giving_back_what_was_too_much_settles_it(db):
    stage = asked(state="opened")
    pay(stage, amount_cents=2600)
    assert view(stage).to_give_back
    refund(stage, 100)
    assert (kept(stage).state, view(stage).to_give_back, view(stage).received_cents) == ("paid", False, 2500)


def test_a_cancelled_appointment_lets_its_sum_go_and_one_that_takes_place_after_all_asks_it_again(db):
    """Through whichever door it is cancelled; nobody who comes owes nothing either."""
    stage = booked()
    door, stage.payment_id = stage.visit(), uuid4()
    switch_on(stage.place)
    ask_payment(
        actor=stage.secretary, payment_id=stage.payment_id, subject_id=stage.person.subject_id,
        appointment_id=stage.appointment_id, wanted=Sum(amount_cents=2500), **stage.clocks,
    )  # fmt: skip
    whose = {"actor": stage.secretary, "appointment_id": stage.appointment_id} | stage.clocks
    doors = (
        (lambda: cancel_appointment(**whose, why="professional"), lambda: restore_appointment(**whose), "no_visit"),
        (
            lambda: cancel_own_appointment(visit=door, **stage.clocks),
            lambda: restore_own_appointment(visit=door, **stage.clocks),
            "no_visit",
        ),
        (
            lambda: close_appointment(**whose | {"now": TEN}, outcome="missed"),
            lambda: close_appointment(**whose | {"now": TEN}, outcome="honoured"),
            "none",
        ),
    )
    for cancel, restore, why in doors:
        cancel()
        assert (kept(stage).state, kept(stage).nothing_due_why) == ("released", why)
        restore()
        assert (kept(stage).state, kept(stage).nothing_due_why) == ("asked", "")


def test_a_refused_refund_says_so_and_leaves_the_sum_paid(db):
    stage = asked(state="paid")
    stage.desk.refunds = Refund.REFUSED
    with pytest.raises(Conflict, match="refuse ce remboursement"):
        refund(stage)
    assert kept(stage).state == "paid"


def test_where_the_service_gives_nothing_back_a_person_writes_that_it_was_done(db):
    stage = refunding()
    assert view(stage).by_hand
    record_refund(**of_payment(stage))
    assert (kept(stage).state, pages(stage)[0].refunded_by_hand) == ("refunded", stage.actor.account_id)
    with pytest.raises(Conflict):
        record_refund(**of_payment(stage))


def test_an_exemption_written_by_mistake_asks_again(db):
    stage = asked(exemption="c2s")
    exempt_payment(**of_payment(stage), exemption="")
    assert (kept(stage).state, kept(stage).nothing_due_since, view(stage).exemption) == ("asked", None, "")
    with pytest.raises(Invalid):
        exempt_payment(**of_payment(stage), exemption="rich")


def test_secrets_go_in_and_never_come_out(db):
    stage = payable()
    known = read_payment_settings(actor=administrator(stage.place))
    assert (known.plain, known.kept) == ({}, {"key", "webhook_secret"})
    assert b"sk_test" not in bytes(account(stage).settings)
    switch_on(stage.place, settings={"key": "", "webhook_secret": ""}, label="Service")  # kept as they were
    ask(stage)
    press(stage)
    assert stage.desk.settings == KEYS


def test_the_double_cannot_be_chosen_outside_the_demonstration_nor_a_label_that_names_somebody(db):
    place = make_place()
    for changes in ({"provider": "rehearsal", "settings": {}}, {"label": "Tilleuls"}, {"settings": {"key": "x"}}):
        with pytest.raises(Invalid):
            switch_on(place, **changes)
    with pytest.raises(Forbidden):
        read_payment_settings(actor=place.actor)


def test_a_patient_sees_hers_and_opens_nobody_elses(db):
    stage, other = asked(), asked()
    own = own_payments(visit=stage.visit, now=AT, machine_now=AT)
    assert [one.id for one in own.payments] == [stage.payment_id]
    stage.payment_id = other.payment_id
    with pytest.raises(NotFound):
        press(stage)


def test_who_does_not_follow_her_finds_no_payment(db):
    stage = asked(state="paid")
    elsewhere = make_place(name="Clinique des Ormes").actor
    strangers = {
        "another team": (stage.place.stranger, NotFound), "another organisation": (elsewhere, NotFound),
        "claims our team": (replace(elsewhere, team_ids=stage.place.actor.team_ids), NotFound),
        "an administrator": (administrator(stage.place), Forbidden),
        "a decision maker": (replace(stage.place.actor, role=Role.DECISION_MAKER), Forbidden),
    }  # fmt: skip
    for who, (actor, refusal) in strangers.items():
        for act in (
            release_payment,
            record_refund,
            lambda **given: exempt_payment(**given, exemption="ald"),
            read_payment,
        ):
            with pytest.raises(refusal):
                act(**of_payment(stage) | {"actor": actor})
        assert kept(stage).state == "paid", who
    stage.actor = replace(stage.place.actor, role=Role.SECRETARY)
    release(stage)
    assert view(stage).to_give_back


@pytest.fixture
def opened(own_database) -> Stage:
    return asked(state="opened")


def test_two_answers_at_once_pay_once(opened):
    opened.desk.outcome = Outcome.PAID
    assert together(*[lambda: check(opened)] * 3) == [None] * 3
    assert (kept(opened).state, actions(opened).count("payment.paid")) == ("paid", 1)


def test_a_payment_and_its_release_at_once_contradict_nothing(opened):
    opened.desk.outcome = Outcome.PAID
    together(lambda: check(opened), lambda: release(opened))
    payment = kept(opened)
    assert (payment.state, payment.nothing_due_why) == ("paid", "waived")  # whoever was first: to be given back


def test_two_presses_at_once_open_one_page(own_database):
    stage = asked()
    first, second = together(lambda: press(stage), lambda: press(stage))
    assert first == second
    assert len(pages(stage)) == 1
