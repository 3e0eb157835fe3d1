"""The page of limits says what the code does."""

import ast
import re

from django.conf import settings

from chevet.access import rules
from chevet.documents.rules import TRIES_AN_HOUR
from chevet.interfaces.pro import sessions
from chevet.interfaces.streams import tickets
from chevet.messaging.rules import MOST_AN_HOUR
from chevet.usecases import export_record

from .sources import PROJECT, python_files, tree_of

PAGE = (PROJECT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
SMS, PAPER = (rules.CODE_RULES[kind] for kind in (rules.CodeKind.SMS, rules.CodeKind.PAPER))


def checked_in_code() -> dict[str, tuple[int, int]]:
    """Each `limits.check("what", who, times=…, seconds=…)` of the product."""
    found = {}
    for path in python_files():
        for call in ast.walk(tree_of(path)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "limits.check":
                given = {word.arg: ast.unparse(word.value) for word in call.keywords}
                seconds = given["seconds"].replace("limits.HALF_AN_HOUR", "1800")
                found[call.args[0].value] = (int(given["times"]), 1800 if seconds == "30 * 60" else int(seconds))
    return found


def test_every_limit_is_written_with_its_number():
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \| (\d+) \| (\d+|for ever) \| [^|]{10,} \|$", PAGE, re.M)
    written = {what: (int(times), int(seconds) if seconds.isdigit() else 0) for what, times, seconds in rows}
    day = int(rules.LINK_TRIES_WINDOW.total_seconds())
    others = {
        "link.missed": (rules.MISSES, int(rules.MISSES_WINDOW.total_seconds())),
        "birthday": (rules.DEVICE_TRIES, 0),
        "birthday of a link": (rules.LINK_TRIES, day),
        "code by SMS": (rules.CODES_AN_HOUR, 3600),
        "code by SMS, a day": (rules.CODES_A_DAY, 86400),
        "tries of a code by SMS": (SMS.tries, int(SMS.life.total_seconds())),
        "tries of a code on paper": (PAPER.tries, int(PAPER.life.total_seconds())),
        "communication": (MOST_AN_HOUR, 3600),
        "document": (TRIES_AN_HOUR, 3600),
    }
    assert len(checked_in_code()) >= 8
    exports = {f"export.{what}": (times, 86400) for what, times in export_record.LIMITS.items()}
    assert written == checked_in_code() | others | exports


def test_every_length_is_written_with_its_number():
    rows = re.findall(r"^\| `([^`]+)` \| (\d+) \| [^|]{10,} \|$", PAGE, re.M)
    assert {what: int(seconds) for what, seconds in rows} == {
        "session, idle": settings.SESSION_IDLE_SECONDS,
        "session, at most": sessions.LONGEST,
        "proof before an act": settings.ACCOUNT_REAUTHENTICATION_TIMEOUT,
        "ticket of a stream": int(tickets.LIFE.total_seconds()),
        "invitation": settings.PASSWORD_RESET_TIMEOUT,
    }
