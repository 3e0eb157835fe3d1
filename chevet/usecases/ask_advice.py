"""A nurse asks a doctor, and the answer comes back to her: what is written stays in the record, a message only says so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.alerts import advice
from chevet.alerts.acting import acted
from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK, Settled
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.pathways.hearing import Found
from chevet.people.actors import Actor
from chevet.people.models import CareLink
from chevet.people.operations import join_circle
from chevet.people.queries import address_of, advisers
from chevet.usecases.close_episode import SHORTEN, TOO_LONG
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude, settled_by
from chevet.usecases.telling import written

LONGEST = 20_000
IN_CIRCLE = "SELECT 1 FROM care_link WHERE subject_id = %s AND until IS NULL AND (team_id = %s OR account_id = %s)"
WRITE = "Écrivez votre question."
ANSWER = "Écrivez l'avis."
CHOOSE = "Choisissez dans la liste."
ASKED = "Un avis est déjà demandé pour cette personne."
NOBODY_ASKS = "Cet avis n'est plus attendu : quelqu'un y a déjà répondu."


def ask_advice(
    *, actor: Actor, follow_up_id: UUID, of: UUID, question: str, now: datetime, machine_now: datetime
) -> None:
    """Ask a professional of the team or of its second line, who then may open the record. It stops no clock.

    Raises Invalid (nobody to ask, nothing asked, too long), Conflict (somebody is already asked).
    """
    _check(question, "question", WRITE)
    with UnitOfWork(actor.scope()) as work:
        situation, known = follow(work, actor, follow_up_id, now, advice.of_follow_up(follow_up_id))
        if known and known[0].answered_at is None:
            raise Conflict(ASKED)
        adviser = _adviser(work, situation, actor, of, machine_now)
        row, episode = situation.followed, situation.standing.episode
        work.add(
            advice.asked(
                record=situation.record, organisation_id=row.organisation_id, follow_up_id=row.id,
                episode_id=episode and episode.id, asked_by=actor.account_id, asked_of=of, at=now, question=question,
            ),
            *_let_in(work, situation, adviser, actor, now),
            _message(situation, adviser, "advice_asked", now),
        )  # fmt: skip
        settled = settled_by(
            situation, [Found("advice_asked", TASK, reason("advice_asked", name=adviser.name))], now=now
        )
        act = Act(f"account:{actor.account_id}", "advice.asked", machine_now)
        conclude(work, situation, _acted(settled, now), act=act, now=now)


def give_advice(*, actor: Actor, follow_up_id: UUID, answer: str, now: datetime, machine_now: datetime) -> None:
    """The opinion, by the doctor or by whoever took it down on the phone; who asked is told that it is there.

    Raises Invalid, Conflict (nobody waits for it any more: what was typed stays on the page).
    """
    _check(answer, "answer", ANSWER)
    with UnitOfWork(actor.scope()) as work:
        situation, known = follow(work, actor, follow_up_id, now, advice.of_follow_up(follow_up_id))
        if not known or known[0].answered_at is not None:
            raise Conflict(NOBODY_ASKS)
        asked, findings = known[0], []
        work.add(advice.given(asked.id, record=situation.record, by=actor.account_id, at=now, answer=answer))
        if asked.asked_by != actor.account_id:
            findings = [Found("advice_given", TASK, reason("advice_given", name=actor.name))]
            (addresses,) = work.fetch(address_of(asked.asked_by, machine_now=machine_now))
            work.add(*(_message(situation, one, "advice_given", now) for one in addresses))
        settled = settled_by(situation, findings, resolved=("advice_asked",), now=now)
        act = Act(f"account:{actor.account_id}", "advice.given", machine_now)
        conclude(work, situation, _acted(settled, now), act=act, now=now, by=actor.account_id)


def advisers_of(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> list[Any]:
    """Who may be asked about this follow-up: account_id, name, profession, team_id, team. Doctors first."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        return _advisers(work, situation, actor, machine_now)


def _advisers(work: UnitOfWork, situation: Situation, actor: Actor, machine_now: datetime) -> list[Any]:
    row = situation.followed
    (found,) = work.fetch(advisers(team_ids=[row.team_id, row.second_line_id], machine_now=machine_now))
    others = {one.account_id: one for one in reversed(found) if one.account_id != actor.account_id}
    return sorted(others.values(), key=lambda one: (not one.is_doctor, one.team_id != row.team_id, one.name))


def _adviser(work: UnitOfWork, situation: Situation, actor: Actor, of: UUID, machine_now: datetime) -> Any:
    for one in _advisers(work, situation, actor, machine_now):
        if one.account_id == of:
            return one
    raise Invalid(CHOOSE, fields={"of": CHOOSE})


def _let_in(work: UnitOfWork, situation: Situation, adviser: Any, actor: Actor, now: datetime) -> list[Statement]:
    """Who is asked may open the record; for one of the second line, the circle of care says since when and by whom."""
    row = situation.followed
    (there,) = work.fetch(Statement(IN_CIRCLE, (row.subject_id, adviser.team_id, adviser.account_id)))
    if there:
        return []
    return [
        join_circle(
            organisation_id=row.organisation_id, subject_id=row.subject_id, account_id=adviser.account_id,
            why=CareLink.Why.ADDED, by=actor.account_id, now=now,
        )
    ]  # fmt: skip


def _check(text: str, field: str, missing: str) -> None:
    if not text.strip():
        raise Invalid(missing, fields={field: missing})
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, fields={field: SHORTEN})


def _message(situation: Situation, person: Any, kind: str, now: datetime) -> Statement:
    row = situation.followed
    link = f"{settings.SITE_URL}/pro/follow-ups/{row.id}"
    return outbox.message(
        record=situation.record, organisation_id=row.organisation_id, subject_id=row.subject_id, follow_up_id=row.id,
        channel=person.channel, kind=kind, once=f"{kind}:{row.id.hex}:{now:%y%m%d%H%M%S%f}",
        recipient=person.address, contact_id=None, due_at=now,
        **written(kind, person.channel, person.language, link=link),
    )  # fmt: skip


def _acted(settled: Settled, now: datetime) -> Settled:
    """Asking and answering are acts about the alert; only an attempt to reach the patient stops its clock."""
    return settled.with_episode(lambda episode: acted(episode, at=now))
