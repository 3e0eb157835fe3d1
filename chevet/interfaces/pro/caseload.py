"""The list to print, made ready for its page and its PDF: everything is words by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.pro.handovers import handed_said, when_said
from chevet.interfaces.pro.labels import level_of
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.emergency import numbers_of
from chevet.interfaces.ui.phones import phone_words
from chevet.interfaces.ui.severity import SEVERITIES
from chevet.organisations.samu import samu_of
from chevet.organisations.territories import territory_named
from chevet.usecases.print_caseload import Caseload, Reachable
from chevet.vitals.kinds import KINDS

STABLE, TASK = gettext_lazy("Rien à faire"), gettext_lazy("À faire")
MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """One person on paper. home: where she is and how to get in, for reds only."""

    level: str
    level_word: str
    name: str
    age: str
    day: str
    phones: tuple[str, ...]
    reasons: tuple[str, ...]
    values: str
    answered: str
    next_due: str
    notes: tuple[str, ...]
    home: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole list. samu: the number of the territory's own emergency service, and its name."""

    title: str
    team_name: str
    organisation: str
    made_at: datetime
    team_phone: str
    second_line: str
    samu: str
    people: tuple[Printed, ...]
    reds: int
    handed: tuple[str, ...]


def on_paper(read: Caseload) -> Paper:
    team, territory = read.team, territory_named(read.team.territory)
    at = read.made_at.astimezone(territory.tzinfo)
    second = team.second_line and f"{team.second_line}, {phone_words(team.second_phone)}"
    return Paper(
        title=_("Liste de secours"),
        team_name=team.name,
        organisation=team.organisation,
        made_at=at,
        team_phone=phone_words(team.phone),
        second_line=second or "",
        samu=" · ".join(f"{one.label} {one.number}" for one in numbers_of(emergency=territory.emergency) if not one.by_text),
        people=tuple(_printed(one, at) for one in read.people),
        reds=sum(one.line.severity == 3 for one in read.people),
        handed=handed_said(team),
    )  # fmt: skip


def _printed(one: Reachable, at: datetime) -> Printed:
    line = one.line
    level = level_of(line.severity, to_confirm=line.to_confirm)
    return Printed(
        level=level,
        level_word=str({"green": STABLE, "grey": TASK}.get(level) or SEVERITIES[level].word),
        name=line.name,
        age=_("%(years)s ans") % {"years": line.age},
        day=_("J%(day)s sur %(days)s") % {"day": line.day, "days": line.days},
        phones=tuple(_phone(number, label) for number, label in one.phones) or (_("aucun numéro noté"),),
        reasons=tuple(said(reason) for reason in line.why[:MOST_REASONS]),
        values=", ".join(_last_values(line.series)),
        answered=when_said(line.last_answer_at, at) or _("jamais"),
        next_due=when_said(one.next_due, at) or _("plus de questionnaire"),
        notes=tuple(_notes(line, at)),
        home=tuple(_home(one.profile)),
    )


def _phone(number: str, label: str) -> str:
    return f"{phone_words(number)} ({label})" if label else phone_words(number)


def _last_values(series: dict[str, Any]) -> Iterator[str]:
    """The last of each kind; the day of the follow-up on which they were measured stands behind those of one day."""
    last = [(measure, *series[kind][-1]) for kind, measure in KINDS.items() if series.get(kind)]
    for (measure, day, value), after in zip_longest(last, last[1:]):
        written = said(measure.written(value))
        yield written if after and after[1] == day else _("%(value)s (J%(day)s)") % {"value": written, "day": day}


def _notes(line: Any, at: datetime) -> Iterator[str]:
    if line.holder_name:
        yield _("pris en charge par %(name)s") % {"name": line.holder_name}
    if line.call_back_at:
        yield _("à rappeler %(when)s") % {"when": when_said(line.call_back_at, at)}
    if line.at_risk:
        yield _("à risque")
    if line.muted_until:
        yield _("messages en pause")


def _home(profile: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Nothing when the profile was not opened."""
    someone = profile.get("to_call") or {}
    pairs = (
        (_("Adresse"), profile.get("address", "")),
        (_("Pour entrer"), profile.get("access", "")),
        (_("SAMU du lieu"), _samu(profile.get("address", ""))),
        (_("À appeler"), ", ".join(part for part in (someone.get("name"), someone.get("link"), someone.get("phone")) if part)),
    )  # fmt: skip
    yield from ((word, meaning) for word, meaning in pairs if meaning)


def _samu(address: str) -> str:
    """The direct number of that place, where the operator has written it down; else what to ask the 15 for."""
    samu = samu_of(address, directory=settings.SAMU_NUMBERS)
    if samu.number:
        return phone_words(samu.number)
    return _("15, demander le SAMU %(department)s") % {"department": samu.department} if samu.department else ""
