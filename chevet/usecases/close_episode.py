"""A professional closes an episode and its alerts, saying what was done. What asks for an act of its own stays open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chevet.alerts import closing
from chevet.alerts.kinds import ENDS_BY_ITS_OWN_ACT
from chevet.alerts.operations import CLOSING, closed
from chevet.alerts.rules import Settled
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.usecases import counting
from chevet.usecases.claim_episode import NOTHING, check_is_free
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude
from chevet.worklist import marks

DONE = ("data_reviewed", "call_done", "call_tried", "notes_updated")
LONGEST_NOTE = 20_000
TOO_LONG = "Cette note est trop longue."
SHORTEN = "Gardez moins de 20 000 caractères."
WAITS = "Ce qui reste ici se règle par un acte : répondre au message, décider de la fin, relire, attendre l'avis."
CLOSED = "Quelqu'un a déjà clôturé cette alerte."
LAST = """
SELECT a.name, e.closed_at FROM episode e JOIN account a ON a.id = e.closed_by
 WHERE e.follow_up_id = %s AND e.closed_at IS NOT NULL ORDER BY e.closed_at DESC LIMIT 1
"""
CLOSABLE = frozenset({"message"})
"""Of what ends by its own act, what a person may end here, by saying so."""


class AlreadyClosed(Conflict):
    """Somebody was first: `by` is her name, `at` when it was."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(CLOSED)
        self.by, self.at = by, at


def close_episode(
    *, actor: Actor, follow_up_id: UUID, done: Sequence[str], note: str = "", useful: bool | None = None,
    also: Sequence[str] = (), now: datetime, machine_now: datetime,
) -> bool:  # fmt: skip
    """`done` holds codes of DONE, at least one; `useful`: what she says of the alert, if she does.

    also: kinds of CLOSABLE that she ends here too (a message read, with nothing to answer). False when something
    stays open, in a new episode. Held, AlreadyClosed, or Conflict when
    nothing was ever open or all of it waits for an act.
    """
    if not done or not set(done) <= set(DONE):
        raise Invalid("Dites ce qui a été fait.", fields={"done": "Choisissez au moins une réponse."})
    check_note(note)
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        episode = situation.standing.episode
        if episode is None:
            (closings,) = work.fetch(Statement(LAST, (follow_up_id,)))
            raise AlreadyClosed(*closings[0]) if closings else Conflict(NOTHING)
        check_is_free(work, episode, actor, machine_now)
        outcome = _closed(situation, also, now)
        said = situation.record.seal(CLOSING, {"done": sorted(set(done)), "note": note})
        work.add(*closed(outcome, whose=situation.whose, by=actor.account_id, closing=said, useful=useful))
        work.add(marks.call_back(follow_up_id, at=None))
        work.add(*counting.closed(situation, useful=useful))
        act = Act(f"account:{actor.account_id}", "episode.closed", machine_now, {"done": sorted(set(done))})
        after = replace(situation, standing=outcome.standing)
        memory = situation.memory | {"h": outcome.handled.kept()}
        conclude(work, after, Settled(standing=outcome.standing), act=act, now=now, memory=memory)
    return not outcome.standing.live


def check_note(note: str) -> None:
    """Raises Invalid; the page keeps what was typed."""
    if len(note) > LONGEST_NOTE:
        raise Invalid(TOO_LONG, fields={"note": SHORTEN})


def _closed(situation: Situation, also: Sequence[str], now: datetime) -> closing.Closed:
    keep = ENDS_BY_ITS_OWN_ACT - (CLOSABLE & set(also))
    if situation.followed.state not in LIVE:
        keep -= {"end_decision", "mute_review"}
    outcome = closing.close(
        situation.standing, keep=keep, now=now, deadline=lambda level: situation.deadline(now, level)
    )
    if outcome is None:
        raise Conflict(WAITS)
    return outcome
