"""A professional's own calendar program reads her agenda at a secret address: hours and initials, or hours alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from chevet.appointments import operations
from chevet.appointments.calendar_file import Entry, calendar
from chevet.appointments.feeds import hash_token, token_for
from chevet.appointments.permissions import NOT_YOUR_ROLE
from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope, machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.people.models import Role

BEHIND, AHEAD = timedelta(days=7), timedelta(days=90)
FEED = """
SELECT f.organisation_id, f.account_id, f.initials FROM agenda_feed f JOIN account a ON a.id = f.account_id
 WHERE f.token_hash = %s AND f.revoked_at IS NULL AND a.is_active
"""
OF_ACCOUNT = "SELECT id, initials, since FROM agenda_feed WHERE account_id = %s AND revoked_at IS NULL"
WORKS = "SELECT 1 AS yes FROM membership WHERE account_id = %s AND (until IS NULL OR until > %s) LIMIT 1"
EXPECTED = """
SELECT a.id, a.starts_at, a.ends_at, a.moves, a.state, coalesce(a.ended_at, a.moved_at, a.booked_at) AS changed_at,
       left(coalesce(nullif(p.used_first_name, ''), p.first_name), 1) AS first,
       left(coalesce(nullif(p.used_name, ''), p.birth_name), 1) AS last
  FROM appointment a JOIN patient p ON p.id = a.patient_id
 WHERE a.account_id = %s AND a.starts_at BETWEEN %s AND %s ORDER BY a.starts_at
"""


@dataclass(frozen=True, slots=True)
class FeedAddress:
    token: str
    initials: bool
    since: datetime


def own_feed(*, actor: Actor) -> FeedAddress | None:
    """The address she reads at, or None."""
    with UnitOfWork(actor.scope()) as work:
        (rows,) = work.fetch(Statement(OF_ACCOUNT, (actor.account_id,)))
    return FeedAddress(token_for(rows[0].id), rows[0].initials, rows[0].since) if rows else None


def renew_feed(*, actor: Actor, initials: bool, machine_now: datetime) -> str:
    """A new address; an earlier one dies. Raises Forbidden."""
    if actor.role != Role.PROFESSIONAL:
        raise Forbidden(NOT_YOUR_ROLE)
    feed_id = new_id()
    with UnitOfWork(actor.scope()) as work:
        work.add(
            _revoked(actor, machine_now),
            operations.new_feed(
                id=feed_id, organisation_id=actor.organisation_id, account_id=actor.account_id, initials=initials,
                token_hash=hash_token(token_for(feed_id)), since=machine_now,
            ),
            _journal(actor, "agenda.feed_made", machine_now),
        )  # fmt: skip
    return token_for(feed_id)


def revoke_feed(*, actor: Actor, machine_now: datetime) -> None:
    with UnitOfWork(actor.scope()) as work:
        work.add(_revoked(actor, machine_now), _journal(actor, "agenda.feed_revoked", machine_now))


def read_feed(*, token: str, now: datetime, machine_now: datetime) -> str:
    """The .ics file behind an address. Raises NotFound: unknown, revoked, or somebody who works here no longer."""
    token_hash = hash_token(token)
    with UnitOfWork(Scope(purpose="link", actor="feed", link=token_hash)) as work:
        (feeds,) = work.fetch(Statement(FEED, (token_hash,)))
    if not feeds:
        raise NotFound
    feed = feeds[0]
    with UnitOfWork(machine("agenda", organisation=feed.organisation_id)) as work:
        works, expected = work.fetch(
            Statement(WORKS, (feed.account_id, machine_now)),
            Statement(EXPECTED, (feed.account_id, now - BEHIND, now + AHEAD)),
        )
        if not works:
            raise NotFound
        work.add(
            entry(
                at=machine_now, actor=f"feed:{feed.account_id}", action="agenda.fed",
                organisation_id=feed.organisation_id, detail={"shown": len(expected)},
            )
        )  # fmt: skip
    return calendar((_entry(one, initials=feed.initials) for one in expected), name="Rendez-vous")


def _entry(row: Any, *, initials: bool) -> Entry:
    whom = f" {row.first}. {row.last}." if initials else ""
    return Entry(
        uid=f"{row.id}@{urlsplit(settings.SITE_URL).hostname}", starts_at=row.starts_at, ends_at=row.ends_at,
        summary=f"Rendez-vous{whom}", sequence=row.moves * 2 + (row.state == "cancelled"), changed_at=row.changed_at,
        cancelled=row.state == "cancelled",
    )  # fmt: skip


def _revoked(actor: Actor, machine_now: datetime) -> Statement:
    return operations.revoke_feeds(
        account_id=actor.account_id, organisation_id=actor.organisation_id, machine_now=machine_now
    )


def _journal(actor: Actor, action: str, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id
    )
