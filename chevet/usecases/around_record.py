"""What professionals see around the answers of a follow-up: circle of care, notes, bounds, other follow-ups, moves."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.documents import queries as documents
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notes.operations import TEXT
from chevet.pathways.operations import BOUND
from chevet.people.actors import Actor
from chevet.people.operations import CIRCLE
from chevet.usecases.situation import Situation
from chevet.vitals.operations import opened

# Acts that change how somebody is followed; what was answered, called or written has its own rows.
MOVES = ("follow_up.%", "link.%", "device.%", "threshold.%", "circle.%", "contact.%", "record.%", "code.given")
NO_MOVES = ("follow_up.lived", "record.read", "record.read_own")
ACTED_BY = "a.id = CASE WHEN j.actor LIKE 'account:%%' THEN substr(j.actor, 9)::uuid END"
MOVED_AT = "coalesce((j.detail ->> 'at')::timestamptz, j.at)"  # the domain clock's hour, where it differs
READS = {
    "notes": "SELECT n.id, n.at, n.text, n.for_next_shift, n.author_id, a.name AS author "
    "FROM note n JOIN account a ON a.id = n.author_id "
    "WHERE n.follow_up_id = {follow_up} ORDER BY n.at DESC LIMIT 100",
    "moves": f"SELECT j.id, {MOVED_AT} AS at, j.actor, j.action, j.detail, "
    f"a.name AS account FROM journal j LEFT JOIN account a ON {ACTED_BY} "
    "WHERE j.subject_id = {subject} AND j.action LIKE ANY({moves}) AND j.action <> ALL({no_moves}) "
    "ORDER BY j.id DESC LIMIT 100",
    "readings": "SELECT id, at, readings FROM measure WHERE follow_up_id = {follow_up} ORDER BY at DESC LIMIT 300",
    "circle": "SELECT c.id, c.team_id, c.account_id, c.since, c.until, c.why, c.motive, c.words, c.guest_of, c.agreed_by, "
    "coalesce(t.name, nullif(c.guest_name, '')) AS team, a.name AS account, a.profession, b.name AS added_by FROM care_link c "
    "LEFT JOIN team t ON t.id = c.team_id LEFT JOIN account a ON a.id = c.account_id "
    "LEFT JOIN account b ON b.id = c.by_id WHERE c.subject_id = {subject} "
    "ORDER BY c.until DESC NULLS FIRST, c.since, c.id LIMIT 60",
    "thresholds": "SELECT h.id, h.kind, h.side, h.content, h.set_at, h.until_on, h.ended_at, a.name AS author, "
    "b.name AS lifted_by FROM threshold h JOIN account a ON a.id = h.author_id "
    "LEFT JOIN account b ON b.id = h.ended_by WHERE h.follow_up_id = {follow_up} ORDER BY h.set_at DESC, h.id DESC "
    "LIMIT 60",
    "documents": "SELECT " + documents.COLUMNS + " FROM document d LEFT JOIN account a ON a.id = d.account_id "
    "WHERE d.subject_id = {subject} ORDER BY d.kept_at DESC, d.id DESC LIMIT 100",
    "follow_ups": "SELECT f.id, f.state, f.starts_on, f.ends_on, f.ended_at, v.content -> 'title' AS title, "
    "t.name AS team FROM follow_up f JOIN pathway_version v ON v.id = f.version_id JOIN team t ON t.id = f.team_id "
    "WHERE f.subject_id = {subject} ORDER BY f.starts_on DESC, f.id DESC LIMIT 30",
}
BOUNDED = re.compile(r" ORDER BY (\S+) DESC")


@dataclass(frozen=True, slots=True)
class Around:
    """Newest first. notes, circle and documents with their words opened; thresholds with `value` and `reason` as `content`.

    moves: lines of the journal about this follow-up or the whole record. readings: {measure: (at, {kind: value})}.
    """

    notes: tuple[Any, ...]
    moves: tuple[Any, ...]
    readings: tuple[Any, ...]
    circle: tuple[Any, ...]
    thresholds: tuple[Any, ...]
    documents: tuple[Any, ...]
    follow_ups: tuple[Any, ...]


def around(work: UnitOfWork, situation: Situation, *, before: datetime | None = None) -> Around:
    """One round trip. `before`: of notes, moves and readings only what is older."""
    found = dict(zip(READS, work.fetch(*(_statement(name, situation, before) for name in READS)), strict=True))
    record = situation.record
    return Around(
        notes=tuple(one._replace(text=record.open(TEXT, one.text)) for one in found["notes"]),
        moves=tuple(_moves(found["moves"], situation.followed.id)),
        readings=tuple(one._replace(readings=opened(record, one.readings)) for one in found["readings"]),
        circle=tuple(one._replace(words=record.open(CIRCLE, one.words) or "") for one in found["circle"]),
        thresholds=tuple(one._replace(content=record.open(BOUND, one.content)) for one in found["thresholds"]),
        documents=tuple(documents.opened(found["documents"], record)),
        follow_ups=tuple(one._replace(title=json.loads(one.title)) for one in found["follow_ups"]),
    )


def _statement(name: str, situation: Situation, before: datetime | None) -> Statement:
    sql, row = READS[name], situation.followed
    params: list[Any] = [row.subject_id if "{subject}" in sql else row.id]
    if name == "moves":
        params += [list(MOVES), list(NO_MOVES)]
    if before and name == "moves":
        sql, params = sql.replace(" ORDER BY", f" AND {MOVED_AT} < %s ORDER BY"), [*params, before]
    elif before and name in ("notes", "readings"):
        sql, params = earlier(sql), [*params, before]
    return Statement(sql.format(subject="%s", follow_up="%s", moves="%s", no_moves="%s"), tuple(params))


def earlier(sql: str) -> str:
    """The same read of a stream, with one more parameter: only what is older."""
    return BOUNDED.sub(r" AND \1 < %s ORDER BY \1 DESC", sql)


def _moves(rows: list[Any], follow_up_id: UUID) -> Iterator[Any]:
    """Those about this follow-up or about the whole record, newest first."""
    for row in rows:
        detail = json.loads(row.detail or "{}")
        if detail.get("follow_up") in (None, str(follow_up_id)):
            yield row._replace(detail=detail)


def forced(actor: Actor, seen: Around, *, now: datetime) -> bool:
    """Whether the actor is here only because she broke the glass."""
    mine = [
        one for one in seen.circle
        if (one.account_id == actor.account_id or one.team_id in actor.team_ids) and (not one.until or one.until > now)
    ]  # fmt: skip
    return bool(mine) and all(one.why == "break_glass" for one in mine)
