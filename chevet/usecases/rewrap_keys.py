"""A new generation of a wrapping key: every data key of the family is wrapped again, so that the old file can go.

The sealed content does not change. Destroying the old generation's file makes every older copy of these data keys
(in backups) useless: that is how short-lived records are forgotten in backups too.
"""

from datetime import datetime

from chevet.audit.operations import entry
from chevet.kernel.keyring import add_generation, keyring
from chevet.kernel.models import DataKey
from chevet.kernel.rows import Statement, update
from chevet.kernel.sealing import wrapped_again
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork

BATCH = 1000
OLDER = """
SELECT subject_id, organisation_id, family, generation, wrapped FROM data_key
 WHERE family = %s AND generation < %s ORDER BY subject_id LIMIT %s FOR UPDATE
"""


def rotate_family(*, family: str, machine_now: datetime) -> int:
    """Create the next generation of `family` and rewrap every data key; returns how many.

    Interrupted, it is finished by `resume_family`.
    """
    generation = add_generation(family)
    rewrapped = resume_family(family=family)
    with UnitOfWork(machine("seal")) as work:
        detail = {"family": family, "generation": generation, "keys": rewrapped}
        work.add(entry(at=machine_now, actor="operator:terminal", action="keys.rotated", detail=detail))
    return rewrapped


def resume_family(*, family: str) -> int:
    """Rewrap every data key that is still on an older generation; returns how many."""
    newest, _ = keyring().newest(family)
    rewrapped = 0
    while done := _batch(family, newest):
        rewrapped += done
    return rewrapped


def _batch(family: str, generation: int) -> int:
    with UnitOfWork(machine("schedule")) as work:
        (rows,) = work.fetch(Statement(OLDER, (family, generation, BATCH)))
        for row in rows:
            key = wrapped_again(row)
            work.add(update(DataKey, {"subject_id": row.subject_id}, generation=key.generation, wrapped=key.wrapped))
    return len(rows)
