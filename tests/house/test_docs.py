"""The documentation speaks of what exists: its links lead somewhere, its tests run, its diagrams are the code's."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import PACKAGE, PROJECT, tree_of

PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PACKAGE.rglob("README.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
OUR_FOLDERS = ("bin", "chevet", "config", "docs", "tests")
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
VARIABLE = re.compile(r"`((?:CHEVET|SMTP|DATABASE)_[A-Z_]+)`")
PLACED_LATER = {"docs/explain/speed.md"}
TYPED_TOO = {"CHEVET_THREADS", "CHEVET_PROCESSES"}  # options of `chevet serve`


def words_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def broken_links(page: Path) -> list[str]:
    targets = (found.partition("#")[0] for found in LINK.findall(words_of(page)))
    inside = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    return [target for target in inside if not (page.parent / target).exists()]


def named_files(page: Path) -> Iterator[tuple[str, str]]:
    """(path, test or function named with it) for what a page quotes and we can find."""
    for quoted in QUOTED.findall(words_of(page)):
        path, _, name = quoted.partition("::") if "::" in quoted else quoted.partition(": ")
        if PATH.fullmatch(path) and "*" not in path:
            first = path.split("/")[0]
            if first in OUR_FOLDERS:
                yield path, name
            elif first in ROOMS and (path.endswith((".py", "/")) or "." not in path):
                yield f"chevet/{path}", name


def has(path: str, name: str) -> bool:
    place = PROJECT / path
    if not name or place.suffix != ".py":
        return place.exists()
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return place.exists() and any(
        isinstance(node, defined) and node.name == name for node in ast.walk(tree_of(place))
    )  # fmt: skip


def absent_names(page: Path) -> list[str]:
    return [f"{path}: {name}" for path, name in named_files(page) if not has(path, name) and path not in PLACED_LATER]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: os.path.relpath(page, PROJECT))
def test_every_link_leads_to_a_file_and_every_name_to_something(page):
    assert broken_links(page) == []
    assert absent_names(page) == []


def test_the_page_of_states_is_what_the_tables_say(monkeypatch):
    monkeypatch.syspath_prepend(PROJECT / "docs")
    import generate

    assert words_of(generate.PAGE) == generate.page(), "run: PYTHONPATH=. python docs/generate.py"


def test_the_diagrams_follow_the_tables(monkeypatch):
    """A move more in a table is a line more in its diagram."""
    monkeypatch.syspath_prepend(PROJECT / "docs")
    import generate

    monkeypatch.setattr(generate, "FOLLOW_UP_MOVES", {("ended", "archive"): "archived"})
    assert "ended --> archived : archive" in generate.page()


def test_every_variable_that_is_read_is_explained():
    read = set(re.findall(r"\"((?:CHEVET|SMTP|DATABASE)_[A-Z_]+)\"", words_of(PROJECT / "config" / "settings.py")))
    explained = set(VARIABLE.findall(words_of(PROJECT / "docs" / "start" / "production.md")))
    assert read - TYPED_TOO <= explained
    assert explained - read <= TYPED_TOO, "explained, and read by nobody"


def test_every_hazard_has_a_proof():
    rows = [line for line in words_of(PROJECT / "docs/reference/hazards.md").splitlines() if line.startswith("| H")]
    assert len(rows) >= 12
    assert [row[:6] for row in rows if "::test_" not in row] == []


def test_every_decision_fits_on_a_screen():
    lengths = {path.name: len(words_of(path).splitlines()) for path in PROJECT.glob("docs/decisions/*.md")}
    assert lengths and {name: lines for name, lines in lengths.items() if lines > 40} == {}


def test_the_front_page_warns_before_it_promises():
    front = words_of(PROJECT / "README.md")
    assert "Non marqué CE" in front[: front.index("## ")]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[there](README.md)", []),
        ("[gone](gone.md)", ["gone.md"]),
        ("[out](https://example.org/gone.md)", []),
        ("[part](README.md#two-commands)", []),
    ],
)
def test_a_broken_link_is_found(tmp_path, text, faults):
    (tmp_path / "README.md").write_text("")
    page = tmp_path / "page.md"
    page.write_text(text)
    assert broken_links(page) == faults


def test_a_name_that_is_gone_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("`tests/house/test_docs.py::test_gone` `usecases/gone.py` `alerts/rules.py: settle` `a/b`")
    assert absent_names(page) == ["tests/house/test_docs.py: test_gone", "chevet/usecases/gone.py: "]
