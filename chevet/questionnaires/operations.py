"""Keeping answers, and reading again what was kept. Rows for the unit of work."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, fingerprint
from chevet.kernel.sentences import Sentence
from chevet.questionnaires.compact import packed
from chevet.questionnaires.definition import Questionnaire, Reading
from chevet.questionnaires.models import Answer

CONTENT = "answer.content"
EARLIER = "SELECT id, follow_up_id, at, level, fingerprint, content FROM answer WHERE id = ANY (%s::uuid[])"
INFORMATIVE, RELATIVE, BOUND, LATE = 1, 2, 4, 8
MISSING = Sentence("Répondez à cette question, ou choisissez « Je ne sais pas ».", "Answer, or choose “I do not know”.")
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=str).encode


def body_of(typed: Mapping[str, Any], *, by_proxy: bool) -> bytes:
    """The canonical form of a body, for its fingerprint."""
    return _canonical([by_proxy, typed]).encode()


def earlier(*keys: UUID) -> Statement:
    """Answers already kept under these keys. Send it behind the lock of the follow-up, so that it sees the winner."""
    return Statement(EARLIER, (f"{{{','.join(map(str, keys))}}}",))


def content(
    asked: Any, words: Mapping[str, Any], *, measures: Mapping[str, Any], found: list[Any], receipt: dict[str, Any]
) -> dict[str, Any]:
    """What is sealed of an answer. `asked` is the version of the pathway: its number and its questionnaire."""
    kept = {"v": asked.version, **packed(asked.questionnaire, words), "m": measures, "f": found, "r": receipt}
    return {name: value for name, value in kept.items() if value}


def keep(
    *,
    key: UUID,
    organisation_id: UUID,
    subject_id: UUID,
    follow_up_id: UUID,
    at: datetime,
    author_id: UUID | None,
    level: int,
    flags: int,
    body: bytes,
    record: Record,
    content: dict[str, Any],
) -> Statement:
    """The words, sealed with the version she saw, and a fingerprint of the body as it arrived."""
    return insert(
        Answer,
        id=key,
        organisation_id=organisation_id,
        subject_id=subject_id,
        follow_up_id=follow_up_id,
        at=at,
        author_id=author_id,
        level=level,
        flags=flags,
        fingerprint=fingerprint(body),
        content=record.seal(CONTENT, content),
    )


def refusals(reading: Reading, *, language: str, alone: bool = False) -> dict[str, str]:
    """A sentence for each field that cannot be accepted or, unless `alone`, is missing."""
    said = {problem.link_id: problem.sentence.said_in(language) for problem in reading.problems}
    missing = {} if alone else {link_id: MISSING.said_in(language) for link_id in reading.unanswered}
    return missing | said


def dangers(questionnaire: Questionnaire, reading: Reading) -> dict[str, Any]:
    """The danger signs among what could be understood."""
    asked = questionnaire.by_id
    return {name: value for name, value in reading.answers.items() if value in asked[name].dangerous}
