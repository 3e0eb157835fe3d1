"""From the link to the end: who waits, who lets in, what survives, what is refused."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chevet.access.models import Link
from chevet.appointments.models import Appointment
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.people.models import Role
from chevet.teleconsultation.models import Consultation, Seat
from chevet.usecases.admit_to_consultation import Admitted, admit_to_consultation, announce_delay, turn_away
from chevet.usecases.arrive_in_waiting_room import (
    arrive_in_waiting_room,
    consultation_ticket,
    leave_waiting_room,
    report_quality,
)
from chevet.usecases.confirm_place import Said
from chevet.usecases.end_consultation import end_consultation, end_forgotten
from chevet.usecases.invite_to_consultation import Guest, invite_to_consultation
from chevet.usecases.join_consultation import join_consultation
from chevet.usecases.open_consultation import Wanted, open_consultation, open_for_appointment
from chevet.usecases.open_invitation import enter_invitation, invitation_ticket, open_invitation
from chevet.usecases.pass_to_phone import ask_for_phone, come_back_to_video, pass_to_phone
from chevet.usecases.read_consultations import list_consultations, read_consultation
from chevet.usecases.read_own_consultation import own_consultation
from chevet.usecases.write_in_waiting_room import write_in_waiting_room
from tests.fixtures.care import NOON, include
from tests.usecases.test_two_at_once import together

from .booked import expected
from .held import AT_HOME, Held, colleague_of, hold

MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(db) -> Held:
    return hold()


def row(held: Held) -> Consultation:
    with acting(held.actor.scope()):
        return Consultation.objects.get()


def state(held: Held) -> str:
    return read_consultation(**held.about).state


def test_from_the_link_to_the_end(held):
    assert state(held) == "planned"
    with pytest.raises(Conflict):
        consultation_ticket(**held.hers)
    arrive_in_waiting_room(**held.hers, said=AT_HOME)
    assert state(held) == "waiting"
    admit_to_consultation(**held.about)
    assert state(held) == "admitted"
    assert consultation_ticket(**held.hers)
    assert join_consultation(**held.about)
    assert end_consultation(**held.about) == "none"
    (shown,) = list_consultations(actor=held.actor, **held.clocks)
    assert (shown.patient_name, shown.state) == ("Odile DUPONT-MÉNARD", "ended")
    assert shown.place["address"] == "3 rue des Lilas, 69003 Lyon"
    for closed in (lambda: consultation_ticket(**held.hers), lambda: join_consultation(**held.about)):
        with pytest.raises(Conflict):
            closed()


def test_the_chair_survives_and_keeps_its_turn(held):
    held.arrive()
    later = {"now": NOON + 20 * MINUTE, "machine_now": NOON + 20 * MINUTE}
    assert arrive_in_waiting_room(visit=held.visit(), **later) == NOON
    leave_waiting_room(**held.hers)
    assert state(held) == "planned"


def test_the_message_is_urgent_neutral_and_leaves_once(held):
    again = Wanted(key=held.id, patient_id=held.patient.patient_id)
    assert open_consultation(actor=held.actor, wanted=again, **held.clocks) == held.id
    with acting(held.actor.scope()):
        assert [one.kind for one in Message.objects.filter(once__startswith="visit:")] == ["video_link"]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Said(where="elsewhere"), {"address"}),
        (Said(number="06 12"), {"number"}),
        (Said(where="elsewhere", number="abc"), {"address", "number"}),
    ],
)
def test_nobody_waits_without_a_place_and_a_number(held, said, fields):
    with pytest.raises(Invalid) as refused:
        arrive_in_waiting_room(**held.hers, said=said)
    assert set(refused.value.fields) == fields
    assert row(held).arrived_at is None


def test_what_she_said_is_sealed_and_only_its_end_is_shown_to_her(held):
    arrive_in_waiting_room(**held.hers, said=Said(where="elsewhere", address="Gare de Lyon", number="0612345699"))
    assert b"Gare" not in bytes(row(held).place)
    own = own_consultation(**held.hers)
    assert (own.ending, own.at_home, own.confirmed) == ("99", False, True)
    assert read_consultation(**held.about).place["display"] == "06 12 34 56 99"


def test_two_doctors_who_admit_at_once_are_told_who_was_first(own_database):
    held = hold()
    held.arrive()
    doctors = [held.actor, colleague_of(held)]
    told = together(*(lambda actor=actor: admit_to_consultation(**held.by(actor)) for actor in doctors))
    (first,) = [actor for actor, answer in zip(doctors, told, strict=True) if answer is None]
    (second,) = [answer for answer in told if answer is not None]
    assert (type(second), second.by) == (Admitted, first.name)


def test_who_does_not_follow_her_finds_nothing_and_a_secretary_only_convenes(held):
    held.arrive()
    strangers = {"another team": held.place.stranger, "no team": replace(held.actor, team_ids=frozenset())}
    for stranger in strangers.values():
        for act in (read_consultation, admit_to_consultation, join_consultation, end_consultation, pass_to_phone):
            with pytest.raises(NotFound):
                act(**held.by(stranger))
        with pytest.raises(NotFound):
            open_consultation(
                actor=stranger, wanted=Wanted(key=uuid4(), patient_id=held.patient.patient_id), **held.clocks
            )
    secretary = replace(held.actor, role=Role.SECRETARY)
    assert read_consultation(**held.by(secretary)).state == "waiting"
    for act in (admit_to_consultation, join_consultation, end_consultation):
        with pytest.raises(Forbidden):
            act(**held.by(secretary))


def test_an_invited_person_has_a_link_of_one_browser_that_waits_and_dies_with_the_call(held):
    held.invite()
    seen = open_invitation(visit=held.guest(), machine_now=NOON)
    assert (seen.opening, seen.inviter, seen.admitted) == ("new", "Soignante 0", False)
    cookie = enter_invitation(visit=held.guest(), label="", machine_now=NOON)
    with pytest.raises(Conflict):
        enter_invitation(visit=held.guest(), label="", machine_now=NOON)
    assert invitation_ticket(visit=held.guest(cookie), machine_now=NOON)
    held.admit()
    end_consultation(**held.about)
    with pytest.raises(NotFound):
        invitation_ticket(visit=held.guest(cookie), machine_now=NOON)
    with acting(held.actor.scope()):
        assert Link.objects.get(purpose="guest").revoked_why == "ended"


def test_who_is_turned_away_does_not_come_back_and_six_are_enough(held):
    for number in range(5):
        held.invite(typed=f"06 12 34 57 8{number}")
    with pytest.raises(Invalid, match="Six personnes"):
        held.invite(typed="06 12 34 57 90")
    with acting(held.actor.scope()):
        guest = Seat.objects.filter(role="relative").first().participant_id
        patient = Seat.objects.get(role="patient").participant_id
    turn_away(**held.about, participant_id=guest)
    held.invite(typed="06 12 34 57 90")
    with pytest.raises(NotFound):
        turn_away(**held.about, participant_id=patient)


def test_a_colleague_with_an_account_waits_like_everybody(held):
    stranger = held.place.stranger
    invite_to_consultation(**held.about, guest=Guest(role="colleague", account_id=stranger.account_id), fiction=False)
    assert join_consultation(**held.by(stranger))
    (person,) = [one for one in read_consultation(**held.about).people if one.role == "colleague"]
    assert (person.opened, person.admitted_at, person.name) == (True, None, stranger.name)
    with pytest.raises(Invalid, match="déjà invitée"):
        invite_to_consultation(
            **held.about, guest=Guest(role="colleague", account_id=stranger.account_id), fiction=False
        )


def test_the_network_passes_to_the_telephone_and_back_people_only_when_they_say_so(held):
    held.admit()
    report_quality(**held.hers, step="audio")
    assert row(held).step == "audio"
    report_quality(**held.hers, step="phone")
    assert (state(held), row(held).phone_by) == ("by_phone", "network")
    report_quality(**held.hers, step="video")
    assert state(held) == "admitted"
    ask_for_phone(**held.hers)
    report_quality(**held.hers, step="video")
    assert (state(held), row(held).phone_by) == ("by_phone", "patient")
    come_back_to_video(**held.hers)
    assert state(held) == "admitted"
    pass_to_phone(**held.about)
    assert end_consultation(**held.about) == "phone"
    assert end_consultation(**held.about, modality="video") == "phone", "once ended it is not said otherwise"


def test_what_the_professional_says_of_how_it_was_held_wins(held):
    held.admit()
    with pytest.raises(Invalid):
        end_consultation(**held.about, modality="telepathy")
    assert end_consultation(**held.about, modality="video") == "video"


def test_one_that_nobody_ends_is_ended_and_says_so(held):
    held.admit()
    assert end_forgotten(now=NOON, machine_now=NOON + timedelta(hours=3)) == 0
    assert end_forgotten(now=NOON, machine_now=NOON + timedelta(hours=5)) == 1
    shown = read_consultation(**held.about)
    assert (shown.ended_why, shown.modality_final) == ("forgotten", "none")


def test_a_delay_is_only_what_was_said_and_only_until_then(held):
    held.arrive()
    assert own_consultation(**held.hers).delay_until is None
    announce_delay(**held.about, minutes=10)
    assert own_consultation(**held.hers).delay_until == NOON + 10 * MINUTE
    late = {"now": NOON, "machine_now": NOON + 11 * MINUTE}
    assert own_consultation(visit=held.visit(), **late).delay_until is None


def test_twenty_lines_are_enough_and_a_second_sending_writes_none(held):
    held.arrive()
    key = uuid4()
    for one in (key, key, *(uuid4() for _ in range(19))):
        write_in_waiting_room(**held.hers, key=one, text="Bonjour")
    with pytest.raises(Invalid, match="vingt fois"):
        write_in_waiting_room(**held.hers, key=uuid4(), text="Encore")
    assert len(read_consultation(**held.about).lines) == 20


class TestOfAnAppointment:
    """Whoever comes first opens it; there is one."""

    @pytest.fixture
    def early(self, held) -> Held:
        return expected(held.place, held.patient, now=NOON, ahead=timedelta(hours=3))

    def test_the_waiting_room_opens_an_hour_before(self, early):
        assert own_consultation(**self.hers(early)).opens_at == NOON + timedelta(hours=2)
        with pytest.raises(Conflict, match="une heure avant"):
            arrive_in_waiting_room(**self.hers(early), said=AT_HOME)
        arrive_in_waiting_room(**self.hers(early, hours=2), said=AT_HOME)

    def test_the_patient_and_the_doctor_find_the_same_one(self, early):
        arrive_in_waiting_room(**self.hers(early, hours=2), said=AT_HOME)
        with acting(early.actor.scope()):
            (opened,) = Consultation.objects.exclude(appointment_id=None)
        about = {"actor": early.actor, "appointment_id": opened.appointment_id, **early.clocks}
        assert open_for_appointment(key=uuid4(), **about) == opened.id

    @pytest.mark.parametrize(("said", "became"), [("video", "honoured"), ("phone", "honoured"), ("none", "booked")])
    def test_what_took_place_is_honoured_in_the_agenda(self, early, said, became):
        arrive_in_waiting_room(**self.hers(early, hours=2), said=AT_HOME)
        with acting(early.actor.scope()):
            (opened,) = Consultation.objects.exclude(appointment_id=None)
        end_consultation(actor=early.actor, consultation_id=opened.id, modality=said, **early.clocks)
        with acting(early.actor.scope()):
            assert Appointment.objects.get(pk=opened.appointment_id).state == became

    def hers(self, early: Held, hours: int = 0) -> dict:
        at = NOON + timedelta(hours=hours)
        return {"visit": self.visit(early), "now": at, "machine_now": at}

    def visit(self, early: Held):
        from chevet.access.visits import visit

        return visit(early.tokens()[-1], early.device)


def test_the_list_costs_the_same_with_one_and_with_three(held, monkeypatch):
    from chevet.kernel.unit_of_work import UnitOfWork

    counts, leave = [], UnitOfWork.__exit__

    def leaving(self, *error):
        leave(self, *error)
        counts.append(self.statements)

    def listed() -> int:
        with monkeypatch.context() as patched:
            patched.setattr(UnitOfWork, "__exit__", leaving)
            return len(list_consultations(actor=held.actor, **held.clocks))

    assert listed() == 1
    for name in ("Ravel", "Sittelle"):
        hold(held.place, patient=include(held.place, birth_name=name, confirmed_duplicate=True))
    assert listed() == 3
    assert counts[0] == counts[1]
