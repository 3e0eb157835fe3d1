"""The gallery (in the demonstration only), what we say of our accessibility, and the refusal of a stale form."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chevet.interfaces.clock import machine_now

from .accessibility import APPEAL, declaration
from .gallery import FACES, samples


def gallery(request, face="patient"):
    if not settings.DEMO or face not in FACES:
        raise Http404
    now = machine_now()
    facts = samples(now=now, answers=request.POST if request.method == "POST" else None)
    tabs = [
        {"label": label, "url": reverse("ui:gallery_face", args=[name]), "current": name == face}
        for name, label in FACES.items()
    ]
    facts |= {"now": now, "soon": now + timedelta(minutes=4), "tabs": tabs, "face": face}
    return render(request, f"ui/gallery/{face}.html", facts)


@require_safe
def accessibility(request):
    """What the law asks every public service to say, made from our own reading of the criteria."""
    return render(
        request, "ui/accessibility.html", {"declared": declaration(), "appeal": APPEAL, "show_emergency": True}
    )


def csrf_failure(request, reason=""):
    """A page left open too long, or a form from elsewhere. Django's reason is for developers: it stays out of the page."""
    return render(request, "403_csrf.html", status=403)
