"""The list for somebody who is at work, dispatched before sessions, accounts and forms (ui HotRoutes; decision: hot-routes).

Only the usual case: a GET by a browser that has its two cookies, of somebody signed in with both factors, unlocked, seen less
than a minute ago, in a clinical role, with nothing to be told. The rules are those of gate.py and sessions.py, asked of a seat
that one round trip has read. Whatever is missing or unusual gives None, and the ordinary way answers, from the beginning.
"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.utils.csp import build_policy

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro import list_page, sessions
from chevet.interfaces.pro.session_store import SessionStore
from chevet.kernel.errors import Refusal
from chevet.people.actors import CLINICAL
from chevet.people.seats import Seat, seat_of

MESSAGES = "_messages"  # django.contrib.messages.storage.session
VARY = "Cookie, Accept-Language"

type View = Callable[[HttpRequest], HttpResponse]


_csrf = CsrfViewMiddleware(list_page.answer)  # reads the cookie, checks nothing of a GET
_routes: dict[str, tuple[View, bool, ResolverMatch]] = {}


def routes() -> dict[str, tuple[View, bool, ResolverMatch]]:
    """By path: who draws it, whether looking counts as presence, and its name for the counters."""
    if not _routes:
        told: dict[str, tuple[View, bool]] = {
            "pro:home": (list_page.answer, True),
            "pro:caseload": (partial(list_page.answer, view="team"), True),
            "pro:lines": (list_page.answer_lines, False),
        }
        _routes.update({(path := reverse(name)): (*how, resolve(path)) for name, how in told.items()})
    return _routes


def serve(request: HttpRequest) -> HttpResponse | None:
    """The list, or None for what is not the usual case."""
    if request.method != "GET" or not request.path_info.startswith("/pro/"):
        return None
    if (route := routes().get(request.path_info)) is None or not _sits(request, present=route[1]):
        return None
    request.resolver_match = route[2]
    with translation.override(translation.get_language_from_request(request)):
        try:
            return _with_headers(route[0](request))
        except (Refusal, Http404):
            return None


def _sits(request: HttpRequest, *, present: bool) -> bool:
    """Whether everything is as usual; request.actor and request.session are then what the gate would have made of them."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    _csrf.process_request(request)
    if not key or "CSRF_COOKIE" not in request.META or "CSRF_COOKIE_NEEDS_UPDATE" in request.META:
        return False
    seat = seat_of(session_key=key, machine_now=machine_now())
    if seat is None or seat.actor.role not in CLINICAL:
        return False
    session = SessionStore(key)
    session._session_cache = session.decode(seat.data)
    request.session, request.user, request.actor = session, seat.account, seat.actor
    return _is_hers(session, seat) and _may_go_on(request, present)


def _is_hers(session: SessionStore, seat: Seat) -> bool:
    """As Django's sessions and accounts: not expired, made by our backend, for this account, with the password of today."""
    return (
        seat.expires_at > timezone.now()
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and session.get(SESSION_KEY) == str(seat.account.pk)
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), seat.account.get_session_auth_hash())
    )


def _may_go_on(request: HttpRequest, present: bool) -> bool:
    """As gate.way_in, without a way elsewhere; nothing to be written into the session, nothing to be said once."""
    session = request.session
    enrolled = sessions.is_demonstration(request) or session.get(sessions.ENROLLED)
    if not enrolled or MESSAGES in session or sessions.is_over(request) or sessions.is_locked(request):
        return False
    if present:
        sessions.touch(request)
    return not session.modified


def _with_headers(response: HttpResponse) -> HttpResponse:
    """What the middlewares beneath would have added."""
    add_never_cache_headers(response)
    about = {
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "Content-Language": translation.get_language(),
        "Vary": VARY,
        "Content-Length": str(len(response.content)),
    }
    for name, value in about.items():
        response[name] = value
    return response
