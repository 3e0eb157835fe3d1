"""Keeping measures, sealed as typed. Rows for the unit of work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record
from chevet.vitals.kinds import KINDS
from chevet.vitals.models import Measure

READINGS = "measure.readings"
SHORT = {"temperature": "t", "spo2": "s", "respiratory_rate": "r", "heart_rate": "h"}
LONG = {letter: kind for kind, letter in SHORT.items()}


def parted(answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Words and numbers: the answers that are not measures, and those that are ("-" and "?" stay words)."""
    numbers = {kind: value for kind, value in answers.items() if kind in KINDS and not isinstance(value, str)}
    return {name: value for name, value in answers.items() if name not in numbers}, numbers


def shortened(readings: Mapping[str, Any]) -> dict[str, Any]:
    """Readings as they are sealed: one letter a kind."""
    return {SHORT.get(name, name): value for name, value in readings.items()}


def lengthened(readings: Mapping[str, Any]) -> dict[str, Any]:
    """Readings by kind again."""
    return {LONG.get(name, name): value for name, value in readings.items()}


def opened(record: Record, blob: bytes) -> dict[str, Any]:
    """The readings of a row, by kind."""
    return lengthened(record.open(READINGS, blob))


def earlier(key: UUID) -> Statement:
    """The measure already kept under this key; behind the lock of the follow-up."""
    return Statement("SELECT id, at, fingerprint, readings FROM measure WHERE id = %s", (key,))


def keep(
    *,
    key: UUID,
    organisation_id: UUID,
    subject_id: UUID,
    follow_up_id: UUID,
    at: datetime,
    readings: Mapping[str, Any],
    record: Record,
    body: bytes,
) -> Statement:
    """A measure reported alone. `body`: what was sent.

    readings: {kind: value}, "o", what its receipt said and, added between two questionnaires, "told", all of it.
    The measures of a questionnaire travel inside its answer (`parted`, `shortened`): no row of their own.
    """
    return insert(
        Measure,
        id=key,
        organisation_id=organisation_id,
        subject_id=subject_id,
        follow_up_id=follow_up_id,
        at=at,
        fingerprint=body,
        readings=record.seal(READINGS, shortened(readings)),
    )
