"""The answer to the answer, shown again to who holds its key: the browser that sent the answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.questionnaires.operations import CONTENT, earlier
from chevet.usecases.receipts import Receipt

TEAM = Statement(
    f"""
SELECT t.phone, k.subject_id, k.family, k.generation, k.wrapped
  FROM follow_up f JOIN team t ON t.id = f.team_id JOIN data_key k ON k.subject_id = f.subject_id
 WHERE f.id = {TARGET}
""",
    (),
)


def read_receipt(*, visit: Visit, key: UUID, now: datetime, machine_now: datetime) -> Receipt:
    """What was told when the answers of this key arrived; nothing of the answers themselves.

    The key was made by the browser that sent them and is known to nobody else, so it needs no code besides.
    Raises NotFound, Forbidden (the browser has not said who it is).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, kept, teams = work.fetch(enter(visit), earlier(key), TEAM)
        door_to_write(entered, now=now)
        if not kept or not teams:
            raise NotFound
        return _receipt(kept[0], open_record(teams[0]), call_from=teams[0].phone)


def _receipt(row: Any, record: Record, *, call_from: str) -> Receipt:
    kept = record.open(CONTENT, row.content)["r"]
    return Receipt(
        answer_id=row.id,
        level=row.level,
        emergency=kept["e"],
        again=tuple(kept["g"]),
        call_before=kept["c"] and datetime.fromisoformat(kept["c"]),
        call_from=call_from,
        on_duty=kept["d"],
        instructions=tuple(kept["i"]),
        distress=tuple((number, label) for number, label in kept["x"]),
        next_due=kept["n"] and datetime.fromisoformat(kept["n"]),
    )
