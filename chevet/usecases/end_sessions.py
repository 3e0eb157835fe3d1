"""Ending what an account has open: one browser, all the others, or all. Streams end with it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor
from chevet.people.models import AccountSession
from chevet.usecases.administering import check_administers, members_locked, of_account


def reference_of(session_key: str) -> str:
    """Names a session on a page without giving its secret away."""
    return hashlib.sha256(b"session|" + session_key.encode()).hexdigest()[:24]


def end_session(*, account_id: UUID, reference: str, machine_now: datetime) -> None:
    """One of one's own sessions. Raises NotFound."""
    with UnitOfWork(_own(account_id)) as work:
        work.orm()
        found = [one for one in _open(account_id) if reference_of(one.session_key) == reference]
        if not found:
            raise NotFound
        _end(work, account_id, found, by=f"account:{account_id}", machine_now=machine_now)


def end_other_sessions(*, account_id: UUID, keep: str, machine_now: datetime) -> int:
    """Every session of the account but the one with this key; how many."""
    with UnitOfWork(_own(account_id)) as work:
        work.orm()
        others = [one for one in _open(account_id) if one.session_key != keep]
        if others:
            _end(work, account_id, others, by=f"account:{account_id}", machine_now=machine_now)
    return len(others)


def end_sessions_of(*, actor: Actor, account_id: UUID, machine_now: datetime) -> int:
    """All sessions of somebody of the administrator's organisation; how many. Raises NotFound."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        of_account(members_locked(actor.organisation_id, machine_now), account_id)
        found = list(_open(account_id))
        if found:
            _end(
                work, account_id, found, by=f"account:{actor.account_id}", machine_now=machine_now,
                organisation_id=actor.organisation_id,
            )  # fmt: skip
    return len(found)


def end_every_session(*, actor: Actor, keep: str, machine_now: datetime) -> int:
    """Of everybody in the administrator's organisation, but for the session with this key; how many."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        work.orm()
        people = dict.fromkeys(one.account_id for one in members_locked(actor.organisation_id, machine_now))
        ended = {one: [row for row in _open(one) if row.session_key != keep] for one in people}
        for account_id, rows in ended.items():
            if rows:
                _end(
                    work, account_id, rows, by=f"account:{actor.account_id}", machine_now=machine_now,
                    organisation_id=actor.organisation_id,
                )  # fmt: skip
    return sum(len(rows) for rows in ended.values())


def _own(account_id: UUID) -> Scope:
    return Scope(purpose="sign_in", actor=f"account:{account_id}", account=account_id)


def _open(account_id: UUID) -> Iterable[AccountSession]:
    return AccountSession.objects.select_for_update().filter(account_id=account_id).order_by("session_key")


def _end(
    work: UnitOfWork, account_id: UUID, ended: list[AccountSession], *, by: str, machine_now: datetime,
    organisation_id: UUID | None = None,
) -> None:  # fmt: skip
    AccountSession.objects.filter(pk__in=[one.pk for one in ended]).delete()
    detail = {"account": str(account_id), "sessions": len(ended)}
    work.add(entry(at=machine_now, actor=by, action="session.ended", organisation_id=organisation_id, detail=detail))
