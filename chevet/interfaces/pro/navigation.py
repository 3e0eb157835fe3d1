"""Where one may go, by role: few places in the bar, and under a place its pages. The rest is in the account's menu."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chevet.people.actors import CLINICAL, CONVENES, INCLUDES, SENDS_VIDEO_LINKS, Actor
from chevet.people.models import Role

ADMINISTRATOR, SECRETARY = frozenset({Role.ADMINISTRATOR}), frozenset({Role.SECRETARY})
HAVE_ROSTERS = CLINICAL | SECRETARY


@dataclass(frozen=True, slots=True)
class Page:
    """`name` is that of its address, and of the section that a page of it names as current."""

    name: str
    label: Any
    icon: str
    roles: frozenset[Role]
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the bar. pages: shown in a second bar while one is there; the first is where the place leads."""

    label: Any
    icon: str
    pages: tuple[Page, ...]


FOLLOWING = Place(
    _("Suivi"), "list-check",
    (
        Page("home", _("À traiter"), "list-check", CLINICAL),
        Page("caseload", _("File active"), "users", CLINICAL),
        Page("team_day", _("La journée"), "gauge", CLINICAL),
        Page("handovers", _("Transmissions"), "note", CLINICAL),
    ),
)  # fmt: skip


def alone(name: str, label: Any, icon: str, roles: frozenset[Role]) -> Place:
    return Place(label, icon, (Page(name, label, icon, roles),))


BAR: tuple[Place, ...] = (
    FOLLOWING,
    alone("home", _("Équipes et accès"), "users", ADMINISTRATOR),
    alone("home", _("Les parcours"), "file-text", frozenset({Role.DESIGNER})),
    alone("home", _("Vue d’ensemble"), "gauge", frozenset({Role.DECISION_MAKER})),
    alone("people", _("Patients"), "users", INCLUDES),
    alone("agenda", _("Agenda"), "calendar", frozenset({Role.PROFESSIONAL, Role.SECRETARY})),
    alone("consultations", _("Téléconsultations"), "video", CONVENES),
    alone("regulation_home", _("Télérégulation"), "camera", SENDS_VIDEO_LINKS),
    alone("payments", _("Paiements"), "file-text", SECRETARY),
)
ACCOUNT = (
    Page("roster", _("Gardes de l’équipe"), "calendar", HAVE_ROSTERS, argument="team"),
    Page("shared", _("Dossiers partagés"), "users", CLINICAL),
    Page("note_templates", _("Modèles de notes"), "note", CLINICAL),
    Page("payments", _("Paiements"), "file-text", INCLUDES - SECRETARY),
    Page("openings", _("Ouvertures hors cercle"), "shield-lock", ADMINISTRATOR),
    Page("payment_settings", _("Paiement en ligne"), "settings", ADMINISTRATOR),
)


def bars(actor: Actor, current: str) -> dict[str, list[dict[str, Any]]]:
    """nav_items: the places; sub_items: the pages of the place where one is, when it has several.

    A page that names none is about somebody who is followed.
    """
    places = [(place, mine) for place in BAR if (mine := _pages(place.pages, actor))]
    here = next((pages for _place, pages in places if current in {one.name for one in pages}), None)
    if not current and actor.is_clinical:
        here = places[0][1]
    return {
        "nav_items": [_entry(place, pages, here, current) for place, pages in places],
        "sub_items": [_item(one, current=one.name == current) for one in here] if here and len(here) > 1 else [],
    }


def account_items(actor: Actor) -> list[dict[str, Any]]:
    """What is needed now and then."""
    team = [actor.team_names[0][0]] if actor.team_names else []
    return [
        _item(one, *(team if one.argument else ()))
        for one in _pages(ACCOUNT, actor)
        if team or not one.argument
    ]  # fmt: skip


def _pages(pages: tuple[Page, ...], actor: Actor) -> list[Page]:
    return [one for one in pages if actor.role in one.roles]


def _entry(place: Place, pages: list[Page], here: list[Page] | None, current: str) -> dict[str, Any]:
    inside = pages is here
    return {
        "label": place.label, "url": reverse(f"pro:{pages[0].name}"), "icon": place.icon,
        "current": inside and (len(pages) > 1 or current == pages[0].name), "within": inside and len(pages) > 1,
    }  # fmt: skip


def _item(page: Page, *arguments: Any, current: bool = False) -> dict[str, Any]:
    return {
        "label": page.label, "url": reverse(f"pro:{page.name}", args=arguments), "icon": page.icon, "current": current,
    }  # fmt: skip
