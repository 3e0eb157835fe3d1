"""Automatic messages: pausing them for somebody, looking at a death again, sending one again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chevet.interfaces.pro.forms.asking import MuteForm
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.views.acting import asked, clocks, done
from chevet.usecases import mute_follow_up as muting
from chevet.usecases.resend_message import resend_message


def _mute(request: HttpRequest, follow_up_id: UUID, form: Any) -> str:
    given = form.cleaned_data
    muting.mute_follow_up(
        actor=request.actor, follow_up_id=follow_up_id, why=given["why"], review_on=given["review_on"], **clocks()
    )
    return _("Les messages automatiques sont en pause. Les réponses et les alertes arrivent toujours.")


mute = asked(MuteForm, "pro/mute.html", _mute, roles=CLINICAL)


@require_POST
@admit(*CLINICAL)
def unmute(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    muting.unmute_follow_up(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    return done(request, follow_up_id, _("Les messages automatiques reprennent."))


@require_POST
@admit(*CLINICAL)
def look_again(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    muting.look_again(actor=request.actor, follow_up_id=follow_up_id, **clocks())
    return done(request, follow_up_id, _("Vous avez vérifié. Vous pouvez maintenant terminer le suivi."))


@require_POST
@admit(*CLINICAL)
def resend_letter(request: HttpRequest, follow_up_id: UUID, message_id: UUID) -> HttpResponse:
    resend_message(actor=request.actor, follow_up_id=follow_up_id, message_id=message_id, **clocks())
    return done(request, follow_up_id, _("Ce message repart."))
