"""What the pages of administration share: a form that acts, and an act behind one button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.forms.administration import AdministrationForm
from chevet.interfaces.pro.pages import show
from chevet.kernel.errors import Conflict, Invalid
from chevet.usecases.read_teams import HouseView, read_house


def house_view(request: HttpRequest) -> HouseView:
    return read_house(actor=request.actor, machine_now=machine_now())


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": domain_now(), "machine_now": machine_now()}


def asked(
    request: HttpRequest, form: AdministrationForm, act: Callable[[], Any], *, template: str, facts: dict[str, Any],
    to: str, done: str, current: str = "home",
) -> HttpResponse:  # fmt: skip
    """The form; once it is sent and taken, where one goes, and the sentence that says so. What was typed is kept."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(to)
    return show(request, template, facts | {"form": form}, current=current, status=400 if form.errors else 200)


def acted(request: HttpRequest, act: Callable[[], Any], *, to: str, done: str) -> HttpResponse:
    """One button: the act, then the page again with what became of it; a refusal is said there too."""
    try:
        act()
    except (Invalid, Conflict) as refusal:
        messages.error(request, _(refusal.sentence))
    else:
        messages.success(request, done)
    return redirect(to)
