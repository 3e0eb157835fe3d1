"""A professional tried to reach the patient, or somebody about her: each outcome has its consequence.

An attempt stops the clock of the episode, whatever its outcome. Where a red did not answer, the clock runs on when the
next try is due: a call that nobody took must not let a red be forgotten.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.alerts.acting import acted, attempted
from chevet.alerts.kinds import reason
from chevet.alerts.rules import RED, TASK, LiveEpisode
from chevet.calls import operations as calls
from chevet.calls.models import Outcome, Whom
from chevet.calls.queries import made
from chevet.calls.rules import Next, next_step, under_way
from chevet.kernel.errors import Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.hearing import Found
from chevet.pathways.muting import DECEASED, HOSPITALISED
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.people.operations import PROFILE
from chevet.usecases.claim_episode import held_by
from chevet.usecases.close_episode import check_note
from chevet.usecases.correct_contact import struck_off
from chevet.usecases.followed import follow
from chevet.usecases.mute_follow_up import paused
from chevet.usecases.situation import Act, Situation, conclude, settled_by
from chevet.worklist import marks

PATIENT = "SELECT profile FROM patient WHERE id = (SELECT patient_id FROM follow_up WHERE id = %s)"
FARTHEST = timedelta(days=7)
FINAL = frozenset({"reached", "refused", "hospitalised", "deceased", "transferred"})
CHOOSE = "Choisissez le résultat de l'appel."
IN_LIST = "Choisissez dans la liste."
WHEN = "Choisissez une heure à venir, dans les sept jours."


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of one call; it has the fields that calls.rules reads."""

    outcome: str
    at: datetime
    whom: str = Whom.PATIENT
    contact_id: UUID | None = None
    call_back_at: datetime | None = None


def record_call(
    *, actor: Actor, follow_up_id: UUID, outcome: str, note: str = "", whom: str | None = None,
    contact_id: UUID | None = None, call_back_at: datetime | None = None, review_on: date | None = None,
    now: datetime, machine_now: datetime,
) -> Next:  # fmt: skip
    """Note the call that one began, or one made otherwise; returns what to try next.

    whom, contact_id: as the call began, unless told. call_back_at: the hour promised, for "call_back". review_on: when
    to look again, for "hospitalised" and "deceased". The caller then holds the episode, unless somebody else does.
    Raises Invalid when something is missing; nothing typed is lost, whoever holds the episode by then.
    """
    _check(outcome, note, call_back_at, now)
    with UnitOfWork(actor.scope()) as work:
        situation, known = follow(work, actor, follow_up_id, now, made(follow_up_id))
        (patients,) = work.fetch(Statement(PATIENT, (follow_up_id,)))
        running = under_way(known, now=now)
        mine = running if running and running.author_id == actor.account_id else None
        noted = Noted(
            outcome, mine.at if mine else now, _told(whom, mine, "whom", Whom.PATIENT),
            _told(contact_id, mine, "contact_id", None), call_back_at if outcome == Outcome.CALL_BACK else None,
        )  # fmt: skip
        work.add(_row(situation, noted, mine, actor, note, now))
        profile = situation.record.open(PROFILE, patients[0].profile)
        after = _next(situation, [noted, *known], bool(profile.get("to_call")), now)
        _conclude(work, situation, noted, after, actor, review_on=review_on, now=now, machine_now=machine_now)
    return after


def _check(outcome: str, note: str, call_back_at: datetime | None, now: datetime) -> None:
    if outcome not in Outcome or outcome == Outcome.NOT_NOTED:
        raise Invalid(CHOOSE, fields={"outcome": IN_LIST})
    check_note(note)
    if outcome == Outcome.CALL_BACK and not (call_back_at and now < call_back_at <= now + FARTHEST):
        raise Invalid(WHEN, fields={"call_back_at": WHEN})


def _told(given: Any, mine: Any, name: str, otherwise: Any) -> Any:
    return given if given is not None else getattr(mine, name) if mine else otherwise


def _row(situation: Situation, noted: Noted, mine: Any, actor: Actor, note: str, now: datetime) -> Statement:
    told = {"whom": noted.whom, "contact_id": noted.contact_id, "call_back_at": noted.call_back_at}
    if mine:
        return calls.ended(mine.id, record=situation.record, now=now, outcome=noted.outcome, note=note, **told)
    episode, row = situation.standing.episode, situation.followed
    return calls.attempted(
        record=situation.record, organisation_id=row.organisation_id, follow_up_id=row.id,
        episode_id=episode and episode.id, author_id=actor.account_id, at=noted.at, outcome=noted.outcome, note=note,
        **told,
    )  # fmt: skip


def _next(situation: Situation, made_so_far: list[Any], has_relative: bool, now: datetime) -> Next:
    standing = situation.standing
    since = standing.episode.opened_at if standing.episode else now - timedelta(days=1)
    return next_step(made_so_far, level=standing.level, since=since, has_relative=has_relative, now=now)


def _conclude(
    work: UnitOfWork, situation: Situation, noted: Noted, after: Next, actor: Actor, *, review_on: date | None,
    now: datetime, machine_now: datetime,
) -> None:  # fmt: skip
    """The tasks and pauses that follow, then the attempt itself, which no task of its own undoes."""
    memory, findings, resolved = None, [], {"call_back"} if noted.outcome in FINAL else set()
    if noted.outcome == Outcome.WRONG_NUMBER and noted.whom == Whom.PATIENT:
        findings.append(Found("wrong_person", TASK, reason("wrong_person")))
        if noted.contact_id:
            author = f"account:{actor.account_id}"
            work.add(*struck_off(work, situation, noted.contact_id, author=author, now=now))
    if noted.call_back_at:
        at = f"{noted.call_back_at.astimezone(situation.zone):%d/%m, %H:%M}"
        findings.append(Found("call_back", TASK, reason("call_back", at=at)))
    if noted.outcome in (HOSPITALISED, DECEASED) and situation.followed.state in LIVE:
        pause = paused(situation, actor=actor, why=noted.outcome, review_on=review_on, now=now)
        memory, resolved = dict(pause.memory), resolved | pause.resolved
        findings += pause.findings
        work.add(*pause.rows)
    settled = settled_by(situation, findings, resolved=resolved, promised=noted.call_back_at, now=now)
    act = Act(f"account:{actor.account_id}", "call.recorded", machine_now, {"outcome": noted.outcome})
    settled = settled.with_episode(lambda episode: _attempt(episode, situation, noted, after, now))
    settled = settled.with_episode(lambda episode: held_by(episode, actor.account_id, machine_now=machine_now))
    conclude(work, situation, settled, act=act, now=now, memory=memory, by=actor.account_id)
    work.add(marks.call_back(situation.followed.id, at=noted.call_back_at or _planned(after)))


def _planned(after: Next) -> datetime | None:
    return after.at if after.step == "retry" else None


def _attempt(episode: LiveEpisode, situation: Situation, noted: Noted, after: Next, now: datetime) -> LiveEpisode:
    """The clock stops from when the call began; where something was found during the call, from its end."""
    before = situation.standing.episode
    if before:  # a task that the call itself made does not begin the wait anew
        episode = replace(episode, raised_at=before.raised_at, attempted_at=before.attempted_at, rung=before.rung)
    since = episode.red_at or episode.opened_at
    episode = acted(episode, at=noted.at if noted.at >= since else now)
    climbs_at = None
    if situation.standing.level == RED and after.at:
        climbs_at = after.at + timedelta(minutes=situation.followed.red_minutes)
    return attempted(episode, at=noted.at if noted.at >= episode.raised_at else now, climbs_at=climbs_at)
