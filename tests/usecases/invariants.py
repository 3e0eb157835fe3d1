"""What the tables must say together at the end of every transaction, as SQL that finds what contradicts it.

The watchdog asks some of it every minute with patience (chevet/usecases/watch.py); here there is none.
"""

from collections.abc import Callable
from typing import Any

INVARIANTS = {
    "a red or orange answer had an alert when it was kept": """
        SELECT a.id FROM answer a WHERE a.level >= 2 AND NOT EXISTS (
          SELECT FROM alert x WHERE x.follow_up_id = a.follow_up_id AND x.level >= 2
             AND x.opened_at <= a.at AND (x.closed_at IS NULL OR x.closed_at >= a.at))""",
    "an answer is in the journal": """
        SELECT a.id FROM answer a WHERE NOT EXISTS (SELECT FROM journal j WHERE j.detail->>'answer' = a.id::text)""",
    "a live alert is in a live episode of its follow-up": """
        SELECT x.id FROM alert x LEFT JOIN episode e ON e.id = x.episode_id AND e.follow_up_id = x.follow_up_id
         WHERE x.closed_at IS NULL AND (e.id IS NULL OR e.closed_at IS NOT NULL)""",
    "a live episode is as grave as its worst live alert": """
        SELECT e.id FROM episode e WHERE e.closed_at IS NULL AND e.level IS DISTINCT FROM
          (SELECT max(x.level) FROM alert x WHERE x.episode_id = e.id AND x.closed_at IS NULL)""",
    "a closed alert says why": "SELECT id FROM alert WHERE closed_at IS NOT NULL AND closed_why = ''",
    "an alert that closed by itself only said that nobody was heard": """
        SELECT id FROM alert WHERE closed_why = 'answered' AND kind NOT IN ('silent', 'call_due')""",
    "the list shows each follow-up as grave as it is": """
        SELECT l.follow_up_id FROM worklist_line l WHERE l.severity <> coalesce(
          (SELECT max(x.level) FROM alert x WHERE x.follow_up_id = l.follow_up_id AND x.closed_at IS NULL), 0)""",
    "the list shows who waits for a second measure": """
        SELECT l.follow_up_id FROM worklist_line l WHERE l.to_confirm <> EXISTS (
          SELECT FROM alert x WHERE x.follow_up_id = l.follow_up_id AND x.closed_at IS NULL AND x.confirm_by IS NOT NULL
        ) AND NOT EXISTS (
          SELECT FROM alert x WHERE x.follow_up_id = l.follow_up_id AND x.closed_at IS NULL
             AND x.confirm_by IS NULL AND x.level = 3)""",
    "the list shows who is held": """
        SELECT l.follow_up_id FROM worklist_line l WHERE l.claimed <> EXISTS (
          SELECT FROM episode e WHERE e.follow_up_id = l.follow_up_id AND e.closed_at IS NULL
             AND e.claimed_by IS NOT NULL)""",
    "the list shows every follow-up that is live or in alarm": """
        SELECT f.id FROM follow_up f JOIN worklist_line l ON l.follow_up_id = f.id
         WHERE NOT l.live AND (f.state IN ('planned', 'active') OR l.severity > 0)""",
    "every follow-up has its line": """
        SELECT f.id FROM follow_up f LEFT JOIN worklist_line l ON l.follow_up_id = f.id WHERE l.follow_up_id IS NULL""",
    "somebody was told of every certain orange or red": """
        SELECT e.id FROM episode e JOIN worklist_line l ON l.follow_up_id = e.follow_up_id
         WHERE e.closed_at IS NULL AND e.level >= 2 AND NOT l.to_confirm AND NOT EXISTS (
          SELECT FROM message m WHERE m.follow_up_id = e.follow_up_id AND m.kind = 'alert'
             AND m.due_at > e.raised_at - interval '1 second')
           AND (e.level > 2 OR NOT EXISTS (SELECT FROM team t WHERE t.id = e.team_id AND t.digest_at IS NOT NULL))""",
    "nobody sleeps through what is due": """
        SELECT f.id FROM follow_up f LEFT JOIN episode e ON e.follow_up_id = f.id AND e.closed_at IS NULL
         WHERE coalesce(f.wake_at, 'infinity') > least(
          (SELECT min(x.confirm_by) FROM alert x WHERE x.follow_up_id = f.id AND x.closed_at IS NULL), e.climbs_at,
          CASE WHEN f.state = 'planned' THEN f.invite_at END,
          (SELECT min(o.due_at) FROM occurrence o WHERE o.follow_up_id = f.id AND f.state = 'active'
              AND o.answered_at IS NULL AND o.reminded_at IS NULL AND o.silenced_at IS NULL AND o.due_at > f.wake_at))""",
    "a message of hers was a task of the team when it came": """
        SELECT c.id FROM communication c WHERE c.link_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM alert x WHERE x.follow_up_id = c.follow_up_id AND x.kind = 'message'
             AND x.opened_at <= c.at AND (x.closed_at IS NULL OR x.closed_at >= c.at))""",
    "what she wrote last and nobody answered is a live task, unless a person closed the episode": """
        SELECT c.id FROM communication c WHERE c.link_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM communication o WHERE o.follow_up_id = c.follow_up_id AND o.account_id IS NOT NULL AND o.at >= c.at)
           AND NOT EXISTS (SELECT FROM alert x JOIN episode e ON e.id = x.episode_id
             WHERE x.follow_up_id = c.follow_up_id AND x.kind = 'message'
               AND (x.closed_at IS NULL OR (x.closed_at >= c.at AND e.closed_by IS NOT NULL)))""",
    "an answered questionnaire has its answer": """
        SELECT o.id FROM occurrence o LEFT JOIN answer a ON a.id = o.answer_id
         WHERE o.answered_at IS NOT NULL AND a.id IS NULL""",
    "a message that is to leave has an address and a text": """
        SELECT id FROM message WHERE state IN ('new', 'leased') AND (body IS NULL OR recipient IS NULL)""",
    "nothing sent by habit waits for a follow-up that is over": """
        SELECT m.id FROM message m JOIN follow_up f ON f.id = m.follow_up_id
         WHERE m.state = 'new' AND m.kind IN ('invitation', 'message_waiting', 'reminder', 'nudge')
           AND f.state IN ('withdrawn', 'ended', 'undone')""",
    "a stranger's number is not written to": """
        SELECT m.id FROM message m JOIN contact_point c ON c.id = m.contact_id
         WHERE m.state = 'new' AND c.state = 'wrong'""",
}


def contradictions(rows_of: Callable[[str], list[Any]]) -> dict[str, list[Any]]:
    """Every invariant that does not hold, with the rows that say so; `rows_of` runs SQL."""
    found = {name: rows_of(sql) for name, sql in INVARIANTS.items()}
    return {name: rows for name, rows in found.items() if rows}
