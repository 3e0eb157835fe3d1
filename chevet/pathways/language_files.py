"""The files of `library/languages`: one per language, every string beside the French that it translates."""

import json
from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator

from chevet.kernel.sentences import Sentence
from chevet.pathways import library
from chevet.pathways.definition import Slug
from chevet.pathways.yaml_source import PathwayError, Source, read_yaml
from chevet.questionnaires.definition import Strict

FOLDER = library.SHIPPED / "languages"
PHRASES = "phrases"
Direction = Literal["ltr", "rtl"]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_.-]{2,80}$")]


class Validated(Strict):
    """Somebody who speaks both languages read the two sentences and found that they say the same."""

    by: str = Field(min_length=2)
    on: date


class Translated(Strict):
    fr: str = Field(min_length=1)
    says: str = Field(min_length=1)
    validated: Validated | Literal[False]

    @field_validator("fr", "says")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if text != text.strip():
            raise ValueError("a sentence neither begins nor ends with a space")
        return text


class LanguageFile(Strict):
    """`name` is what its speakers call it."""

    name: str
    direction: Direction
    phrases: dict[Key, Translated]
    pathways: dict[Slug, dict[Key, Translated]]


def codes() -> tuple[str, ...]:
    """The languages that have a file, in alphabetical order; French and English have none."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != PHRASES))


@cache
def read(code: str) -> LanguageFile:
    """KeyError for a language without a file, PathwayError with file, line and reason for a broken one."""
    if code not in codes():
        raise KeyError(code)
    return language_in(read_yaml(FOLDER / f"{code}.yaml"))


@cache
def phrases() -> dict[str, Sentence]:
    """What the page says around the questions, in the two languages of the screens."""
    return {key: Sentence(**said) for key, said in read_yaml(FOLDER / f"{PHRASES}.yaml").data.items()}


def language_in(source: Source) -> LanguageFile:
    try:
        return LanguageFile.model_validate_json(json.dumps(source.data))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False)[0]
        file, line = source.where(first["loc"])
        raise PathwayError(file=file, line=line, reason=f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
