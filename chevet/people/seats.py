"""Whoever sits behind a cookie: session, account and actor, read in one round trip."""

from dataclasses import dataclass
from datetime import datetime

from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import LIVE, Actor, actor_of
from chevet.people.models import Account

# What comes after it in the transaction sees as the session's account does: the walls need not be told by a second message.
SESSION = """
SELECT session_data AS data, expire_date, set_config('chevet.account', coalesce(account_id::text, ''), true) AS told
  FROM account_session WHERE session_key = %s
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """data, expires_at: of the session, signed. account: its id and the hash of its password, which proves a session's own."""

    data: str
    expires_at: datetime
    account: Account
    actor: Actor


def seat_of(*, session_key: str, machine_now: datetime) -> Seat | None:
    """None when nobody who may act is signed in by this key."""
    with UnitOfWork(Scope(purpose="sign_in", actor="session"), planned_once=True) as work:
        sessions, live = work.finish(Statement(SESSION, (session_key,)), Statement(LIVE, (machine_now,)))
    actor = actor_of(live, machine_now=machine_now)
    if not sessions or actor is None:
        return None
    account = Account(id=actor.account_id, name=actor.name, password=live[0].password)
    return Seat(sessions[0].data, sessions[0].expire_date, account, actor)
