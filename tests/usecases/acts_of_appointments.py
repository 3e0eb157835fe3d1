"""The use cases of the agenda, ready to be played: acts.py takes them in."""

from datetime import date, timedelta
from uuid import uuid4

from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.usecases import (
    book_appointment,
    cancel_appointment,
    cancel_own_appointment,
    close_appointment,
    confirm_appointment,
    deny_visit,
    feed_agenda,
    keep_motives,
    keep_openings,
    move_appointment,
    move_own_appointment,
    open_visit,
    read_agenda,
    read_errands,
    remind_appointments,
    report_unreached,
)
from tests.appointments.agenda import NOW, TEN, AgendaStage, agenda, booked

from .act import Act

LATER = TEN + timedelta(hours=1)


def to_book() -> AgendaStage:
    stage = agenda()
    stage.key = uuid4()
    stage.actor = stage.secretary
    return stage


def expected(**changes) -> AgendaStage:
    stage = booked(**changes)
    stage.key, stage.actor = uuid4(), stage.secretary
    return stage


def cancelled() -> AgendaStage:
    stage = expected()
    cancel_own_appointment.cancel_own_appointment(visit=stage.visit(), **stage.clocks)
    return stage


def in_the_room() -> AgendaStage:
    stage = expected()
    stage.now = TEN + timedelta(minutes=5)
    return stage


def unreached() -> AgendaStage:
    stage = expected()
    report_unreached.report_unreached(**of_message(stage), **stage.clocks)
    return stage


def due() -> AgendaStage:
    """The afternoon before."""
    stage = expected()
    stage.now = NOW + timedelta(hours=9)
    return stage


def fed() -> AgendaStage:
    stage = expected()
    stage.feed = feed_agenda.renew_feed(actor=stage.place.actor, initials=True, machine_now=NOW)
    return stage


def by(stage: AgendaStage) -> dict:
    """Who acts, on which appointment."""
    return {"actor": stage.actor, "appointment_id": stage.appointment_id, **stage.clocks}


def of_message(stage: AgendaStage) -> dict:
    row = stage.row()
    with acting(stage.place.scope):
        message = Message.objects.filter(kind="appointment").latest("due_at")
    return {"message_id": message.id, "organisation_id": row.organisation_id, "subject_id": row.subject_id}


def of_team(stage: AgendaStage) -> dict:
    return {"actor": stage.actor, "team_id": stage.place.team_id, **stage.clocks}


def span(stage: AgendaStage) -> dict:
    whose = {"actor": stage.actor, "team_id": stage.place.team_id, "machine_now": stage.now}
    return whose | {"since": stage.now, "until": stage.now + timedelta(days=7)}


def afternoon(stage: AgendaStage) -> keep_openings.NewOpening:
    return keep_openings.NewOpening(
        opening_id=stage.key, account_id=stage.place.actor.account_id, starts="12:00", ends="13:00", days=(0,)
    )


def opening_id(stage: AgendaStage):
    from chevet.appointments.models import Opening
    from chevet.kernel.tenancy import acting

    with acting(stage.place.scope):
        return Opening.objects.earliest("starts").id


FACTS = keep_motives.MotiveFacts(label="Vaccin", minutes=10, modality="onsite")
APPOINTMENTS = {
    "book_appointment.book_appointment": Act(
        lambda s: book_appointment.book_appointment(actor=s.actor, booking=s.booking(appointment_id=s.key), **s.clocks),
        to_book, keyed=True, private=True,
    ),
    "move_appointment.move_appointment": Act(
        lambda s: move_appointment.move_appointment(
            actor=s.actor, move=move_appointment.Move(appointment_id=s.appointment_id, starts_at=LATER, seen=0), **s.clocks
        ),
        expected, private=True,
    ),
    "cancel_appointment.cancel_appointment": Act(
        lambda s: cancel_appointment.cancel_appointment(**by(s), why="professional", words="Absent"), expected,
        private=True,
    ),
    "cancel_appointment.restore_appointment": Act(
        lambda s: cancel_appointment.restore_appointment(**by(s)), cancelled, private=True
    ),
    "close_appointment.close_appointment": Act(
        lambda s: close_appointment.close_appointment(**by(s), outcome="honoured"), in_the_room, private=True
    ),
    "close_appointment.settle_unreached": Act(
        lambda s: close_appointment.settle_unreached(**by(s)), unreached, private=True
    ),
    "confirm_appointment.confirm_appointment": Act(
        lambda s: confirm_appointment.confirm_appointment(visit=s.visit(), **s.clocks), expected
    ),
    "cancel_own_appointment.cancel_own_appointment": Act(
        lambda s: cancel_own_appointment.cancel_own_appointment(visit=s.visit(), **s.clocks), expected
    ),
    "cancel_own_appointment.restore_own_appointment": Act(
        lambda s: cancel_own_appointment.restore_own_appointment(visit=s.visit(), **s.clocks), cancelled
    ),
    "move_own_appointment.own_times": Act(
        lambda s: move_own_appointment.own_times(visit=s.visit(), since=s.now, until=LATER, now=s.now), expected,
        several=True,
    ),
    "move_own_appointment.move_own_appointment": Act(
        lambda s: move_own_appointment.move_own_appointment(visit=s.visit(), starts_at=LATER, **s.clocks), expected,
        several=True,
    ),
    "deny_visit.deny_visit": Act(lambda s: deny_visit.deny_visit(visit=s.visit(), **s.clocks), expected),
    "open_visit.open_visit": Act(lambda s: open_visit.open_visit(visit=s.visit(), **s.clocks), expected),
    "keep_motives.add_motive": Act(
        lambda s: keep_motives.add_motive(**of_team(s), motive_id=s.key, facts=FACTS), to_book, keyed=True, private=True
    ),
    "keep_motives.change_motive": Act(
        lambda s: keep_motives.change_motive(**of_team(s), motive_id=s.motive_id, facts=FACTS), to_book, private=True
    ),
    "keep_motives.retire_motive": Act(
        lambda s: keep_motives.retire_motive(**of_team(s), motive_id=s.motive_id), to_book, private=True
    ),
    "keep_openings.add_opening": Act(
        lambda s: keep_openings.add_opening(**of_team(s), opening=afternoon(s), today=date(2027, 3, 1)), to_book,
        keyed=True, private=True,
    ),
    "keep_openings.remove_opening": Act(
        lambda s: keep_openings.remove_opening(**of_team(s), opening_id=opening_id(s)), to_book, private=True
    ),
    "read_agenda.read_agenda": Act(lambda s: read_agenda.read_agenda(**span(s)), expected, private=True),
    "read_agenda.read_appointment": Act(
        lambda s: read_agenda.read_appointment(actor=s.actor, appointment_id=s.appointment_id, machine_now=s.now),
        expected, private=True,
    ),
    "read_agenda.read_appointments_of": Act(
        lambda s: read_agenda.read_appointments_of(actor=s.actor, patient_id=s.patient_id), expected
    ),
    "read_agenda.read_bookable": Act(
        lambda s: read_agenda.read_bookable(actor=s.actor, patient_id=s.patient_id, machine_now=s.now), to_book
    ),
    "read_agenda.find_times": Act(
        lambda s: read_agenda.find_times(
            actor=s.actor, team_id=s.place.team_id, account_id=s.place.actor.account_id, minutes=20, since=s.now, most=3,
            **s.clocks,
        ),
        to_book,
    ),
    "read_errands.list_errands": Act(
        lambda s: len(read_errands.list_errands(actor=s.actor, now=s.now).to_call), unreached
    ),
    "remind_appointments.remind_appointments": Act(
        lambda s: remind_appointments.remind_appointments(until=s.now, machine_now=s.now), due, several=True
    ),
    "report_unreached.report_unreached": Act(
        lambda s: report_unreached.report_unreached(**of_message(s), **s.clocks), expected
    ),
    "feed_agenda.own_feed": Act(lambda s: feed_agenda.own_feed(actor=s.place.actor), fed),
    "feed_agenda.renew_feed": Act(
        lambda s: feed_agenda.renew_feed(actor=s.place.actor, initials=True, machine_now=s.now), fed
    ),
    "feed_agenda.revoke_feed": Act(lambda s: feed_agenda.revoke_feed(actor=s.place.actor, machine_now=s.now), fed),
    "feed_agenda.read_feed": Act(
        lambda s: feed_agenda.read_feed(token=s.feed, **s.clocks), fed, several=True
    ),
}  # fmt: skip
