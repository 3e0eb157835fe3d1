"""The use cases of teleconsultation, ready to be played."""

from datetime import timedelta
from uuid import uuid4

from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.teleconsultation.models import Consultation, Seat
from chevet.usecases import (
    admit_to_consultation,
    arrive_in_waiting_room,
    confirm_place,
    end_consultation,
    invite_to_consultation,
    join_consultation,
    open_consultation,
    open_invitation,
    pass_to_phone,
    read_consultations,
    read_own_consultation,
    report_lost_link,
    write_in_waiting_room,
)
from tests.teleconsultation.booked import booked
from tests.teleconsultation.held import AT_HOME, Held, hold

from .act import Act
from .stages import Stage, followed

MINUTE = timedelta(minutes=1)


def opened(*, arrived: bool = False, admitted: bool = False, invited: bool = False, by_phone: bool = False) -> Stage:
    held = hold()
    if arrived or by_phone:
        held.arrive()
    if admitted:
        held.admit()
    if invited:
        held.invite()
    if by_phone:
        pass_to_phone.pass_to_phone(**held.about)
    return Stage(place=held.place, held=held, key=uuid4(), now=held.now)


def expected() -> Stage:
    stage = followed()
    stage.appointment_id = booked(stage.place, stage.patient, now=stage.now)
    return stage


def guest_of(held: Held):
    with acting(held.actor.scope()):
        return Seat.objects.exclude(role="patient").get().participant_id


def forgotten() -> Stage:
    stage = opened(admitted=True)
    with acting(stage.held.actor.scope()):
        Consultation.objects.update(ends_by=stage.now - MINUTE)
    return stage


def at_once(stage: Stage):
    wanted = open_consultation.Wanted(key=stage.key, patient_id=stage.patient.patient_id)
    return open_consultation.open_consultation(actor=stage.actor, wanted=wanted, now=stage.now, machine_now=stage.now)


def of_appointment(stage: Stage):
    about = {"actor": stage.actor, "key": stage.key, "appointment_id": stage.appointment_id}
    return open_consultation.open_for_appointment(**about, now=stage.now, machine_now=stage.now)


def invites(stage: Stage):
    guest = invite_to_consultation.Guest(role="interpreter", name="Interprète", typed="06 12 34 56 79")
    invite_to_consultation.invite_to_consultation(**stage.held.about, guest=guest, fiction=False)


def lost(held: Held) -> dict:
    """The patient's first message."""
    with acting(held.actor.scope()):
        message = Message.objects.get(kind="video_link")
    return {"message_id": message.id, "organisation_id": message.organisation_id, "subject_id": message.subject_id}


def of_patient(stage: Stage):
    with acting(stage.held.actor.scope()):
        subject_id = Consultation.objects.get().subject_id
    return len(read_consultations.consultations_of(actor=stage.held.actor, subject_id=subject_id, **stage.held.clocks))


waits, meets = (lambda: opened(arrived=True)), (lambda: opened(admitted=True))

CONSULTATIONS = {
    "open_consultation.open_consultation": Act(at_once, keyed=True),
    "open_consultation.open_for_appointment": Act(of_appointment, expected, keyed=True),
    "arrive_in_waiting_room.arrive_in_waiting_room": Act(
        lambda s: arrive_in_waiting_room.arrive_in_waiting_room(**s.held.hers, said=AT_HOME), opened
    ),
    "arrive_in_waiting_room.leave_waiting_room": Act(
        lambda s: arrive_in_waiting_room.leave_waiting_room(**s.held.hers), waits, keyed=True
    ),
    "arrive_in_waiting_room.note_device_test": Act(
        lambda s: bool(arrive_in_waiting_room.note_device_test(**s.held.hers)), opened
    ),
    "arrive_in_waiting_room.consultation_ticket": Act(
        lambda s: bool(arrive_in_waiting_room.consultation_ticket(**s.held.hers)), waits
    ),
    "arrive_in_waiting_room.report_quality": Act(
        lambda s: arrive_in_waiting_room.report_quality(**s.held.hers, step="phone"), meets, keyed=True
    ),
    "confirm_place.confirm_place": Act(
        lambda s: confirm_place.confirm_place(**s.held.hers, said=confirm_place.Said()), opened
    ),
    "confirm_place.confirm_place_heard": Act(
        lambda s: confirm_place.confirm_place_heard(
            **s.held.about, said=confirm_place.Said(where="elsewhere", address="Gare de Lyon")
        ),
        opened,
    ),
    "admit_to_consultation.admit_to_consultation": Act(
        lambda s: admit_to_consultation.admit_to_consultation(**s.held.about), waits, keyed=True
    ),
    "admit_to_consultation.turn_away": Act(
        lambda s: admit_to_consultation.turn_away(**s.held.about, participant_id=guest_of(s.held)),
        lambda: opened(invited=True),
    ),
    "admit_to_consultation.announce_delay": Act(
        lambda s: admit_to_consultation.announce_delay(**s.held.about, minutes=10), waits
    ),
    "join_consultation.join_consultation": Act(
        lambda s: bool(join_consultation.join_consultation(**s.held.about)), waits
    ),
    "invite_to_consultation.invite_to_consultation": Act(invites, opened),
    "invite_to_consultation.send_invitation_again": Act(
        lambda s: invite_to_consultation.send_invitation_again(**s.held.about, participant_id=guest_of(s.held)),
        lambda: opened(invited=True),
    ),
    "open_invitation.open_invitation": Act(
        lambda s: open_invitation.open_invitation(visit=s.held.guest(), machine_now=s.now), lambda: opened(invited=True)
    ),
    "open_invitation.enter_invitation": Act(
        lambda s: bool(open_invitation.enter_invitation(visit=s.held.guest(), label="iPhone", machine_now=s.now)),
        lambda: opened(invited=True),
    ),
    "open_invitation.invitation_ticket": Act(
        lambda s: bool(open_invitation.invitation_ticket(visit=s.held.guest(s.cookie), machine_now=s.now)),
        lambda: entered(opened(invited=True)),
    ),
    "pass_to_phone.ask_for_phone": Act(lambda s: pass_to_phone.ask_for_phone(**s.held.hers), opened),
    "pass_to_phone.come_back_to_video": Act(
        lambda s: pass_to_phone.come_back_to_video(**s.held.hers), lambda: opened(by_phone=True), keyed=True
    ),
    "pass_to_phone.pass_to_phone": Act(lambda s: pass_to_phone.pass_to_phone(**s.held.about), meets),
    "pass_to_phone.pass_to_video": Act(
        lambda s: pass_to_phone.pass_to_video(**s.held.about), lambda: opened(by_phone=True), keyed=True
    ),
    "write_in_waiting_room.write_in_waiting_room": Act(
        lambda s: write_in_waiting_room.write_in_waiting_room(**s.held.hers, key=s.key, text="J’ai mal."), waits, keyed=True
    ),
    "write_in_waiting_room.write_to_waiting_room": Act(
        lambda s: write_in_waiting_room.write_to_waiting_room(**s.held.about, key=s.key, text="J’arrive."),
        waits,
        keyed=True,
    ),
    "end_consultation.end_consultation": Act(
        lambda s: end_consultation.end_consultation(**s.held.about), lambda: opened(admitted=True, invited=True), keyed=True
    ),
    "end_consultation.end_forgotten": Act(
        lambda s: end_consultation.end_forgotten(**s.held.clocks), forgotten, several=True
    ),
    "report_lost_link.report_lost_link": Act(
        lambda s: report_lost_link.report_lost_link(**s.held.clocks, **lost(s.held)), opened
    ),
    "read_own_consultation.own_consultation": Act(
        lambda s: read_own_consultation.own_consultation(**s.held.hers).state, waits
    ),
    "read_consultations.list_consultations": Act(
        lambda s: len(read_consultations.list_consultations(actor=s.held.actor, **s.held.clocks)), waits
    ),
    "read_consultations.read_consultation": Act(
        lambda s: read_consultations.read_consultation(**s.held.about).id == s.held.id, waits
    ),
    "read_consultations.consultations_of": Act(of_patient, waits),
}  # fmt: skip


def entered(stage: Stage) -> Stage:
    stage.cookie = open_invitation.enter_invitation(visit=stage.held.guest(), label="", machine_now=stage.now)
    return stage
