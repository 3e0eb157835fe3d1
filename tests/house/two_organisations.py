"""Two organisations side by side, each with two patients of whom every walled table knows something."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from chevet.access.models import Code, Device, Link
from chevet.access.tokens import hash_token
from chevet.audit.models import JournalSeal
from chevet.interfaces.streams.models import Audience, Drawing, StreamTicket
from chevet.kernel.tenancy import acting, machine
from chevet.notifications.models import PushSubscription
from chevet.organisations.models import Delegation, DutyTurn
from chevet.people.models import Identity, Membership
from chevet.reporting.models import RedWait, RuleWait, RuleWeek
from chevet.usecases.ask_advice import ask_advice
from chevet.usecases.give_handover import give_handover
from chevet.usecases.keep_template import keep_template
from chevet.usecases.set_threshold import set_threshold
from chevet.usecases.write_note import write_note
from chevet.worklist.models import Shortcuts
from tests.appointments.filled import fill_an_agenda
from tests.fixtures.care import NOON, Patient, Place, include, make_place
from tests.payments.filled import fill_payments
from tests.teleconsultation.filled import fill_a_consultation
from tests.usecases.acts_of_documents import kept, sent
from tests.usecases.doing import IN_DANGER, call, danger, measure, minutes, professionally, send, write
from tests.usecases.stages import Stage
from tests.video.filled import fill_a_room

AT = NOON + minutes(90)


@dataclass(frozen=True)
class Side:
    """One organisation: its place, and two patients with the subject and link hash of each."""

    place: Place
    patients: tuple[Patient, Patient]
    subjects: tuple[UUID, UUID]
    links: tuple[bytes, bytes]


def play() -> tuple[Side, Side]:
    """Commits."""
    sides = (_side("Hôpital des Tilleuls"), _side("Clinique des Ormes"))
    with acting(machine("stream")):
        for side in sides:
            Audience.objects.create(team_id=side.place.team_id, language="fr", seen_at=NOON)
            Drawing.objects.create(team_id=side.place.team_id, language="fr", upto=1, made_at=NOON, body=b"x")
    with acting(machine("seal")):
        JournalSeal.objects.create(first_id=1, last_id=2, lines=2, hash=b"x", sealed_at=NOON)
    return sides


def _written(patient: Patient) -> None:
    """A note and a bound of her own."""
    whom = {"actor": patient.place.actor, "follow_up_id": patient.follow_up_id, "now": AT, "machine_now": AT}
    write_note(**whom, key=uuid4(), text="Va mieux")
    bound = {"kind": "spo2", "side": "below", "value": 92, "until_on": NOON.date(), "reason": "Oxygène"}
    set_threshold(**whom, **bound)


def _papers(patient: Patient) -> None:
    """One of each side, with its pieces."""
    stage = Stage(patient=patient, place=patient.place, actor=patient.place.actor, key=uuid4(), now=AT + minutes(5))
    sent(stage)
    kept(stage, document_id=uuid4(), shown=True)


def _side(name: str) -> Side:
    from chevet.people.models import Patient as Person

    place = make_place(name=name)
    patients = (include(place), include(place, first_name="Josette", birth_name="Ravel", confirmed_duplicate=True))
    for patient in patients:
        _fill(patient)
    with acting(place.scope):
        subjects = tuple(Person.objects.get(pk=patient.patient_id).subject_id for patient in patients)
        for patient, subject_id in zip(patients, subjects, strict=True):
            Identity.objects.create(
                patient_id=patient.patient_id, organisation_id=place.organisation_id, subject_id=subject_id,
                status="provisional", known=b"x",
            )  # fmt: skip
            PushSubscription.objects.create(
                organisation_id=place.organisation_id, subject_id=subject_id, follow_up_id=patient.follow_up_id,
                device_id=uuid4(), subscription=b"x", since=NOON,
            )  # fmt: skip
        membership = Membership.objects.first()
        StreamTicket.objects.create(
            hash=uuid4().bytes, organisation_id=place.organisation_id, team_id=place.team_id,
            account_id=membership.account_id, expires_at=NOON,
        )  # fmt: skip
        Shortcuts.objects.create(account_id=membership.account_id, keys={"claim": "t"})
        DutyTurn.objects.create(
            organisation_id=place.organisation_id, team_id=place.team_id, account_id=membership.account_id, days=[0],
            starts="08:00", ends="20:00",
        )  # fmt: skip
        Delegation.objects.create(
            organisation_id=place.organisation_id, team_id=place.team_id, to_team_id=place.second_line_id, hours=[],
            digest_at="18:00", since=NOON,
        )  # fmt: skip
        counted = {
            "organisation_id": place.organisation_id,
            "team_id": place.team_id,
            "week": NOON.date(),
            "minutes": 4,
        }
        rule = {"slug": "covid-medical", "version": 1, "rule": "spo2-low"}
        RedWait.objects.create(**counted, number=1)
        RuleWait.objects.create(**counted, **rule, number=1)
        del counted["minutes"]
        said = {"alerts": 1, "reds": 1, "useful": 1, "useless": 0, "confirmed": 0, "lowered": 0}
        RuleWeek.objects.create(**counted, **rule, **said)
    template = {"team_id": place.team_id, "name": "Visite", "text": "Vu à domicile"}
    keep_template(actor=place.actor, **template, now=AT, machine_now=AT)
    give_handover(actor=place.actor, team_id=place.team_id, note="Bonne nuit.", now=AT + minutes(9), machine_now=AT)
    fill_payments(place, subjects)
    fill_an_agenda(place, patients)
    for number, subject in enumerate(subjects):
        fill_a_room(place, subject, name=f"LRM {number}")
    for patient in patients:
        fill_a_consultation(patient)
    return Side(place, patients, subjects, tuple(hash_token(patient.token) for patient in patients))


def _fill(patient: Patient) -> None:
    from chevet.usecases.send_code import send_code
    from chevet.usecases.stop_follow_up import stop_follow_up

    send(patient, IN_DANGER, now=AT)
    danger(patient, now=AT + minutes(1))
    measure(patient, "93", now=AT + minutes(2))
    call(patient, now=AT + minutes(3))
    question = {"of": patient.place.stranger.account_id, "question": "Que faire ?"}
    professionally(ask_advice, patient, now=AT + minutes(3), **question)
    write(patient, "Bonjour", now=AT + minutes(4))
    _written(patient)
    _papers(patient)
    send_code(visit=patient.visit(), now=AT, machine_now=AT)
    stop_follow_up(visit=patient.visit(), reason="better", now=AT, machine_now=AT)
    with acting(patient.place.scope):
        assert Code.objects.filter(target_id=patient.follow_up_id).exists()
        assert Device.objects.exists()
        assert Link.objects.filter(target_id=patient.follow_up_id).exists()
