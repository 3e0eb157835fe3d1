"""How time passes in the demonstration: how far the worker has lived, and where the last follow-up ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from chevet.demo.models import Character
from chevet.kernel.tenancy import acting, machine
from chevet.notifications.models import Message
from chevet.pathways.models import FollowUp
from chevet.pathways.states import LIVE
from chevet.pathways.waking import end_check

AFTERWARDS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Passing:
    """What is still to be lived or handed over. `reached`: the moment up to which everything was lived."""

    reached: datetime
    to_live: int
    to_send: int

    @property
    def is_over(self) -> bool:
        return not (self.to_live or self.to_send)


@dataclass(frozen=True, slots=True)
class Leap:
    """A jump that somebody asked for: from which domain time, and when it was asked by the machine's clock."""

    since: datetime
    began: datetime

    @classmethod
    def in_query(cls, query: Mapping[str, str]) -> "Leap | None":
        try:
            since, began = (datetime.fromtimestamp(int(query[name]), UTC) for name in ("since", "began"))
        except (KeyError, ValueError, OverflowError, OSError):
            return None
        return cls(since, began)

    def query(self) -> str:
        return f"since={int(self.since.timestamp())}&began={int(self.began.timestamp())}"

    def lived(self, *, reached: datetime, now: datetime) -> int:
        """How much of the way, in hundredths."""
        whole = (now - self.since).total_seconds()
        done = (reached - self.since).total_seconds()
        return min(100, max(0, round(100 * done / whole))) if whole > 0 else 100


def passing(*, now: datetime) -> Passing:
    """The facts, not the worker's word: a follow-up that is due, somebody invented who answers, a message that waits."""
    with acting(machine("dispatch")):
        to_send = Message.objects.filter(state="new", next_try_at=None, due_at__lte=now).count()
    to_act = list(Character.objects.filter(next_at__lte=now).values_list("next_at", flat=True))
    with acting(machine("schedule")):
        due = FollowUp.objects.filter(wake_at__lte=now)
        first = due.order_by("wake_at").values_list("wake_at", flat=True).first()
        return Passing(reached=min([first or now, *to_act]), to_live=due.count() + len(to_act), to_send=to_send)


def end_of_everything() -> datetime | None:
    """Shortly after the morning on which the last running follow-up ends; None when nobody is followed."""
    with acting(machine("schedule")):
        running = FollowUp.objects.filter(state__in=LIVE).values_list("ends_on", "zone")
        ends = [end_check(ends_on, ZoneInfo(zone)) for ends_on, zone in running]
    return max(ends) + AFTERWARDS if ends else None
