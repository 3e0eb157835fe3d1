"""Reads of alerts and episodes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chevet.alerts.operations import REASON
from chevet.alerts.rules import LiveAlert, LiveEpisode, Standing
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record

# in the order of LiveEpisode and LiveAlert, and whose they are
EPISODE = (
    "id, level, opened_at, raised_at, deadline_at, attempted_at, rung, climbs_at, claimed_by, claimed_until, closed_at, "
    "red_at, first_acted_at, follow_up_id"
)
ALERT = "id, kind, level, count, opened_at, last_at, confirm_by, source_id, reason, closed_at, closed_why, follow_up_id"


def standing_reads(follow_up_id: str | UUID, *, params: tuple[Any, ...] = ()) -> tuple[Statement, Statement]:
    """The live episode and the live alerts of one follow-up (an id, or an SQL expression with `params`)."""
    where, values = ("%s", (follow_up_id,)) if isinstance(follow_up_id, UUID) else (follow_up_id, params)
    condition = f"follow_up_id = {where} AND closed_at IS NULL"
    return (
        Statement(f"SELECT {EPISODE} FROM episode WHERE {condition}", values),
        Statement(f"SELECT {ALERT} FROM alert WHERE {condition}", values),
    )


def standing(episodes: Sequence[Any], alerts: Sequence[Any], *, record: Record) -> Standing:
    """The rows of `standing_reads` as a value, reasons opened."""
    return Standing(
        episode=LiveEpisode(*episodes[0][:-1]) if episodes else None,
        alerts=tuple(LiveAlert(*row._replace(reason=record.open(REASON, row.reason))[:-1]) for row in alerts),
    )
