"""Reads of the journal for its sealing and its verification. They need the purpose "seal"."""

from chevet.kernel.rows import Statement

ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('journal seal')) AS mine"
STATE = """
SELECT coalesce((SELECT max(id) FROM journal), 0) AS last_id,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS coming
"""
LAST_SEAL = "SELECT last_id, hash FROM journal_seal ORDER BY last_id DESC LIMIT 1"
SEALS = "SELECT first_id, last_id, lines, hash FROM journal_seal WHERE last_id > %s ORDER BY last_id LIMIT %s"
LINES = """
SELECT id, at, organisation_id, team_id, subject_id, actor, action, detail FROM journal
 WHERE id > %s AND id <= %s ORDER BY id LIMIT %s
"""


def only_me() -> Statement:
    """False when another process is sealing; held until the end of the transaction."""
    return Statement(ALONE, ())


def state() -> Statement:
    """The last id, and between which numbers the running transactions lie."""
    return Statement(STATE, ())


def last_seal() -> Statement:
    return Statement(LAST_SEAL, ())


def seals(*, after: int, limit: int) -> Statement:
    return Statement(SEALS, (after, limit))


def lines(*, after: int, until: int, limit: int) -> Statement:
    """Lines with after < id <= until, in order."""
    return Statement(LINES, (after, until, limit))
