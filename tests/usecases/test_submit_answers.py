"""One answer, from the link to the committed rows."""

from uuid import uuid4

import pytest

from chevet.alerts.models import Alert, Episode
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import acting
from chevet.pathways.library import as_data, from_data, load
from chevet.pathways.operations import publish
from chevet.questionnaires.models import Answer
from chevet.usecases.submit_answers import submit_answers
from tests.fixtures.care import NOON, include

STABLE = {"symptoms": "no", "spo2": "97", "temperature": "37,2"}


def send(patient, answers, *, key=None, now=None, **more):
    now = now or patient.at()
    return submit_answers(visit=patient.visit(), key=key or uuid4(), answers=answers, now=now, machine_now=now, **more)


def test_a_stable_day_is_kept_and_raises_nothing(patient):
    receipt = send(patient, STABLE)
    assert (receipt.level, receipt.emergency, receipt.again, receipt.call_before) == (0, False, (), None)
    with acting(patient.place.scope):
        assert Answer.objects.count() == 1
        assert Alert.objects.count() == 0


def test_a_second_sending_receives_the_first_receipt(patient):
    key = uuid4()
    first = send(patient, STABLE, key=key)
    assert send(patient, STABLE, key=key, now=patient.at(minute=50)) == first


def test_the_same_key_with_another_body_is_a_conflict(patient):
    key = uuid4()
    send(patient, STABLE, key=key)
    with pytest.raises(Conflict):
        send(patient, STABLE | {"spo2": "96"}, key=key)


def test_low_saturation_waits_for_a_second_measure_in_sight_of_the_team(patient):
    receipt = send(patient, STABLE | {"spo2": "93"})
    assert receipt.again == ("spo2",)
    with acting(patient.place.scope):
        alert = Alert.objects.get()
        assert (alert.level, alert.confirm_by is not None) == (3, True)


def test_a_danger_sign_is_red_at_once(patient):
    receipt = send(patient, STABLE | {"symptoms": "yes", "chest_pain": "yes"})
    assert (receipt.level, receipt.emergency) == (3, True)
    with acting(patient.place.scope):
        assert Episode.objects.get().level == 3


def test_an_impossible_value_is_refused_while_the_danger_sign_leaves(patient):
    receipt = send(patient, STABLE | {"spo2": "395", "symptoms": "yes", "blue_lips": "yes"})
    assert (receipt.stored, receipt.emergency, list(receipt.impossible)) == (False, True, ["spo2"])
    with acting(patient.place.scope):
        assert Episode.objects.get().level == 3


def test_a_refused_form_sent_again_tells_its_danger_sign_once(patient):
    key, form = uuid4(), STABLE | {"spo2": "395", "symptoms": "yes", "blue_lips": "yes"}
    first, again = (send(patient, form, key=key) for _ in range(2))
    assert again == first
    with acting(patient.place.scope):
        assert Answer.objects.count() == 1
    more = send(patient, form | {"confusion": "yes"}, key=key)
    assert more.answer_id != first.answer_id, "another sign is told too"
    kept = send(patient, form | {"spo2": "95"}, key=key)
    assert (kept.stored, kept.answer_id) == (True, key), "once corrected, the whole form arrives under its own key"


def test_an_impossible_value_alone_writes_nothing(patient):
    with pytest.raises(Invalid) as refused:
        send(patient, STABLE | {"spo2": "395"})
    assert list(refused.value.fields) == ["spo2"]
    with acting(patient.place.scope):
        assert Answer.objects.count() == 0


def test_a_link_without_its_browser_writes_nothing(patient):
    patient.device = ""
    with pytest.raises(Forbidden):
        send(patient, STABLE)
    patient.token = "x" * 22
    with pytest.raises(NotFound):
        send(patient, STABLE)


@pytest.mark.parametrize(
    "hostile",
    [
        {"unknown": "x"},
        {"symptoms": "maybe"},
        {"symptoms": "\x00"},
        {"symptoms\x00": "no"},
        {"spo2": {"$gt": ""}},
        {"spo2": ["97"]},
        {"spo2": True},
        {"spo2": float("nan")},
        {"spo2": float("inf")},
        {"spo2": "9" * 10_000},
        {"spo2": "97; DROP TABLE answer"},
        {f"field {number}": "x" for number in range(1_000)},
    ],
    ids=lambda fields: str(next(iter(fields)))[:20].replace("\x00", "0"),
)
def test_hostile_fields_are_refused_and_write_nothing(patient, hostile):
    with pytest.raises(Invalid) as refused:
        send(patient, STABLE | hostile)
    assert all(len(name) <= 40 and sentence for name, sentence in refused.value.fields.items())
    with acting(patient.place.scope):
        assert Answer.objects.count() == 0


def test_a_danger_sign_leaves_in_whatever_hostile_company(patient):
    receipt = send(patient, STABLE | {"symptoms": "yes", "chest_pain": "yes", "unknown": "x", "spo2": ["97"]})
    assert (receipt.emergency, receipt.stored, sorted(receipt.impossible)) == (True, False, ["spo2", "unknown"])


def test_a_second_sending_receives_the_promise_of_a_call_to_the_microsecond(patient):
    key, now = uuid4(), patient.at().replace(microsecond=123_457)
    answers = STABLE | {"symptoms": "yes", "fever": "yes", "general_state": "worse"}
    first = send(patient, answers, key=key, now=now)
    assert first.call_before is not None
    assert send(patient, answers, key=key, now=patient.at(minute=50)) == first


def test_a_running_follow_up_keeps_the_version_it_began_with(place):
    """Answers are read by the questions and the rules of their own follow-up, whatever was published since."""
    changed = as_data(load("covid-medical")) | {"version": 2}
    changed["rules"] = [one for one in changed["rules"] if not {"spo2", "call"} & set(one["id"].split("-"))]
    asked = changed["questionnaire"]["items"]
    changed["questionnaire"]["items"] = [one for one in asked if one["link_id"] != "call_me"]
    before = include(place)
    with acting(place.scope):
        version = publish(from_data(changed), now=NOON)
    since = include(place, version_id=version.id, first_name="Josette", confirmed_duplicate=True)
    answers = STABLE | {"spo2": "93", "call_me": "no"}
    assert send(before, answers).again == ("spo2",)
    with pytest.raises(Invalid) as refused:
        send(since, answers)
    assert list(refused.value.fields) == ["call_me"]
    assert send(since, STABLE | {"spo2": "93"}).again == ()
