"""Whose turn it is in the demonstration, with a hole on Sundays that everybody sees, and a practice that hands over its nights."""

from datetime import datetime

from chevet.demo.calendars import PARIS
from chevet.demo.establishments import HOSPITAL, PRACTICE, actor, team_id
from chevet.kernel.tenancy import acting
from chevet.organisations.models import Delegation, DutyTurn
from chevet.usecases.delegate_alerts import delegate_alerts
from chevet.usecases.keep_roster import NewTurn, add_turn

DAY = {"starts": "08:00", "ends": "20:00"}
TURNS = {"ines": (0, 1, 2, 3, 4), "pierre": (5,)}
NIGHTS = [(day, start, end) for day in range(7) for start, end in (("00:00", "08:00"), ("20:00", "24:00"))]


def organise(*, now: datetime, machine_now: datetime) -> None:
    """Once: what somebody changed afterwards stays."""
    lungs, practice, watch = team_id(HOSPITAL, "lungs"), team_id(PRACTICE, "follow"), team_id(PRACTICE, "watch")
    clocks = {"now": now, "machine_now": machine_now}
    if not _has(HOSPITAL, DutyTurn, lungs):
        administrator = actor("marc", machine_now=machine_now)
        for who, days in TURNS.items():
            turn = NewTurn(account_id=actor(who, machine_now=machine_now).account_id, days=days, **DAY)
            add_turn(actor=administrator, team_id=lungs, turn=turn, today=now.astimezone(PARIS).date(), **clocks)
    if not _has(PRACTICE, Delegation, practice):
        delegate_alerts(
            actor=actor("anne", machine_now=machine_now), team_id=practice, to_team_id=watch, hours=NIGHTS,
            digest_at="08:30", **clocks,
        )  # fmt: skip


def _has(place, kind, team) -> bool:
    with acting(place.scope()):
        return kind.objects.filter(team_id=team).exists()
