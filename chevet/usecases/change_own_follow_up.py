"""The patient changes how her follow-up reaches her: the hour, the channel, the language."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from chevet.access.visits import Visit
from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK, Settled
from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.pathways import languages
from chevet.pathways.hearing import Found
from chevet.usecases.change_follow_up import changing
from chevet.usecases.read_record import at_own_record
from chevet.usecases.situation import Act, Situation, settled_by, unchanged

CHANNELS = ("sms", "email", "phone")
LIST = "Choisissez dans la liste."


def change_own_follow_up(
    *,
    visit: Visit,
    hour: time | None = None,
    channel: str | None = None,
    contact_id: UUID | None = None,
    language: str | None = None,
    now: datetime,
    machine_now: datetime,
) -> str:
    """Only what is given and differs changes. Another contact point gets a new address, which this browser is told. `phone` makes a task: somebody must say when they will call.

    Raises NotFound, Forbidden (no code was given on this browser), Conflict (the follow-up is over), Invalid.
    """
    if channel is not None and channel not in CHANNELS:
        raise Invalid(LIST, fields={"reach": LIST})
    asked = {"hour": hour, "channel": channel, "contact_id": contact_id, "language": language}
    with UnitOfWork(visit.scope()) as work:
        door, situation = at_own_record(work, visit, now=now)
        if language is not None and language not in _spoken(situation):
            raise Invalid(LIST, fields={"language": LIST})
        changed = {name: value for name, value in asked.items() if value not in (None, _now(situation, name))}
        if not changed:
            return ""
        act = Act(f"link:{door.link_id}", "follow_up.changed_own", machine_now, {"fields": sorted(changed)})
        settled = _told(work, situation, changed, now=now)
        return changing(work, situation, changed, act=act, now=now, settled=settled)


def _spoken(situation: Situation) -> set[str]:
    """The languages of her questions; those of the screens for a pathway of the organisation's own."""
    try:
        return {one.code for one in languages.available(situation.pathway.slug)}
    except KeyError:
        return {one.code for one in languages.of_screens()}


def _now(situation: Situation, name: str) -> Any:
    return getattr(situation.followed, name)


def _told(work: UnitOfWork, situation: Situation, changed: Mapping[str, Any], *, now: datetime) -> Settled:
    """By phone from now on: what was to be written is not, and the team has a call to plan."""
    if changed.get("channel") != "phone":
        return unchanged(situation.standing)
    row = situation.followed
    work.add(outbox.cancel(now=now, reason="by_phone", follow_up_id=row.id, kinds=("invitation", "reminder", "nudge")))
    return settled_by(situation, [Found("by_phone", TASK, reason("by_phone"))], now=now)
