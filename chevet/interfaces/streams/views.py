"""The one view of the streams: giving a ticket to somebody who is signed in."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from chevet.interfaces.clock import machine_now
from chevet.interfaces.streams.tickets import issue_ticket
from chevet.kernel.errors import Forbidden
from chevet.people.actors import Actor, for_account


@require_POST
def ticket(request: HttpRequest, team_id: UUID) -> JsonResponse:
    """{"url": where to listen, once, within a minute}. Forbidden unless signed in, NotFound for another's team."""
    actor = _actor(request)
    if actor is None:
        raise Forbidden
    answer = JsonResponse(
        {"url": f"/stream/team?ticket={issue_ticket(actor=actor, team_id=team_id, language=get_language())}"}
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    return for_account(account_id=request.user.pk, machine_now=machine_now())
