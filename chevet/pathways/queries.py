"""Reads of follow-ups, shared by every use case that acts on one."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from chevet.kernel.rows import Statement
from chevet.pathways.definition import Pathway
from chevet.pathways.library import from_data
from chevet.pathways.models import PathwayVersion

FOLLOWED = """
SELECT f.id, f.organisation_id, f.subject_id, f.patient_id, f.team_id, f.version_id, f.state, f.channel, f.contact_id,
       f.language, f.zone, f.hour, f.starts_on, f.ends_on, f.onset_on, f.wake_at, f.invite_at,
       f.last_answer_at, f.last_level, f.ended_at, f.end_reason, f.memory,
       p.birth_date, t.name AS team_name, t.phone AS team_phone, t.duty, t.territory AS team_territory,
       t.second_line_id, t.red_minutes, t.orange_minutes, k.family, k.generation, k.wrapped
  FROM follow_up f
  JOIN patient p ON p.id = f.patient_id
  JOIN team t ON t.id = f.team_id
  JOIN data_key k ON k.subject_id = f.subject_id
 WHERE f.id = {target} {more}
   FOR NO KEY UPDATE OF f {waiting}
"""
OCCURRENCES = """
SELECT o.follow_up_id, o.id, o.day, o.due_on, o.due_at, o.nudge_at, o.silent_at, o.reminded_at, o.nudged_at,
       o.silenced_at, o.answered_at
  FROM follow_up f CROSS JOIN LATERAL (
    SELECT * FROM occurrence
     WHERE follow_up_id = f.id AND due_on >= (%s::timestamptz AT TIME ZONE f.zone)::date ORDER BY due_on LIMIT 3
  ) o
 WHERE f.id = {target}
 ORDER BY o.due_on
"""


@lru_cache(maxsize=64)
def _reads_sql(target: str, more: str, waiting: str) -> tuple[str, str]:
    return FOLLOWED.format(target=target, more=more, waiting=waiting), OCCURRENCES.format(target=target)


def followed_reads(*, follow_up_id: UUID | None, target: str = "%s", now: datetime) -> tuple[Statement, Statement]:
    """Lock and read one follow-up with its team and key, and its next questionnaires (today's first).

    Without `follow_up_id`, `target` is the SQL expression that names it (a patient's link), or `ANY` of several.
    """
    params = (follow_up_id,) if follow_up_id else ()
    followed, occurrences = _reads_sql(target, "", "")
    return Statement(followed, params), Statement(occurrences, (now, *params))


def next_occurrences(follow_up_id: UUID, *, now: datetime) -> Statement:
    """Today's questionnaire, if any, and the next ones."""
    return Statement(_reads_sql("%s", "", "")[1], (now, follow_up_id))


def woken_reads(*, follow_up_id: UUID, wake_at: datetime) -> tuple[Statement, Statement]:
    """The same, for the job that lives a follow-up: no row when another worker has it or it was moved."""
    followed, occurrences = _reads_sql("%s", "AND f.wake_at = %s", "SKIP LOCKED")
    return (
        Statement(followed, (follow_up_id, wake_at)),
        Statement(occurrences, (wake_at, follow_up_id)),
    )


def due_to_wake(*, until: datetime, limit: int) -> Statement:
    """Follow-ups to live, oldest wake first; needs the purpose "schedule"."""
    return Statement(
        "SELECT id, organisation_id, subject_id, wake_at FROM follow_up WHERE wake_at <= %s ORDER BY wake_at LIMIT %s",
        (until, limit),
    )


_versions: dict[UUID, Pathway] = {}


def pathway_of(version_id: UUID) -> Pathway:
    """The definition of a version, kept in memory: versions never change."""
    if version_id not in _versions:
        _versions[version_id] = from_data(PathwayVersion.objects.get(pk=version_id).content)
    return _versions[version_id]


def published_versions() -> list[Any]:
    """The newest version of each pathway, in alphabetical order of slug."""
    return list(PathwayVersion.objects.order_by("slug", "-version").distinct("slug"))


def any_validated() -> bool:
    """Whether a doctor signed at least one version. Versions belong to nobody: no scope is needed."""
    return PathwayVersion.objects.filter(validated_on__isnull=False).exists()
