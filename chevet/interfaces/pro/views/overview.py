"""The first page of who decides: an organisation in numbers, and nobody's name."""

from django.http import HttpRequest, HttpResponse

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.overview import cells_shown, reds_shown
from chevet.interfaces.pro.pages import show
from chevet.usecases.read_overview import read_overview


def home(request: HttpRequest) -> HttpResponse:
    """Called by the first page of everybody, which has its own gate."""
    overview = read_overview(actor=request.actor, now=domain_now(), machine_now=machine_now())
    cells = cells_shown(overview)
    facts = {
        "overview": overview, "cells": cells, "charts": [one for one in cells if one["chart"]],
        "reds": reds_shown(overview), "weeks": len(overview.weeks),
    }  # fmt: skip
    return show(request, "pro/overview.html", facts, current="home")
