"""What people and the clock do to a follow-up, in one word each, and what the database then says."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import connection

from chevet.kernel.tenancy import acting
from chevet.notifications.models import Message
from chevet.notifications.parcels import opened
from chevet.people.actors import Actor
from chevet.people.models import Account, Membership, Role
from chevet.usecases.answer_patient import answer_patient
from chevet.usecases.claim_episode import claim_episode
from chevet.usecases.close_episode import close_episode
from chevet.usecases.live_follow_ups import live_due
from chevet.usecases.record_call import record_call
from chevet.usecases.report_danger_sign import report_danger_sign
from chevet.usecases.report_measure import report_measure
from chevet.usecases.submit_answers import submit_answers
from chevet.usecases.write_to_team import write_to_team
from tests.fixtures.care import NOON, Patient, Place

STABLE = {"symptoms": "no", "spo2": "97", "temperature": "37,2"}
UNWELL = STABLE | {"symptoms": "yes", "breathlessness": "worse"}
IN_DANGER = STABLE | {"symptoms": "yes", "chest_pain": "yes"}
UNSURE = {"symptoms": "?", "spo2": "?"}
PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2027, 3, 1)  # day 1; the first signs were on Friday, so days 4 to 10 are watched closely


def send(patient: Patient, answers: dict[str, str] = STABLE, *, now: datetime, key=None, **more: Any):
    return submit_answers(visit=patient.visit(), key=key or uuid4(), answers=answers, now=now, machine_now=now, **more)


def measure(patient: Patient, typed: str, *, now: datetime, kind: str = "spo2", key=None):
    return report_measure(visit=patient.visit(), key=key or uuid4(), kind=kind, typed=typed, now=now, machine_now=now)


def danger(patient: Patient, *, now: datetime, item: str = "chest_pain", choice: str = "yes", key=None):
    return report_danger_sign(
        visit=patient.visit(), key=key or uuid4(), item=item, choice=choice, now=now, machine_now=now
    )


def write(patient: Patient, text: str, *, now: datetime, key=None):
    """She writes to her team."""
    return write_to_team(visit=patient.visit(), key=key or uuid4(), text=text, now=now, machine_now=now)


def professionally(act, patient: Patient, *, now: datetime, actor=None, **more: Any):
    return act(actor=actor or patient.place.actor, follow_up_id=patient.follow_up_id, now=now, machine_now=now, **more)


def call(patient: Patient, *, now: datetime, outcome: str = "reached", actor=None, **more: Any):
    return professionally(record_call, patient, now=now, outcome=outcome, actor=actor, **more)


def reply(patient: Patient, text: str, *, now: datetime, key=None, actor=None) -> bool:
    """Her team writes to her."""
    return professionally(answer_patient, patient, now=now, actor=actor, key=key or uuid4(), text=text)


def claim(patient: Patient, *, now: datetime, actor=None) -> None:
    professionally(claim_episode, patient, now=now, actor=actor)


def close(patient: Patient, *, now: datetime, actor=None, **more: Any) -> bool:
    return professionally(close_episode, patient, now=now, actor=actor, **({"done": ["call_done"]} | more))


def live(until: datetime) -> int:
    """Time passes; whoever was due is lived."""
    return live_due(until=until, machine_now=until)


def read(place: Place, sql: str, *params: Any) -> list[tuple]:
    """As the organisation sees its own rows."""
    with acting(place.scope), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def follow_up(patient: Patient) -> dict[str, Any]:
    names = "state, wake_at, last_answer_at, last_level, end_reason, channel"
    (row,) = read(patient.place, f"SELECT {names} FROM follow_up WHERE id = %s", patient.follow_up_id)
    return dict(zip(names.split(", "), row, strict=True))


def alerts(patient: Patient) -> dict[str, tuple[int, bool]]:
    """The live alerts: level and whether a second measure is awaited, by kind."""
    sql = "SELECT kind, level, confirm_by IS NOT NULL FROM alert WHERE follow_up_id = %s AND closed_at IS NULL"
    return {kind: (level, waits) for kind, level, waits in read(patient.place, sql, patient.follow_up_id)}


def episode(patient: Patient) -> dict[str, Any] | None:
    names = "level, raised_at, deadline_at, attempted_at, rung, climbs_at, claimed_by"
    sql = f"SELECT {names} FROM episode WHERE follow_up_id = %s AND closed_at IS NULL"
    rows = read(patient.place, sql, patient.follow_up_id)
    return dict(zip(names.split(", "), rows[0], strict=True)) if rows else None


def sent(patient: Patient, *kinds: str, state: str = "new") -> list[tuple[str, datetime]]:
    """Messages of these kinds (of all, without), in the order in which they are due."""
    sql = """SELECT kind, due_at FROM message WHERE follow_up_id = %s AND state = %s
              AND (%s::text[] = '{}' OR kind = ANY(%s::text[])) ORDER BY due_at, kind"""
    return read(patient.place, sql, patient.follow_up_id, state, list(kinds), list(kinds))


def told(patient: Patient) -> Counter[str]:
    """How many alert messages each address was sent."""
    sql = """SELECT m.*, k.family, k.generation, k.wrapped FROM message m
               JOIN data_key k ON k.subject_id = m.key_id WHERE m.follow_up_id = %s AND m.kind = 'alert'"""
    with acting(patient.place.scope):
        rows = list(Message.objects.raw(sql, [patient.follow_up_id]))
        return Counter(opened(row, row.kind).to for row in rows)


def colleague(place: Place, *, alerts_by: str = "email", mobile: str = "") -> Actor:
    """Somebody else of the same team."""
    with acting(place.scope):
        account = Account.objects.create(email=f"{uuid4().hex[:8]}@exemple.fr", name="Collègue", mobile=mobile)
        Membership.objects.create(
            organisation_id=place.organisation_id, account=account, team_id=place.team_id, role=Role.PROFESSIONAL,
            alerts_by=alerts_by, since=NOON,
        )  # fmt: skip
    return Actor(account.id, place.organisation_id, Role.PROFESSIONAL, account.name, frozenset({place.team_id}))


def contact_id(patient: Patient):
    """Of the number to which her messages go."""
    sql = "SELECT contact_id FROM follow_up WHERE id = %s"
    return read(patient.place, sql, patient.follow_up_id)[0][0]


def address_of(actor) -> str:
    return Account.objects.get(pk=actor.account_id).email


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def paris(day: int, clock: str, *, zone: ZoneInfo = PARIS, first: date = MONDAY) -> datetime:
    return datetime.combine(first + timedelta(days=day - 1), time.fromisoformat(clock), zone)


def walls(patient, *kinds: str, zone: ZoneInfo = PARIS) -> list[tuple[str, str]]:
    """Messages as (kind, local date and time)."""
    return [(kind, f"{due.astimezone(zone):%d/%m %H:%M}") for kind, due in sent(patient, *kinds)]


def silences(patient, *, zone: ZoneInfo = PARIS) -> list[str]:
    rows = read(
        patient.place,
        "SELECT silenced_at FROM occurrence WHERE follow_up_id = %s ORDER BY due_on",
        patient.follow_up_id,
    )
    return [f"{at.astimezone(zone):%d/%m %H:%M}" for (at,) in rows if at]
