"""A crash after any statement of any use case leaves all or nothing, and the second try ends as the first would have."""

import ast
import shutil
from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest

from chevet.kernel.keyring import keyring
from chevet.kernel.unit_of_work import Crash, FailPoint, UnitOfWork
from tests.usecases.acts import ACTS
from tests.usecases.invariants import contradictions

from .sources import PACKAGE, tree_of

USE_CASES = PACKAGE / "usecases"
MOST_STATEMENTS = 400
TABLES = "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"


class Books:
    """What the database holds, read past every wall by somebody who takes no part."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)
        tables = [name for (name,) in self.connection.execute(TABLES).fetchall()]
        self.sql = " UNION ALL ".join(
            f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM {name} t" for name in tables
        )

    def digest(self) -> dict[str, tuple[int, Any]]:
        rows = self.connection.execute(self.sql, prepare=True).fetchall()
        return {name: (count, hashed) for name, count, hashed in rows}

    def rows(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()


@pytest.fixture
def books(own_database) -> Iterator[Books]:
    books = Books(own_database.superuser)
    yield books
    books.connection.close()


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Some use cases write key files or tombstones."""
    settings.CHEVET_KEYS = shutil.copytree(settings.CHEVET_KEYS, tmp_path / "keys")
    keyring.cache_clear()
    yield
    keyring.cache_clear()


@pytest.fixture
def committed(books, monkeypatch) -> list[dict]:
    """The books after each commit."""
    states: list[dict[str, Any]] = []
    leave = UnitOfWork.__exit__

    def leaving(self, kind, error, trace):
        leave(self, kind, error, trace)
        if error is None:
            states.append(books.digest())

    monkeypatch.setattr(UnitOfWork, "__exit__", leaving)
    return states


@pytest.mark.parametrize("name", ACTS)
def test_a_crash_after_any_statement_leaves_all_or_nothing(name, books, committed):
    act = ACTS[name]
    stage = act.stage()
    before = books.digest()
    committed[:] = [before]
    for statement in count(1):
        assert statement < MOST_STATEMENTS, "it never passes"
        try:
            with FailPoint(after=statement):
                result = act.call(stage)
        except Crash:
            assert books.digest() == committed[-1], f"half of it stayed after statement {statement}"
            assert act.several or committed[-1] == before, f"it committed before statement {statement}"
        else:
            break
    assert statement > 1, "it sent nothing to the database"
    assert contradictions(books.rows) == {}
    if act.keyed:
        after = books.digest()
        assert act.call(stage) == result
        assert books.digest() == after


def test_every_use_case_is_crashed():
    played = {name.partition(",")[0] for name in ACTS}
    written = {f"{path.stem}.{name}" for path in USE_CASES.glob("*.py") for name in transactions_of(tree_of(path))}
    assert sorted(written - played) == [], "add them to tests/usecases/acts.py"
    assert sorted(played - exported()) == [], "these no longer exist"


def exported() -> set[str]:
    return {
        f"{path.stem}.{node.name}"
        for path in USE_CASES.glob("*.py")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
    }


def transactions_of(tree: ast.Module) -> set[str]:
    """Public functions of a module that open a unit of work, themselves or through a private one beside them."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    names = {name: {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} for name, node in functions.items()}
    opening = {name for name, used in names.items() if "UnitOfWork" in called(functions[name])}
    for _ in functions:
        opening |= {name for name, used in names.items() if used & {one for one in opening if one.startswith("_")}}
    return {name for name in opening if not name.startswith("_")}


def called(node: ast.AST) -> set[str]:
    """Not what is only named in an annotation."""
    return {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f():\n with UnitOfWork(s) as work: pass", {"f"}),
        ("def f(work: UnitOfWork): pass", set()),
        ("def f():\n return _g(1)\ndef _g(x):\n return [_h(x)]\ndef _h(x):\n with UnitOfWork(x): pass", {"f"}),
        ("def f():\n return list(map(_g, a))\ndef _g(x):\n with UnitOfWork(x): pass", {"f"}),
    ],
)
def test_a_use_case_is_recognised(source, found):
    assert transactions_of(ast.parse(source)) == found


def test_the_fail_point_bites(books):
    """What crashes in the middle of a plain sequence of commits is seen."""
    act = ACTS["dispatch_messages.dispatch_messages"]
    stage = act.stage()
    before = books.digest()
    with pytest.raises(Crash), FailPoint(after=8):
        act.call(stage)
    assert books.digest() != before
