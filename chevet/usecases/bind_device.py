"""A code, by SMS or on paper, binds a browser to the record until the end of the follow-up: it may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Literal
from uuid import UUID

from chevet.access import operations, rules
from chevet.access.permissions import Door, door_to_write
from chevet.access.queries import codes_of_target, enter
from chevet.access.rules import CODE_RULES, CodeKind
from chevet.access.tokens import device_secret, hash_code, plain_code
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Binding:
    """`none`: no code is waiting. `left`: tries of the code that was typed wrong. `secret`: the browser's new cookie."""

    outcome: Literal["bound", "wrong", "none"]
    secret: str = ""
    left: int = 0


def bind_device(*, visit: Visit, code: str, agreed: bool = False, now: datetime, machine_now: datetime) -> Binding:
    """Try a code. A wrong try is counted and written even though it is refused.

    agreed: on a shared telephone, that the person agrees with the reading; it is written in the journal.

    Raises NotFound, Forbidden (the browser has not given the birthday).
    """
    typed = plain_code(code)
    kind = rules.kind_typed(typed)
    with UnitOfWork(visit.scope()) as work:
        recent = codes_of_target(since=machine_now - CODE_RULES[CodeKind.PAPER].life)
        entered, codes = work.fetch(enter(visit, lock=True), recent)
        door = door_to_write(entered, now=now)
        waiting = _waiting(codes, kind, door.device_id, machine_now=machine_now)
        if not waiting:
            return Binding("none")
        wanted = hash_code(typed, target_id=door.row.target_id)
        right = next((one for one in waiting if compare_digest(bytes(one.code_hash), wanted)), None)
        if right is None:
            work.add(operations.codes_tried([one.id for one in waiting]), _journal(door, "code.wrong", machine_now))
            return Binding("wrong", left=max(CODE_RULES[kind].tries - one.tries - 1 for one in waiting))
        return _bind(work, door, right, agreed=agreed, machine_now=machine_now)


def _waiting(codes: Sequence[Any], kind: CodeKind, device_id: UUID | None, *, machine_now: datetime) -> list[Any]:
    """The codes that this browser could mean: the last SMS it asked for, or any paper."""
    live = [
        one for one in codes
        if one.kind == kind and one.device_id in (None, device_id)
        and rules.code_is_live(
            kind=one.kind, expires_at=one.expires_at, used_at=one.used_at, tries=one.tries, machine_now=machine_now
        )
    ]  # fmt: skip
    return live[:1] if kind is CodeKind.SMS else live


def _bind(work: UnitOfWork, door: Door, code: Any, *, agreed: bool, machine_now: datetime) -> Binding:
    secret = device_secret()
    work.add(
        operations.code_used(code_id=code.id, machine_now=machine_now),
        operations.change_device(
            device_id=door.device_id, secret=secret, machine_now=machine_now, state="bound", bound_at=machine_now
        ),
        _journal(door, "device.bound", machine_now, **({"agreement": "said"} if agreed else {})),
    )
    return Binding("bound", secret)


def _journal(door: Door, action: str, machine_now: datetime, **detail: str) -> Any:
    return entry(
        at=machine_now,
        actor=f"link:{door.link_id}",
        action=action,
        organisation_id=door.row.organisation_id,
        subject_id=door.row.subject_id,
        detail=detail or None,
    )
