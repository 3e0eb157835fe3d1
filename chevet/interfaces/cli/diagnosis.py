"""The doctor's questions. Each looks at one thing and answers with a symptom, fine or not."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connections

from chevet.interfaces.cli.schema import pending
from chevet.kernel import keyring, roles, walls
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.payments import accounts
from chevet.payments.providers import REHEARSAL

State = Literal["fine", "notice", "wrong"]


class Symptom(NamedTuple):
    """state: fine, notice (allowed, worth knowing) or wrong. remedy: empty when fine."""

    name: str
    state: State
    sentence: str
    remedy: str = ""


def examine() -> list[Symptom]:
    """All symptoms, in the order in which they are worth repairing."""
    reachable = [_reachable(alias) for alias in ("default", "owner")]
    symptoms = list(reachable)
    if all(symptom.state == "fine" for symptom in reachable):
        for question in IN_THE_DATABASE:
            symptoms += question()
    for question in AROUND_IT:
        symptoms += question()
    return symptoms


def _reachable(alias: str) -> Symptom:
    variable = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}[alias]
    try:
        connections[alias].ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[-1]
        remedy = f"Check {variable}, and that PostgreSQL runs; `chevet demo` starts one of its own."
        return Symptom(f"database {alias}", "wrong", f"The database does not answer: {reason}", remedy)
    return Symptom(f"database {alias}", "fine", f"The database of {variable} answers.")


def _rows(sql: str, *, alias: str = "default", arguments: tuple = ()) -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


def _powers() -> Iterator[Symptom]:
    """The application must be unable to pass the walls: a superuser or an owner passes them all."""
    ((user, strong),) = _rows(
        "SELECT current_user::text, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    ((owned,),) = _rows("SELECT count(*) FROM pg_class WHERE pg_has_role(current_user, relowner, 'member')")
    if strong or owned:
        sentence = f"The application signs in as {user}, which can pass the walls between organisations."
        yield Symptom(
            "roles", "wrong", sentence, f"Put {roles.APPLICATION} in DATABASE_URL; `chevet roles` creates it."
        )
    else:
        yield Symptom("roles", "fine", f"The application signs in as {user}, which owns nothing and bypasses nothing.")


def _tables() -> Iterator[Symptom]:
    if missing := pending():
        sentence = f"{len(missing)} migrations are not applied, the first is {missing[0]}."
        yield Symptom("migrations", "wrong", sentence, "Run `chevet migrate`.")
    else:
        yield Symptom("migrations", "fine", "The tables have the shape that this version expects.")


def _walls() -> Iterator[Symptom]:
    standing = {
        name
        for (name,) in _rows(
            "SELECT relname::text FROM pg_class c WHERE relrowsecurity AND relforcerowsecurity"
            " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)"
        )
    }
    declared = {model._meta.db_table for model, _ in walls.walled()}
    if fallen := sorted(declared - standing):
        sentence = f"Row-level security is not forced on {', '.join(fallen)}."
        yield Symptom("walls", "wrong", sentence, "Run `chevet migrate`: it raises the walls again.")
    else:
        yield Symptom("walls", "fine", f"Row-level security is forced on {len(declared)} tables.")


def _durability() -> Iterator[Symptom]:
    wanted = ("fsync", "full_page_writes", "synchronous_commit")
    off = [name for name in wanted if _rows(f"SHOW {name}") == [("off",)]]
    if off:
        sentence = f"An acknowledged answer can be lost: {', '.join(off)} off."
        yield Symptom("durability", "wrong", sentence, "Switch them on in PostgreSQL's configuration.")
    else:
        yield Symptom("durability", "fine", "What is acknowledged is on the disk.")


def _clock() -> Iterator[Symptom]:
    found = _rows("SELECT ahead FROM clock_offset")
    ahead = found[0][0] if found else timedelta(0)
    if ahead and not settings.MOVABLE_CLOCK:
        sentence = f"The clock of care is {ahead} ahead of the machine's."
        remedy = "It was moved for a demonstration: these are not data to care with. Start from an empty database."
        yield Symptom("clock", "wrong", sentence, remedy)
    elif settings.MOVABLE_CLOCK:
        remedy = "Fine for a demonstration; elsewhere remove CHEVET_MOVABLE_CLOCK."
        yield Symptom("clock", "notice", f"The clock of care can be moved, and is {ahead} ahead.", remedy)
    else:
        yield Symptom("clock", "fine", "The clock of care is the machine's.")


def _keys() -> Iterator[Symptom]:
    folder = Path(settings.CHEVET_KEYS)
    try:
        names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
        private = (folder, *folder.glob("*.key"), *folder.glob("*.secret"))
        exposed = [path.name for path in private if path.stat().st_mode & 0o077]
    except OSError as error:
        yield Symptom("keys", "wrong", f"The keys' folder {folder} cannot be read: {error.strerror}.", _KEYS_REMEDY)
        return
    missing = [f"{name}.secret" for name in keyring.SECRETS if f"{name}.secret" not in names]
    missing += [f"{family} key" for family in keyring.FAMILIES if not any(n.startswith(f"{family}-") for n in names)]
    if missing:
        yield Symptom("keys", "wrong", f"Missing in {folder}: {', '.join(missing)}.", _KEYS_REMEDY)
    elif exposed:
        remedy = f"chmod -R go= {folder}"
        yield Symptom("keys", "wrong", f"Other accounts of this machine can read {', '.join(exposed)}.", remedy)
    elif folder.stat().st_uid != os.geteuid() and os.geteuid() != 0:
        yield Symptom("keys", "wrong", f"{folder} belongs to another account.", f"chown it to uid {os.geteuid()}.")
    else:
        yield Symptom("keys", "fine", "The keys are there, and only this account reads them.")


_KEYS_REMEDY = "Restore the folder of CHEVET_KEYS from its backup; `chevet keys create` on a first installation only."


def _messages() -> Iterator[Symptom]:
    server = settings.MAILERS["default"].get("OPTIONS", {})
    if server.get("host"):
        yield Symptom("mail", "fine", f"Mail leaves by {server['host']}:{server['port']}.")
    else:
        yield _unless_demonstration("mail", "No mail leaves this installation.", "Set SMTP_HOST (see docs/start).")
    if settings.SMS_GATEWAY:
        yield Symptom("sms", "fine", "Text messages leave by the gateway of CHEVET_SMS_GATEWAY.")
    else:
        remedy = "Set CHEVET_SMS_GATEWAY to a gateway profile (see docs/start)."
        yield _unless_demonstration("sms", "No text message leaves this installation.", remedy)


def _unless_demonstration(name: str, sentence: str, remedy: str) -> Symptom:
    if settings.DEMO:
        return Symptom(name, "notice", f"{sentence} The demonstration shows it in its inbox.", "")
    return Symptom(name, "wrong", sentence, remedy)


def _address() -> Iterator[Symptom]:
    if settings.HTTPS or settings.DEMO:
        yield Symptom("address", "fine", f"Links lead to {settings.SITE_URL}.")
    else:
        remedy = "Set CHEVET_SITE_URL to the public https:// address."
        yield Symptom("address", "wrong", f"Links lead to {settings.SITE_URL}, without encryption.", remedy)


def _declaration() -> Iterator[Symptom]:
    if settings.REGULATORY_STATUS:
        yield Symptom("declaration", "fine", f"Declared regulatory status: {settings.REGULATORY_STATUS}.")
    else:
        remedy = (
            "The operator declares it in CHEVET_REGULATORY_STATUS. Until then every page says not to use it for care."
        )
        yield Symptom("declaration", "notice", "No regulatory status is declared.", remedy)


def _payments() -> Iterator[Symptom]:
    """Which providers of payment are in use, and that none of the real ones was ever tried from here."""
    if _rows("SELECT to_regclass('payment_account')") == [(None,)]:
        return
    with UnitOfWork(machine("payment")) as work:
        (rows,) = work.fetch(accounts.providers_in_use())
    used = {row.provider: row.n for row in rows}
    if used.get(REHEARSAL) and not settings.DEMO:
        remedy = "Its administrator chooses a real provider, or switches online payment off."
        yield Symptom("payments", "wrong", "An organisation is paid by the double, which takes nobody's money.", remedy)
    real = sorted(set(used) - {REHEARSAL})
    if real:
        sentence = f"Online payment by {', '.join(real)}: not verified against the real service."
        yield Symptom("payments", "notice", sentence, "Pay one euro and refund it before offering it to patients.")


IN_THE_DATABASE: tuple[Callable[[], Iterator[Symptom]], ...] = (
    _powers,
    _tables,
    _walls,
    _durability,
    _clock,
    _payments,
)
AROUND_IT: tuple[Callable[[], Iterator[Symptom]], ...] = (_keys, _messages, _address, _declaration)
