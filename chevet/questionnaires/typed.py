"""What people type for a measure, understood or refused with a sentence."""

import re
import unicodedata
from typing import Protocol

from chevet.kernel.sentences import Sentence

LONGEST = 32
NUMBER = re.compile(r"(\d{1,4})(?:[.,°](\d{1,3}))?(?!\d)")
FAHRENHEIT = re.compile(r"(°?f|fahrenheit)$")

EMPTY = Sentence(
    "Écrivez un chiffre, ou dites que vous n'avez pas pu mesurer.", "Type a number, or say that you could not measure."
)
NOT_A_NUMBER = Sentence(
    "Nous n'avons pas compris ce chiffre. Écrivez par exemple : {example}.",
    "We did not understand this number. Type for example: {example}.",
)
SEVERAL = Sentence(
    "Écrivez un seul chiffre, celui que vous venez de lire.", "Type one number only, the one you have just read."
)
TOO_PRECISE = Sentence("Écrivez un nombre entier, sans virgule.", "Type a whole number, without decimals.")
WRONG_UNIT = Sentence(
    "Cette unité n'est pas la bonne. Nous attendons : {unit}.", "This is not the right unit. We expect: {unit}."
)
IN_FAHRENHEIT = Sentence(
    "Ce chiffre semble être en degrés Fahrenheit. Donnez-le en degrés Celsius, par exemple 38,2.",
    "This looks like degrees Fahrenheit. Give it in degrees Celsius, for example 38.2.",
)


class Quantity(Protocol):
    """What this room needs to know about a kind of measure (see `chevet.vitals.kinds`)."""

    code: str
    loinc: str
    unit: str
    unit_shown: Sentence
    decimals: int
    example: float
    lowest: float
    highest: float
    suffixes: frozenset[str]

    def is_impossible(self, value: float) -> bool: ...
    def written(self, value: float) -> Sentence: ...
    @property
    def refusal(self) -> Sentence: ...


class NotUnderstood(ValueError):
    """A typed measure that cannot be kept. `code` is stable, `sentence` is fit for the patient."""

    def __init__(self, code: str, sentence: Sentence):
        super().__init__(sentence.fr)
        self.code = code
        self.sentence = sentence


def parse_measure(typed: str, *, kind: Quantity) -> float:
    """The number in `38,2`, `38°2`, `38.2 °C`, ` 97 %`; an int for kinds without decimals.

    Raises NotUnderstood with code empty, not_a_number, several_numbers, wrong_unit, fahrenheit,
    too_precise or impossible.
    """
    text = _plain(typed)
    if not text:
        raise NotUnderstood("empty", EMPTY)
    found = NUMBER.match(text) if len(text) <= LONGEST else None
    if found is None:
        raise NotUnderstood("not_a_number", _like(NOT_A_NUMBER, kind))
    _check_unit(text[found.end() :], kind)
    return check_bounds(_precise(found, kind), kind=kind)


def check_bounds(value: float, *, kind: Quantity) -> float:
    """The value itself when it is possible; NotUnderstood("impossible" or "fahrenheit") otherwise."""
    if not kind.is_impossible(value):
        return value
    if kind.code == "temperature" and 91 <= value <= 110:
        raise NotUnderstood("fahrenheit", IN_FAHRENHEIT)
    raise NotUnderstood("impossible", kind.refusal)


def _plain(typed: str) -> str:
    """Lower case, no spaces, no accents, every digit of any script as 0-9; at most LONGEST + 1 characters kept."""
    text = typed.strip()[: 4 * LONGEST].casefold()
    if text.isascii():
        return "".join(text.split())
    text = text.replace("º", "°").replace("℃", "°c").replace("℉", "°f")
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    digits = (str(unicodedata.decimal(letter, letter)) for letter in letters)
    return "".join("".join(digits).split())


def _check_unit(rest: str, kind: Quantity) -> None:
    if not rest or rest in kind.suffixes:
        return
    if kind.code == "temperature" and FAHRENHEIT.match(rest):
        raise NotUnderstood("fahrenheit", IN_FAHRENHEIT)
    if any(letter.isdigit() for letter in rest):
        raise NotUnderstood("several_numbers", SEVERAL)
    raise NotUnderstood(
        "wrong_unit", WRONG_UNIT.filled(fr={"unit": kind.unit_shown.fr}, en={"unit": kind.unit_shown.en})
    )


def _precise(found: re.Match, kind: Quantity) -> float:
    whole, fraction = found[1], (found[2] or "").rstrip("0")
    if not kind.decimals:
        if fraction:
            raise NotUnderstood("too_precise", TOO_PRECISE)
        return int(whole)
    return round(float(f"{whole}.{fraction or 0}"), kind.decimals)


def _like(sentence: Sentence, kind: Quantity) -> Sentence:
    example = kind.written(kind.example)
    return sentence.filled(fr={"example": example.fr}, en={"example": example.en})
