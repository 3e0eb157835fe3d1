"""The digests: oranges that a team reads together at its hours, and what a practice that delegates reads once a day.

Called every minute or so; a moment that was missed while nothing ran is made up for during an hour. The link is to the
list, the text says how many and nothing else.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.duty import duty_of
from chevet.organisations.ladder import local_moment, rungs_of
from chevet.organisations.queries import ladder_reads
from chevet.organisations.territories import territory_named
from chevet.people.queries import alert_recipients
from chevet.usecases.letters import a_letter, organisation_record
from chevet.usecases.telling import hash_of, written

LATE = timedelta(hours=1)

READERS = """
SELECT t.id AS team_id, t.organisation_id, t.duty, t.territory, t.second_line_id, t.digest_at,
       NULL::text AS daily_at FROM team t WHERE t.digest_at IS NOT NULL
UNION ALL
SELECT t.id, t.organisation_id, t.duty, t.territory, t.second_line_id, NULL, d.digest_at
  FROM delegation d JOIN team t ON t.id = d.team_id WHERE d.until IS NULL
"""
WAITING = """
SELECT count(*) AS count FROM episode
 WHERE team_id = %s AND closed_at IS NULL AND attempted_at IS NULL AND claimed_by IS NULL AND level = 2
   AND raised_at <= %s
"""
OF_THE_DAY = """
SELECT count(DISTINCT follow_up_id) AS count FROM episode
 WHERE team_id = %s AND level >= 2 AND (closed_at IS NULL OR raised_at > %s)
"""


def send_digests(*, now: datetime, machine_now: datetime) -> int:
    """How many people there was something for. Each is written to once, however often this is called."""
    with UnitOfWork(machine("watch")) as work:
        (readers,) = work.fetch(Statement(READERS, ()))
    return sum(
        _send(reader, moment, now=now, machine_now=machine_now)
        for reader in readers
        if (moment := _moment(reader, now))
    )


def _moment(reader: Any, now: datetime) -> datetime | None:
    """The hour of a digest that has just passed, in the team's own day."""
    zone = territory_named(reader.territory).tzinfo
    hours = [reader.daily_at] if reader.daily_at else json.loads(reader.digest_at)
    today = now.astimezone(zone).date()
    return max((at for hour in hours if now - LATE < (at := local_moment(today, hour, zone)) <= now), default=None)


def _send(reader: Any, moment: datetime, *, now: datetime, machine_now: datetime) -> int:
    with UnitOfWork(machine("watch", organisation=reader.organisation_id)) as work:
        (counted,) = work.fetch(_count(reader, moment))
        if not counted[0].count:
            return 0
        recipients = _recipients(work, reader, now=now, machine_now=machine_now)
        record = organisation_record(work, reader.organisation_id)
        what = "daily" if reader.daily_at else "oranges"
        for channel, address, language in dict.fromkeys(recipients):
            once = f"digest:{what}:{reader.team_id.hex}:{moment:%y%m%d%H%M}:{abs(hash_of(address)):x}"
            body = written(
                "digest", channel, language, count=str(counted[0].count),
                link=f"{settings.SITE_URL}/pro/?team={reader.team_id}",
            )  # fmt: skip
            work.add(a_letter(record, kind="digest", channel=channel, address=address, once=once, now=now, **body))
    return len(recipients)


def _count(reader: Any, moment: datetime) -> Statement:
    if reader.daily_at:
        return Statement(OF_THE_DAY, (reader.team_id, moment - timedelta(days=1)))
    return Statement(WAITING, (reader.team_id, moment))


def _recipients(work: UnitOfWork, reader: Any, *, now: datetime, machine_now: datetime) -> list[tuple[str, str, str]]:
    """Of the oranges those on duty, or the first rung that is; of the day everybody of the team who is told."""
    (row,), turns, people = work.fetch(
        *ladder_reads(
            team_id=reader.team_id, second_line_id=reader.second_line_id, organisation_id=reader.organisation_id
        ),
        alert_recipients(team_ids=[reader.team_id, reader.second_line_id], machine_now=machine_now, holder=None),
    )
    duty = duty_of(reader.duty, territory_named(reader.territory).tzinfo)
    told = rungs_of(row, turns, team_id=reader.team_id, duty=duty, now=now).told(0, people, is_red=False)
    return [
        (person.channel, person.address, person.language) for person in people
        if (person.team_id == reader.team_id if reader.daily_at else (person.team_id, person.account_id) in told)
    ]  # fmt: skip
