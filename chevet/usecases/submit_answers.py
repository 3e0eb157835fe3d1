"""A filled questionnaire, from a patient's link to a committed answer: one transaction, two round trips."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from chevet.access.permissions import door_to_write, is_bound
from chevet.access.queries import TARGETS, enter_together
from chevet.access.visits import Visit
from chevet.kernel.errors import Invalid
from chevet.kernel.group_commit import Journey, Rows, carry_out
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.calendar import local_day
from chevet.pathways.hearing import hear
from chevet.pathways.operations import fulfilled
from chevet.questionnaires import operations as answers_of
from chevet.questionnaires.operations import BOUND, INFORMATIVE, LATE, RELATIVE
from chevet.questionnaires.reading import read_answers
from chevet.usecases.receipts import Receipt, keyed, receipt_of, replayed
from chevet.usecases.situation import Act, Situation, answered, conclude, met, reads, settled_by
from chevet.vitals import operations as vitals
from chevet.vitals.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Sending:
    """What arrived: `key` is made by the client and unique for ever, `typed` maps link ids to what was typed.

    between: a report outside the day's questionnaire. alone: only some questions were put, none is missing.
    """

    key: UUID
    typed: Mapping[str, Any]
    by_proxy: bool = False
    between: bool = False
    alone: bool = False
    author_id: UUID | None = None
    device_is_bound: bool = False


def submit_answers(
    *,
    visit: Visit,
    key: UUID,
    answers: Mapping[str, Any],
    on_behalf: bool = False,
    between: bool = False,
    now: datetime,
    machine_now: datetime,
) -> Receipt:
    """Keep the answers, judge them, open what must be opened; a second sending receives the first receipt.

    Raises NotFound (no such link), Forbidden (the device has not said who it is), Invalid (a field cannot be
    accepted: what is dangerous among the others has been kept and told all the same), Conflict (same key, other body).
    """
    with keyed():
        arrival = Arrival(visit, Sending(key, answers, on_behalf, between), now, machine_now)
        return carry_out(BY_LINK, arrival, scope=visit.scope())


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sending at its patient's door."""

    visit: Visit
    sending: Sending
    now: datetime
    machine_now: datetime


def _reads(arrivals: Sequence[Arrival]) -> tuple[Statement, ...]:
    """What several need, in as many statements as for one."""
    first = min(one.now for one in arrivals)
    keys = [one.sending.key for one in arrivals]
    visits = [one.visit for one in arrivals]
    return (enter_together(visits), *reads(now=first, target=TARGETS), answers_of.earlier(*keys))


def _parted(arrivals: Sequence[Arrival], rows: Rows) -> Iterator[Rows]:
    """Each one's own rows among those of all."""
    entered, followed, *of_follow_ups = rows
    doors = {one.visit_number: one for one in entered}
    follow_ups = {one.id: one for one in followed}
    theirs = [_by_follow_up(some) for some in of_follow_ups]
    for number, arrival in enumerate(arrivals, 1):
        door = doors.get(number)
        row = follow_ups.get(door.target_id) if door else None
        occurrences, *standing, kept = (some[row.id] if row else [] for some in theirs)
        due = _from_today(occurrences, row.zone, arrival.now) if row else []
        earlier = [one for one in kept if one.id == arrival.sending.key]
        yield [_listed(door), _listed(row), due, *standing, earlier]


def _listed(row: Any | None) -> list[Any]:
    return [] if row is None else [row]


def _by_follow_up(rows: Sequence[Any]) -> Mapping[UUID, list[Any]]:
    theirs = defaultdict(list)
    for row in rows:
        theirs[row.follow_up_id].append(row)
    return theirs


def _from_today(occurrences: Sequence[Any], zone: str, now: datetime) -> list[Any]:
    """The reads were made for the first of all, whose day may be the one before."""
    day = local_day(now, ZoneInfo(zone))
    return [one for one in occurrences if one.due_on >= day]


def _entered(scope: Scope, rows: Rows) -> Scope | None:
    """What the link lets see; None when nobody knows it."""
    for door in rows[0]:
        return Scope(scope.purpose, scope.actor, door.organisation_id, door.subject_id, link=scope.link)
    return None


def _received(work: UnitOfWork, arrival: Arrival, rows: Rows) -> Receipt:
    entered, *of_follow_up, earlier = rows
    now = arrival.now
    door = door_to_write(entered, now=now)
    sending = replace(arrival.sending, device_is_bound=True) if is_bound(door) else arrival.sending
    situation = met(of_follow_up)
    if earlier:
        return replayed(earlier[0], sending, situation)
    act = Act(actor=f"link:{door.link_id}", action="answer.sent", machine_now=arrival.machine_now)
    return take(work, situation, sending, act=act, now=now)


BY_LINK = Journey(reads=_reads, parted=_parted, scope=_entered, decide=_received)


def take(work: UnitOfWork, situation: Situation, sending: Sending, *, act: Act, now: datetime) -> Receipt:
    """Read, judge and write one sending.

    A sending with a field that cannot be accepted is no answer: Invalid, nothing written. But a danger sign in it
    is kept and told at once, under a key of its own, the same however often the form comes back; the receipt then says
    what is `impossible`.
    """
    questionnaire, language = situation.pathway.questionnaire, situation.followed.language
    reading = read_answers(questionnaire, sending.typed, kinds=KINDS, by_proxy=sending.by_proxy)
    refused = answers_of.refusals(reading, language=language, alone=sending.alone)
    if not refused:
        return _keep(work, situation, sending, reading.answers, act=act, now=now)
    dangers = answers_of.dangers(questionnaire, reading)
    if not dangers:
        raise Invalid(fields=refused)
    part = replace(sending, key=_of_part(sending.key, dangers), typed=dangers, between=True)
    (earlier,) = work.fetch(answers_of.earlier(part.key))
    receipt = (
        replayed(earlier[0], part, situation) if earlier else _keep(work, situation, part, dangers, act=act, now=now)
    )
    return replace(receipt, impossible=refused, stored=False)


def _of_part(key: UUID, dangers: Mapping[str, Any]) -> UUID:
    return uuid5(key, "|".join(f"{name}={value}" for name, value in sorted(dangers.items())))


def _keep(
    work: UnitOfWork, situation: Situation, sending: Sending, answers: dict[str, Any], *, act: Act, now: datetime
) -> Receipt:
    row, record = situation.followed, situation.record
    heard = hear(
        situation.pathway,
        answers=answers,
        person=situation.person(now),
        memory=situation.memory,
        waiting=situation.waiting(),
        by_proxy=sending.by_proxy,
        now=now,
    )
    settled = settled_by(
        situation, heard.findings, lowered=heard.lowered, heard=heard.informative, now=now, source_id=sending.key
    )
    today = None if sending.between else situation.today(now)
    counts = today is not None and today.answered_at is None and heard.informative
    flags = (
        INFORMATIVE * heard.informative
        | RELATIVE * sending.by_proxy
        | BOUND * sending.device_is_bound
        | LATE * (row.state not in ("planned", "active"))
    )
    receipt = receipt_of(situation, heard, settled, sending.key, now=now, answered_today=counts)
    occurrences = answered(situation.occurrences, today, now) if counts else situation.occurrences
    whose = {"organisation_id": row.organisation_id, "subject_id": row.subject_id, "follow_up_id": row.id}
    words, measures = vitals.parted(answers)
    work.add(
        answers_of.keep(
            **whose,
            key=sending.key,
            at=now,
            author_id=sending.author_id,
            level=heard.level,
            flags=flags,
            body=answers_of.body_of(sending.typed, by_proxy=sending.by_proxy),
            record=record,
            content=answers_of.content(
                situation.pathway,
                words,
                measures=vitals.shortened(measures),
                found=[[one.kind, one.level, one.reason["rule"]] for one in heard.findings],
                receipt=receipt.kept(situation.pathway, row.language),
            ),
        )
    )
    if counts:
        work.add(fulfilled(today.id, answer_id=sending.key, at=now))
    changed = {"last_answer_at": now, "last_level": heard.level} if heard.informative else {}
    act = Act(act.actor, act.action, act.machine_now, {"answer": str(sending.key), "level": heard.level})
    conclude(work, situation, settled, act=act, now=now, memory=heard.memory, occurrences=occurrences, **changed)
    return receipt
