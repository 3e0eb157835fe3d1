"""One person's own bound of a measure, for a time: why, by whom, until when. The emergency band never moves."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways import thresholds as bounds
from chevet.pathways.calendar import local_day
from chevet.pathways.operations import end_threshold, new_threshold
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.people.models import Role
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude, unchanged
from chevet.vitals.kinds import KINDS

CARERS = frozenset({Role.PROFESSIONAL})
OVER = "Ce suivi est terminé."
WHY = "Écrivez pourquoi ce seuil convient à cette personne, en 500 signes au plus."
WHEN = "Choisissez un jour entre aujourd'hui et la fin du suivi."
NOT_WATCHED = "Ce parcours ne surveille pas cette mesure de ce côté."
BEYOND = "Ce seuil irait au-delà de la bande d'urgence du parcours, ou n'aurait plus de sens : voyez les bornes."
GONE = "Ce seuil n'est plus en vigueur."
LONGEST_REASON = 500
STANDING = "SELECT id, kind, side FROM threshold WHERE id = %s AND follow_up_id = %s AND ended_at IS NULL"


def set_threshold(
    *, actor: Actor, follow_up_id: UUID, kind: str, side: str, value: float, until_on: date, reason: str,
    now: datetime, machine_now: datetime,
) -> None:  # fmt: skip
    """The bound holds from now to the evening of `until_on`, in place of an earlier one of that side of that measure.

    side: below or above. Alerts that stand are not touched. Raises Invalid (fields value, until_on, reason, what),
    Conflict (the follow-up is over), NotFound, Forbidden.
    """
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now, roles=CARERS)
        if situation.followed.state not in LIVE:
            raise Conflict(OVER)
        _check(situation, kind, side, value, until_on, reason, local_day(now, situation.zone))
        value = round(float(value), KINDS[kind].decimals)
        work.add(
            end_threshold(follow_up_id=follow_up_id, kind=kind, side=side, by=actor.account_id, now=now),
            new_threshold(
                record=situation.record, organisation_id=situation.followed.organisation_id, follow_up_id=follow_up_id,
                kind=kind, side=side, value=value, reason=reason.strip(), author_id=actor.account_id, until_on=until_on,
                now=now,
            ),
        )  # fmt: skip
        kept = [*_others(situation, kind, side), [kind, side, value, until_on.isoformat()]]
        detail = {"kind": kind, "side": side, "until": until_on.isoformat()}
        _remember(work, situation, kept, Act(f"account:{actor.account_id}", "threshold.set", machine_now, detail), now)


def lift_threshold(
    *, actor: Actor, follow_up_id: UUID, threshold_id: UUID, now: datetime, machine_now: datetime
) -> None:
    """The pathway's own rules speak again at once. NotFound when it was already lifted or replaced."""
    with UnitOfWork(actor.scope()) as work:
        standing = Statement(STANDING, (threshold_id, follow_up_id))
        situation, found = follow(work, actor, follow_up_id, now, standing, roles=CARERS)
        if not found:
            raise NotFound(GONE)
        kind, side = found[0].kind, found[0].side
        work.add(end_threshold(follow_up_id=follow_up_id, kind=kind, side=side, by=actor.account_id, now=now))
        act = Act(f"account:{actor.account_id}", "threshold.lifted", machine_now, {"kind": kind, "side": side})
        _remember(work, situation, _others(situation, kind, side), act, now)


def _check(situation: Situation, kind: str, side: str, value: float, until_on: date, reason: str, today: date) -> None:
    wrong: dict[str, str] = {}
    between = limits_of(situation, kind, side) if kind in KINDS and side in (bounds.BELOW, bounds.ABOVE) else None
    if between is None:
        wrong["what"] = NOT_WATCHED
    elif not between.allow(value):
        wrong["value"] = BEYOND
    if not today <= until_on <= situation.followed.ends_on:
        wrong["until_on"] = WHEN
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        wrong["reason"] = WHY
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def limits_of(situation: Situation, kind: str, side: str) -> bounds.Limits | None:
    """Between which values this person's bound may be set; None when the pathway does not watch it."""
    return bounds.limits(situation.pathway, kind=kind, side=side, targets=situation.memory.get("t", {}))


def _others(situation: Situation, kind: str, side: str) -> list[list[Any]]:
    return [one for one in situation.memory.get("p", []) if (one[0], one[1]) != (kind, side)]


def _remember(work: UnitOfWork, situation: Situation, kept: list[list[Any]], act: Act, now: datetime) -> None:
    conclude(work, situation, unchanged(situation.standing), act=act, now=now, memory=situation.memory | {"p": kept})
