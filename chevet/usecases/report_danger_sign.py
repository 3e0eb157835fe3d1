"""A danger sign, the moment it is chosen: kept and told at once, whatever becomes of the questionnaire."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chevet.access.permissions import door_to_write, is_bound
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.kernel.errors import Invalid
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.questionnaires import operations as answers_of
from chevet.usecases.receipts import Receipt, keyed, replayed
from chevet.usecases.situation import Act, met, reads
from chevet.usecases.submit_answers import Sending, take


@dataclass(frozen=True, slots=True)
class DangerReceipt:
    emergency: bool
    sentence: str
    version_id: UUID


def report_danger_sign(
    *, visit: Visit, key: UUID, item: str, choice: str, by_proxy: bool = False, now: datetime, machine_now: datetime
) -> DangerReceipt:
    """An answer of one question, outside the day's questionnaire; it stays sent when the form is edited later.

    Raises Invalid when the question or the choice does not exist, Conflict when the key came with something else.
    """
    with keyed(), UnitOfWork(visit.scope()) as work:
        entered, *rows, earlier = work.fetch(enter(visit), *reads(now=now, target=TARGET), answers_of.earlier(key))
        door = door_to_write(entered, now=now)
        situation = met(rows)
        sending = Sending(key, {item: choice}, by_proxy, alone=True, between=True, device_is_bound=is_bound(door))
        if earlier:
            return _said(replayed(earlier[0], sending, situation))
        if item not in situation.pathway.questionnaire.by_id:
            raise Invalid("Cette question ne fait pas partie du questionnaire.")
        act = Act(f"link:{door.link_id}", "danger.sent", machine_now)
        return _said(take(work, situation, sending, act=act, now=now))


def _said(receipt: Receipt) -> DangerReceipt:
    said = receipt.instructions[0] if receipt.instructions else ""
    return DangerReceipt(receipt.emergency, said, receipt.version_id)
