"""Yesterday's measures, to compare with: only on a browser that gave a code."""

from collections.abc import Mapping
from datetime import datetime

from chevet.access.permissions import door_to_read
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.kernel.errors import NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.usecases.situation import Act, journal, met, reads


def read_yesterday(*, visit: Visit, now: datetime, machine_now: datetime) -> Mapping[str, float]:
    """{kind: the last value of the day before today}; empty when nothing was measured then. Leaves a trace.

    Raises NotFound, Forbidden (no code was given on this browser).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, *rows = work.fetch(enter(visit), *reads(now=now, target=TARGET))
        door = door_to_read(entered, now=now)
        situation = met(rows)
        if situation is None:
            raise NotFound
        yesterday = situation.person(now).day - 1
        measured = next((values for day, values in situation.memory.get("s", ()) if day == yesterday), {})
        if measured:
            act = Act(f"link:{door.link_id}", "record.read_own", machine_now)
            work.add(journal(situation, act, quietly=True))
    return measured
