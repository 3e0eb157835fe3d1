"""Writes of follow-ups and their questionnaires. Rows for the unit of work."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert, update
from chevet.kernel.sealing import Record
from chevet.pathways.calendar import day_since_onset, due_dates, is_watched, times_of
from chevet.pathways.definition import Pathway
from chevet.pathways.library import as_data, content_hash
from chevet.pathways.models import Occurrence, PathwayVersion, Threshold

BOUND = "threshold.content"


def fulfilled(occurrence_id: UUID, *, answer_id: UUID, at: datetime) -> Statement:
    """The questionnaire of the day is answered."""
    return update(Occurrence, {"id": occurrence_id}, answered_at=at, answer_id=answer_id)


def marked(occurrence_id: UUID, **moments: datetime) -> Statement:
    """reminded_at, nudged_at or silenced_at."""
    return update(Occurrence, {"id": occurrence_id}, **moments)


def planned(pathway: Pathway, *, follow_up: Any, after: date | None = None) -> list[Statement]:
    """One row for each questionnaire of the calendar (those later than `after`); the moments are fixed here.

    `follow_up` needs id, organisation_id, subject_id, starts_on, onset_on, at_risk, hour and tzinfo `zone`.
    """
    dates = due_dates(pathway, first=follow_up.starts_on, risk=follow_up.at_risk, onset=follow_up.onset_on)
    return [_occurrence(pathway, follow_up, day, on) for day, on in dates if after is None or on > after]


def _occurrence(pathway: Pathway, follow_up: Any, day: int, on: date) -> Statement:
    since = day_since_onset(on, onset=follow_up.onset_on)
    watched = is_watched(pathway, since_onset=since, risk=follow_up.at_risk)
    times = times_of(on, hour=follow_up.hour, zone=follow_up.zone, pathway=pathway, watch=watched)
    return insert(
        Occurrence,
        id=new_id(),
        organisation_id=follow_up.organisation_id,
        subject_id=follow_up.subject_id,
        follow_up=follow_up.id,
        day=day,
        due_on=on,
        due_at=times.due,
        nudge_at=times.nudge,
        silent_at=times.silent,
    )


def replanned(follow_up_id: UUID, *, after: date) -> Statement:
    """Forget the questionnaires to come after a local date, before `planned` writes them anew."""
    return Statement(
        "DELETE FROM occurrence WHERE follow_up_id = %s AND due_on > %s AND answered_at IS NULL",
        (follow_up_id, after),
    )


def new_threshold(
    *, record: Record, organisation_id: UUID, follow_up_id: UUID, kind: str, side: str, value: float, reason: str,
    author_id: UUID, until_on: date, now: datetime,
) -> Statement:  # fmt: skip
    """The history of a bound; what the rules read of it is in the memory of the follow-up ("p", see hearing.py)."""
    return insert(
        Threshold,
        id=new_id(),
        organisation_id=organisation_id,
        subject_id=UUID(bytes=record.subject),
        follow_up=follow_up_id,
        kind=kind,
        side=side,
        content=record.seal(BOUND, {"value": value, "reason": reason}),
        author_id=author_id,
        set_at=now,
        until_on=until_on,
    )


def end_threshold(*, follow_up_id: UUID, kind: str, side: str, by: UUID, now: datetime) -> Statement:
    """The bound in force on that side of that measure, if there is one, is history."""
    return Statement(
        "UPDATE threshold SET ended_at = %s, ended_by = %s "
        "WHERE follow_up_id = %s AND kind = %s AND side = %s AND ended_at IS NULL",
        (now, by, follow_up_id, kind, side),
    )


def publish(pathway: Pathway, *, now: datetime) -> PathwayVersion:
    """Store a version once. Same slug and version with another content is refused: versions never change."""
    version, created = PathwayVersion.objects.get_or_create(
        slug=pathway.slug,
        version=pathway.version,
        defaults={"content": as_data(pathway), "content_hash": content_hash(pathway), "published_at": now},
    )
    if not created and version.content_hash != content_hash(pathway):
        raise ValueError(
            f"{pathway.slug} {pathway.version} is already published with another content: raise its version"
        )
    return version
