"""Reads and writes of the accounts by which organisations are paid. Their settings are sealed under a key of their own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.kernel import rows
from chevet.kernel.models import DataKey
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record, WrappedKey, open_record
from chevet.payments.models import PaymentAccount

SETTINGS = "payment_account.settings"
END = "UPDATE payment_account SET ended_at = %s, enabled = false WHERE organisation_id = %s AND ended_at IS NULL"
WHOSE = "SELECT id, organisation_id, provider FROM payment_account WHERE id = %s"
ONE = """
SELECT a.id, a.provider, a.settings, k.subject_id AS account_key, k.family, k.generation, k.wrapped
  FROM payment_account a JOIN data_key k ON k.subject_id = a.id WHERE a.id = %s
"""
PLAIN = """
SELECT id, provider, enabled, label FROM payment_account
 WHERE organisation_id = (SELECT chevet_scope('org')::uuid) AND ended_at IS NULL
"""
IN_USE = "SELECT provider, count(*) AS n FROM payment_account WHERE ended_at IS NULL AND enabled GROUP BY provider"


class _Key:
    __slots__ = ("family", "generation", "subject_id", "wrapped")

    def __init__(self, row: Any) -> None:
        self.subject_id = row.account_key
        self.family, self.generation, self.wrapped = row.family, row.generation, row.wrapped


def settings_of(row: Any) -> dict[str, str]:
    """In clear, for the one call that needs them. `row` has the columns of the key, its subject as account_key."""
    return open_record(_Key(row)).open(SETTINGS, row.settings)


def whose(account_id: UUID) -> Statement:
    """Needs the purpose "payment": a notice comes without an organisation."""
    return Statement(WHOSE, (account_id,))


def one(account_id: UUID) -> Statement:
    return Statement(ONE, (account_id,))


def plain() -> Statement:
    """The live account of the acting organisation without its settings; readable by a patient's request."""
    return Statement(PLAIN, ())


def providers_in_use() -> Statement:
    """By which providers organisations are paid, and how many. Needs the purpose "payment"."""
    return Statement(IN_USE, ())


def new(
    *, key: WrappedKey, organisation_id: UUID, provider: str, label: str, enabled: bool, settings: dict[str, str],
    by: UUID, machine_now: datetime,
) -> list[Statement]:  # fmt: skip
    """Takes the place of the one before, which stays for what was opened with it. The key's subject is its id."""
    return [
        end(organisation_id, machine_now=machine_now),
        rows.insert(
            DataKey, subject_id=key.subject_id, organisation_id=organisation_id, family=key.family,
            generation=key.generation, wrapped=key.wrapped,
        ),
        rows.insert(
            PaymentAccount, id=key.subject_id, organisation_id=organisation_id, provider=provider, enabled=enabled,
            label=label, settings=open_record(key).seal(SETTINGS, settings), changed_by=by, changed_at=machine_now,
        ),
    ]  # fmt: skip


def changed(
    account_id: UUID, *, record: Record, label: str, enabled: bool, settings: dict[str, str], by: UUID,
    machine_now: datetime,
) -> Statement:  # fmt: skip
    return rows.update(
        PaymentAccount, {"id": account_id}, label=label, enabled=enabled, settings=record.seal(SETTINGS, settings),
        changed_by=by, changed_at=machine_now,
    )  # fmt: skip


def end(organisation_id: UUID, *, machine_now: datetime) -> Statement:
    return Statement(END, (machine_now, organisation_id))
