"""The answer to the answer, shown again to who holds its key: the browser that sent the answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.rules import ORANGE
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.duty import duty_of
from chevet.organisations.territories import territory_named
from chevet.pathways.queries import pathway_of
from chevet.questionnaires.operations import earlier
from chevet.usecases.receipts import Receipt, instructions, remembered, restored
from chevet.vitals import operations as vitals

TEAM = Statement(
    f"""
SELECT f.version_id, f.language, t.phone, t.duty, t.territory, k.subject_id, k.family, k.generation, k.wrapped
  FROM follow_up f JOIN team t ON t.id = f.team_id JOIN data_key k ON k.subject_id = f.subject_id
 WHERE f.id = {TARGET}
""",
    (),
)
MEASURED_AGAIN = Statement(
    f"""
SELECT a.kind, a.level, a.confirm_by, e.deadline_at, e.attempted_at
  FROM alert a JOIN episode e ON e.id = a.episode_id WHERE a.follow_up_id = {TARGET} AND a.closed_at IS NULL
""",
    (),
)


def read_receipt(*, visit: Visit, key: UUID, now: datetime, machine_now: datetime) -> Receipt:
    """What was told when the answers, or the added measure, of this key arrived, brought up to date by a second measure
    it asked for.

    Nothing of the answers themselves. The key was made by the browser that sent them and is known to nobody else, so
    it needs no code besides. Raises NotFound, Forbidden (the browser has not said who it is).
    """
    with UnitOfWork(visit.scope()) as work:
        entered, kept, measured, teams, alerts = work.fetch(
            enter(visit), earlier(key), vitals.earlier(key), TEAM, MEASURED_AGAIN
        )
        door_to_write(entered, now=now)
        if not (kept or measured) or not teams:
            raise NotFound
        receipt = _told(kept, measured, teams[0])
        return _after_second(receipt, teams[0], alerts, now=now) if receipt.again else receipt


def _told(kept: Sequence[Any], measured: Sequence[Any], team: Any) -> Receipt:
    """As it was told. NotFound for a measure of a questionnaire: it has no receipt of its own."""
    record = open_record(team)
    said = {"pathway": pathway_of(team.version_id), "language": team.language, "call_from": team.phone}
    if kept:
        return remembered(kept[0], record, **said)
    told = vitals.opened(record, measured[0].readings).get("told")
    if told is None:
        raise NotFound
    return replace(restored(told, key=measured[0].id, level=told["l"], **said), of_measure=True)


def _after_second(receipt: Receipt, team: Any, alerts: Sequence[Any], *, now: datetime) -> Receipt:
    """While a measure is awaited the receipt stays as it was; then the alert that it settled says the level."""
    about = [alert for alert in alerts if alert.kind in receipt.again]
    if any(alert.confirm_by for alert in about):
        return receipt
    level = max((alert.level for alert in about), default=ORANGE)
    on_duty = duty_of(team.duty, territory_named(team.territory).tzinfo).is_on(now)
    promised = [alert.deadline_at for alert in about if on_duty and not alert.attempted_at and alert.deadline_at > now]
    said = instructions(pathway_of(team.version_id), level, team.language, waits_for_call=bool(promised))
    return replace(
        receipt,
        level=level,
        again=(),
        on_duty=on_duty,
        call_before=min(promised, default=None),
        instructions=said,
    )
