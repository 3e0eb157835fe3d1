"""What machines ask: is the process alive, is it ready, how is it doing. Answered before Django's routes."""

import hmac
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chevet.interfaces.clock import machine_now
from chevet.interfaces.jobs.metrics import registry
from chevet.kernel import pulses
from chevet.kernel.keyring import FAMILIES, SECRETS, keyring

Answer = tuple[str, str, bytes]
LOOPBACK = ("127.0.0.1", "::1")
JSON, TEXT = "application/json", "text/plain; charset=utf-8"
NOT_FOUND: Answer = ("404 Not Found", TEXT, b"")


def alive(environ: dict[str, Any]) -> Answer:
    return "200 OK", TEXT, b"alive\n"


def ready(environ: dict[str, Any]) -> Answer:
    """200 when everything that an answer needs is there; else 503 and what is missing, in words without detail."""
    found = {name: _holds(check) for name, check in CHECKS.items()}
    status = "200 OK" if all(found.values()) else "503 Service Unavailable"
    return status, JSON, json.dumps(found).encode()


def metrics(environ: dict[str, Any]) -> Answer:
    """For a scraper on this machine, or one that holds the token; nobody else learns that they exist."""
    if not _may_scrape(environ):
        return NOT_FOUND
    try:
        return "200 OK", CONTENT_TYPE_LATEST, generate_latest(registry())
    finally:
        connection.close()


def _may_scrape(environ: dict[str, Any]) -> bool:
    """A request that a proxy of this machine passes on comes from the loopback too, and says so."""
    forwarded = any(f"HTTP_{name}" in environ for name in ("X_FORWARDED_FOR", "FORWARDED", "X_REAL_IP"))
    if environ.get("REMOTE_ADDR") in LOOPBACK and not forwarded:
        return True
    token, given = settings.METRICS_TOKEN.encode(), environ.get("HTTP_AUTHORIZATION", "").encode()
    return bool(token) and hmac.compare_digest(b"Bearer " + token, given)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _keys() -> bool:
    return all(keyring().newest(family) for family in FAMILIES) and all(keyring().secret(name) for name in SECRETS)


def _migrations() -> bool:
    """Looked at until it holds: tables do not become older."""
    if not _migrations.hold:
        executor = MigrationExecutor(connection)
        _migrations.hold = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrations.hold


_migrations.hold = False


def _worker() -> bool:
    return pulses.is_fresh(pulses.WORKER, machine_now=machine_now())


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        return False
    finally:
        connection.close()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "keys": _keys,
    "migrations": _migrations,
    "worker": _worker,
}
PROBES: dict[str, Callable[[dict[str, Any]], Answer]] = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}
