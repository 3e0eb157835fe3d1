"""The sheet at the end of a shift: found from facts, completed by words, signed by who leaves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from chevet.audit.operations import entry
from chevet.handover import operations as handover
from chevet.handover import queries
from chevet.handover.rules import RED, RED_OPEN, SECTIONS, Facts
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.models import DataKey
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import WrappedKey, new_key, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.delegations import handed_sql
from chevet.people.actors import Actor, check_is_clinical
from chevet.usecases.read_worklist import NOT_YOURS, local_day_of
from chevet.worklist.queries import ROW, LineView, line_view

MOST = 200  # lines of one sheet
LONGEST_NOTE, LONGEST_WORD = 4_000, 300
WAITS = "Une transmission attend déjà d'être lue. Lisez-la et prenez la suite avant d'en signer une autre."
TEAM = f"SELECT id, name, phone, territory, {handed_sql('team.id')} FROM team WHERE id = %s"
TO_SAY = f"""
(SELECT * FROM worklist_line
  WHERE live AND team_id = %s
    AND (severity >= 2 OR claimed OR call_back_at IS NOT NULL OR snoozed_until > %s OR muted_until IS NOT NULL
         OR (severity = 1 AND EXISTS (
           SELECT FROM alert a WHERE a.follow_up_id = worklist_line.follow_up_id AND a.kind = 'undelivered'
                                 AND a.closed_at IS NULL)))
  ORDER BY severity DESC, claimed, deadline_at NULLS LAST, follow_up_id LIMIT {MOST + 1})
"""
BESIDE = """
SELECT l.follow_up_id, coalesce(e.red_at, e.raised_at) AS since, e.first_acted_at, e.claimed_until,
       EXISTS (SELECT FROM alert a WHERE a.follow_up_id = l.follow_up_id AND a.kind = 'undelivered'
                                     AND a.closed_at IS NULL) AS failed
  FROM worklist_line l LEFT JOIN episode e ON e.follow_up_id = l.follow_up_id AND e.closed_at IS NULL
 WHERE l.live AND l.team_id = %s AND (l.severity > 0 OR l.call_back_at IS NOT NULL OR l.muted_until IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as the sheet will say it. `row` holds the key of the record."""

    line: LineView
    facts: Facts
    row: Any


@dataclass(frozen=True, slots=True)
class Draft:
    """`waiting`: the sheet that must be taken first, if there is one. `left_out`: more than fits."""

    team: Any
    entries: tuple[Entry, ...]
    left_out: bool
    waiting: Any | None

    @property
    def reds(self) -> int:
        return sum(one.facts.severity == RED for one in self.entries)


def draft_handover(*, actor: Actor, team_id: UUID, now: datetime, machine_now: datetime) -> Draft:
    """What the sheet would say now; looking at it is one line in the journal. Not her team is NotFound."""
    with UnitOfWork(actor.scope()) as work:
        draft = _draft(work, actor, team_id, now, machine_now)
        work.add(_journal(actor, "handover.drafted", machine_now, {"team": str(team_id), "people": len(draft.entries)}))
    return draft


def give_handover(
    *, actor: Actor, team_id: UUID, note: str = "", words: Mapping[UUID, str] | None = None, now: datetime,
    machine_now: datetime,
) -> UUID:  # fmt: skip
    """Sign the sheet as things stand at this minute; gives its identifier.

    words: what the giver adds, by follow-up; who has dropped out meanwhile is left out. Conflict while another sheet of
    the team waits, also when two people sign at once.
    """
    _check(note, words or {})
    try:
        with UnitOfWork(actor.scope()) as work:
            draft = _draft(work, actor, team_id, now, machine_now)
            if draft.waiting:
                raise Conflict(WAITS)
            key = new_key(subject_id=new_id(), family="organisation")
            work.add(*_written(draft, key, actor, note.strip(), words or {}, now))
            detail = {"sheet": str(key.subject_id), "people": len(draft.entries), "reds": draft.reds}
            work.add(_journal(actor, "handover.given", machine_now, detail, team_id=team_id))
    except IntegrityError as error:
        if "one_sheet_waits" in str(error):
            raise Conflict(WAITS) from None
        raise
    return key.subject_id


def _check(note: str, words: Mapping[UUID, str]) -> None:
    if len(note) > LONGEST_NOTE:
        raise Invalid("Ce mot est trop long.", fields={"note": "Gardez moins de 4 000 caractères."})
    if any(len(word) > LONGEST_WORD for word in words.values()):
        raise Invalid("Un des mots est trop long.", fields={"words": "Gardez moins de 300 caractères par personne."})


def _draft(work: UnitOfWork, actor: Actor, team_id: UUID, now: datetime, machine_now: datetime) -> Draft:
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    teams, rows, beside, waiting = work.fetch(
        Statement(TEAM, (team_id,)),
        Statement(ROW.format(lines=TO_SAY), (team_id, now)),
        Statement(BESIDE, (team_id,)),
        queries.waiting(team_ids=[team_id]),
    )
    if not teams:
        raise NotFound(NOT_YOURS)
    known = {one.follow_up_id: one for one in beside}
    today = local_day_of(teams[0], now)
    entries = list(_entries(rows, known, today=today, now=now, machine_now=machine_now))
    return Draft(teams[0], tuple(entries[:MOST]), len(rows) > MOST, waiting[0] if waiting else None)


def _entries(
    rows: Sequence[Any], known: Mapping[UUID, Any], *, today: Any, now: datetime, machine_now: datetime
) -> Iterator[Entry]:
    """By section, then worst and most urgent first."""
    found = []
    for row in rows:
        line = line_view(row, today=today)
        facts = _facts(line, known.get(row.follow_up_id), now, machine_now)
        if facts.section:
            found.append(Entry(line, facts, row))
    yield from sorted(found, key=lambda one: (SECTIONS.index(one.facts.section or RED_OPEN), one.line.rank))


def _facts(line: LineView, beside: Any | None, now: datetime, machine_now: datetime) -> Facts:
    """A hold is a lease: who let it end holds nothing, even before the machine has noticed."""
    is_aside = line.is_aside(now)
    is_held = beside is not None and beside.claimed_until is not None and beside.claimed_until > machine_now
    return Facts(
        severity=line.severity,
        to_confirm=line.to_confirm,
        why=tuple({"fr": one["fr"], "en": one["en"]} for one in line.why),
        holder=line.holder_name if is_held else "",
        since=beside and beside.since,
        acted_at=beside and beside.first_acted_at,
        call_back_at=line.call_back_at,
        aside_until=line.snoozed_until if is_aside else None,
        aside=line.snooze if is_aside else {},
        muted_until=line.muted_until,
        failed=bool(beside and beside.failed),
    )


def _written(
    draft: Draft, key: WrappedKey, actor: Actor, note: str, words: Mapping[UUID, str], now: datetime
) -> Iterator[Statement]:
    whose = {"organisation_id": actor.organisation_id}
    yield insert(
        DataKey, subject_id=key.subject_id, **whose, family=key.family, generation=key.generation, wrapped=key.wrapped
    )
    yield handover.new_sheet(
        record=open_record(key), **whose, team_id=draft.team.id, given_by=actor.account_id, given_at=now,
        reds=draft.reds, people=len(draft.entries), left_out=draft.left_out, note=note,
    )  # fmt: skip
    for place, one in enumerate(draft.entries):
        word = words.get(one.line.follow_up_id, "").strip()
        yield handover.new_line(
            record=open_record(one.row), **whose, sheet_id=key.subject_id, follow_up_id=one.line.follow_up_id,
            patient_id=one.line.patient_id, place=place, facts=replace(one.facts, word=word),
        )  # fmt: skip


def _journal(
    actor: Actor, action: str, machine_now: datetime, detail: dict[str, Any], *, team_id: UUID | None = None
) -> Statement:
    """With the team, its open screens hear of it."""
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id,
        team_id=team_id, detail=detail,
    )  # fmt: skip
