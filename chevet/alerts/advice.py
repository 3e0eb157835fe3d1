"""Asking a doctor about one follow-up, and her answer. Rows for the unit of work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.alerts.models import Advice
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record

QUESTION, ANSWER = "advice.question", "advice.answer"
OF_FOLLOW_UP = """
SELECT v.id, v.asked_by, v.asked_of, v.asked_at, v.question, v.answered_by, v.answered_at, v.answer,
       asker.name AS asker, asked.name AS asked, given.name AS giver
  FROM advice v
  JOIN account asker ON asker.id = v.asked_by
  JOIN account asked ON asked.id = v.asked_of
  LEFT JOIN account given ON given.id = v.answered_by
 WHERE v.follow_up_id = {follow_up} ORDER BY v.asked_at DESC LIMIT 30
"""


def of_follow_up(follow_up_id: UUID) -> Statement:
    """Questions and answers, newest first, sealed; an open one, if there is one, is the first."""
    return Statement(OF_FOLLOW_UP.format(follow_up="%s"), (follow_up_id,))


def opened(row: Any, record: Record) -> Any:
    return row._replace(question=record.open(QUESTION, row.question), answer=record.open(ANSWER, row.answer) or "")


def asked(
    *, record: Record, organisation_id: UUID, follow_up_id: UUID, episode_id: UUID | None, asked_by: UUID,
    asked_of: UUID, at: datetime, question: str,
) -> Statement:  # fmt: skip
    return insert(
        Advice, id=new_id(), organisation_id=organisation_id, subject_id=UUID(bytes=record.subject),
        follow_up_id=follow_up_id, episode_id=episode_id, asked_by=asked_by, asked_of=asked_of, asked_at=at,
        question=record.seal(QUESTION, question),
    )  # fmt: skip


def given(advice_id: UUID, *, record: Record, by: UUID, at: datetime, answer: str) -> Statement:
    return update(Advice, {"id": advice_id}, answered_by=by, answered_at=at, answer=record.seal(ANSWER, answer))
