"""The pages of the demonstration: who to be, what left, letting time pass, starting over. Absent everywhere else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages as told
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from chevet.demo import inbox, region
from chevet.demo.models import InboxItem
from chevet.demo.passing import Leap, end_of_everything, passing
from chevet.demo.tour import STEPS
from chevet.interfaces import clock
from chevet.people.queries import demonstration_accounts

PAGE = 40
LEAPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
TOKEN = re.compile(r"[\w-]{22}")
LETTER = {
    "default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.SELF], "sandbox": True,
}  # fmt: skip

type View = Callable[..., HttpResponse]


def only_here(view: View) -> View:
    """Not found where the demonstration is off, whatever the addresses say."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@only_here
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    facts = {"people": demonstration_accounts(), "steps": STEPS, **_time(Leap.in_query(request.GET))}
    return render(request, "demo/home.html", _frame("home") | facts)


@only_here
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """Every SMS and e-mail; `phone` holds the token of the link that the drawn phone shows."""
    recipient, token = request.GET.get("to", ""), request.GET.get("phone", "")
    page = Paginator(inbox.items(recipient=recipient), PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "items": [inbox.shown(item) for item in page],
        "recipients": inbox.recipients(),
        "recipient": recipient,
        "token": token if TOKEN.fullmatch(token) else "",
        "door": "v" if request.GET.get("door") == "v" else "s",
    }
    return render(request, "demo/messages.html", _frame("messages") | facts)


@only_here
@require_GET
@csp_override(LETTER)
@xframe_options_sameorigin
def mail(request: HttpRequest) -> HttpResponse:
    """One e-mail as a mail program shows it, in a frame that can do nothing: no script, no form, nothing fetched."""
    number = request.GET.get("id", "")
    item = get_object_or_404(InboxItem.objects.exclude(html=""), id=number if number.isdecimal() else 0)
    return HttpResponse(item.html)


@only_here
@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """The ten steps with their pictures, which the browser tests take while they follow them."""
    return render(request, "demo/tour.html", _frame("tour") | {"steps": STEPS})


@only_here
@require_GET
def time(request: HttpRequest) -> HttpResponse:
    """The fragment that says how far time has passed."""
    leap = Leap.in_query(request.GET)
    facts = _time(leap)
    if leap and facts["passing"].is_over:
        facts["took"] = max(1, round((clock.machine_now() - leap.began).total_seconds()))
    return render(request, "demo/parts/time.html", facts)


@only_here
@require_POST
def let_pass(request: HttpRequest) -> HttpResponse:
    """Move the clock of care forward; the worker lives what is due, and plays the invented people."""
    by, leap = request.POST.get("by", ""), Leap(clock.domain_now(), clock.machine_now())
    if by in LEAPS:
        clock.move(by=LEAPS[by])
    elif by != "end":
        raise Http404
    elif end := end_of_everything():
        clock.move(to=max(end, clock.domain_now()))
    else:
        told.info(request, _("Personne n’est suivi : il n’y a pas de fin à attendre."))
    return redirect(f"{reverse('demo:home')}?{leap.query()}#time")


@only_here
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    region.ask_to_start_over()
    told.success(request, _("Tout recommence. Votre compte de démonstration reste ouvert."))
    return redirect(reverse("demo:home") + "#time")


def _time(leap: Leap | None) -> dict[str, Any]:
    now: datetime = clock.domain_now()
    passed = passing(now=now)
    lived = leap.lived(reached=passed.reached, now=now) if leap else None
    query = f"?{leap.query()}" if leap else ""
    return {"passing": passed, "progress": region.progress(), "at": now, "lived": lived, "query": query}


def _frame(current: str) -> dict[str, Any]:
    entries = [
        ("home", _("La démonstration"), "home"),
        ("tour", _("La visite"), "map-pin"),
        ("messages", _("SMS et e-mails"), "message-circle"),
    ]
    items = [
        {"label": label, "url": reverse(f"demo:{name}"), "icon": icon, "current": name == current}
        for name, label, icon in entries
    ]
    items.append({"label": _("Côté soignants"), "url": reverse("pro:home"), "icon": "stethoscope", "current": False})
    return {"nav_items": items, "home_url": reverse("demo:home")}
