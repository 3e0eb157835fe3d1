"""Who is acting, for whom, told to PostgreSQL once per transaction. Row-level security reads it (walls.py)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

SETTINGS = ("purpose", "org", "subject", "account", "link")


def setting(names: Iterable[str], *, local: bool = True) -> str:
    """The SQL that tells PostgreSQL these settings, for the transaction or else (`local` is false) for the session."""
    told = (f"set_config('chevet.{name}', %s, {str(local).lower()}) AS {name}" for name in names)
    return "SELECT " + ", ".join(told)


SET_SCOPE = setting(SETTINGS)
# And every statement of this transaction is planned once for all its values: what an index answers whatever they are.
SET_SCOPE_PLANNED_ONCE = f"{SET_SCOPE}, set_config('plan_cache_mode', 'force_generic_plan', true) AS planned"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a transaction may see.

    purpose: care (a professional in one organisation), patient (one subject), link (a request that holds only a
    link), sign_in (one account looks for its own memberships), or a narrow purpose of the machine: schedule,
    dispatch, watch, stream, seal. actor: who, for the journal, as kind:id.
    """

    purpose: str
    actor: str
    organisation: UUID | None = None
    subject: UUID | None = None
    account: UUID | None = None
    link: bytes | None = None

    def settings(self) -> tuple[str, ...]:
        ids = (str(value or "") for value in (self.organisation, self.subject, self.account))
        return (self.purpose, *ids, as_array([self.link]) if self.link else "")


def joined(scopes: Sequence[Scope]) -> tuple[str, ...]:
    """The settings of several at once, all of one purpose: the walls let through what one of them may see (walls.py)."""
    if len(scopes) == 1:
        return scopes[0].settings()
    organisations, subjects = (
        ",".join({str(getattr(one, name)) for one in scopes if getattr(one, name)})
        for name in ("organisation", "subject")
    )
    return (scopes[0].purpose, organisations, subjects, "", as_array(one.link for one in scopes))


def as_array(hashes: Iterable[bytes | None]) -> str:
    """PostgreSQL's text of a bytea[]."""
    return f"{{{','.join(rf'"\\x{one.hex()}"' if one else 'NULL' for one in hashes)}}}"


def machine(purpose: str, *, organisation: UUID | None = None, subject: UUID | None = None) -> Scope:
    """The scope of a job of ours."""
    return Scope(purpose=purpose, actor=f"machine:{purpose}", organisation=organisation, subject=subject)


@contextmanager
def acting(scope: Scope) -> Iterator[None]:
    """Open a transaction in which the walls let through what `scope` may see, and nothing else."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SET_SCOPE, scope.settings())
        yield
        if connection.in_atomic_block and connection.savepoint_ids:
            forget_scope()


def forget_scope() -> None:
    """Inside a larger transaction (tests) the scope must not outlive its block."""
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, ("", "", "", "", ""))
