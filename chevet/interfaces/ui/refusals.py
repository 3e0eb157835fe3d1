"""Answers for what could not be given, each with its page, or its fragment when htmx asked."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany

from .durations import duration_words

STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 400, TooMany: 429}


def answer(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The page of a refusal raised by any room; 400 for a kind that nobody named here."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    if status == 429:
        return too_many_requests(request, retry_after=error.retry_after)
    # "Not yours" and "does not exist" must look the same: the page for both is always the same one.
    reason = _(error.sentence) if error.sentence and status != 404 else ""
    return _refused(request, status=status, facts={"reason": reason}, retry_after=None)


def too_many_requests(request, *, retry_after: int):
    """429. `retry_after` in seconds."""
    wait = duration_words(duration=timedelta(seconds=retry_after))
    return _refused(request, status=429, facts={"wait_words": wait}, retry_after=retry_after)


def unavailable(request, *, retry_after: int = 60):
    """503, while the database or a restore keeps the house closed. `retry_after` in seconds."""
    return _refused(request, status=503, facts={}, retry_after=retry_after)


def forbidden(request, *, reason: str):
    """403 with a sentence fit for the reader."""
    return _refused(request, status=403, facts={"reason": reason}, retry_after=None)


def _refused(request, *, status, facts, retry_after):
    fragment = getattr(request, "htmx", False)
    template = "ui/refusal_fragment.html" if fragment else f"{status}.html"
    response = render(request, template, facts | {"status": status}, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
