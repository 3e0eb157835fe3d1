"""A filled questionnaire, from a patient's link to a committed answer: one transaction, two round trips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from chevet.access.permissions import door_to_write, is_bound
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.kernel.errors import Invalid
from chevet.kernel.group_commit import carry_out
from chevet.kernel.unit_of_work import UnitOfWork
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
        return carry_out(
            scope=visit.scope(),
            reads=(enter(visit), *reads(now=now, target=TARGET), answers_of.earlier(key)),
            about=subject_of,
            decide=partial(
                _received,
                typed=Sending(key, answers, on_behalf, between),
                now=now,
                machine_now=machine_now,
            ),
        )


def subject_of(rows: Sequence[Sequence[Any]]) -> UUID | None:
    """Whose record the link opens on; `rows` begin with those of `enter`."""
    return rows[0][0].subject_id if rows[0] else None


def _received(
    work: UnitOfWork, rows: Sequence[Sequence[Any]], *, typed: Sending, now: datetime, machine_now: datetime
) -> Receipt:
    entered, *of_follow_up, earlier = rows
    door = door_to_write(entered, now=now)
    sending = replace(typed, device_is_bound=is_bound(door))
    situation = met(of_follow_up)
    if earlier:
        return replayed(earlier[0], sending, situation)
    act = Act(actor=f"link:{door.link_id}", action="answer.sent", machine_now=machine_now)
    return take(work, situation, sending, act=act, now=now)


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
    act = replace(act, detail={"answer": str(sending.key), "level": heard.level})
    conclude(work, situation, settled, act=act, now=now, memory=heard.memory, occurrences=occurrences, **changed)
    return receipt
