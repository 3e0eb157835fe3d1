"""What a request brings to the door: the link, the browser's cookie, where it comes from."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chevet.access.visits import Visit, cookie_name, visit

A_YEAR = 365 * 24 * 3600
STUCK_TO_LINKS = ".,;:!?)>]»\"'"
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac", "Mac"))
BROWSERS = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("SamsungBrowser", "Samsung"), ("CriOS", "Chrome"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip


def as_sent(token: str) -> str:
    """Messages put a full stop behind the link, telephones take it for a part of the address."""
    return token.rstrip(STUCK_TO_LINKS)


def visit_of(request: HttpRequest, token: str) -> Visit:
    return visit(token, request.COOKIES.get(cookie_name(token, secure=settings.HTTPS)))


def remember_browser(response: HttpResponse, token: str, secret: str) -> None:
    """The cookie of this browser for this link. Path-wide, because `__Host-` asks for it."""
    response.set_cookie(
        cookie_name(token, secure=settings.HTTPS), secret, max_age=A_YEAR, path="/", secure=settings.HTTPS,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def forget_browser(response: HttpResponse, token: str) -> None:
    response.delete_cookie(cookie_name(token, secure=settings.HTTPS), path="/", samesite="Lax")


def browser_label(request: HttpRequest) -> str:
    """The kind of browser, for the list of devices: "Android, Chrome". Nothing that tells two telephones apart."""
    told = request.headers.get("User-Agent", "")
    system = next((name for mark, name in SYSTEMS if mark in told), _("Appareil"))
    browser = next((name for mark, name in BROWSERS if mark in told), "")
    return f"{system}, {browser}" if browser else system


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, the network of 64 bits for IPv6. Behind our proxy, what the proxy saw."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS and (told := request.headers.get("X-Forwarded-For")):
        seen = told.rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(re.sub(r"%.*$", "", seen))
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
