"""Which changes wait to be drawn, in a team's languages. Pure: told the moment, any clock that only goes forward."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

type Whom = tuple[UUID, str]
REMEMBERED = 60.0  # seconds; a drawing may be there before the change it shows was seen here


@dataclass
class Drawings:
    """`last` is the newest drawing handed out, None before the first look."""

    last: int | None = None
    waiting: dict[Whom, dict[int, tuple[float, str]]] = field(default_factory=lambda: defaultdict(dict))
    came_early: dict[tuple[str, int], float] = field(default_factory=dict)

    def expect(self, team_id: UUID, language: str, number: int, kind: str, *, at: float) -> None:
        """Line `number` of the journal, of this kind, was seen."""
        if (language, number) not in self.came_early:
            self.waiting[team_id, language][number] = (at, kind)

    def came(self, team_id: UUID, language: str, numbers: Iterable[int], *, at: float) -> None:
        """A drawing shows these lines of the journal."""
        waiting = self.waiting[team_id, language]
        for number in numbers:
            waiting.pop(number, None)
            self.came_early[language, number] = at
        for known in [one for one, since in self.came_early.items() if at - since > REMEMBERED]:
            del self.came_early[known]

    def overdue(self, *, at: float, patience: float) -> dict[Whom, set[str]]:
        """What nobody has drawn in time, by kind; it is waited for no longer."""
        found: dict[Whom, set[str]] = {}
        for whom, waiting in list(self.waiting.items()):
            if any(at - since > patience for since, _ in waiting.values()):
                found[whom] = {kind for _, kind in waiting.values()}
            if whom in found or not waiting:
                del self.waiting[whom]
        return found
