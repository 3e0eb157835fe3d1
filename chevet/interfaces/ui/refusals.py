"""Answers for what could not be given, each with its page."""

from datetime import timedelta

from django.shortcuts import render

from .durations import duration_words


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
    response = render(request, f"{status}.html", facts, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
