"""Answers day by day, side by side, with what changed since the time before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from chevet.interfaces.pro.labels import LEVELS, answer_words
from chevet.interfaces.pro.words import said
from chevet.pathways.calendar import local_day
from chevet.usecases.read_record import AnswerView, RecordView

SIDE_BY_SIDE = 8


@dataclass(frozen=True, slots=True)
class AnswerDay:
    """One answer as a column. cells: {link id: (words, changed since the one before)}."""

    id: UUID
    at: datetime
    day: int
    level: str
    by: str
    cells: dict[str, tuple[str, bool]]


def answer_days(record: RecordView, *, zone: ZoneInfo, people: dict[UUID, str]) -> list[AnswerDay]:
    """Newest first."""
    starts_on = record.situation.followed.starts_on
    days: list[AnswerDay] = []
    before: dict[str, str] = {}
    for answer in reversed(record.answers):
        words = {item.link_id: answer_words(item, given) for item, given in answer.items}
        cells = {name: (text, name in before and before[name] != text) for name, text in words.items()}
        day = (local_day(answer.at, zone) - starts_on).days + 1
        days.append(AnswerDay(answer.id, answer.at, day, LEVELS[answer.level], _by(answer, people), cells))
        before |= words
    return days[::-1]


def table_of(record: RecordView, days: list[AnswerDay]) -> dict[str, Any]:
    """Questions down, the last answers across; questions that nobody was asked are left out."""
    shown = days[:SIDE_BY_SIDE]
    asked = [
        item for item in record.situation.pathway.questionnaire.items if any(item.link_id in day.cells for day in shown)
    ]
    rows = [{"question": said(item.text), "cells": [day.cells.get(item.link_id) for day in shown]} for item in asked]
    return {"days": shown, "rows": rows, "earlier": len(days) - len(shown)}


def _by(answer: AnswerView, people: dict[UUID, str]) -> str:
    if answer.author_id:
        return _("saisi par %(name)s") % {"name": people.get(answer.author_id, _("un soignant"))}
    return _("par un proche") if answer.by_relative else ""
