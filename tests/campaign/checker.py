"""The books of the phones and of the gateway, compared with the tables. SQL only: nothing of the product helps here."""

from typing import Any

import psycopg

from tests.campaign.clients import Ledger
from tests.campaign.gateway import Provider
from tests.usecases.invariants import contradictions

ANSWERS = "SELECT id::text, level FROM answer"
RED_WITHOUT_ALERT = """
SELECT a.id::text FROM answer a WHERE a.level = 3 AND NOT EXISTS (
  SELECT FROM alert x JOIN episode e ON e.id = x.episode_id WHERE x.follow_up_id = a.follow_up_id
     AND x.level = 3 AND x.closed_at IS NULL AND e.closed_at IS NULL)
"""
MESSAGES = "SELECT id::text, kind, state, due_at <= %s FROM message"
MISSING_REMINDERS = """
SELECT o.id::text FROM occurrence o JOIN follow_up f ON f.id = o.follow_up_id
 WHERE o.reminded_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM message m WHERE m.follow_up_id = f.id AND m.kind = 'reminder' AND m.due_at >= o.due_at)
"""
MAY_COME_TWICE = ("alert",)


def check(superuser: str, ledger: Ledger, provider: Provider) -> dict[str, Any]:
    with psycopg.connect(superuser) as connection:
        stored = dict(connection.execute(ANSWERS).fetchall())
        red = [row[0] for row in connection.execute(RED_WITHOUT_ALERT).fetchall()]
        messages = {row[0]: row[1:3] for row in connection.execute(MESSAGES, ["infinity"]).fetchall()}
        unreminded = [row[0] for row in connection.execute(MISSING_REMINDERS).fetchall()]
        broken = contradictions(lambda sql: connection.execute(sql).fetchall())
    acknowledged = {one.key for one in ledger.acknowledged}
    wrong_level = [one.key for one in ledger.sent if one.key in stored and (stored[one.key] == 3) != one.red]
    twice = [key for key, count in provider.taken.items() if count > 1 and messages[key][0] not in MAY_COME_TWICE]
    left = ("handed", "delivered")
    return {
        "acknowledged": len(acknowledged),
        "red": sum(level == 3 for level in stored.values()),
        "tries": sum(one.tries for one in ledger.sent),
        "stored_without_a_word": len(set(stored) - acknowledged),
        "messages": len(messages),
        "taken": provider.taken.total(),
        "alerts_that_came_twice": sum(
            provider.taken[key] > 1 for key, (kind, _) in messages.items() if kind == "alert"
        ),
        "violations": {
            "acknowledged and lost": sorted(acknowledged - set(stored)),
            "stored and never sent": sorted(set(stored) - {one.key for one in ledger.sent}),
            "another level than what was said": wrong_level,
            "never acknowledged": sorted({one.key for one in ledger.sent} - acknowledged),
            "red without an alert": red,
            "said to have left and never taken": sorted(
                key for key, (_, state) in messages.items() if state in left and not provider.taken[key]
            ),
            "did not leave": sorted(
                f"{kind} {state}" for kind, state in messages.values() if state in ("new", "leased", "dead")
            ),
            "reminded without a message": unreminded,
            "came twice": sorted(twice),
            "tables that disagree": sorted(broken),
        },
    }
