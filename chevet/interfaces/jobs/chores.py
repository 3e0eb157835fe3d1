"""What the worker does now and then: seal the journal, forget what was delivered, forget spent nonces."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chevet.interfaces.clock import domain_now, machine_now
from chevet.usecases.purge_messages import purge_messages
from chevet.usecases.seal_journal import seal_journal


def seal() -> None:
    seal_journal(machine_now=machine_now())


def purge() -> None:
    purge_messages(now=domain_now(), machine_now=machine_now())


SCHEDULE: tuple[tuple[float, Callable[[], Any]], ...] = ((60.0, seal), (3600.0, purge))  # seconds


@dataclass
class Chores:
    """By the machine's uninterrupted clock, since the process began; each also at the beginning."""

    schedule: tuple[tuple[float, Callable[[], Any]], ...] = SCHEDULE
    next_at: dict[Callable[[], Any], float] = field(default_factory=dict)

    def do(self) -> None:
        """Whatever is due. One that fails is tried again at its next time."""
        for every, chore in self.schedule:
            if time.monotonic() >= self.next_at.get(chore, 0.0):
                self.next_at[chore] = time.monotonic() + every
                chore()
