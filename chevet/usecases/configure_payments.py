"""By whom an organisation is paid: chosen, named and switched on by its administrator. Off until then.

Secrets go in and never come out: the page says that one is there, and another may take its place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings as site

from chevet.kernel.errors import Invalid
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import new_key, open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import accounts, queries
from chevet.payments.providers import PROVIDERS, REHEARSAL
from chevet.payments.rules import neutral_label
from chevet.people.actors import Actor
from chevet.usecases.administering import check_administers, done_by

ODD_PROVIDER = gettext_noop("Choisissez un service de paiement dans la liste.")
ODD_SETTING = gettext_noop("Ce n’est pas la forme attendue.")
DEFAULT_LABEL = "Règlement"
# Names that a bank statement must not carry: who works here, the house, its teams.
NAMES = Statement(
    """
SELECT a.name FROM account a WHERE a.id IN (
  SELECT account_id FROM membership WHERE organisation_id = (SELECT chevet_scope('org')::uuid))
UNION SELECT name FROM organisation WHERE id = (SELECT chevet_scope('org')::uuid)
UNION SELECT name FROM team WHERE organisation_id = (SELECT chevet_scope('org')::uuid)
""",
    (),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed. settings: by name; an empty secret keeps the one that is there."""

    provider: str
    label: str
    enabled: bool
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSettings:
    """How it stands. plain: settings that are no secret. kept: names of the secrets that are there."""

    provider: str = ""
    label: str = DEFAULT_LABEL
    enabled: bool = False
    plain: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    notify_url: str = ""
    changed_at: datetime | None = None


def read_payment_settings(*, actor: Actor) -> PaymentSettings:
    """Raises Forbidden for who does not administer."""
    check_administers(actor)
    with UnitOfWork(actor.scope()) as work:
        (live,) = work.fetch(queries.live_account(actor.organisation_id))
    if not live:
        return PaymentSettings()
    row = live[0]
    known = open_record(row).open(accounts.SETTINGS, row.settings)
    secret = {one.name for one in PROVIDERS[row.provider].settings if one.secret}
    return PaymentSettings(
        provider=row.provider, label=row.label, enabled=row.enabled, changed_at=row.changed_at,
        plain={name: value for name, value in known.items() if name not in secret},
        kept=frozenset(name for name in known if name in secret),
        notify_url=f"{site.SITE_URL}/hooks/payments/{row.id}",
    )  # fmt: skip


def configure_payments(
    *, actor: Actor, wanted: Wanted, demonstration: bool, now: datetime, machine_now: datetime
) -> None:  # fmt: skip
    """Keeps it. Another provider takes the place of the one before, which can still be asked about what it opened.

    demonstration: the double may be chosen; never elsewhere. Raises Forbidden, Invalid.
    """
    check_administers(actor)
    if wanted.provider not in PROVIDERS or (wanted.provider == REHEARSAL and not demonstration):
        raise Invalid(ODD_PROVIDER, fields={"provider": ODD_PROVIDER})
    with UnitOfWork(actor.scope()) as work:
        live, names = work.fetch(queries.live_account(actor.organisation_id), NAMES)
        label = neutral_label(wanted.label, names=[row.name for row in names])
        same = live[0] if live and live[0].provider == wanted.provider else None
        before = open_record(same).open(accounts.SETTINGS, same.settings) if same else {}
        settings = _settings(wanted, before)
        kept = {"label": label, "enabled": wanted.enabled, "settings": settings, "by": actor.account_id}
        work.add(*_writes(actor, same, wanted.provider, kept, machine_now))
        work.add(done_by(actor, "payment.configured", machine_now, provider=wanted.provider, enabled=wanted.enabled))


def _writes(actor: Actor, same: Any, provider: str, kept: dict[str, Any], machine_now: datetime) -> list[Statement]:
    if same is not None:
        return [accounts.changed(same.id, record=open_record(same), machine_now=machine_now, **kept)]
    key = new_key(subject_id=new_id(), family="organisation")
    whose: dict[str, UUID] = {"organisation_id": actor.organisation_id}
    return accounts.new(key=key, **whose, provider=provider, machine_now=machine_now, **kept)


def _settings(wanted: Wanted, before: Mapping[str, str]) -> dict[str, str]:
    kept, wrong = {}, {}
    for one in PROVIDERS[wanted.provider].settings:
        typed = wanted.settings.get(one.name, "").strip()
        value = typed or (before.get(one.name, "") if one.secret else "")
        if re.fullmatch(one.pattern, value):
            kept[one.name] = value
        else:
            wrong[one.name] = ODD_SETTING
    if wrong:
        raise Invalid(ODD_SETTING, fields=wrong)
    return kept
