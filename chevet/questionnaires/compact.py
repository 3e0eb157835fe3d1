"""Answers as they are kept: one letter for each question of the version that was asked. Pure.

`.` not asked or not answered, `?` does not know, `-` could not measure, `y` and `n`, a letter or digit for the place of
the chosen option, `*` for a text, which stands beside the letters. Versions never change, so the letters keep their
meaning.
"""

from collections.abc import Mapping
from typing import Any

from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN, Answer, Item, Questionnaire

PLACES = "0123456789abcdefghijklmopqrstuvwxz"  # without n and y
NOTHING, TEXT = ".", "*"


def packed(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """`{"a": letters}`, and `"t": [texts in order]` when something was written. Measures are kept elsewhere."""
    letters = "".join(_letter(item, answers.get(item.link_id)) for item in questionnaire.items)
    texts = [
        answers[item.link_id]
        for item, letter in zip(questionnaire.items, letters, strict=True)
        if letter == TEXT
    ]  # fmt: skip
    return {"a": letters.rstrip(NOTHING)} | ({"t": texts} if texts else {})


def unpacked(questionnaire: Questionnaire, kept: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers of `packed` again, by link id."""
    texts = iter(kept.get("t", ()))
    pairs = zip(questionnaire.items, kept.get("a", ""), strict=False)
    return {item.link_id: _answer(item, letter, texts) for item, letter in pairs if letter != NOTHING}


def _letter(item: Item, answer: Answer | None) -> str:
    if answer is None:
        return NOTHING
    if isinstance(answer, bool):
        return "y" if answer else "n"
    if answer in (UNKNOWN, NOT_MEASURED):
        return str(answer)
    if item.type == "text":
        return TEXT
    if item.type == "choice":
        return PLACES[[option.code for option in item.options].index(str(answer))]
    return NOTHING


def _answer(item: Item, letter: str, texts: Any) -> Answer:
    if letter == TEXT:
        return next(texts)
    if letter in (UNKNOWN, NOT_MEASURED):
        return letter
    if item.type == "boolean":
        return letter == "y"
    return item.options[PLACES.index(letter)].code
