"""What to try next when somebody does not answer: pure. The waits are a proposal that the screens say, never a block."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

RED = 3
UNREACHED = frozenset({"no_answer", "voicemail", "wrong_number", "not_noted"})
STALE = timedelta(minutes=20)
"""A call that is not noted by then was forgotten: it keeps nobody from calling."""
WAITS = {
    RED: (timedelta(minutes=2),),
    2: (timedelta(minutes=30), timedelta(hours=2)),
    1: (timedelta(hours=2), timedelta(hours=4)),
}
ANOTHER_HOUR = timedelta(hours=21)
"""Who never answers at ten may answer at seven: the day after, three hours earlier."""


@dataclass(frozen=True, slots=True)
class Next:
    """step: none, retry (at `at`), relative (the person to call, now), transfer (hand over to the SAMU, now).

    tries: attempts to reach the patient herself since she was last reached.
    """

    step: str
    tries: int
    at: datetime | None = None


def under_way(calls: Iterable[Any], *, now: datetime) -> Any | None:
    """The call that somebody is making at this moment."""
    return next((one for one in calls if one.outcome == "" and now - one.at < STALE), None)


def next_step(calls: Iterable[Any], *, level: int, since: datetime | None, has_relative: bool, now: datetime) -> Next:
    """After the calls made `since` (newest first: at, outcome, whom), for a follow-up at this level (0 to 3).

    Red: again two minutes later, then the person to call, then the SAMU. Otherwise three tries at other hours, then
    the person to call, then the day after at another hour.
    """
    made = [one for one in calls if one.outcome and (since is None or one.at >= since)]
    if not made or made[0].outcome not in UNREACHED:
        return Next("none", 0)
    failed = list(_until_reached(made))
    tries = sum(one.whom == "" for one in failed)
    waits = WAITS[max(level, 1)]
    last = failed[0].at
    if tries <= len(waits) and failed[0].whom == "":
        return Next("retry", tries, last + waits[tries - 1])
    if has_relative and not any(one.whom == "relative" for one in failed):
        return Next("relative", tries, now)
    return Next("transfer", tries, now) if level == RED else Next("retry", tries, last + ANOTHER_HOUR)


def _until_reached(made: list[Any]) -> Iterable[Any]:
    for one in made:
        if one.outcome not in UNREACHED:
            return
        yield one
