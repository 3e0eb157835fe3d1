"""Which keys somebody wants on her list and in her calls. Kept with the account: desks are shared, habits are not."""

import json
from typing import Any

from chevet.calls.models import Outcome
from chevet.kernel.errors import Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import HAVE_KEYS, Actor, check_role
from chevet.worklist.operations import keep_shortcuts

ACTS = ("next", "previous", "open", "claim", "call", "aside", "close", "select", "fresh", "search", "help")
OF_A_CALL = "call."  # before the outcome of a call
OF_A_CONSULTATION = (
    "admit", "mic", "camera", "screen", "file", "still", "pip", "voice", "phone", "photo", "flip", "torch", "people",
    "chat", "note", "end", "help",
)  # fmt: skip
KNOWN = {*ACTS, *(f"{OF_A_CALL}{one}" for one in Outcome), *(f"consultation.{one}" for one in OF_A_CONSULTATION)}
READ = "SELECT keys FROM worklist_shortcuts WHERE account_id = %s"


def choose_shortcuts(*, actor: Actor, keys: dict[str, str], off: bool = False) -> None:
    """keys: {act: one character}, only those that differ from the usual ones. Invalid: not one character, or twice."""
    check_role(actor, HAVE_KEYS)
    for act, key in keys.items():
        if act not in KNOWN or len(key) != 1 or not key.isprintable() or key == " ":
            raise Invalid("Une touche est un seul caractère.", fields={act: "Écrivez un seul caractère."})
    with UnitOfWork(actor.scope()) as work:
        work.add(keep_shortcuts(account_id=actor.account_id, keys=keys | ({"off": True} if off else {})))


def read_shortcuts(*, actor: Actor) -> dict[str, Any]:
    """As `choose_shortcuts` kept them."""
    check_role(actor, HAVE_KEYS)
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(Statement(READ, (actor.account_id,)))
    return json.loads(rows[0].keys) if rows else {}
