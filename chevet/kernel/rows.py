"""Rows as values: rooms hand back what is to be written, the unit of work sends it in one round trip."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model
from pydantic_core import to_json


@dataclass(frozen=True, slots=True)
class Shape:
    """An INSERT or UPDATE of one row, and of several rows of the same columns in one statement."""

    sql: str
    several: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with its parameters, prepared on the server by its text. shape: of what writes one row."""

    sql: str
    params: tuple[Any, ...]
    shape: Shape | None = None


def insert(model: type[Model], *, on_conflict: str = "", **values: Any) -> Statement:
    """INSERT of one row; every column must be given, model defaults are not applied."""
    shape = _insert(model, tuple(values), on_conflict)
    return Statement(shape.sql, _prepared(model, values), shape)


def update(model: type[Model], key: dict[str, Any], **values: Any) -> Statement:
    """UPDATE of the rows whose columns equal `key`."""
    shape = _update(model, tuple(values), tuple(key))
    return Statement(shape.sql, _prepared(model, values) + _prepared(model, key), shape)


def side_by_side(sequences: Sequence[Sequence[Statement]]) -> Iterator[Statement]:
    """What several use cases write, with the rows of one shape in one statement; the order of each is kept."""
    left = [deque(one) for one in sequences if one]
    while left:
        longest = max(left, key=len)
        shape = longest[0].shape
        yield _as_one([one.popleft() for one in left if one[0].shape is shape] if shape else [longest.popleft()])
        left = [one for one in left if one]


def _as_one(rows: Sequence[Statement]) -> Statement:
    shape = rows[0].shape
    if len(rows) == 1 or shape is None:
        return rows[0]
    return Statement(shape.several(len(rows)), tuple(chain.from_iterable(row.params for row in rows)))


@lru_cache(maxsize=1024)
def _insert(model: type[Model], names: tuple[str, ...], on_conflict: str) -> Shape:
    into = f'INSERT INTO "{model._meta.db_table}" ({", ".join(_columns(model, names))}) VALUES '
    row = f"({', '.join(_marks(model, names))})"

    @cache
    def several(number: int) -> str:
        return f"{into}{', '.join([row] * number)} {on_conflict}"

    return Shape(several(1), several)


@lru_cache(maxsize=1024)
def _update(model: type[Model], names: tuple[str, ...], keys: tuple[str, ...]) -> Shape:
    table, marks = f'"{model._meta.db_table}"', dict(zip(names + keys, _marks(model, names + keys), strict=True))
    columns = dict(zip(names + keys, _columns(model, names + keys), strict=True))
    one = f"UPDATE {table} SET {', '.join(f'{columns[name]} = {marks[name]}' for name in names)} WHERE " + " AND ".join(
        f"{columns[key]} = {marks[key]}" for key in keys
    )
    # a column may be both changed and a key: the new values are named by their place
    places = [f"v{number}" for number in range(len(names) + len(keys))]
    changes = ", ".join(f"{columns[name]} = v.{place}" for name, place in zip(names, places, strict=False))
    where = " AND ".join(
        f"{table}.{columns[key]} = v.{place}" for key, place in zip(keys, places[len(names) :], strict=True)
    )
    row = f"({', '.join(_marks(model, names + keys))})"

    @cache
    def several(number: int) -> str:
        values = ", ".join([row] * number)
        return f"UPDATE {table} SET {changes} FROM (VALUES {values}) v({', '.join(places)}) WHERE {where}"

    return Shape(one, several)


def _columns(model: type[Model], names: Sequence[str]) -> list[str]:
    return [f'"{model._meta.get_field(name).column}"' for name in names]


def _marks(model: type[Model], names: Sequence[str]) -> list[str]:
    """A parameter with its type for each: PostgreSQL cannot always infer it."""
    return [f"%s::{_type(model._meta.get_field(name))}" for name in names]


def _type(field: Any) -> str:
    return field.target_field.db_type(connection) if field.is_relation else field.db_type(connection)


def _prepared(model: type[Model], values: dict[str, Any]) -> tuple[Any, ...]:
    """As they are: roundtrip.py writes every kind of value but JSON."""
    json_names = _json_names(model)
    if not json_names:
        return tuple(values.values())
    return tuple(
        to_json(value).decode() if name in json_names and value is not None else value for name, value in values.items()
    )


@lru_cache(maxsize=200)
def _json_names(model: type[Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.fields if isinstance(field, JSONField))
