"""A professional starts a follow-up: identity, one way to reach the person, two decisions, a calendar. Undo for 60 s."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.access.operations import new_link
from chevet.alerts.kinds import reason
from chevet.alerts.operations import Whose
from chevet.alerts.operations import rows as alert_rows
from chevet.alerts.rules import TASK, Finding, Standing, settle
from chevet.audit.operations import entry
from chevet.consent import operations as consent
from chevet.consent.texts import VERSION
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement, insert
from chevet.kernel.sealing import Record, new_key, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.duty import Duty
from chevet.organisations.territories import territory_named
from chevet.pathways import operations as pathways
from chevet.pathways.calendar import first_day
from chevet.pathways.definition import Pathway
from chevet.pathways.models import FollowUp
from chevet.pathways.queries import pathway_of
from chevet.people.actors import INCLUDES, Actor
from chevet.usecases.inclusion_checks import check_inclusion, missing_details
from chevet.usecases.known_patient import Whom, known_patient
from chevet.usecases.new_record import new_record
from chevet.usecases.situation import MEMORY
from chevet.worklist.operations import new_line, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """What the form holds. Required: identity, one way to reach (or channel "phone"), address, decisions.

    contacts: [(kind, value as typed, label)], kind mobile, landline or email; the first of the channel is written to.
    profile: address, access, to_call, guardian, doctor, birth_place, risk_factors, alone, lung_disease, usual_spo2,
    oxygen_litres, devices. targets: {"spo2": 88}. baseline: measures by kind. agreement: given or refused.
    confirmed_duplicate: the professional saw the warning and goes on. patient_id: somebody who is known here already; her
    identity stays as it is, the rest is added to her record.
    """

    birth_name: str
    first_name: str
    birth_date: date
    sex: str
    team_id: UUID
    version_id: UUID
    agreement: str
    informed: bool
    used_name: str = ""
    used_first_name: str = ""
    territory: str = ""
    channel: str = "sms"
    contacts: tuple[tuple[str, str, str], ...] = ()
    language: str = "fr"
    hour: time | None = None
    onset_on: date | None = None
    at_risk: bool = False
    profile: Mapping[str, Any] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    baseline: Mapping[str, float] = field(default_factory=dict)
    consent_channel: str = "oral"
    given_by: str = "patient"
    confirmed_duplicate: bool = False
    patient_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Included:
    """`is_written_to`: a first message leaves when the undo is over; else each questionnaire is a call."""

    follow_up_id: UUID
    patient_id: UUID
    invite_at: datetime
    is_written_to: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the rows need of the follow-up about to begin."""

    id: UUID
    organisation_id: UUID
    subject_id: UUID
    patient_id: UUID
    starts_on: date
    onset_on: date | None
    at_risk: bool
    hour: time
    zone: ZoneInfo


def include_patient(
    *, actor: Actor, inclusion: Inclusion, demonstration: bool, now: datetime, machine_now: datetime
) -> Included:
    """Create the patient and the follow-up; the invitation leaves when the undo is over.

    demonstration: an unsigned pathway may start. Raises Invalid with a sentence per field (duplicates under
    "duplicate"), Forbidden for roles that may not include.
    """
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        pathway = pathway_of(inclusion.version_id)
        team, contacts = check_inclusion(
            actor=actor, inclusion=inclusion, pathway=pathway, roles=INCLUDES, demonstration=demonstration, now=now
        )
        whom = known_patient(work, actor, inclusion, pathway, contacts, now) if inclusion.patient_id else _new(pathway)
        record, contacts = whom.record, whom.contacts or contacts
        territory = territory_named(inclusion.territory or team.territory)
        hour = inclusion.hour or pathway.delays.default_hour
        plan = _Plan(
            id=new_id(), organisation_id=actor.organisation_id, subject_id=UUID(bytes=record.subject), patient_id=whom.id,
            starts_on=first_day(now, hour=hour, zone=territory.tzinfo), onset_on=inclusion.onset_on,
            at_risk=inclusion.at_risk, hour=hour, zone=territory.tzinfo,
        )  # fmt: skip
        invite_at = now + timedelta(seconds=pathway.delays.undo_invitation_seconds)
        work.add(
            *(
                whom.rows
                or new_record(
                    key=whom.key, record=record, organisation_id=plan.organisation_id, patient_id=plan.patient_id,
                    named=inclusion, territory=territory.code, profile=inclusion.profile, contacts=contacts,
                    team_id=inclusion.team_id, why="inclusion", now=now,
                )
            )
        )  # fmt: skip
        work.add(_follow_up(inclusion, plan, record, contacts, pathway, actor, now, invite_at))
        work.add(*pathways.planned(pathway, follow_up=plan))
        work.add(*_decisions(inclusion, plan, actor, now))
        is_written_to = inclusion.channel != "phone" and inclusion.agreement == "given"
        if is_written_to:
            work.add(
                new_link(
                    organisation_id=plan.organisation_id, subject_id=plan.subject_id, target_id=plan.id,
                    contact_id=contacts[0].id, now=now,
                )
            )  # fmt: skip
        work.add(*_listed(inclusion, plan, record, team, now))
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="follow_up.included",
                organisation_id=plan.organisation_id, team_id=team.id, subject_id=plan.subject_id,
                detail={"follow_up": str(plan.id), "pathway": pathway.slug, "version": pathway.version},
            )
        )  # fmt: skip
    return Included(plan.id, plan.patient_id, invite_at, is_written_to)


def _new(pathway: Pathway) -> Whom:
    key = new_key(subject_id=new_id(), family=pathway.family)
    return Whom(id=new_id(), record=open_record(key), key=key)


def _follow_up(
    inclusion: Inclusion, plan: _Plan, record: Record, contacts: list[Any], pathway: Pathway, actor: Actor,
    now: datetime, invite_at: datetime,
) -> Statement:  # fmt: skip
    memory = {
        "t": dict(inclusion.targets),
        "a": bool(inclusion.profile.get("alone")),
        "k": plan.at_risk,
        "e": {"b": dict(inclusion.baseline)},
    }
    refused = inclusion.agreement != "given"
    channel = "phone" if refused else inclusion.channel
    return insert(
        FollowUp,
        id=plan.id,
        organisation=plan.organisation_id,
        subject_id=plan.subject_id,
        patient=plan.patient_id,
        team=inclusion.team_id,
        version=inclusion.version_id,
        state="planned",
        channel=channel,
        contact=contacts[0].id if contacts else None,
        language=inclusion.language,
        zone=plan.zone.key,
        hour=plan.hour,
        starts_on=plan.starts_on,
        ends_on=plan.starts_on + timedelta(days=pathway.last_day - 1),
        onset_on=plan.onset_on,
        wake_at=invite_at,
        included_by=actor.account_id,
        included_at=now,
        invite_at=invite_at,
        end_reason="",
        memory=record.seal(MEMORY, memory),
    )


def _decisions(inclusion: Inclusion, plan: _Plan, actor: Actor, now: datetime) -> list[Statement]:
    common = {
        "organisation_id": plan.organisation_id,
        "subject_id": plan.subject_id,
        "follow_up_id": plan.id,
        "version": VERSION,
        "channel": inclusion.consent_channel,
        "given_by": inclusion.given_by,
        "collector_id": actor.account_id,
        "at": now,
    }
    return [
        consent.decided(text=consent.REMOTE_FOLLOW_UP, decision=inclusion.agreement, **common),
        consent.decided(text=consent.DATA, decision="informed", **common),
    ]


def _listed(inclusion: Inclusion, plan: _Plan, record: Record, team: Any, now: datetime) -> list[Statement]:
    """The worklist row, with a task when something was left for later."""
    whose = Whose(plan.organisation_id, plan.subject_id, plan.id, team.id)
    line = new_line(
        follow_up_id=plan.id, organisation_id=plan.organisation_id, subject_id=plan.subject_id, team_id=team.id,
        patient_id=plan.patient_id,
    )  # fmt: skip
    missing = missing_details(inclusion)
    if not missing:
        return [line]
    duty = Duty(team.duty, territory_named(team.territory).tzinfo)
    said = reason("details", what=", ".join(missing))
    settled = settle(
        Standing(), [Finding("details", TASK, said)], heard=False, now=now, deadline=lambda _: duty.next_end(now)
    )
    shown = show(
        follow_up_id=plan.id, record=record, live=True, severity=TASK, to_confirm=False, claimed=False,
        deadline_at=settled.standing.episode.deadline_at if settled.standing.episode else None, last_answer_at=None,
        last_level=None, why=[{"fr": said["fr"], "en": said["en"], "level": TASK}], series=[],
    )  # fmt: skip
    return [line, *alert_rows(settled, whose=whose, record=record, episode_before=None), shown]
