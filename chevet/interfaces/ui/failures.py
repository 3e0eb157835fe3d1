"""What nobody foresaw: a calm page while the database is away, and a plain one for everything else."""

import sys

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chevet.interfaces.ui.refusals import unavailable


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the error is being handled: also for one that a middleware met."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(_nobodys(request))
    return render(None, "500.html", status=500)


def _nobodys(request: HttpRequest) -> HttpRequest:
    """The same request without session, account or messages: the page must not ask the database who is there."""
    bare = HttpRequest()
    bare.META, bare.method, bare.path, bare.path_info = request.META, "GET", request.path, request.path_info
    bare.user = AnonymousUser()
    bare.htmx = getattr(request, "htmx", False)
    return bare
