"""What a session remembers: when it began, when somebody was last there, whether it is locked. Machine clock."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro.devices import device_of
from chevet.interfaces.pro.session_store import BEGAN, DEVICE

LONGEST = 12 * 3600  # seconds
FRESH = 300  # seconds
TOUCH_EVERY = 60  # seconds: a session row is not written more often than that
SEEN, LOCKED, ENROLLED, DEMONSTRATION, SHIFT = "seen", "locked", "enrolled", "demonstration", "shift"


def begin(request: HttpRequest, *, demonstration: bool = False) -> None:
    now = machine_now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session.pop(LOCKED, None)
    if demonstration:
        request.session[DEMONSTRATION] = True


def is_fresh(request: HttpRequest) -> bool:
    """Signed in less than five minutes ago, by a real proof."""
    began = request.session.get(BEGAN, 0)
    return DEMONSTRATION not in request.session and machine_now().timestamp() - began < FRESH


def since_proof(request: HttpRequest) -> float:
    """Seconds since a password, code or passkey was last given here."""
    return machine_now().timestamp() - max(request.session.get(BEGAN, 0), _last_proof(request))


def is_over(request: HttpRequest) -> bool:
    """Twelve hours after signing in, whatever happened since."""
    return machine_now().timestamp() - request.session.get(BEGAN, 0) > LONGEST


def is_demonstration(request: HttpRequest) -> bool:
    """Signed in with one click: worth nothing where the demonstration is off."""
    return settings.DEMO and bool(request.session.get(DEMONSTRATION))


def is_locked(request: HttpRequest) -> bool:
    """Nobody was there for half an hour, or asked for it; until the person shows again who they are."""
    session = request.session
    if (
        not {LOCKED, SHIFT} & set(session.keys())
        and machine_now().timestamp() - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS
    ):
        session[LOCKED] = machine_now().timestamp()
    if LOCKED in session and _last_proof(request) > session[LOCKED]:
        unlock(request)
    return LOCKED in session


def last_the_shift(request: HttpRequest) -> None:
    """For who can only send links: no idle lock may meet a caller who waits. Twelve hours end it all the same."""
    request.session.setdefault(SHIFT, True)


def lock(request: HttpRequest) -> None:
    request.session.setdefault(LOCKED, machine_now().timestamp())


def unlock(request: HttpRequest) -> None:
    request.session.pop(LOCKED, None)
    request.session[SEEN] = machine_now().timestamp()


def touch(request: HttpRequest) -> None:
    """Somebody is there. Fragments that a page fetches by itself do not call this."""
    now = machine_now().timestamp()
    if now - request.session.get(SEEN, 0) > TOUCH_EVERY:
        request.session[SEEN] = now


def _last_proof(request: HttpRequest) -> float:
    """When a password, code or passkey was last given in this session."""
    return max((record["at"] for record in get_authentication_records(request, request.user)), default=0.0)


def idle_seconds() -> int:
    return settings.SESSION_IDLE_SECONDS
