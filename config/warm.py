"""What a process of pages learns once, learned before it listens: addresses, first templates, words. It takes seconds."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

FIRST = (
    "account/login.html", "pro/worklist.html", "pro/parts/line.html", "pro/record.html", "pro/panel.html",
    "patient/welcome.html", "patient/today.html", "patient/questions.html", "patient/receipt.html", "404.html",
)  # fmt: skip


def warm() -> None:
    """Whoever comes first waits no longer than whoever comes after."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("front")
    for template in FIRST:
        get_template(template)
