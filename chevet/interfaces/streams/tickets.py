"""Giving a ticket: the only part of a stream that a signed-in request takes part in."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.models import StreamTicket
from chevet.kernel.errors import NotFound
from chevet.kernel.tenancy import acting
from chevet.people.actors import Actor

LIFE = timedelta(seconds=60)


def issue_ticket(*, actor: Actor, team_id: UUID, language: str = "fr") -> str:
    """A ticket for the stream of one of the actor's teams: 32 random bytes, good once, for a minute.

    Raises NotFound for a team that is not hers, or for a role that sees no patient. Her expired tickets go.
    """
    if team_id not in actor.team_ids or not actor.is_clinical:
        raise NotFound
    ticket, now = secrets.token_urlsafe(32), machine_now()
    with acting(actor.scope()):
        StreamTicket.objects.filter(account_id=actor.account_id, expires_at__lte=now).delete()
        StreamTicket.objects.create(
            hash=hash_of(ticket),
            organisation_id=actor.organisation_id,
            team_id=team_id,
            account_id=actor.account_id,
            expires_at=now + LIFE,
            language=language,
        )
    return ticket


def hash_of(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()
