"""Sheets made ready for their pages: sections with a title, one line a person, what waits and since when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chevet.handover.rules import Facts, in_sections
from chevet.interfaces.pro.labels import level_of
from chevet.interfaces.pro.lines import REASONS_ASIDE
from chevet.interfaces.pro.words import age_on, name_of, said
from chevet.interfaces.ui.durations import duration_words
from chevet.organisations.territories import territory_named
from chevet.usecases.give_handover import Draft, Entry
from chevet.usecases.read_handovers import SheetView

UNREAD_AFTER = timedelta(minutes=15)
"""A sheet that nobody has taken for so long is said so, loudly, above the list."""

SECTIONS = {
    "red": gettext_lazy("Critiques ouvertes"),
    "call_back": gettext_lazy("À rappeler"),
    "taken": gettext_lazy("Prises en charge"),
    "orange": gettext_lazy("À surveiller, à prendre"),
    "aside": gettext_lazy("Mises de côté"),
    "muted": gettext_lazy("Messages en pause"),
    "failed": gettext_lazy("Messages non remis"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a sheet. facts_said: short sentences about what is going on; word: what the giver added."""

    follow_up_id: UUID
    name: str
    age: int
    day: str
    level: str
    reasons: tuple[str, ...]
    facts_said: tuple[str, ...]
    word: str


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    people: list[Person]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet, or the draft of one. `at`: the minute that it speaks of, on the team's wall. handed: alerts given or received."""

    team_name: str
    at: datetime
    reds: int
    sections: list[Section]
    left_out: bool
    handed: tuple[str, ...]

    @property
    def pressing(self) -> list[Section]:
        """Open reds are named before anything else is said."""
        return [one for one in self.sections if one.code == "red"]

    @property
    def others(self) -> list[Section]:
        return [one for one in self.sections if one.code != "red"]

    @property
    def reds_said(self) -> str:
        return ngettext("%(count)s critique ouverte", "%(count)s critiques ouvertes", self.reds) % {"count": self.reds}


def draft_shown(draft: Draft, *, now: datetime) -> Shown:
    at = now.astimezone(territory_named(draft.team.territory).tzinfo)
    people = ((one.facts, _drafted(one, at)) for one in draft.entries)
    return Shown(draft.team.name, at, draft.reds, list(_sections(people)), draft.left_out, handed_said(draft.team))


def sheet_shown(view: SheetView) -> Shown:
    head = view.head
    at = head.given_at.astimezone(territory_named(head.territory).tzinfo)
    people = ((facts, _kept(row, facts, at)) for row, facts in view.people)
    return Shown(head.team_name, at, head.reds, list(_sections(people)), head.left_out, handed_said(head))


def handed_said(team: Any) -> tuple[str, ...]:
    """Whom the team's alerts go to, and whose come here. team: a row with organisations.delegations.handed_sql."""
    said = [_("Alertes confiées à : %(team)s") % {"team": team.hands_to}] if team.hands_to else []
    return (*said, *(_("Reçoit les alertes de : %(team)s") % {"team": name} for name in team.handed_by))


def _sections(people: Iterable[tuple[Facts, Person]]) -> Iterator[Section]:
    for code, found in in_sections(people):
        yield Section(code, str(SECTIONS[code]), found)


def _drafted(entry: Entry, at: datetime) -> Person:
    line = entry.line
    day = _("J%(day)s sur %(days)s") % {"day": line.day, "days": line.days}
    return _person(line.follow_up_id, line.name, line.age, day, entry.facts, at)


def _kept(row: Any, facts: Facts, at: datetime) -> Person:
    days = (row.ends_on - row.starts_on).days + 1
    day = max(0, min((at.date() - row.starts_on).days + 1, days))
    said_day = _("J%(day)s sur %(days)s") % {"day": day, "days": days}
    return _person(row.follow_up_id, name_of(row), age_on(row.birth_date, at.date()), said_day, facts, at)


def _person(follow_up_id: UUID, name: str, age: int, day: str, facts: Facts, at: datetime) -> Person:
    return Person(
        follow_up_id=follow_up_id,
        name=name,
        age=age,
        day=day,
        level=level_of(facts.severity, to_confirm=facts.to_confirm),
        reasons=tuple(said(reason) for reason in facts.why),
        facts_said=tuple(_facts_said(facts, at)),
        word=facts.word,
    )


def _facts_said(facts: Facts, at: datetime) -> Iterator[str]:
    if facts.call_back_at:
        late = _("À rappeler, prévu %(when)s") if facts.call_back_at < at else _("À rappeler %(when)s")
        yield late % {"when": when_said(facts.call_back_at, at)}
    if facts.holder:
        yield _("Prise en charge par %(name)s") % {"name": facts.holder}
    if facts.severity > 1 and facts.since:
        yield _acted_said(facts, at)
    if facts.aside_until:
        why = str(REASONS_ASIDE.get(facts.aside.get("why", ""), ""))
        note = facts.aside.get("note", "")
        until = _("De côté jusqu’à %(when)s") % {"when": when_said(facts.aside_until, at)}
        yield " : ".join((until, ", ".join(part for part in (why, note) if part))) if why or note else until
    if facts.muted_until:
        yield _("Messages en pause, à revoir le %(day)s") % {"day": date_format(facts.muted_until, "j F")}
    if facts.failed:
        yield _("Un message n’a pas été remis")


def _acted_said(facts: Facts, at: datetime) -> str:
    if facts.acted_at:
        return _("Premier geste %(when)s") % {"when": when_said(facts.acted_at, at)}
    return _("Personne n’a encore essayé de la joindre (alerte de %(when)s)") % {"when": when_said(facts.since, at)}


def when_said(moment: datetime | None, at: datetime) -> str:
    """The hour; with its day when that is another one than that of `at`, whose zone it is said in."""
    if moment is None:
        return ""
    local = moment.astimezone(at.tzinfo)
    hour = time_format(local, "H:i")
    return hour if local.date() == at.date() else f"{date_format(local, 'D j N')} {hour}"


def local(moment: datetime | None, row: Any) -> datetime | None:
    """On the wall of the team of a row of handover.queries.SHEETS."""
    return moment and moment.astimezone(territory_named(row.territory).tzinfo)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The sheet that waits, as the banner says it. `is_late`: longer than UNREAD_AFTER."""

    id: UUID
    team_name: str
    giver: str
    is_mine: bool
    waited: str
    is_late: bool
    reds: int


def waiting_shown(row: Any, *, now: datetime, account_id: UUID) -> Waiting:
    waited = now - row.given_at
    return Waiting(
        id=row.id, team_name=row.team_name, giver=row.giver, is_mine=row.given_by == account_id,
        waited=duration_words(duration=waited), is_late=waited >= UNREAD_AFTER, reds=row.reds,
    )  # fmt: skip
