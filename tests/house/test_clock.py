"""Only the interfaces and the demonstration read a clock; everything beneath is told the hour."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import PACKAGE, name_of, python_files, tree_of

READS_A_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.clock_gettime",
    "time.clock_gettime_ns",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.db.models.functions.Now",
    "django.db.models.functions.datetime.Now",
}
FIELDS_WITH_A_CLOCK = {"auto_now", "auto_now_add"}

SQL_CLOCK = re.compile(
    r"""\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)
        |\bcurrent_(?:timestamp|date|time)\b
        |\blocaltimestamp\b
        |'(?:now|today|tomorrow|yesterday)'\s*::
        |\b(?:timestamptz?|date)\s+'(?:now|today|tomorrow|yesterday)'""",
    re.IGNORECASE | re.VERBOSE,
)

MAY_READ_A_CLOCK = ("chevet/interfaces/", "chevet/demo/")
# Each with its reason; an entry that is no longer needed fails too.
READS_WITH_REASON = {
    "chevet/kernel/identifiers.py": "the milliseconds in a UUIDv7 order rows and rule nothing",
}
# SQL clocks are allowed nowhere by folder: a statement of the interfaces is given its hour too.
SQL_WITH_REASON: dict[str, str] = {}


def clocks_in(tree: ast.Module) -> list[str]:
    """Every mention of a clock, called or handed on: "datetime.datetime.now at line 12"."""
    imported = _imported_names(tree)
    return [f"{name} at line {node.lineno}" for node in ast.walk(tree) for name in _clocks_named(node, imported)]


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported word means in full: {"dt": "datetime.datetime"}."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _clocks_named(node: ast.AST, imported: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.keyword) and node.arg in FIELDS_WITH_A_CLOCK:
        yield node.arg
    if isinstance(node, ast.Name | ast.Attribute):
        first, dot, rest = ast.unparse(node).partition(".")
        full_name = imported.get(first, "") + dot + rest
        if full_name in READS_A_CLOCK:
            yield full_name


def sql_clocks_in(tree: ast.Module) -> list[str]:
    """Calls to the database's clock in the strings of a file, docstrings apart."""
    prose = {id(node) for node in _docstrings(tree)}
    return [
        f"{found.group()} at line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
        for found in SQL_CLOCK.finditer(node.value)
    ]


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def sql_clocks_in_script(script: str) -> list[str]:
    """The same in a .sql file, whose comments may speak of what they avoid."""
    return [found.group() for found in SQL_CLOCK.finditer(re.sub(r"--.*", "", script))]


def python_clocks() -> dict[str, list[str]]:
    found = {
        name_of(path): clocks_in(tree_of(path))
        for path in python_files()
        if not name_of(path).startswith(MAY_READ_A_CLOCK)
    }
    return {path: clocks for path, clocks in found.items() if clocks}


def database_clocks() -> dict[str, list[str]]:
    scripts: list[Path] = sorted(PACKAGE.rglob("*.sql"))
    found = {name_of(path): sql_clocks_in(tree_of(path)) for path in python_files()}
    found |= {name_of(path): sql_clocks_in_script(path.read_text()) for path in scripts}
    return {path: clocks for path, clocks in found.items() if clocks}


def test_only_the_interfaces_read_a_clock():
    assert {p: c for p, c in python_clocks().items() if p not in READS_WITH_REASON} == {}


def test_no_statement_asks_the_database_for_the_hour():
    assert {p: c for p, c in database_clocks().items() if p not in SQL_WITH_REASON} == {}


def test_each_exemption_is_still_needed():
    assert set(READS_WITH_REASON) - set(python_clocks()) == set()
    assert set(SQL_WITH_REASON) - set(database_clocks()) == set()


@pytest.mark.parametrize(
    ("source", "clock"),
    [
        ("import datetime\ndatetime.datetime.now(tz)", "datetime.datetime.now"),
        ("from datetime import datetime as dt\ndt.utcnow()", "datetime.datetime.utcnow"),
        ("import datetime as d\nd.date.today()", "datetime.date.today"),
        ("from time import time as t\nt()", "time.time"),
        ("import time\ntime.time_ns()", "time.time_ns"),
        ("from django.utils import timezone\nf(default=timezone.now)", "django.utils.timezone.now"),
        ("from django.utils.timezone import now\nnow()", "django.utils.timezone.now"),
        ("import django.utils.timezone\ndjango.utils.timezone.now()", "django.utils.timezone.now"),
        (
            "from django.db.models.functions import Now\nf(db_default=Now())",
            "django.db.models.functions.Now",
        ),
        ("f(auto_now_add=True)", "auto_now_add"),
    ],
)
def test_a_clock_is_recognised(source, clock):
    assert [found.partition(" at ")[0] for found in clocks_in(ast.parse(source))] == [clock]


@pytest.mark.parametrize(
    "source",
    [
        "def f(now): return now",
        "import time\ntime.monotonic()",
        "from datetime import datetime\ndatetime.fromtimestamp(0)",
        "import datetime\ndatetime.timezone.utc",
        "self.time.time()",
    ],
)
def test_what_is_no_clock_is_left_alone(source):
    assert clocks_in(ast.parse(source)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WHERE due_at <= now()", True),
        ("DEFAULT CURRENT_TIMESTAMP", True),
        ("select clock_timestamp ( )", True),
        ("wake_at < 'now'::timestamptz", True),
        ("due_on = current_date", True),
        ("wake_at <= %(now)s", False),
        ("SET current_timestamps = 1", False),
        ("il est midi, now or never", False),
    ],
)
def test_a_clock_in_sql_is_recognised(text, found):
    assert bool(sql_clocks_in(ast.parse(f"f({text!r})"))) is found
    assert bool(sql_clocks_in(ast.parse(f'f(f"""{{x}} {text} """)'))) is found
    assert bool(sql_clocks_in_script(text)) is found


def test_prose_may_speak_of_the_database_clock():
    assert sql_clocks_in(ast.parse('def f():\n    """Never now()."""')) == []
    assert sql_clocks_in_script("select 1 -- not now()") == []
