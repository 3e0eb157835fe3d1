"""What a process remembers for a while, so as not to make it again: in memory, bounded, never written anywhere."""

import time
from collections.abc import Callable, Hashable
from typing import Any


class Kept[Key: Hashable, Made]:
    """At most `most` things. What nobody asked for during `seconds` goes at the latest with the next thing that is made.

    Two halves: what is asked for moves to the young one, what stays in the old one is dropped when they turn. Threads may
    meet in it: at worst something is made twice.
    """

    def __init__(self, *, most: int, seconds: float) -> None:
        self.half, self.seconds = most // 2, seconds
        self.forget()

    def of(self, key: Key, make: Callable[[], Made]) -> Made:
        """What was made of an equal key, or what `make` makes now."""
        young = self.young
        if key in young:
            return young[key]
        found: Any = self.old[key] if key in self.old else make()
        if len(young) >= self.half or time.monotonic() - self.turned > self.seconds:
            self._turn()
        self.young[key] = found
        return found

    def forget(self) -> None:
        self.young: dict[Key, Made] = {}
        self.old: dict[Key, Made] = {}
        self.turned = time.monotonic()

    def _turn(self) -> None:
        self.old, self.young, self.turned = self.young, {}, time.monotonic()
