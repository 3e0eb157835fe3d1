"""A record as somebody looks at it: everything of one follow-up, opened, in a fixed number of statements, and traced."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from chevet.access.permissions import Door, door_to_read
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts import advice
from chevet.alerts.operations import CLOSING, REASON
from chevet.calls.operations import NOTE
from chevet.calls.queries import COLUMNS as CALL_COLUMNS
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.messaging import operations as communications
from chevet.messaging.queries import THREAD, unsealed
from chevet.pathways import thresholds
from chevet.people.actors import Actor
from chevet.people.operations import CONTACT, LABEL, PROFILE
from chevet.questionnaires.compact import unpacked
from chevet.questionnaires.operations import CONTENT, RELATIVE
from chevet.usecases.around_record import Around, around, earlier, forced
from chevet.usecases.break_glass import PURPOSE
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, journal, met, reads
from chevet.vitals.kinds import KINDS
from chevet.vitals.operations import lengthened
from chevet.vitals.operations import opened as opened_readings

ROLE = "(SELECT m.role FROM membership m WHERE m.account_id = {} ORDER BY m.until DESC NULLS FIRST LIMIT 1)"
READS = {
    "patient": "SELECT p.*, i.status AS identity_status, i.doubt AS identity_doubt FROM patient p "
    "LEFT JOIN identity i ON i.patient_id = p.id WHERE p.subject_id = {subject}",
    "contacts": "SELECT id, kind, value, label, state FROM contact_point WHERE subject_id = {subject} ORDER BY id",
    "answers": "SELECT id, at, author_id, level, flags, content FROM answer "
    "WHERE follow_up_id = {follow_up} ORDER BY at DESC LIMIT 100",
    "measures": "SELECT id, at, readings FROM measure WHERE follow_up_id = {follow_up} ORDER BY at DESC LIMIT 300",
    "occurrences": "SELECT id, day, due_on, due_at, reminded_at, silenced_at, answered_at FROM occurrence "
    "WHERE follow_up_id = {follow_up} ORDER BY due_on",
    "alerts": "SELECT a.*, e.closed_by, e.closing FROM alert a JOIN episode e ON e.id = a.episode_id "
    "WHERE a.follow_up_id = {follow_up} ORDER BY a.opened_at DESC LIMIT 100",
    "calls": f"SELECT {CALL_COLUMNS} FROM call c JOIN account a ON a.id = c.author_id "
    "WHERE c.follow_up_id = {follow_up} ORDER BY c.at DESC LIMIT 100",
    "advice": advice.OF_FOLLOW_UP,
    "thread": THREAD.format(target="{follow_up}"),
    "messages": "SELECT id, channel, kind, state, reason, due_at, handed_at, settled_at FROM message "
    "WHERE follow_up_id = {follow_up} AND kind <> ALL('{{alert,advice_asked,advice_given}}') ORDER BY due_at DESC LIMIT 60",
    "consents": "SELECT c.text, c.version, c.decision, c.channel, c.given_by, c.at, "
    f"{ROLE.format('c.collector_id')} AS collector_role FROM consent c WHERE c.follow_up_id = {{follow_up}} "
    "ORDER BY c.at, c.text",
    "devices": "SELECT d.id, d.state, d.label, d.created_at, d.seen_at, d.revoked_at FROM access_device d "
    "JOIN access_link l ON l.id = d.link_id WHERE l.target_id = {follow_up} ORDER BY d.created_at",
    "looks": f"SELECT j.at, j.actor, j.action, j.detail, a.name AS account, {ROLE.format('a.id')} AS role FROM journal j "
    "LEFT JOIN account a ON j.actor = 'account:' || a.id::text WHERE j.subject_id = {subject} ORDER BY j.id DESC LIMIT 60",
}
STREAM = frozenset({"answers", "measures", "alerts", "calls", "advice", "thread", "messages"})
LIMIT = re.compile(r" LIMIT \d{2,}$")


@dataclass(frozen=True, slots=True)
class AnswerView:
    """items: [(item of the questionnaire, answer)]; findings: [[kind, level, rule]]."""

    id: UUID
    at: datetime
    level: int
    author_id: UUID | None
    by_relative: bool
    items: tuple[tuple[Any, Any], ...]
    findings: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class AlertView:
    """reason: {"fr", "en", "rule", "version", "values"}; source: where the rule comes from."""

    id: UUID
    kind: str
    level: int
    count: int
    opened_at: datetime
    last_at: datetime
    confirm_by: datetime | None
    closed_at: datetime | None
    closed_why: str
    reason: dict[str, Any]
    source: str
    closing: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RecordView:
    """profile opened; contacts with `value` opened; series: {kind: [(at, value)]} oldest first.

    calls: newest first, one under way with an empty outcome; advice: questions to a doctor and what came back.
    files: documents with what they hold, identity: how sure we are of who it is, where they are asked for (export_record).
    thread: what the person and the team wrote to each other, newest first; messages: what left the house.
    """

    situation: Situation
    patient: Any
    profile: dict[str, Any]
    contacts: tuple[Any, ...]
    answers: tuple[AnswerView, ...]
    series: dict[str, list[tuple[datetime, float]]]
    occurrences: tuple[Any, ...]
    alerts: tuple[AlertView, ...]
    calls: tuple[Any, ...]
    advice: tuple[Any, ...]
    thread: tuple[Any, ...]
    messages: tuple[Any, ...]
    consents: tuple[Any, ...]
    devices: tuple[Any, ...]
    looks: tuple[Any, ...]
    around: Around | None = None
    files: tuple[tuple[Any, bytes | None], ...] = ()
    identity: Any = None


def patient_page(
    *, actor: Actor, follow_up_id: UUID, before: datetime | None = None, now: datetime, machine_now: datetime
) -> RecordView:
    """What a professional in the circle sees, and what is around it; one line in the journal, with its purpose.

    before: of all that has a time, only what is older. Not hers is NotFound.
    """
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now, guests=True)
        view = record_view(work, situation, before=before)
        beside = around(work, situation, before=before)
        view = replace(view, around=beside, alerts=tuple(_sourced(one, beside) for one in view.alerts))
        if any(one.link_id and one.read_at is None for one in view.thread):
            work.add(communications.read_by_team(follow_up_id, now=now))
        why = {"purpose": PURPOSE} if forced(actor, view.around, now=now) else {}
        work.add(journal(situation, Act(f"account:{actor.account_id}", "record.read", machine_now, why), quietly=True))
    return view


def _sourced(alert: AlertView, beside: Around) -> AlertView:
    """An alert of a personal bound comes from who set it."""
    if alert.reason.get("rule") != thresholds.RULE:
        return alert
    held = [one for one in beside.thresholds if one.kind == alert.kind and one.set_at <= alert.last_at]
    return replace(alert, source=f"{held[0].author} : {held[0].content['reason']}" if held else "")


def own_record(*, visit: Visit, now: datetime, machine_now: datetime) -> RecordView:
    """What the patient sees of her own follow-up, on a browser that gave a code. Raises NotFound, Forbidden."""
    with UnitOfWork(visit.scope()) as work:
        door, situation = at_own_record(work, visit, now=now)
        view = record_view(work, situation)
        work.add(journal(situation, Act(f"link:{door.link_id}", "record.read_own", machine_now), quietly=True))
    return view


def at_own_record(work: UnitOfWork, visit: Visit, *, now: datetime) -> tuple[Door, Situation]:
    """The door of a browser that gave a code, and the follow-up behind it. Raises NotFound, Forbidden."""
    entered, *rows = work.fetch(enter(visit), *reads(now=now, target=TARGET))
    door = door_to_read(entered, now=now)
    situation = met(rows)
    if situation is None:
        raise NotFound
    return door, situation


def record_view(
    work: UnitOfWork, situation: Situation, *, whole: bool = False, before: datetime | None = None
) -> RecordView:
    """Everything of one follow-up, opened. `whole`: without the limits that keep a page short."""
    record = situation.record
    statements = [_statement(name, situation, whole=whole, before=before) for name in READS]
    found = dict(zip(READS, work.fetch(*statements), strict=True))
    patient = found["patient"][0]
    contents = [record.open(CONTENT, one.content) for one in found["answers"]]
    return RecordView(
        situation=situation,
        patient=patient,
        profile=record.open(PROFILE, patient.profile),
        contacts=tuple(_contact(one, record) for one in found["contacts"]),
        answers=tuple(map(partial(_answer, situation), found["answers"], contents)),
        series=_series(
            [(one.at, opened_readings(record, one.readings)) for one in found["measures"]]
            + [(one.at, measures_of(content)) for one, content in zip(found["answers"], contents, strict=True)]
        ),
        occurrences=tuple(found["occurrences"]),
        alerts=tuple(_alert(one, situation) for one in found["alerts"]),
        calls=tuple(one._replace(note=record.open(NOTE, one.note) or "") for one in found["calls"]),
        advice=tuple(advice.opened(one, record) for one in found["advice"]),
        thread=unsealed(found["thread"], record),
        messages=tuple(found["messages"]),
        consents=tuple(found["consents"]),
        devices=tuple(found["devices"]),
        looks=tuple(found["looks"]),
    )


def _statement(name: str, situation: Situation, *, whole: bool, before: datetime | None) -> Statement:
    sql, row = READS[name], situation.followed
    params: tuple[Any, ...] = (row.subject_id if "{subject}" in sql else row.id,)
    if before and name in STREAM:
        sql, params = earlier(sql), (*params, before)
    sql = LIMIT.sub("", sql) if whole else sql
    return Statement(sql.format(subject="%s", follow_up="%s"), params)


def _contact(row: Any, record: Record) -> Any:
    return row._replace(value=record.open(CONTACT, row.value), label=record.open(LABEL, row.label) or "")


def measures_of(content: dict[str, Any]) -> dict[str, Any]:
    """The measures of an answer's opened content, by kind."""
    return lengthened(content.get("m", {}))


def _answer(situation: Situation, row: Any, content: dict[str, Any]) -> AnswerView:
    given = unpacked(situation.pathway.questionnaire, content) | measures_of(content)
    items = tuple(
        (item, given[item.link_id]) for item in situation.pathway.questionnaire.items if item.link_id in given
    )
    return AnswerView(
        id=row.id, at=row.at, level=row.level, author_id=row.author_id, by_relative=bool(row.flags & RELATIVE),
        items=items, findings=tuple(content.get("f", ())),
    )  # fmt: skip


def _alert(row: Any, situation: Situation) -> AlertView:
    record: Record = situation.record
    reason = record.open(REASON, row.reason)
    rule = situation.pathway.rules_by_id.get(reason.get("rule", ""))
    return AlertView(
        id=row.id, kind=row.kind, level=row.level, count=row.count, opened_at=row.opened_at, last_at=row.last_at,
        confirm_by=row.confirm_by, closed_at=row.closed_at, closed_why=row.closed_why, reason=reason,
        source=rule.source if rule else "", closing=record.open(CLOSING, row.closing),
    )  # fmt: skip


def _series(readings: list[tuple[datetime, dict[str, Any]]]) -> dict[str, list[tuple[datetime, float]]]:
    """Reported alone or with a questionnaire: one series a kind, oldest first."""
    series: dict[str, list[tuple[datetime, float]]] = defaultdict(list)
    for at, values in sorted(readings, key=itemgetter(0)):
        for kind, value in values.items():
            if kind in KINDS:
                series[kind].append((at, value))
    return dict(series)
