"""What every page knows without being told. A view overrides any of it by passing the same name."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from chevet.interfaces import clock

from .accessibility import declaration
from .emergency import FRENCH_NUMBERS

KEPT = 60.0  # seconds; a pathway is validated a few times a year
_validated: tuple[float, bool] = (0.0, False)


def site(request: HttpRequest) -> dict[str, Any]:
    """Names read by ui/document.html and by pages; those that cost a query are asked only when a page uses them."""
    return {
        "demonstration": settings.DEMO,
        "medical_device": may_be_used_for_care,
        "emergency_numbers": FRENCH_NUMBERS,
        "languages": _languages(),
        "here": request.get_full_path() if request.method == "GET" else "/",
        "now": clock.domain_now,
        "machine_now": clock.machine_now,
        "clock_ahead": clock.ahead,
        "accessible": declaration,
    }


def may_be_used_for_care() -> bool:
    """The operator declared its regulatory status, and a doctor signed at least one pathway (trust.md 19)."""
    return bool(settings.REGULATORY_STATUS) and _a_pathway_is_validated()


def _a_pathway_is_validated() -> bool:
    global _validated
    at, answer = _validated
    if not at or time.monotonic() - at > KEPT:
        from chevet.pathways import queries  # read late: most sites never declare a status

        answer = queries.any_validated()
        _validated = time.monotonic(), answer
    return answer


def _languages() -> list[dict[str, Any]]:
    """Each language in its own name."""
    current = get_language()
    return [{"code": code, "name": name, "current": code == current} for code, name in settings.LANGUAGES]
