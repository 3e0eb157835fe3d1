"""Rows as values: rooms hand back what is to be written, the unit of work sends it in one round trip."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with its parameters, prepared on the server by its text."""

    sql: str
    params: tuple[Any, ...]


@lru_cache(maxsize=1024)
def _insert_sql(model: type[Model], names: tuple[str, ...], on_conflict: str) -> str:
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(f"%s::{_cast(field)}" for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({values}) {on_conflict}'


@lru_cache(maxsize=1024)
def _update_sql(model: type[Model], keys: tuple[str, ...], names: tuple[str, ...]) -> str:
    def pairs(of: tuple[str, ...], joint: str) -> str:
        fields = (model._meta.get_field(name) for name in of)
        return joint.join(f'"{field.column}" = %s::{_cast(field)}' for field in fields)

    return f'UPDATE "{model._meta.db_table}" SET {pairs(names, ", ")} WHERE {pairs(keys, " AND ")}'


def _cast(field: Any) -> str:
    return field.target_field.db_type(connection) if field.is_relation else field.db_type(connection)


def insert(model: type[Model], *, on_conflict: str = "", **values: Any) -> Statement:
    """INSERT of one row; every column must be given, model defaults are not applied."""
    names = tuple(values)
    return Statement(_insert_sql(model, names, on_conflict), _prepared(model, values))


def update(model: type[Model], key: dict[str, Any], **values: Any) -> Statement:
    """UPDATE of the rows whose columns equal `key`."""
    return Statement(_update_sql(model, tuple(key), tuple(values)), _prepared(model, values) + _prepared(model, key))


def _prepared(model: type[Model], values: dict[str, Any]) -> tuple[Any, ...]:
    """As they are: roundtrip.py writes every kind of value but JSON."""
    json_names = _json_names(model)
    return tuple(_json(value) if name in json_names and value is not None else value for name, value in values.items())


@lru_cache(maxsize=200)
def _json_names(model: type[Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.fields if isinstance(field, JSONField))


_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
