"""Regulation software opens a télérégulation by one signed call, and asks by the same call how far it has come.

POST /api/regulations, JSON {"phone", "case"?, "birth_name"?, "first_name"?, "birth_date"?, "sex"?, "address"?}, headers
X-Chevet-Client, X-Chevet-Timestamp (seconds), X-Chevet-Nonce (made by the caller, one for each regulation) and
X-Chevet-Signature (teleregulation/launching.py). The same nonce again writes nothing and answers with the state.
"""

import json
import logging
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.kernel.errors import Invalid, NotFound
from chevet.teleregulation.launching import NotSigned, check, words_of_call
from chevet.usecases.launch_regulation import Program, launching_program
from chevet.usecases.open_regulation import IDENTITY, Opener, Request, open_regulation
from chevet.usecases.read_regulation import regulation_state

log = logging.getLogger(__name__)

LONGEST_BODY, LONGEST_NONCE = 10_000, 100
HEADERS = ("X-Chevet-Client", "X-Chevet-Timestamp", "X-Chevet-Nonce", "X-Chevet-Signature")


@csrf_exempt
@require_POST
def regulations(request: HttpRequest) -> HttpResponse:
    """201 with where the doctor opens it; 403 without a word for a bad signature; 422 with a sentence."""
    try:
        program, nonce, given = _read(request)
    except NotSigned:
        log.warning("a launch was refused")
        return HttpResponse(status=403)
    except ValueError:
        return HttpResponse(status=400)
    opener = Opener(f"client:{program.id}", program.organisation_id, program.team_id, program.scope())
    wanted = Request(
        key=uuid5(program.id, nonce), number=given.get("phone", ""), case=given.get("case", ""),
        identity={name: given.get(name, "") for name in IDENTITY},
    )  # fmt: skip
    try:
        opened = open_regulation(
            opener=opener, request=wanted, fiction=settings.DEMO, now=domain_now(), machine_now=machine_now()
        )
    except Invalid as refusal:
        return JsonResponse({"error": refusal.sentence, "fields": sorted(refusal.fields)}, status=422)
    state = regulation_state(scope=program.scope(), regulation_id=opened, machine_now=machine_now())
    address = f"{settings.SITE_URL}/pro/regulation/{opened}"
    return JsonResponse({"id": str(opened), "url": address, **state}, status=201)


def _read(request: HttpRequest) -> tuple[Program, str, dict[str, str]]:
    """Raises NotSigned, or ValueError for what is signed and cannot be read."""
    client, at, nonce, signature = (request.headers.get(name, "") for name in HEADERS)
    body = request.read(LONGEST_BODY + 1)
    if len(body) > LONGEST_BODY or not 16 <= len(nonce) <= LONGEST_NONCE:
        raise NotSigned
    try:
        program = launching_program(client, machine_now=machine_now())
    except NotFound:
        raise NotSigned from None
    words = words_of_call(at=at, nonce=nonce, body=body)
    check(secret=program.secret, words=words, given=signature, at=at, machine_now=machine_now())
    return program, nonce, _strings(json.loads(body))


def _strings(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise ValueError
    return given
