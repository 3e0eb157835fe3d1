"""Names say what is inside; files and functions stay small enough to be read at once."""

import ast
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import name_of, python_files, tracked_files, tree_of

EMPTY_WORDS = {"utils", "util", "utilities", "helpers", "helper", "base", "common", "misc"}
EMPTY_WORDS |= {"manager", "managers"}
NOT_OURS = {"vendor"}

LONGEST_FILE = 300
LONG_FILES = {
    # "chevet/…/….py": "why it reads better whole",
}
LONGEST_FUNCTION_AT_P90 = 40


def empty_words_in(path: str) -> set[str]:
    """Folder and file names of a path that could hold anything: "date_utils.py" too."""
    parts = Path(path).parts
    if NOT_OURS & set(parts):
        return set()
    stems = [part.lstrip("._").partition(".")[0].lower() for part in parts]
    return {stem for stem in stems if re.split(r"[_-]", stem)[-1] in EMPTY_WORDS}


def written_files() -> list[Path]:
    """The product's Python, without migrations: Django writes those, and nobody edits them later."""
    return [path for path in python_files() if "migrations" not in path.parts]


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def function_lengths(tree: ast.Module) -> Iterator[int]:
    """Lines of every function and method, docstring included, decorators not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.end_lineno - node.lineno + 1


def ninth_decile(lengths: list[int]) -> int:
    """The length that nine functions in ten do not exceed (nearest rank)."""
    return sorted(lengths)[math.ceil(0.9 * len(lengths)) - 1]


def test_no_file_or_folder_has_a_name_that_could_hold_anything():
    named = {path: empty_words_in(path) for path in tracked_files()}
    named |= {name_of(path): empty_words_in(name_of(path)) for path in python_files()}
    assert {path: words for path, words in named.items() if words} == {}


def test_no_file_is_too_long_to_read_at_once():
    lengths = {name_of(path): line_count(path) for path in written_files()}
    too_long = {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE}
    assert {path: lines for path, lines in too_long.items() if path not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(too_long), "an exemption that is no longer needed"


def test_nine_functions_in_ten_fit_on_a_screen():
    lengths = [n for path in written_files() for n in function_lengths(tree_of(path))]
    assert lengths
    assert ninth_decile(lengths) <= LONGEST_FUNCTION_AT_P90


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("chevet/people/utils.py", {"utils"}),
        ("chevet/people/date_utils.py", {"date_utils"}),
        ("chevet/Common/dates.py", {"common"}),
        ("templates/base.html", {"base"}),
        ("templates/_base.html", {"base"}),
        ("chevet/people/database.py", set()),
        ("chevet/ui/static/vendor/utils.js", set()),
    ],
)
def test_an_empty_word_is_recognised(path, words):
    assert empty_words_in(path) == words


def test_lengths_are_counted_as_one_reads_them():
    source = "@decorated\ndef one():\n    pass\n\nclass A:\n    async def two(self):\n" + (
        "        def inner(): ...\n        return inner\n"
    )
    assert sorted(function_lengths(ast.parse(source))) == [1, 2, 3]
    assert ninth_decile([*range(1, 10), 100]) == 9
    assert ninth_decile([*range(1, 9), 99, 100]) == 99
