"""What happens after a write is called by name: no model signals in the product."""

import ast

import pytest

from .sources import name_of, python_files, tree_of

SIGNALS = "django.db.models.signals"


def uses_model_signals(tree: ast.Module) -> bool:
    return any(_names_signals(node) for node in ast.walk(tree))


def _names_signals(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name == SIGNALS for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        sources = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        return SIGNALS in sources
    # "models.signals" is the same place, reached through the usual import.
    return isinstance(node, ast.Attribute) and ast.unparse(node).endswith("models.signals")


def test_the_product_listens_to_no_model_signal():
    files = list(python_files())
    assert files
    assert [name_of(path) for path in files if uses_model_signals(tree_of(path))] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import django.db.models.signals", True),
        ("from django.db.models.signals import post_save", True),
        ("from django.db.models import signals as s", True),
        ("from django.db import models\nmodels.signals.post_save.connect(f)", True),
        ("from django.db.models import Model", False),
        ("import signal", False),
        ("from allauth.account.signals import user_logged_in", False),
    ],
)
def test_a_model_signal_is_recognised(source, found):
    assert uses_model_signals(ast.parse(source)) is found
