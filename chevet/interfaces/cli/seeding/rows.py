"""One synthetic follow-up as rows of every table it touches, sealed by a key of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from chevet.access.models import Device, Link
from chevet.access.tokens import device_secret, hash_device, hash_token, token_for
from chevet.alerts.models import Alert, Episode
from chevet.alerts.operations import REASON
from chevet.audit.models import JournalEntry
from chevet.consent.models import Consent
from chevet.consent.texts import VERSION
from chevet.interfaces.cli.seeding.copies import Copies
from chevet.interfaces.cli.seeding.courses import Course, Given, compact
from chevet.interfaces.cli.seeding.people import mobile, profile, somebody
from chevet.kernel.identifiers import new_id
from chevet.kernel.models import DataKey
from chevet.kernel.sealing import Record, fingerprint, new_key, open_record
from chevet.notifications.models import Message
from chevet.pathways import waking
from chevet.pathways.models import FollowUp, Occurrence
from chevet.people.models import CareLink, ContactPoint, Patient
from chevet.people.operations import CONTACT, PROFILE, contact_index, folded
from chevet.questionnaires.models import Answer
from chevet.questionnaires.operations import CONTENT, INFORMATIVE
from chevet.usecases.situation import MEMORY
from chevet.worklist.models import Line
from chevet.worklist.operations import SUMMARY


@dataclass(frozen=True, slots=True)
class Team:
    """Who follows: the ids that the rows carry."""

    organisation_id: UUID
    team_id: UUID
    account_id: UUID
    version_id: UUID
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Whose:
    """The ids of one follow-up, and how its links are opened."""

    team: Team
    id: UUID
    subject_id: UUID
    patient_id: UUID
    contact_id: UUID
    record: Record
    began: datetime

    @property
    def common(self) -> dict[str, UUID]:
        return {"organisation_id": self.team.organisation_id, "subject_id": self.subject_id}


def follow_up(copies: Copies, team: Team, course: Course, *, number: int, rng: Random) -> tuple[str, str]:
    """Every row of one follow-up; returns the token of its link and the secret of its browser."""
    key = new_key(subject_id=new_id(), family="medical")
    began = course.planned[0].times.due - timedelta(hours=2)
    whose = Whose(team, new_id(), key.subject_id, new_id(), new_id(), open_record(key), began)
    copies.add(
        DataKey, subject_id=key.subject_id, organisation_id=team.organisation_id, family=key.family,
        generation=key.generation, wrapped=key.wrapped,
    )  # fmt: skip
    _person(copies, whose, course, number, rng)
    _follow_up(copies, whose, course)
    _decisions(copies, whose)
    _questionnaires(copies, whose, course)
    _line(copies, whose, course)
    return _doors(copies, whose)


def _person(copies: Copies, whose: Whose, course: Course, number: int, rng: Random) -> None:
    first, family = somebody(rng)
    copies.add(
        Patient, id=whose.patient_id, **whose.common, birth_name=family, first_name=first, used_name="",
        used_first_name="", birth_date=course.birth_date, sex=rng.choice("FM"), territory="FR",
        search=folded(first, family), profile=whose.record.seal(PROFILE, profile(rng)), created_at=whose.began,
    )  # fmt: skip
    phone = mobile(number)
    copies.add(
        ContactPoint, id=whose.contact_id, **whose.common, patient=whose.patient_id, kind="mobile",
        value=whose.record.seal(CONTACT, phone), blind=contact_index(phone), label=None, state="active",
    )  # fmt: skip
    copies.add(
        CareLink, id=new_id(), **whose.common, team=whose.team.team_id, since=whose.began, why="inclusion"
    )  # fmt: skip


def _follow_up(copies: Copies, whose: Whose, course: Course) -> None:
    team, last = whose.team, course.given[-1] if course.given else None
    copies.add(
        FollowUp, id=whose.id, organisation=team.organisation_id, subject_id=whose.subject_id,
        patient=whose.patient_id, team=team.team_id, version=team.version_id, state="active", channel="sms",
        contact=whose.contact_id, language="fr", zone=team.zone.key, hour=course.hour,
        starts_on=course.planned[0].on, ends_on=course.planned[-1].on, onset_on=None,
        wake_at=_wake(whose, course), included_by=team.account_id, included_at=whose.began, invite_at=whose.began,
        last_answer_at=last and last.at, last_level=last and last.level, end_reason="",
        memory=whose.record.seal_bytes(MEMORY, course.memory),
    )  # fmt: skip


def _wake(whose: Whose, course: Course) -> datetime | None:
    answered = len(course.given)
    left = [_Left(one.times.due, one.times.nudge, one.times.silent) for one in course.planned[answered:]]
    climbs = course.open.episode.climbs_at if course.open and course.open.episode else None
    return waking.next_wake(
        waking.Facts("active", whose.began, whose.team.zone, course.planned[-1].on, left, climbs_at=climbs)
    )


@dataclass(frozen=True, slots=True)
class _Left:
    """A questionnaire that nothing happened to yet, as waking reads it."""

    due_at: datetime
    nudge_at: datetime
    silent_at: datetime
    reminded_at: None = None
    nudged_at: None = None
    silenced_at: None = None
    answered_at: None = None


def _decisions(copies: Copies, whose: Whose) -> None:
    for text, decision in (("remote_follow_up", "given"), ("data", "informed")):
        copies.add(
            Consent, id=new_id(), **whose.common, follow_up_id=whose.id, text=text, version=VERSION,
            decision=decision, channel="oral", given_by="patient", collector_id=whose.team.account_id, at=whose.began,
        )  # fmt: skip
    _journal(copies, whose, whose.began, f"account:{whose.team.account_id}", "follow_up.included", {})


def _questionnaires(copies: Copies, whose: Whose, course: Course) -> None:
    for number, one in enumerate(course.planned):
        given = course.given[number] if number < len(course.given) else None
        key = _given(copies, whose, given, one) if given else None
        times = one.times
        copies.add(
            Occurrence, id=key[0] if key else new_id(), **whose.common, follow_up=whose.id, day=one.day,
            due_on=one.on, due_at=times.due, nudge_at=times.nudge, silent_at=times.silent,
            reminded_at=times.due if given else None, answered_at=given and given.at, answer_id=key and key[1],
        )  # fmt: skip


def _given(copies: Copies, whose: Whose, given: Given, planned: Any) -> tuple[UUID, UUID]:
    """The rows of one answer; returns the ids of its occurrence and its own, which a browser made at random."""
    occurrence_id, key = new_id(), uuid4()
    copies.add(
        Answer, id=key, **whose.common, follow_up_id=whose.id, at=given.at, level=given.level, flags=INFORMATIVE, fingerprint=fingerprint(given.body),
        content=whose.record.seal_bytes(CONTENT, given.content),
    )  # fmt: skip
    _alerts(copies, whose, given, key)
    _reminder(copies, whose, planned)
    detail = {"answer": str(key), "level": given.level}
    _journal(copies, whose, given.at, f"link:{occurrence_id}", "answer.sent", detail)
    return occurrence_id, key


def _alerts(copies: Copies, whose: Whose, given: Given, key: UUID) -> None:
    if not (episode := given.episode):
        return
    team, episode_id = whose.team, new_id()
    copies.add(
        Episode, id=episode_id, **whose.common, follow_up_id=whose.id, team_id=team.team_id, level=episode.level,
        opened_at=episode.opened_at, raised_at=episode.raised_at, deadline_at=episode.deadline_at,
        attempted_at=episode.attempted_at, rung=0, climbs_at=episode.climbs_at, closed_at=episode.closed_at,
        closed_by=team.account_id if episode.closed_at else None,
    )  # fmt: skip
    for alert in given.alerts:
        copies.add(
            Alert, id=new_id(), **whose.common, follow_up_id=whose.id, episode=episode_id, kind=alert.kind,
            level=alert.level, count=1, opened_at=alert.opened_at, last_at=alert.last_at, source_id=key,
            reason=whose.record.seal(REASON, alert.reason), closed_at=alert.closed_at, closed_why=alert.closed_why,
        )  # fmt: skip


def _reminder(copies: Copies, whose: Whose, planned: Any) -> None:
    """Delivered and purged, as an old message is."""
    due = planned.times.due
    copies.add(
        Message, id=new_id(), **whose.common, follow_up_id=whose.id, key_id=whose.subject_id, channel="sms",
        kind="reminder", once=f"reminder:{whose.id.hex}:{planned.on:%Y%m%d}", contact_id=whose.contact_id, due_at=due,
        state="delivered", attempts=1, provider_ref=f"seed-{new_id().hex}", reason="", handed_at=due, settled_at=due,
    )  # fmt: skip


def _journal(copies: Copies, whose: Whose, at: datetime, actor: str, action: str, detail: dict[str, Any]) -> None:
    copies.add(
        JournalEntry, at=at, organisation_id=whose.team.organisation_id, team_id=whose.team.team_id,
        subject_id=whose.subject_id, actor=actor, action=action,
        detail=compact({"follow_up": str(whose.id), **detail}).decode(),
    )  # fmt: skip


def _line(copies: Copies, whose: Whose, course: Course) -> None:
    last, waits = course.given[-1] if course.given else None, course.open
    ranked = sorted(waits.alerts, key=lambda alert: -alert.level) if waits else []
    why = [{"fr": one.reason["fr"], "en": one.reason["en"], "level": one.level} for one in ranked]
    copies.add(
        Line, follow_up_id=whose.id, **whose.common, team_id=whose.team.team_id, patient_id=whose.patient_id,
        live=True, severity=ranked[0].level if ranked else 0, to_confirm=False, claimed=False,
        deadline_at=waits.episode.deadline_at if waits and waits.episode else None,
        last_answer_at=last and last.at, last_level=last and last.level,
        summary=whose.record.seal(SUMMARY, {"why": why, "series": course.series}),
    )  # fmt: skip


def _doors(copies: Copies, whose: Whose) -> tuple[str, str]:
    link_id, secret = new_id(), device_secret()
    token = token_for(link_id, 1)
    copies.add(
        Link, id=link_id, **whose.common, purpose="follow_up", target_id=whose.id, contact_id=whose.contact_id,
        rotation=1, token_hash=hash_token(token), tries=0, created_at=whose.began, opened_at=whose.began,
        revoked_why="",
    )  # fmt: skip
    copies.add(
        Device, id=new_id(), **whose.common, link=link_id, secret_hash=hash_device(secret), state="identified",
        tries=0, label="", created_at=whose.began, seen_at=whose.began,
    )  # fmt: skip
    return token, secret
