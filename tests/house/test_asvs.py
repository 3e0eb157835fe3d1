"""The security checklist is complete, and claims nothing that no test shows."""

import ast
import collections
import re
import tomllib

import pytest
import yaml

from .sources import PROJECT, name_of, python_files, tree_of

CHECKLIST = PROJECT / "docs" / "reference" / "asvs.yaml"

# The numbers of OWASP ASVS 5.0.0 by level; "V1.2.1-5" stands for V1.2.1 to V1.2.5.
LEVEL_1 = """
    V1.2.1-5 V1.3.1-2 V1.5.1 V2.1.1 V2.2.1-2 V2.3.1 V3.2.1-2 V3.3.1 V3.4.1-2 V3.5.1-3 V4.1.1 V4.4.1
    V5.2.1-2 V5.3.1-2 V6.1.1 V6.2.1-8 V6.3.1-2 V6.4.1-2 V7.2.1-4 V7.4.1-2 V8.1.1 V8.2.1-2 V8.3.1
    V9.1.1-3 V9.2.1 V10.4.1-5 V11.3.1-2 V11.4.1 V12.1.1 V12.2.1-2 V13.4.1 V14.2.1 V14.3.1 V15.1.1
    V15.2.1 V15.3.1
"""
LEVEL_2 = """
    V1.1.1-2 V1.2.6-9 V1.3.3-11 V1.4.1-3 V1.5.2 V2.1.2-3 V2.2.3 V2.3.2-4 V2.4.1 V3.3.2-4 V3.4.3-6
    V3.5.4-5 V3.7.1-2 V4.1.2-3 V4.2.1 V4.3.1-2 V4.4.2-4 V5.1.1 V5.2.3 V5.4.1-3 V6.1.2-3 V6.2.9-12
    V6.3.3-4 V6.4.3-4 V6.5.1-5 V6.6.1-3 V6.8.1-4 V7.1.1-3 V7.3.1-2 V7.4.3-5 V7.5.1-2 V7.6.1-2 V8.1.2
    V8.2.3 V8.4.1 V9.2.2-4 V10.1.1-2 V10.2.1-2 V10.3.1-4 V10.4.6-11 V10.5.1-5 V10.6.1-2 V10.7.1-3
    V11.1.1-2 V11.2.1-3 V11.3.3 V11.4.2-4 V11.5.1 V11.6.1 V12.1.2-3 V12.3.1-4 V13.1.1 V13.2.1-5
    V13.3.1-2 V13.4.2-5 V14.1.1-2 V14.2.2-4 V14.3.2-3 V15.1.2-3 V15.2.2-3 V15.3.2-7 V16.1.1 V16.2.1-5
    V16.3.1-4 V16.4.1-3 V16.5.1-3 V17.1.1 V17.2.1-4 V17.3.1-2
"""
LEVEL_3_TAKEN = """
    V1.2.10 V2.3.5 V5.2.4 V5.2.6 V5.3.3 V6.3.5 V6.3.7-8 V6.5.6 V7.5.3 V8.3.2-3 V13.3.4 V14.2.5-8
    V15.4.2 V16.5.4 V17.1.2 V17.2.8
"""
FIGURES = {1: 70, 2: 183, 3: 21}

# What a "not applicable" rests on: while these stay out of the project, the reason holds.
ABSENT = {
    "V1.2.6": {"ldap", "ldap3", "django_auth_ldap"},
    "V1.2.8": {"pylatex", "pdflatex", "latex"},
    "V1.3.9": {"memcache", "pymemcache", "pylibmc"},
    "V1.4.1": {"ctypes", "cffi", "mmap"},
    "V4.3.2": {"graphene", "graphene_django", "strawberry", "ariadne", "graphql"},
    "V6.8.3": {"saml2", "onelogin", "python3_saml", "pysaml2"},
    "V10.4.1": {"oauth2_provider", "django_oauth_toolkit", "oidc_provider"},
}


def spelled_out(ranges: str) -> list[str]:
    """Every number in a compact list: "V1.2.1-3" gives V1.2.1, V1.2.2, V1.2.3."""
    numbers = []
    for word in ranges.split():
        section, _, last = word.rpartition(".")
        first, _, end = last.partition("-")
        numbers += [f"{section}.{n}" for n in range(int(first), int(end or first) + 1)]
    return numbers


LEVEL_OF = {
    number: level
    for level, ranges in ((1, LEVEL_1), (2, LEVEL_2), (3, LEVEL_3_TAKEN))
    for number in spelled_out(ranges)
}


def checklist() -> list[dict]:
    return yaml.safe_load(CHECKLIST.read_text(encoding="utf-8"))


def live_tests(tree: ast.Module) -> set[str]:
    """Tests of one file as pytest names them: "test_x" or "TestThing::test_x".

    A test marked to be skipped is not one: it shows nothing.
    """
    names = set()
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        names |= {prefix + test.name for test in inside if _is_live_test(test)}
    return names


def _is_live_test(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
    return node.name.startswith("test_") and not marks & {"pytest.mark.skip", "pytest.mark.xfail"}


def all_tests() -> set[str]:
    files = [path for path in python_files(folder=PROJECT / "tests") if path.stem.startswith("test_")]
    return {f"{name_of(path)}::{test}" for path in files for test in live_tests(tree_of(path))}


def fault_in(row: dict, *, tests: set[str]) -> str | None:
    """What is wrong with one row, in a sentence; nothing when it is sound."""
    if set(row) - {"id", "level", "words", "status", "proof", "reason"}:
        return "has a field that nobody reads"
    if row.get("level") != LEVEL_OF.get(row.get("id")):
        return "is not at its level"
    if not 6 <= len(str(row.get("words", "")).split()) <= 16:
        return "needs a sentence of 6 to 16 words"
    return _fault_in_status(row, tests=tests)


def _fault_in_status(row: dict, *, tests: set[str]) -> str | None:
    status, proof, reason = row.get("status"), row.get("proof"), row.get("reason")
    if status == "met":
        proofs = proof if isinstance(proof, list) else [proof]
        gone = [str(one) for one in proofs if one not in tests]
        return f"names a test that does not exist: {', '.join(gone)}" if gone or not proofs else None
    if proof:
        return "has a proof without being met"
    if status == "not applicable":
        return None if reason and len(reason.split()) >= 5 else "needs a reason"
    return None if status == "open" else f"has an unknown status: {status}"


def figures(rows: list[dict]) -> str:
    """The sentence to print: how far levels 1 and 2 are, then the chosen part of level 3."""
    count = collections.Counter((row["level"] == 3, row["status"]) for row in rows)
    parts = []
    for chosen, title in ((False, "levels 1 and 2"), (True, "chosen from level 3")):
        met, absent, still = (count[chosen, status] for status in ("met", "not applicable", "open"))
        parts.append(f"{title}: {met} of {met + absent + still} met, {absent} not applicable, {still} open")
    return "ASVS 5.0.0, " + "; ".join(parts)


def modules_used() -> set[str]:
    """First names of all modules imported by the product, and of its declared dependencies."""
    names = set()
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = declared["project"]["dependencies"]
    return names | {re.split(r"[^\w-]", line)[0].lower().replace("-", "_") for line in wanted}


def test_the_list_of_numbers_has_the_size_of_the_standard():
    assert collections.Counter(LEVEL_OF.values()) == FIGURES


def test_every_requirement_appears_exactly_once():
    written = collections.Counter(row["id"] for row in checklist())
    assert written == collections.Counter(list(LEVEL_OF))


def test_every_row_says_something_true_about_itself():
    tests = all_tests()
    faults = {row["id"]: fault_in(row, tests=tests) for row in checklist()}
    assert {number: fault for number, fault in faults.items() if fault} == {}
    print(figures(checklist()))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"status": "met", "proof": "tests/test_door.py::test_shut"}, None),
        ({"status": "not applicable", "reason": "There is no door in this house."}, None),
        ({"status": "met", "proof": "tests/test_door.py::test_gone"}, "does not exist"),
        ({"status": "met", "proof": ["tests/test_door.py::test_shut"]}, None),
        ({"status": "met", "proof": ["tests/test_door.py::test_shut", "tests/test_door.py::test_gone"]}, "test_gone"),
        ({"status": "met", "proof": []}, "does not exist"),
        ({"status": "met"}, "does not exist"),
        ({"proof": "tests/test_door.py::test_shut"}, "without being met"),
        ({"status": "not applicable"}, "needs a reason"),
        ({"status": "not applicable", "reason": "no"}, "needs a reason"),
        ({"status": "done"}, "unknown status"),
        ({"level": 2}, "level"),
        ({"id": "V1.2.99"}, "level"),
        ({"words": "Too short."}, "6 to 16"),
        ({"prof": "misspelled"}, "nobody reads"),
    ],
)
def test_a_row_that_claims_too_much_is_refused(change, fault):
    row = {"id": "V1.2.1", "level": 1, "words": "The door is shut every evening.", "status": "open"}
    found = fault_in(row | change, tests={"tests/test_door.py::test_shut"})
    assert (found is None) if fault is None else (fault in found)


def test_a_skipped_test_proves_nothing():
    source = """
import pytest
def test_runs(): ...
async def test_waits(): ...
@pytest.mark.skip(reason="later")
def test_sleeps(): ...
def opens(): ...
class TestDoor:
    def test_shut(self): ...
"""
    assert live_tests(ast.parse(source)) == {"test_runs", "test_waits", "TestDoor::test_shut"}


def test_what_is_not_applicable_by_absence_is_still_absent():
    used = modules_used()
    assert "django" in used
    assert {number: names & used for number, names in ABSENT.items() if names & used} == {}


def test_what_rests_on_absence_is_written_as_not_applicable():
    status = {row["id"]: row["status"] for row in checklist()}
    assert {number: status[number] for number in ABSENT} == dict.fromkeys(ABSENT, "not applicable")
