"""A use case made ready to be played: what must be there before, and the call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .stages import Stage, followed


@dataclass(frozen=True, slots=True)
class Act:
    """`keyed`: a second sending receives the first result and writes nothing. `several`: more than one transaction,
    each of them all or nothing. `private`: an actor of another team must not be able to do it."""

    call: Callable[[Stage], Any]
    prepare: Callable[[], Stage] | None = None
    keyed: bool = False
    several: bool = False
    private: bool = False

    def stage(self) -> Stage:
        return (self.prepare or followed)()
