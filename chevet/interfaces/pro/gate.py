"""The gate of every professional page: who is signed in, with two factors, unlocked, of which team, in which role."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro import sessions
from chevet.interfaces.pro.accounts import SECOND_FACTORS
from chevet.kernel.errors import Forbidden
from chevet.people import actors
from chevet.people.models import Role

type View = Callable[..., HttpResponse]

CLINICAL = tuple(sorted(actors.CLINICAL))
INCLUDES = tuple(sorted(actors.INCLUDES))
REGULATES = tuple(sorted(actors.REGULATES))
SENDS_VIDEO_LINKS = tuple(sorted(actors.SENDS_VIDEO_LINKS))
CONSULTS = tuple(sorted(actors.CONSULTS))
HAVE_KEYS = tuple(sorted(actors.HAVE_KEYS))
CONVENES = tuple(sorted(actors.CONVENES))
PROFESSIONAL = (Role.PROFESSIONAL,)
EVERYONE = tuple(Role)


def admit(*roles: str, while_locked: bool = False, by_itself: bool = False) -> Callable[[View], View]:
    """Let in the signed-in people of these roles; the view finds `request.actor`.

    `while_locked`: what a locked screen may still ask for. `by_itself`: fetched by a page without anybody's hand,
    so it does not count as presence.
    """

    def around(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if turned_away := way_in(request, while_locked=while_locked):
                return turned_away
            request.actor = the_actor(request)
            if request.actor.role not in roles:
                raise Forbidden(_("Cette page n’est pas ouverte à votre rôle."))
            if request.actor.role == Role.REGULATION_ASSISTANT:
                sessions.last_the_shift(request)
            if not (by_itself or while_locked):
                sessions.touch(request)
            return view(request, *args, **kwargs)

        return guarded

    return around


def enrolled(view: View) -> View:
    """For allauth's own pages about an account: they wait for the second factor too."""
    return _behind(view, lambda request: way_in(request, while_locked=False))


def enrolling(view: View) -> View:
    """For the pages that add a factor: open to who has none yet, behind the whole gate for the others."""
    return _behind(view, lambda request: way_in(request, while_locked=False, without_factor=True))


def proving(view: View) -> View:
    """For the pages where one proves again who one is, which is also how a locked screen opens."""
    return _behind(view, lambda request: way_in(request, while_locked=True, without_factor=True))


def _behind(view: View, turned_away: Callable[[HttpRequest], HttpResponse | None]) -> View:
    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if answer := turned_away(request):
            return answer
        if sessions.is_demonstration(request):
            raise Forbidden(_("Un compte de démonstration n’a ni mot de passe ni clé à changer."))
        return view(request, *args, **kwargs)

    return guarded


def way_in(request: HttpRequest, *, while_locked: bool, without_factor: bool = False) -> HttpResponse | None:
    """Where to go first, or None when nothing is missing."""
    if not request.user.is_authenticated:
        return _elsewhere(request, redirect_to_login(_come_back(request)).url)
    if sessions.is_over(request):
        logout(request)
        return _elsewhere(request, reverse("account_login"))
    if not has_second_factor(request):
        if without_factor:
            return None
        return _elsewhere(request, reverse("pro:enrol"))
    if sessions.is_locked(request) and not while_locked:
        return _elsewhere(request, f"{reverse('pro:locked')}?{urlencode({'next': _come_back(request)})}")
    return None


def has_second_factor(request: HttpRequest) -> bool:
    """Asked of the database once, then kept in the session: the last second factor cannot be removed."""
    if sessions.is_demonstration(request) or request.session.get(sessions.ENROLLED):
        return True
    if get_adapter().is_mfa_enabled(request.user, types=SECOND_FACTORS):
        request.session[sessions.ENROLLED] = True
    return bool(request.session.get(sessions.ENROLLED))


def the_actor(request: HttpRequest) -> actors.Actor:
    """Read again on every request: a membership that has ended opens nothing more."""
    actor = actors.for_account(account_id=request.user.pk, machine_now=machine_now())
    if actor is None:
        raise Forbidden(_("Votre compte n’appartient plus à aucune équipe. Demandez à la personne qui gère la vôtre."))
    return actor


def _come_back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" and not request.htmx else reverse("pro:home")


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """A fragment sends the whole page elsewhere; a script is told that it has lost its line."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=401)
    return redirect(url)
