"""What a declared wall becomes in SQL. How the walls stand on the real tables: tests/house/test_walls.py."""

import re

import pytest

from chevet.handover.models import Sheet
from chevet.kernel import walls
from chevet.kernel.walls import Wall

SQL = {"SELECT", "IN", "AND", "OR", "IS", "NULL", "uuid", "ANY", "bytea", "chevet_scope", "chevet_scopes"}


@pytest.mark.parametrize(
    ("wall", "asked"),
    [
        (Wall(), {"organisation": {"organisation_id", "org"}}),
        (Wall(org="id"), {"organisation": {"id", "org"}}),
        (Wall(subject="subject_id"), {"organisation": {"organisation_id", "org", "subject_id", "subject"}}),
        (Wall(org="", account="account_id"), {"account": {"account_id", "account"}}),
        (Wall(org="", link="token_hash"), {"link": {"token_hash", "link"}}),
        (Wall(org="", purposes=("seal", "watch")), {"purpose": {"purpose", "seal", "watch"}}),
        (
            Wall(account="account_id", purposes=("seal",)),
            {
                "organisation": {"organisation_id", "org"},
                "account": {"account_id", "account"},
                "purpose": {"purpose", "seal"},
            },
        ),
        (Wall(org=""), {}),
    ],
)
def test_a_wall_is_one_condition_for_each_way_through(wall, asked):
    """What each condition compares: columns of the row, settings of the scope."""
    words = {name: set(re.findall(r"\w+", condition)) - SQL for name, condition in wall.policies()}
    assert words == asked


def test_every_column_that_a_wall_names_exists():
    for model, wall in walls.walled():
        columns = {field.column for field in model._meta.fields}
        assert {wall.org, wall.subject, wall.account, wall.link} - {""} <= columns, model


SUBJECTS_THEMSELVES = {Sheet}  # its own key seals it, and it is nobody's record


def test_a_table_of_subjects_lets_a_patient_see_no_neighbour():
    for model, wall in walls.walled():
        subjects = {field.column for field in model._meta.fields} & {"subject_id"}
        subjects |= {"id"} if model in SUBJECTS_THEMSELVES else set()
        assert {wall.subject} - {""} == subjects, model


def test_raising_the_walls_again_says_the_same():
    assert list(walls.statements()) == list(walls.statements())
