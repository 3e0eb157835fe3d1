"""Documents of a record as professionals see them: rows for the list, facts for the page of one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.documents.rules import is_open_to_team, is_over, may_forget
from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.gate import CLINICAL, CONSULTS
from chevet.interfaces.ui.documents import category_words, name_words, size_words
from chevet.people.actors import Actor
from chevet.usecases.list_documents import documents_of

READERS = tuple(sorted({*CLINICAL, *CONSULTS}))
ICONS = {"photo": "photo"}
SCANS = {
    "waiting": gettext_lazy("En cours de vérification"),
    "infected": gettext_lazy("Refusé par l’antivirus, son contenu est effacé"),
}


def block_of(request: HttpRequest, page: Any) -> dict[str, Any]:
    """The block of the patient's page; `page` has the id of the patient, and when it is."""
    return listed(request, page.id)


def listed(request: HttpRequest, patient_id: UUID) -> dict[str, Any]:
    """What pro/patient/documents.html shows under `block`. Not hers is NotFound."""
    now = domain_now()
    _patient, rows = documents_of(actor=request.actor, patient_id=patient_id, now=now, machine_now=machine_now())
    return shown(request.actor, patient_id, rows, now=now)


def of_record(page: Any, actor: Actor) -> dict[str, Any] | None:
    """The block beside a follow-up. A guest of another organisation reads the record, not its files: no block."""
    if page.follow_up.organisation_id != actor.organisation_id:
        return None
    return shown(actor, page.patient.id, page.record.around.documents, now=page.now)


def shown(actor: Actor, patient_id: UUID, rows: Iterable[Any], *, now: datetime) -> dict[str, Any]:
    """The same from rows that were read already, their label opened."""
    found = [row_of(one, actor, now=now) for one in rows if not is_over(one, now=now)]
    return {"patient_id": patient_id, "documents": found, "to_open": sum(one["to_open"] for one in found)}


def row_of(one: Any, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """One document: what it is called, where it comes from, who has seen it, what may be done with it."""
    hers = one.source == "patient"
    return {
        "id": one.id,
        "name": name_words(one.label),
        "kind": category_words(one.label["category"]) if one.label["title"] else "",
        "icon": ICONS.get(one.label["category"], "file-text"),
        "by": source_words(one),
        "at": one.kept_at,
        "size": size_words(one.size),
        "pages": one.pages,
        "hers": hers,
        "opens": is_open_to_team(one, now=now),
        "to_open": hers and one.read_at is None and one.scan != "infected",
        "scan": SCANS.get(one.scan, ""),
        "shown_at": one.shown_at,
        "read_at": one.read_at,
        "expires_at": one.expires_at,
        "may_show": not hers and one.shown_at is None and one.scan in ("off", "clean"),
        "may_hide": one.shown_at is not None,
        "may_forget": may_forget(one, by=actor.account_id, now=now),
    }


def source_words(one: Any) -> str:
    if one.source == "patient":
        return _("la personne")
    return one.author or _("Chevet")


def looks_of(looks: Sequence[Any]) -> list[dict[str, Any]]:
    """Who opened it before this time, each once with the last time."""
    seen: dict[str, dict[str, Any]] = {}
    for look in looks:
        who = look.account or _("La personne")
        one = seen.setdefault(who, {"who": who, "at": look.at, "times": 0})
        one["times"] += 1
    return list(seen.values())
