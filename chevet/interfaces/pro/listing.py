"""What an address asks of the list, and the addresses of its views and filters: all of a view is in its address."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import shortcuts
from chevet.interfaces.pro.drawn import drawn_lines, opened
from chevet.interfaces.pro.lines import zone_of
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.kept import Kept
from chevet.kernel.errors import Forbidden
from chevet.kernel.pulses import PATIENCE
from chevet.people.actors import Actor
from chevet.usecases.read_worklist import Asked, WorklistPage, read_worklist
from chevet.worklist.queries import CONDITIONS, MOST, ViewCounts

VIEWS = {
    "to_do": gettext_lazy("À traiter"),
    "mine": gettext_lazy("Les miennes"),
    "silent": gettext_lazy("Sans réponse"),
    "to_call": gettext_lazy("À rappeler"),
    "aside": gettext_lazy("De côté"),
    "ending": gettext_lazy("Fin de suivi"),
    "team": gettext_lazy("Équipe"),
}
SEVERITIES = {"red": 3, "orange": 2, "grey": 1}
SEVERITY_WORDS = {
    "red": gettext_lazy("Critique"),
    "orange": gettext_lazy("À surveiller"),
    "grey": gettext_lazy("À faire"),
}
WATCHED = ("worker", "watchdog")
_parts: Kept[tuple[Any, ...], SafeString] = Kept(most=200, seconds=3600)


@dataclass(frozen=True, slots=True)
class Address:
    """Where one is: a team, a view with its filters, a page, and the record that is open beside it."""

    team_id: UUID
    asked: Asked = field(default_factory=Asked)
    number: int = 1
    open_id: UUID | None = None

    def query(self, **more: Any) -> str:
        asked = self.asked
        names = {number: name for name, number in SEVERITIES.items()}
        parts: dict[str, Any] = {
            "team": self.team_id,
            "view": asked.view if asked.view != "to_do" else None,
            "severity": [names[one] for one in asked.severities],
            "pathway": asked.pathway or None,
            "risk": 1 if asked.at_risk else None,
            "all": 1 if asked.long else None,
            "page": self.number if self.number > 1 else None,
        }
        return urlencode({name: value for name, value in (parts | more).items() if value}, doseq=True)

    def url(self, name: str = "pro:home", **more: Any) -> str:
        return f"{reverse(name)}?{self.query(**more)}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """What pro/worklist.html shows. lines: as HTML."""

    page: WorklistPage
    lines: Sequence[str]
    at: Address
    actor: Actor
    late: bool
    now: datetime
    read_at: datetime

    @property
    def numbers(self) -> str:
        return json.dumps(numbers_of(self.page.counts))

    @property
    def held(self) -> str:
        return json.dumps([str(one) for one in self.page.counts.held])

    @property
    def title(self) -> Any:
        return _("File active") if self.at.asked.view == "team" else VIEWS[self.at.asked.view]

    @property
    def badges(self) -> SafeString:
        """Reds, oranges and tasks."""
        counts = self.page.counts
        asked = ("badges", get_language(), counts.red, counts.orange, counts.tasks)
        return _parts.of(asked, lambda: get_template("pro/parts/counts.html").render({"counts": counts}))

    def count_of(self, view: str) -> str:
        return shown(self.page.counts.of(view, account_id=self.actor.account_id))

    @property
    def views(self) -> list[dict[str, Any]]:
        """One tab a view, with how many lines it has."""
        return [
            {
                "name": name, "label": label, "count": self.count_of(name),
                "url": replace(self.at, asked=replace(self.at.asked, view=name), number=1).url(),
                "current": name == self.at.asked.view,
            }
            for name, label in VIEWS.items()
        ]  # fmt: skip

    @property
    def teams(self) -> list[dict[str, Any]]:
        """One tab a team, for those who have several."""
        if len(self.actor.team_names) < 2:
            return []
        return [
            {"label": name, "url": replace(self.at, team_id=ident, number=1, open_id=None).url(), "current": ident == self.at.team_id}
            for ident, name in self.actor.team_names
        ]  # fmt: skip

    @property
    def severities(self) -> list[dict[str, Any]]:
        asked = self.at.asked.severities
        return [
            {"name": name, "word": SEVERITY_WORDS[name], "on": number in asked} for name, number in SEVERITIES.items()
        ]

    @property
    def pathways(self) -> list[dict[str, Any]]:
        return [
            {"slug": slug, "title": said(title), "on": slug == self.at.asked.pathway}
            for slug, title in self.page.pathways.items()
        ]

    @property
    def filters(self) -> int:
        asked = self.at.asked
        return len(asked.severities) + bool(asked.pathway) + asked.at_risk

    @property
    def plain(self) -> str:
        """The same view without filters."""
        return replace(self.at, asked=Asked(view=self.at.asked.view, long=self.at.asked.long), number=1).url()

    @property
    def again(self) -> str:
        return self.at.url("pro:lines")

    @property
    def here(self) -> str:
        return self.at.url()

    @property
    def previous(self) -> str:
        return replace(self.at, number=self.at.number - 1).url() if self.at.number > 1 else ""

    @property
    def next(self) -> str:
        return replace(self.at, number=self.at.number + 1).url() if self.page.more else ""

    @property
    def longer(self) -> str:
        """As many lines as one page can show."""
        longer = replace(self.at, asked=replace(self.at.asked, long=True), number=1)
        return longer.url() if (self.page.more or self.at.number > 1) and not self.at.asked.long else ""

    @property
    def bar(self) -> SafeString:
        return self._with_keys("pro/parts/list_bar.html")

    @property
    def keys(self) -> SafeString:
        return self._with_keys("pro/parts/list_keys.html")

    def _with_keys(self, template: str) -> SafeString:
        """A part that depends on nothing but the reader's language and keys."""
        asked = (template, get_language(), json.dumps(self.page.keys))
        return _parts.of(asked, lambda: get_template(template).render({"keys": shortcuts.keys_of(self.page.keys)}))


def asked_page(request: HttpRequest, *, view: str = "") -> ListPage:
    """The page that the address asks for; the actor's first team when none is named."""
    actor = request.actor
    if not actor.team_names:
        raise Forbidden(_("Votre compte n’appartient plus à aucune équipe. Demandez à la personne qui gère la vôtre."))
    at = address_of(request, first=actor.team_names[0][0], view=view)
    now, read_at = domain_now(), machine_now()
    page = read_worklist(
        actor=actor, team_id=at.team_id, asked=at.asked, page=at.number, now=now, machine_now=read_at, opened=opened
    )
    with timezone.override(zone_of(page.team)):
        lines = drawn_lines(page.lines, now=now, me=actor.account_id)
    return ListPage(page, lines, at, actor, late=is_late(page.pulses, read_at), now=now, read_at=read_at)


def address_of(request: HttpRequest, *, first: UUID, view: str = "") -> Address:
    """Read from GET; what is not understood is not found, a page number excepted."""
    given = request.GET
    asked = given.get("view") or view or "to_do"
    severities = given.getlist("severity")
    if asked not in CONDITIONS or not set(severities) <= set(SEVERITIES):
        raise Http404
    return Address(
        team_id=_uuid(given.get("team")) or first,
        asked=Asked(
            view=asked,
            severities=tuple(sorted((SEVERITIES[one] for one in set(severities)), reverse=True)),
            pathway=given.get("pathway", "")[:60],
            at_risk="risk" in given,
            long="all" in given,
        ),
        number=_number(given.get("page", "1")),
        open_id=_uuid(given.get("open")),
    )


def is_late(pulses: dict[str, datetime], machine_now: datetime) -> bool:
    """Whether a job that reminds, raises or watches alerts has not passed lately: an empty list then means nothing."""
    return any(name not in pulses or machine_now - pulses[name] > PATIENCE[name] for name in WATCHED)


def numbers_of(counts: ViewCounts) -> dict[str, int | None]:
    """By view, and by severity; who holds what is told apart, by id."""
    views = {name: counts.of(name) for name in VIEWS if name != "mine"}
    return views | {"red": counts.red, "orange": counts.orange, "tasks": counts.tasks}


def shown(count: int | None) -> str:
    """Nothing for none; a count that was not carried further says so."""
    if not count:
        return ""
    return f"{count}" if count < MOST else f"{MOST - 1}+"


def chosen(values: Sequence[str]) -> list[UUID]:
    """Ids of lines that were ticked, each once, at most a page of the longest kind."""
    return list(dict.fromkeys(found for one in values[:300] if (found := _uuid(one))))


def _number(typed: str) -> int:
    return min(int(typed), 10_000) if typed.isascii() and typed.isdigit() and int(typed) else 1


def _uuid(typed: str | None) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise Http404 from None
