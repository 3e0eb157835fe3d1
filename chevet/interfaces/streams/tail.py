"""Reading the end of the journal without missing a line.

A line's id is drawn before its transaction commits, so a smaller id may appear after a larger one. Ids that were
jumped over are remembered and asked for again until they appear or are old enough to have been rolled back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

REMEMBERED = 60.0  # seconds; longer than any transaction of ours
MOST = 2_000  # a server that was killed jumps ahead; its gap is not a crowd of late lines


@dataclass
class Tail:
    """`last` is the largest id seen; `missing` are smaller ones, with the moment their gap was noticed."""

    last: int = 0
    missing: dict[int, float] = field(default_factory=dict)

    def begin(self, ids: Iterable[int], *, at: float) -> None:
        """Start after the newest of `ids` (the last few of the journal, any order); gaps among them may still fill."""
        known = sorted(ids)
        self.last = known[0] if known else 0
        self.saw(known, at=at)

    def saw(self, ids: Iterable[int], *, at: float) -> None:
        """`at` is any clock that only goes forward, in seconds."""
        for number in sorted(ids):
            if number > self.last:
                first = max(self.last + 1, number - MOST)
                self.missing.update(dict.fromkeys(range(first, number), at))
                self.last = number
            self.missing.pop(number, None)
        self._forget(at)

    def _forget(self, at: float) -> None:
        for number in [one for one, since in self.missing.items() if at - since > REMEMBERED]:
            del self.missing[number]
        for number in sorted(self.missing)[:-MOST]:
            del self.missing[number]
