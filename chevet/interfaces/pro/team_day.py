"""The team's day made ready for its page: counts that lead to their list, who is there now and next, how old it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chevet.interfaces.pro.handovers import when_said
from chevet.interfaces.ui.bars import Column
from chevet.organisations.duty import Duty
from chevet.usecases.read_team_day import TeamDay

DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Tile:
    """One number and the list behind it. level: a severity, or "" for a plain count."""

    number: int
    words: str
    url: str
    level: str = ""


def tiles(day: TeamDay) -> list[Tile]:
    counts, home = day.counts, f"{reverse('pro:home')}?team={day.team.id}"
    return [
        Tile(counts.red, _("critiques"), f"{home}&severity=red", "red"),
        Tile(counts.orange, _("à surveiller"), f"{home}&severity=orange", "orange"),
        Tile(counts.silent, _("sans réponse"), f"{home}&view=silent", "grey"),
        Tile(counts.to_call, _("à rappeler"), f"{home}&view=to_call"),
        Tile(counts.aside, _("mises de côté"), f"{home}&view=aside"),
        Tile(day.followed, _("personnes suivies"), f"{home}&view=team"),
    ]


def by_day(day: TeamDay) -> dict[str, Any]:
    """How many people are on which day of their follow-up; the last column is everybody beyond."""
    people = dict(day.by_day)
    longest = min(DAYS_SHOWN, max(people, default=1))
    columns = [_day_column(number, people.get(number, 0)) for number in range(1, longest + 1)]
    beyond = sum(count for number, count in people.items() if number > longest)
    if beyond:
        columns.append(Column(label=f"{longest + 1}+", value=beyond, words=str(beyond)))
    return {
        "title": _("Où en sont les suivis"),
        "description": _("%(people)s personnes suivies, jour par jour du parcours.") % {"people": day.followed},
        "columns": columns,
        "names": [_("jour %(day)s") % {"day": day} for day in (*range(1, longest + 1), f"{longest + 1}+")][
            : len(columns)
        ],
        "label_header": _("Jour du suivi"),
        "value_header": _("Personnes"),
    }


def _day_column(number: int, people: int) -> Column:
    return Column(label=_("J%(day)s") % {"day": number}, value=people, words=str(people) if people else "")


@dataclass(frozen=True, slots=True)
class Presence:
    """Who answers now, and what comes next, in words."""

    now: str
    next: str
    is_on: bool
    people: tuple[str, ...] = ()


def presence(day: TeamDay, *, now: datetime) -> Presence:
    at = now.astimezone(day.duty.zone)
    second = day.team.second_line
    if day.duty.is_on(now):
        end = _last_end(day.duty, now)
        follows = _("%(team)s, deuxième ligne") % {"team": second} if second else _("personne de déclaré")
        until = _("%(team)s, jusqu’à %(hour)s") % {"team": day.team.name, "hour": when_said(end, at)}
        return Presence(until, follows, True, day.present)
    start = next_start(day.duty, now)
    comes = _("%(team)s revient à %(hour)s") % {"team": day.team.name, "hour": when_said(start, at)} if start else ""
    if day.second and day.second.is_on(now):
        return Presence(_("%(team)s, deuxième ligne") % {"team": second}, comes, True)
    return Presence(_("personne : les alertes montent à l’établissement"), comes, False)


def _last_end(duty: Duty, now: datetime) -> datetime:
    """The end of the presence, spans that touch made one; a week at most, for those that never end."""
    end = duty.next_end(now)
    while duty.is_on(end) and end - now < timedelta(days=7):
        end = duty.next_end(end)
    return end


def next_start(duty: Duty, now: datetime) -> datetime | None:
    """The next moment at which the team is on duty."""
    today = now.astimezone(duty.zone).date()
    starts = (start for ahead in range(14) for start, _end in sorted(duty.spans(today + timedelta(days=ahead))))
    return next((start for start in starts if start > now), None)


def links(team_id: UUID) -> list[dict[str, str]]:
    """Where to go from the page of the day."""
    query = f"?team={team_id}"
    return [
        {"label": _("Les règles et leurs alertes"), "url": reverse("pro:quality") + query, "icon": "gauge"},
        {"label": _("Transmissions"), "url": reverse("pro:handovers") + query, "icon": "note"},
        {"label": _("Liste de secours à imprimer"), "url": reverse("pro:caseload_print") + query, "icon": "printer"},
    ]
