"""Pathways as their designer reads them: what they ask, when they ring, what a check finds, and a rehearsal of one person."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.words import said
from chevet.pathways.calendar import due_days
from chevet.pathways.check import check
from chevet.pathways.definition import Pathway, Phase
from chevet.pathways.profiles import PROFILES
from chevet.pathways.queries import pathway_of, published_versions
from chevet.pathways.simulate import Event, simulate

KINDS = {
    "message": _("message"),
    "screen": _("écran"),
    "answer": _("réponse"),
    "alert": _("alerte"),
    "silence": _("silence"),
    "end": _("fin"),
}
LEVELS = ("green", "yellow", "orange", "red")
IN_PARIS = ZoneInfo("Europe/Paris")
AFTERNOON = 14  # local hour at which the person of a rehearsal is included


def pathways_shown() -> list[dict[str, Any]]:
    """The newest version of each pathway that is published here."""
    return [_summary(row, pathway_of(row.id)) for row in published_versions()]


def _summary(row: Any, pathway: Pathway) -> dict[str, Any]:
    return {
        "row": row,
        "title": said(pathway.title),
        "days": pathway.last_day,
        "questionnaires": len(due_days(pathway)),
        "questions": len(pathway.questionnaire.items),
        "rules": len(pathway.rules),
        "problems": len(check(pathway)),
    }


def pathway_shown(slug: str) -> dict[str, Any] | None:
    """One of them, whole; None when no pathway of that name is published."""
    row = next((one for one in published_versions() if one.slug == slug), None)
    if row is None:
        return None
    pathway = pathway_of(row.id)
    return _summary(row, pathway) | {
        "pathway": pathway,
        "source": pathway.source,
        "phases": [_phase(one) for one in pathway.phases],
        "items": [{"id": item.link_id, "text": said(item.text), "options": [said(one.label) for one in item.options]}
                  for item in pathway.questionnaire.items],
        "judged": [{"rule": rule, "sentence": said(rule.sentence)} for rule in pathway.rules],
        "found": [{"problem": one, "sentence": said(one.sentence)} for one in check(pathway)],
        "profiles": [{"name": one.name, "label": said(one.label)} for one in PROFILES.values()],
    }  # fmt: skip


def _phase(phase: Phase) -> dict[str, Any]:
    return {"name": said(phase.name), "phase": phase}


def rehearsed(pathway: Pathway, *, profile: str, now: datetime) -> Iterator[dict[str, Any]]:
    """Day by day, what one invented person receives, sees, answers, and what the team is told. KeyError: no such profile."""
    start = now.astimezone(IN_PARIS).replace(hour=AFTERNOON, minute=0, second=0, microsecond=0)
    events = simulate(pathway, profile=profile, start=start.astimezone(UTC), zone=IN_PARIS)
    for day, of_day in groupby(events, key=lambda event: (event.at.date(), event.day)):
        yield {"date": day[0], "day": day[1], "events": [_event(event) for event in of_day]}


def _event(event: Event) -> dict[str, Any]:
    level, text = "", said(event.text)
    if event.kind == "alert" and event.level is not None:
        mark, _bracket, text = text.partition("] ")  # the terminal's word for the level: here it is a badge
        level = "confirm" if "," in mark else LEVELS[event.level]
    return {"at": f"{event.at:%H:%M}", "kind": KINDS[event.kind], "level": level, "text": text}
