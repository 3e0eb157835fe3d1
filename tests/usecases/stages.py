"""What must be there before a use case can be played: each function commits a place, a patient, and how far she is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from PIL import Image

from chevet.access.models import Code, Device
from chevet.access.operations import new_code
from chevet.access.rules import CodeKind
from chevet.kernel.keyring import add_generation
from chevet.kernel.models import DataKey
from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications.models import Message
from chevet.notifications.receipts import Incoming, Keyword
from chevet.organisations.models import Team
from chevet.pathways.models import Threshold
from chevet.people.models import Account, CareLink
from chevet.usecases import (
    ask_advice,
    bind_device,
    brand_organisation,
    claim_episode,
    give_handover,
    include_patient,
    live_follow_ups,
    mute_follow_up,
    open_task,
    record_call,
    repairs,
    seal_journal,
    set_threshold,
    snooze_episode,
    start_call,
    stop_follow_up,
    widen_circle,
)
from tests.fixtures.care import NOON, include, inclusion, make_place

from .doing import STABLE, colleague, danger, measure, reply, send, write
from .outbox import Dead, Hand

AT = NOON + timedelta(hours=1, minutes=30)
Stage = SimpleNamespace
CODE = "123456"


def followed(**changes: Any) -> Stage:
    """Somebody in a follow-up, on the first day at half past nine, with a browser that said who it is."""
    place = make_place()
    patient = include(place, **changes)
    return Stage(place=place, patient=patient, now=AT, key=uuid4(), actor=place.actor)


def planned() -> Stage:
    """An inclusion that can still be undone."""
    stage = Stage(place=make_place(), now=NOON)
    stage.actor = stage.place.actor
    included = include_patient.include_patient(
        actor=stage.actor, inclusion=inclusion(stage.place), demonstration=True, now=NOON, machine_now=NOON
    )
    stage.patient = Stage(follow_up_id=included.follow_up_id, place=stage.place)
    return stage


def in_alarm(*, held: bool = False, calling: bool = False) -> Stage:
    stage = followed()
    danger(stage.patient, now=AT - timedelta(minutes=20))
    measure(stage.patient, "93", now=AT - timedelta(minutes=1))
    if held:
        claim_episode.claim_episode(**pro(stage, at=AT - timedelta(minutes=15)))
    if calling:
        start_call.start_call(**pro(stage, at=AT - timedelta(seconds=40)))
    return stage


def muted(why: str, *, by_another: bool = False) -> Stage:
    """Her messages are on pause since an hour; a death is still to be looked at again."""
    stage = followed()
    author = colleague(stage.place) if by_another else stage.actor
    mute_follow_up.mute_follow_up(**pro(stage, at=AT - timedelta(hours=1)) | {"actor": author, "why": why})
    return stage


def asked() -> Stage:
    """A doctor was asked about her alarm by a colleague."""
    stage = in_alarm()
    asking = pro(stage, at=AT - timedelta(minutes=1)) | {"actor": colleague(stage.place)}
    ask_advice.ask_advice(**asking, of=stage.actor.account_id, question="Que faire ?")
    return stage


def undelivered() -> Stage:
    stage = handing(state="delivered", settled_at=AT)
    open_task.report_undelivered(
        follow_up_id=stage.patient.follow_up_id, organisation_id=stage.organisation_id, subject_id=stage.subject_id,
        **clocks(stage),
    )  # fmt: skip
    return stage


def tried() -> Stage:
    """An alarm for which somebody called in time."""
    stage = followed()
    danger(stage.patient, now=AT - timedelta(minutes=4))
    record_call.record_call(**pro(stage, at=AT - timedelta(minutes=2)), outcome="no_answer")
    return stage


def put_aside() -> Stage:
    """The alarm waits until five minutes later."""
    stage = tried()
    until = AT + timedelta(minutes=5)
    snooze_episode.snooze_episode(**pro(stage, at=AT - timedelta(minutes=1)), until=until, why="doctor")
    return stage


def with_code(*, bound: bool = False) -> Stage:
    """A code waits on the identified browser, or was given."""
    stage = followed()
    with UnitOfWork(stage.place.scope) as work:
        work.orm()
        device = Device.objects.get()
        stage.device_id = device.id
        whose = {"organisation_id": device.organisation_id, "subject_id": device.subject_id}
        work.add(
            new_code(
                **whose, code_id=uuid4(), target_id=stage.patient.follow_up_id, device_id=device.id,
                kind=CodeKind.SMS, code=CODE, machine_now=AT,
            )
        )  # fmt: skip
    if bound:
        binding = bind_device.bind_device(visit=stage.patient.visit(), code=CODE, now=AT, machine_now=AT)
        stage.patient.device = binding.secret
        with acting(stage.place.scope):
            assert Code.objects.get().used_at
    return stage


def branded() -> Stage:
    """Her establishment shows a logo."""
    stage = followed()
    picture = BytesIO()
    Image.new("RGB", (20, 10), "teal").save(picture, "PNG")
    brand_organisation.brand_organisation(
        organisation_id=stage.place.organisation_id, colour="#0a5c66", logo=picture.getvalue(), machine_now=AT
    )
    return stage


def stopped() -> Stage:
    """She stopped her follow-up from her own page, an hour ago."""
    stage = followed()
    earlier = AT - timedelta(hours=1)
    stop_follow_up.stop_follow_up(visit=stage.patient.visit(), reason="", now=earlier, machine_now=earlier)
    return stage


def bounded() -> Stage:
    """She is red at 93 %, and her SpO2 has a bound of its own."""
    stage = in_alarm()
    until_on = NOON.date() + timedelta(days=5)
    set_threshold.set_threshold(
        **pro(stage), kind="spo2", side="below", value=91, until_on=until_on, reason="Oxygène à domicile"
    )
    with acting(stage.place.scope):
        stage.threshold_id = Threshold.objects.get().id
    return stage


def called_from_elsewhere(*, called: bool = True) -> Stage:
    """A doctor of another organisation, called to this record (or about to be)."""
    stage = followed()
    stage.guest = make_place(name="Cabinet du Port").actor
    stage.email = Account.objects.get(pk=stage.guest.account_id).email
    if called:
        widen_circle.call_guest(**pro(stage), email=stage.email, words="Son médecin traitant", agreed_by="oral")
        with acting(stage.place.scope):
            stage.link_id = CareLink.objects.get(account_id=stage.guest.account_id).id
    return stage


def another_team() -> Stage:
    """A third team that could answer for her: it has hours and a second line. Something is open and held."""
    stage = in_alarm(held=True)
    with acting(stage.place.scope):
        ours = Team.objects.get(pk=stage.place.team_id)
        other = Team.objects.create(
            organisation=ours.organisation, name="Relais", phone=ours.phone, territory="FR", duty=ours.duty,
            second_line_id=stage.place.second_line_id,
        )  # fmt: skip
    stage.other_team_id = other.id
    return stage


def handing(*, state: str = "new", **facts: Any) -> Stage:
    """Only the invitation waits in the outbox, or has come as far as `state`. Leases are of the machine's clock."""
    stage = followed()
    stage.machine_now, stage.post, stage.dead = datetime.now(UTC), Hand(), Dead()
    with acting(stage.place.scope):
        message = Message.objects.get()
        stage.message_id, stage.contact_id = message.id, message.contact_id
        stage.organisation_id, stage.subject_id = message.organisation_id, message.subject_id
        Message.objects.update(state=state, **facts)
    return stage


def handed() -> Stage:
    """A colleague has signed the sheet of her shift; nobody has read it."""
    stage = in_alarm()
    stage.sheet_id = give_handover.give_handover(
        **of_team(stage), note="Bonne nuit.", now=AT - timedelta(seconds=30), machine_now=AT
    )
    return stage


def of_team(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.actor, "team_id": stage.place.team_id}


def answered() -> Stage:
    stage = followed()
    send(stage.patient, STABLE, now=AT, key=stage.key)
    return stage


def written(*, bound: bool = False) -> Stage:
    """She asked and was answered once, has asked again, and (when bound) may read."""
    stage = with_code(bound=bound)
    write(stage.patient, "Ma toux est revenue.", now=AT - timedelta(minutes=9))
    reply(stage.patient, "Mesurez ce soir.", now=AT - timedelta(minutes=6))
    write(stage.patient, "Et demain ?", now=AT - timedelta(minutes=3))
    return stage


def recorded(prepare: Callable[[], Stage] | None = None) -> Stage:
    """The record itself, for what forgets or rewraps it."""
    stage = (prepare or in_alarm)()
    with acting(stage.place.scope):
        stage.subject_id = DataKey.objects.get().subject_id
    stage.whose = {"subject_id": stage.subject_id, "organisation_id": stage.place.organisation_id}
    return stage


def pro(stage: Stage, *, at: datetime | None = None) -> dict[str, Any]:
    """Who acts on which follow-up, and when."""
    at = at or stage.now
    return {"actor": stage.actor, "follow_up_id": stage.patient.follow_up_id, "now": at, "machine_now": at}


def hers(stage: Stage) -> dict[str, Any]:
    return {"visit": stage.patient.visit(), "now": stage.now, "machine_now": stage.now}


def clocks(stage: Stage) -> dict[str, Any]:
    return {"now": stage.now, "machine_now": stage.now}


def passing(stage: Stage) -> dict[str, Any]:
    """Each call comes when the lease of the one before is over."""
    stage.machine_now += timedelta(minutes=11)
    return {"now": stage.now, "machine_now": stage.machine_now, "on_dead": stage.dead}


def of_outbox(stage: Stage) -> dict[str, Any]:
    return {"organisation_id": stage.organisation_id, "subject_id": stage.subject_id, **clocks(stage)}


def incoming(text: str, keyword: Keyword | None) -> Incoming:
    return Incoming(sender="+33612345678", text=text, at=AT, keyword=keyword)


def sealing() -> Stage:
    """The journal was looked at twice: its first lines are closed."""
    stage = followed()
    stage.closing = seal_journal.Closing()
    for _ in range(2):
        seal_journal.seal_journal(machine_now=AT, closing=stage.closing)
    stage.again = stage.closing.__dict__.copy()
    return stage


def seal(stage: Stage) -> int:
    """What a process saw dies with it: each call looks with the eyes of the first."""
    return seal_journal.seal_journal(machine_now=AT, closing=seal_journal.Closing(**stage.again))


def older_key() -> Stage:
    """The family has a new generation, and one data key is still wrapped by the first."""
    stage = followed()
    add_generation("medical")
    return stage


def moment(stage: Stage) -> repairs.Moment:
    return repairs.Moment(stage.now, stage.now, send=lambda: None, on_dead=Dead())


def to_repair(stage: Stage) -> list[Any]:
    place, patient = stage.place, stage.patient
    return [
        Stage(follow_up_id=patient.follow_up_id, organisation_id=place.organisation_id, subject_id=stage.subject_id)
    ]


def live(stage: Stage) -> int:
    return live_follow_ups.live_due(until=stage.now, machine_now=stage.now)
