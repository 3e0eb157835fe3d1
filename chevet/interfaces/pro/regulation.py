"""How a regulation is said on a screen, and what its pages need of the browser."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import build_policy
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro.forms.regulation import ConcludeForm
from chevet.interfaces.pro.words import said
from chevet.kernel.errors import Forbidden, Invalid, NotFound
from chevet.people.actors import Actor
from chevet.teleregulation.launching import PARAMETERS, NotSigned, check, words_of_launch
from chevet.teleregulation.rules import Step, Trouble
from chevet.teleregulation.vocabulary import LISTS
from chevet.usecases.launch_regulation import launching_program
from chevet.usecases.read_regulation import GuestView, RegulationView, read_regulation

STEPS = {
    Step.SENT: _("SMS envoyé"),
    Step.DELIVERED: _("SMS reçu"),
    Step.OPENED: _("Lien ouvert"),
    Step.CAMERA: _("Caméra permise"),
    Step.CONNECTED: _("Vous voyez"),
}
ORDER = list(Step)
ENDED = {
    Step.OPENED: _("Le lien a été ouvert, la caméra non."),
    Step.CAMERA: _("La caméra a été permise, l’image n’est pas passée."),
    Step.CONNECTED: _("L’image est passée."),
}
TROUBLES = {
    Trouble.NOT_SENT: _("Le SMS n’est pas parti. Vérifiez le numéro avec la personne, puis renvoyez-le."),
    Trouble.LATE: _("Pas ouvert en quinze minutes : le lien ne vaut plus. Renvoyez-le."),
    Trouble.CAMERA_REFUSED: _("La caméra est refusée. La page montre comment la permettre : laissez-lui le temps."),
    Trouble.NO_CAMERA: _("Cet appareil n’a pas de caméra. Demandez une photo, ou invitez quelqu’un d’autre."),
    Trouble.CAMERA_BUSY: _("Une autre application tient la caméra. Demandez de la fermer."),
    Trouble.AWAY: _("La page est fermée ou sans réseau. Elle revient seule ; sinon, renvoyez le lien."),
}
ROLES = {
    "caller": _("Appelant"),
    "relative": _("Proche"),
    "responder": _("Secouriste"),
    "colleague": _("Confrère, consœur"),
    "host": _("Votre équipe"),
}


def shown(view: RegulationView) -> dict[str, Any]:
    """What the templates name."""
    return {
        "id": view.id, "opened_at": view.opened_at, "ended_at": view.ended_at, "display": view.display,
        "number": view.number, "case": view.case, "identity": view.identity, "photos": view.photos,
        "name": " ".join(view.identity.get(part, "") for part in ("first_name", "birth_name")).strip(),
        "guests": [_guest(one) for one in view.guests],
        "outcome": [said(words[view.conclusion[name]]) for name, words in LISTS.items() if name in view.conclusion],
        "note": view.conclusion.get("note", ""),
    }  # fmt: skip


def _guest(guest: GuestView) -> dict[str, Any]:
    reached = ORDER.index(guest.step)
    steps = [
        {"label": label, "done": ORDER.index(step) <= reached, "now": ORDER.index(step) == reached}
        for step, label in STEPS.items()
    ]
    return {
        "id": guest.id, "role": ROLES.get(guest.role, guest.role), "display": guest.display, "steps": steps,
        "word": STEPS.get(guest.step, _("SMS en cours d’envoi")), "here": guest.here, "opened": guest.opened,
        "trouble": TROUBLES.get(guest.trouble, ""), "asked": _is_asked(guest), "sends": guest.sends, "step": guest.step.value,
        "ended": ENDED.get(guest.step, _("Le lien n’a pas été ouvert.")),
    }  # fmt: skip


def _is_asked(guest: GuestView) -> bool:
    """The question of the browser is on the screen, and nobody has answered it yet."""
    return guest.step is Step.OPENED and guest.here and not guest.trouble and guest.role != "colleague"


def concluded(view: RegulationView) -> ConcludeForm:
    """The form with what was already written."""
    known = view.identity | {"birth_date": parse_date(view.identity.get("birth_date", ""))}
    return ConcludeForm(initial={**view.conclusion, **known}, asked=not view.case)


def launched(request: HttpRequest) -> dict[str, str]:
    """The parameters of a rightly signed launch of the actor's own organisation, as the form's initial values."""
    given = {name: request.GET.get(name, "")[:300] for name in (*PARAMETERS, "signature")}
    try:
        program = launching_program(given["client"], machine_now=machine_now())
        words = words_of_launch(given)
        check(secret=program.secret, words=words, given=given["signature"], at=given["at"], machine_now=machine_now())
    except (NotSigned, NotFound):
        raise Invalid(_("Ce lancement n’est pas signé, ou il date de plus de cinq minutes. Relancez-le.")) from None
    if program.organisation_id != request.actor.organisation_id:
        raise NotFound
    return {"number": given["phone"], **{name: given[name] for name in PARAMETERS if name in SAME}}


SAME = ("case", "birth_name", "first_name", "birth_date", "sex", "address")


def prefilled(actor: Actor, regulation_id: str, **clocks: Any) -> dict[str, Any]:
    """Initial values of the inclusion: nobody types twice what was said on the telephone. Nothing for a stranger's."""
    try:
        view = read_regulation(actor=actor, regulation_id=UUID(regulation_id), **clocks)
    except (ValueError, NotFound, Forbidden):
        return {}
    known = dict(view.identity)
    if born := known.pop("birth_date", ""):
        known["birth_date"] = parse_date(born)
    return {"mobile": view.display, **known}


def video_policy(response: HttpResponse) -> HttpResponse:
    """Older Safari does not take 'self' for a socket; a still is shown from the page's own memory."""
    site = urlsplit(settings.SITE_URL)
    socket = f"{'wss' if site.scheme == 'https' else 'ws'}://{site.netloc}"
    more = {
        "connect-src": ["'self'", socket],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
    }
    response["Content-Security-Policy"] = build_policy(settings.SECURE_CSP | more)
    return response
