"""Before a dangerous act somebody shows once more who they are, unless they did it in the last five minutes."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chevet.interfaces.pro import sessions

TO_FILL_IN = 30 * 60  # seconds: what was opened with a fresh proof may be filled in without haste


def proven(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Stands behind the gate. After the proof the page comes back; a form is never asked for twice while it is typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        longest = sessions.FRESH if request.method == "GET" else TO_FILL_IN
        if sessions.is_demonstration(request) or sessions.since_proof(request) <= longest:
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else request.POST.get("back") or reverse("pro:home")
        if request.method == "POST":
            messages.warning(request, _("Montrez d’abord que c’est vous, puis recommencez."))
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")

    return guarded
