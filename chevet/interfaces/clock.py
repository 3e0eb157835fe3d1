"""The two clocks. Only the interfaces read them; every floor beneath is told the hour.

The machine clock rules sessions, codes, leases and the journal. The domain clock rules due times, windows and
deadlines; outside production it can be moved forward, so that fourteen days can be shown in an afternoon.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from chevet.kernel.errors import Forbidden, Invalid

KEPT = 0.25  # seconds during which a process believes the offset it has read
READ = "SELECT ahead FROM clock_offset WHERE id = 1"
MOVE = """
INSERT INTO clock_offset AS held (id, ahead) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET ahead = {later} RETURNING ahead
"""
MOVE_BY = MOVE.format(later="held.ahead + excluded.ahead")
MOVE_TO = MOVE.format(later="greatest(held.ahead, excluded.ahead)")

_read: dict[str, tuple[float, timedelta]] = {}  # by database: tests have many


def machine_now() -> datetime:
    """The hour of this machine, aware, in UTC."""
    return datetime.now(UTC)


def domain_now() -> datetime:
    """The hour that follow-ups live by: the machine's, plus the offset where the clock may be moved."""
    return machine_now() + ahead()


def ahead() -> timedelta:
    """How far the domain clock is ahead; never read in production."""
    if not settings.MOVABLE_CLOCK:
        return timedelta()
    name = connection.settings_dict["NAME"]
    at, offset = _read.get(name, (0.0, timedelta()))
    if time.monotonic() - at > KEPT or not at:
        offset = _ask()
        _read[name] = time.monotonic(), offset
    return offset


def move(*, by: timedelta | None = None, to: datetime | None = None) -> datetime:
    """Move the domain clock forward, by a length or to an aware moment, and give the new hour.

    Raises Forbidden where the clock is fixed, Invalid when asked to go back.
    """
    if not settings.MOVABLE_CLOCK:
        raise Forbidden(_("Ici, l’horloge ne se déplace pas."))
    now = machine_now()
    if (by is not None and by < timedelta()) or (to is not None and to < now + ahead()):
        raise Invalid(_("L’horloge ne va que vers l’avant."))
    sql, value = (MOVE_BY, by) if by is not None else (MOVE_TO, to - now)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        (offset,) = cursor.fetchone()
    _read[connection.settings_dict["NAME"]] = time.monotonic(), offset
    return now + offset


def _ask() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return row[0] if row else timedelta()
