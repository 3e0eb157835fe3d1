"""What stands beside the picture of a consultation: the record as far as this reader may see it, buttons and their keys."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.answers import table_of
from chevet.interfaces.pro.consultations import place_of, samu_at
from chevet.interfaces.pro.gate import CLINICAL
from chevet.interfaces.pro.records import RecordPage, patient_page
from chevet.interfaces.pro.shortcuts import CONSULTATION, keys_of
from chevet.interfaces.pro.summary import summary_of
from chevet.interfaces.pro.timeline import stream_of
from chevet.interfaces.pro.words import born_words
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.queries import advisers
from chevet.usecases.choose_shortcuts import read_shortcuts
from chevet.usecases.read_consultations import ConsultationView
from chevet.usecases.read_patient import PatientView, follow_ups_of, read_patient

LIVE = ("planned", "active")
STATUSES = {
    "provisional": _("provisoire"), "retrieved": _("récupérée"), "validated": _("validée"),
    "qualified": _("qualifiée"),
}  # fmt: skip
BAR = (
    ("mic", "microphone-off", _("Couper le micro"), True), ("camera", "video-off", _("Couper la caméra"), True),
    ("screen", "screen-share", _("Écran"), True), ("file", "file-text", _("Document"), False),
    ("still", "pointer", _("Figer et pointer"), False), ("pip", "picture-in-picture", _("Détacher"), False),
)  # fmt: skip
RUNGS = (("voice", "", _("Voix seule"), True), ("phone", "", _("Passer au téléphone"), True))
ASKS = (
    ("photo", "camera", _("Photo"), False), ("flip", "refresh", _("Retourner"), False),
    ("torch", "bulb", _("Lampe"), True),
)  # fmt: skip


def keys(request: HttpRequest) -> dict[str, str]:
    """Each act's key, without its group; a secretary has the usual ones."""
    kept = read_shortcuts(actor=request.actor) if request.actor.has_keys else {}
    return {one.act.removeprefix("consultation."): one.key for one in keys_of(kept, CONSULTATION)}


def buttons(mine: dict[str, str]) -> dict[str, Any]:
    """The bars as the template draws them."""
    return {
        name: [
            {"does": does, "icon": icon, "words": words, "toggles": toggles, "key": mine.get(does, "")}
            for does, icon, words, toggles in acts
        ]
        for name, acts in (("bar", BAR), ("rungs", RUNGS), ("asks", ASKS))
    } | {
        "keys": mine,
        "every_key": [{"key": mine[act.removeprefix("consultation.")], "words": words}
                      for act, (_usual, words) in CONSULTATION.items()],
    }  # fmt: skip


def person_of(request: HttpRequest, view: ConsultationView, *, quietly: bool = False) -> PatientView | None:
    """The patient, for whoever's team follows her; a colleague of another team sees the call alone."""
    if view.patient is None:
        return None
    try:
        return read_patient(
            actor=request.actor, patient_id=view.patient.id, quietly=quietly, now=domain_now(),
            machine_now=machine_now(),
        )  # fmt: skip
    except (NotFound, Forbidden):
        return None


def whereabouts(view: ConsultationView, person: PatientView | None) -> dict[str, Any]:
    """Place, call-back numbers and the SAMU of that place."""
    numbers = [one for one in person.contacts if one.kind != "email" and one.state != "wrong"] if person else []
    place = place_of(view, address=person.profile.get("address", "") if person else "", numbers=numbers)
    return {"place": place, "samu": samu_at(place), "numbers": numbers}


def record_of(request: HttpRequest, view: ConsultationView, person: PatientView | None) -> dict[str, Any]:
    """The panels: those of the follow-up that goes on, or who the person is and how to reach her."""
    page = _follow_up(request, view) if request.actor.role in CLINICAL and person else None
    if page is None:
        return {"page": None, "tabs": _tabs("summary", "documents")} | _identity(person)
    return {
        "page": page, "follow_up_id": page.id, "summary": summary_of(page),
        "table": table_of(page.record, page.answers), "stream": stream_of(page, shown="notes"),
        "tabs": _tabs("summary", "answers", "vitals", "documents", "notes"),
    }  # fmt: skip


def _follow_up(request: HttpRequest, view: ConsultationView) -> RecordPage | None:
    live = [one for one in follow_ups_of(actor=request.actor, subject_id=view.subject_id) if one.state in LIVE]
    mine = [one for one in live if one.team_id in request.actor.team_ids]
    try:
        return patient_page(request, mine[0].id) if mine else None
    except NotFound:
        return None


def _identity(person: PatientView | None) -> dict[str, Any]:
    if person is None:
        return {"identity": [], "contacts": [], "home": []}
    one = person.patient
    home = [
        (_("Adresse"), person.profile.get("address", "")),
        (_("Médecin traitant"), person.profile.get("doctor", "")),
    ]
    return {
        "identity": [
            (_("Nom de naissance"), f"{one.birth_name.upper()} {one.first_name}"),
            (_("Né(e) le"), born_words(one.birth_date, domain_now().date())),
            (_("Identité"), STATUSES[person.identity.status]),
        ],
        "contacts": person.contacts, "home": [(word, meaning) for word, meaning in home if meaning],
    }  # fmt: skip


def _tabs(*names: str) -> list[dict[str, Any]]:
    words = {
        "summary": _("Résumé"), "answers": _("Questionnaire"), "vitals": _("Constantes"),
        "documents": _("Documents"), "notes": _("Notes"),
    }  # fmt: skip
    return [{"name": name, "label": words[name], "key": str(at)} for at, name in enumerate(names, 1)]


def colleagues_of(request: HttpRequest, *, besides: set[UUID]) -> list[tuple[str, str]]:
    """Professionals of the actor's teams who are not there yet."""
    actor = request.actor
    with UnitOfWork(actor.scope()) as work:
        (found,) = work.fetch(advisers(team_ids=actor.own_team_ids, machine_now=machine_now()))
    names = {one.account_id: one.name for one in found if one.account_id not in besides | {actor.account_id}}
    return [(str(ident), name) for ident, name in names.items()]
