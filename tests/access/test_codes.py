"""Reading needs a code: by SMS for the browser that asked, or on paper."""

from datetime import timedelta

import pytest

from chevet.access.models import Code, Device
from chevet.access.rules import DeviceState
from chevet.access.visits import visit
from chevet.kernel.errors import Forbidden, NotFound, TooMany
from chevet.kernel.models import DataKey
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.notifications.operations import BODY, RECIPIENT
from chevet.usecases.bind_device import bind_device
from chevet.usecases.give_paper_code import give_paper_code
from chevet.usecases.identify_device import identify_device
from chevet.usecases.open_link import open_link
from chevet.usecases.read_record import own_record
from chevet.usecases.revoke_own_device import revoke_own_device
from chevet.usecases.send_code import send_code
from tests.fixtures.care import NOON, include

pytestmark = pytest.mark.django_db
CLOCKS = {"now": NOON, "machine_now": NOON}


def last_sms(patient):
    """(recipient, text) of the newest code in the outbox, opened."""
    with acting(patient.place.scope):
        message = Message.objects.filter(kind="code").order_by("-id").first()
        record = open_record(DataKey.objects.get(subject_id=message.key_id))
    return record.open(RECIPIENT, message.recipient), record.open(BODY, message.body)["text"]


def code_sent(patient, **options):
    send_code(visit=patient.visit(), **(CLOCKS | options))
    return last_sms(patient)[1][:6]


def bind(patient, code, *, device=None, now=NOON):
    return bind_device(visit=visit(patient.token, device or patient.device), code=code, now=now, machine_now=now)


def other_browser(patient):
    return identify_device(visit=visit(patient.token, None), day=17, month=5, label="autre", **CLOCKS).secret


def device_state(patient, cookie):
    return open_link(visit=visit(patient.token, cookie), **CLOCKS).device


def test_six_digits_leave_for_the_mobile_of_the_record(patient):
    code = code_sent(patient)
    recipient, text = last_sms(patient)
    assert recipient == "+33612345678"
    assert code.isdigit()
    assert "Suivi" not in text


def test_the_code_binds_the_browser_that_asked_and_changes_its_secret(patient):
    bound = bind(patient, code_sent(patient))
    assert bound.outcome == "bound"
    assert device_state(patient, bound.secret) is DeviceState.BOUND
    assert device_state(patient, patient.device) is DeviceState.NONE


def test_a_code_serves_once(patient):
    code = code_sent(patient)
    secret = bind(patient, code).secret
    assert bind(patient, code, device=secret).outcome == "none"


def test_a_code_is_of_no_use_on_another_browser(patient):
    other = other_browser(patient)
    assert bind(patient, code_sent(patient), device=other).outcome == "none"


def test_after_ten_minutes_the_code_is_dead(patient):
    code = code_sent(patient)
    assert bind(patient, code, now=NOON + timedelta(minutes=10)).outcome == "none"


def test_three_wrong_codes_kill_the_right_one(patient):
    code = code_sent(patient)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert [(bind(patient, wrong).outcome, bind(patient, wrong).left) for _ in range(1)] == [("wrong", 1)]
    assert bind(patient, wrong).left == 0
    assert bind(patient, code).outcome == "none"


def test_a_new_code_replaces_the_one_before(patient):
    first = code_sent(patient)
    second = code_sent(patient, machine_now=NOON + timedelta(seconds=30))
    if first != second:
        assert bind(patient, first, now=NOON + timedelta(minutes=1)).outcome == "wrong"
    assert bind(patient, second, now=NOON + timedelta(minutes=1)).outcome == "bound"


def test_five_codes_an_hour_and_no_more(patient):
    for _ in range(5):
        code_sent(patient)
    with pytest.raises(TooMany):
        code_sent(patient)
    code_sent(patient, machine_now=NOON + timedelta(hours=1))


def test_a_record_without_mobile_gets_no_code_by_mail(place):
    patient = include(place, channel="email", contacts=(("email", "odile@exemple.fr", ""),))
    with pytest.raises(Forbidden):
        send_code(visit=patient.visit(), **CLOCKS)
    with acting(place.scope):
        assert not Code.objects.exists()


def test_who_has_not_given_the_birthday_gets_no_code(place):
    patient = include(place, identified=False)
    with pytest.raises(Forbidden):
        send_code(visit=patient.visit(), **CLOCKS)
    with pytest.raises(Forbidden):
        bind(patient, "123456", device="nobody")


def paper_for(patient):
    return give_paper_code(actor=patient.place.actor, follow_up_id=patient.follow_up_id, **CLOCKS)


def test_a_new_paper_voids_the_one_before(patient):
    first, second = paper_for(patient), paper_for(patient)
    assert bind(patient, first).outcome == "wrong"
    assert bind(patient, second).outcome == "bound"


@pytest.mark.parametrize("copied", [str.lower, lambda code: f"{code[:4]}-{code[4:8]} {code[8:]}"])
def test_a_code_on_paper_binds_any_browser_however_it_is_copied(patient, copied):
    code = paper_for(patient)
    assert bind(patient, copied(code), now=NOON + timedelta(days=6)).outcome == "bound"


def test_five_wrong_copies_kill_the_paper(patient):
    code = paper_for(patient)
    assert [bind(patient, "AAAA" * 3).left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert bind(patient, code).outcome == "none"


def test_only_a_bound_browser_reads_and_it_reads_the_same_record(patient):
    with pytest.raises(Forbidden):
        own_record(visit=patient.visit(), **CLOCKS)
    secret = bind(patient, code_sent(patient)).secret
    assert own_record(visit=visit(patient.token, secret), **CLOCKS).patient.first_name == "Odile"


def test_a_browser_taken_back_reads_no_more(patient):
    secret = bind(patient, code_sent(patient)).secret
    other = other_browser(patient)
    with acting(patient.place.scope):
        devices = {one.label: one.id for one in Device.objects.all()}
    assert revoke_own_device(visit=visit(patient.token, secret), device_id=devices["autre"], **CLOCKS) is False
    assert device_state(patient, other) is DeviceState.NONE
    assert revoke_own_device(visit=visit(patient.token, secret), device_id=devices["test"], **CLOCKS) is True
    with pytest.raises(Forbidden):
        own_record(visit=visit(patient.token, secret), **CLOCKS)


def test_nobody_takes_back_the_browser_of_another_patient(place, patient):
    neighbour = include(place, birth_name="Roche", first_name="Paul", contacts=(("mobile", "06 12 34 56 99", ""),))
    secret = bind(patient, code_sent(patient)).secret
    with acting(place.scope):
        theirs = Device.objects.get(link__target_id=neighbour.follow_up_id)
    with pytest.raises(NotFound):
        revoke_own_device(visit=visit(patient.token, secret), device_id=theirs.id, **CLOCKS)
    assert device_state(neighbour, neighbour.device) is DeviceState.IDENTIFIED
