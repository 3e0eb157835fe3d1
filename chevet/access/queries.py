"""What the doors read."""

from collections.abc import Sequence
from datetime import datetime

from chevet.access.visits import Visit
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import as_array

# For the reads that travel in the same round trip as `enter`: what the link opens on, and the device that came.
TARGET = "(SELECT chevet_scope('target')::uuid)"
SUBJECT = "(SELECT chevet_scope('subject')::uuid)"
TARGETS = "ANY ((SELECT chevet_scopes('target'))::uuid[])"  # behind `enter_together`
DEVICE = "(SELECT chevet_scope('device')::uuid)"

DOOR = """link.id AS link_id, link.organisation_id, link.subject_id, link.purpose, link.target_id, link.contact_id,
       link.rotation, link.tries, link.tries_since, link.opened_at, link.expires_at, link.revoked_at,
       link.revoked_why, device.id AS device_id, device.state AS device_state, device.tries AS device_tries,
       device.bound_at, device.revoked_at AS device_revoked_at"""

# The walls of `access_device` read settings that the first half sets. LATERAL makes the device wait for the link's
# row, and a wall's condition is computed when its table is first read: tests/access/test_entering.py proves the order.
# Were it ever reversed, no device would be found and the visitor would be asked who she is again.
ENTER = """
WITH link AS MATERIALIZED (
  SELECT id, organisation_id, subject_id, purpose, target_id, contact_id, rotation, tries, tries_since, created_at,
         opened_at, expires_at, revoked_at, revoked_why,
         set_config('chevet.org', organisation_id::text, true) AS org_setting,
         set_config('chevet.subject', subject_id::text, true) AS subject_setting,
         set_config('chevet.target', target_id::text, true) AS target_setting
  FROM access_link WHERE token_hash = %s::bytea {lock}
)
SELECT {door},
       set_config('chevet.device', coalesce(device.id::text, ''), true) AS device_setting
FROM link LEFT JOIN LATERAL (
  SELECT id, state, tries, bound_at, revoked_at FROM access_device
  WHERE link_id = link.id AND secret_hash = %s::bytea AND link.org_setting = organisation_id::text
  OFFSET 0
) device ON true
"""


ENTER_AND_LOCK = ENTER.format(door=DOOR, lock="FOR UPDATE")
ENTER = ENTER.format(door=DOOR, lock="")

# The same for those who travel in one transaction: a row for each link that somebody knows, `visit_number` from 1. The
# walls are told of all of them, and of nobody else.
ENTER_TOGETHER = f"""
WITH visit AS (
  SELECT * FROM unnest(%s::bytea[], %s::bytea[]) WITH ORDINALITY AS visit(token_hash, secret_hash, number)
), link AS MATERIALIZED (
  SELECT visit.number, visit.secret_hash, l.id, l.organisation_id, l.subject_id, l.purpose, l.target_id, l.contact_id,
         l.rotation, l.tries, l.tries_since, l.opened_at, l.expires_at, l.revoked_at, l.revoked_why
    FROM visit JOIN access_link l ON l.token_hash = visit.token_hash
), told AS MATERIALIZED (
  SELECT set_config('chevet.org', string_agg(DISTINCT organisation_id::text, ','), true) AS org_setting,
         set_config('chevet.subject', string_agg(subject_id::text, ','), true) AS subject_setting,
         set_config('chevet.target', string_agg(target_id::text, ','), true) AS target_setting
    FROM link
)
SELECT link.number AS visit_number, {DOOR}
  FROM told CROSS JOIN link LEFT JOIN LATERAL (
    SELECT id, state, tries, bound_at, revoked_at FROM access_device
     WHERE link_id = link.id AND secret_hash = link.secret_hash
       AND strpos(told.org_setting, organisation_id::text) > 0
    OFFSET 0
  ) device ON true
"""


def enter_together(visits: Sequence[Visit]) -> Statement:
    """`enter` for several visits at once; behind it the targets are `TARGETS`."""
    hashes = zip(*((one.token_hash, one.device_hash) for one in visits), strict=True)
    return Statement(ENTER_TOGETHER, tuple(map(as_array, hashes)))


def enter(visit: Visit, *, lock: bool = False) -> Statement:
    """The link behind a visit and the device that came, in one statement; no row when nobody knows the link.

    lock: tries are being counted, so two requests of one link wait for each other.

    Sets chevet.org, chevet.subject, chevet.target and chevet.device for the rest of the transaction, so that the
    reads pipelined behind it pass the walls. Needs a scope of purpose "link". It does not judge: rules.py does.
    """
    return Statement(ENTER_AND_LOCK if lock else ENTER, (visit.token_hash, visit.device_hash))


def codes_of_target(*, since: datetime) -> Statement:
    """Codes of the record behind the link made since then, newest first; after `enter` in the same round trip."""
    return Statement(
        "SELECT id, device_id, kind, code_hash, created_at, expires_at, tries, used_at FROM access_code "
        f"WHERE target_id = {TARGET} AND created_at > %s ORDER BY created_at DESC",
        (since,),
    )


def devices_of_subject() -> Statement:
    """Browsers that may write or read, newest first; after `enter` in the same round trip."""
    return Statement(
        "SELECT id, state, label, created_at, bound_at, seen_at FROM access_device "
        f"WHERE subject_id = {SUBJECT} AND revoked_at IS NULL AND state IN ('identified', 'bound') "
        "ORDER BY seen_at DESC",
        (),
    )
