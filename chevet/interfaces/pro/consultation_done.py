"""A consultation that has ended, as its page says it: the report, what was added, how it was held, its documents."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import payments
from chevet.interfaces.pro.consultations import MODALITIES, ROLES, shown
from chevet.interfaces.pro.forms.consultation import AddendumForm
from chevet.interfaces.pro.papers import documents_of
from chevet.usecases.read_consultations import ConsultationView

SECTIONS = {
    "motive": gettext_lazy("Motif"), "findings": gettext_lazy("Constatations"),
    "conclusion": gettext_lazy("Conclusion"), "plan": gettext_lazy("Conduite à tenir"),
}  # fmt: skip
WHY = {
    "professional": gettext_lazy("par un professionnel"),
    "forgotten": gettext_lazy("par le service : personne ne l’avait terminée"),
}


def done_facts(request: HttpRequest, view: ConsultationView, form: AddendumForm | None = None) -> dict[str, Any]:
    """Read only; what is missing is added below."""
    one = shown(view, now=domain_now(), machine_now=machine_now())
    written = view.conclusion or {}
    return {
        "one": one, "report": sections_of(written.get("report", {})), "signed": signed_words(written.get("signed")),
        "report_url": _document_url(view, written), "addenda": [_addendum(one) for one in written.get("addenda", ())],
        "may_write": True, "unsigned": "report" not in written, "form": form or AddendumForm(),
        "facts": list(facts_of(view)), "documents": documents_of(request, view),
        "payment": payments.of_consultation(request, view),
    }  # fmt: skip


def sections_of(report: dict[str, str]) -> list[tuple[Any, str]]:
    """In their order, those in which something stands."""
    return [(word, report[name]) for name, word in SECTIONS.items() if report.get(name)]


def signed_words(signed: dict[str, str] | None) -> str:
    if not signed:
        return ""
    who = ", ".join(part for part in (signed["by"], signed["profession"]) if part)
    at = date_format(localtime(datetime.fromisoformat(signed["at"])), "j F Y, H:i")
    rpps = _("RPPS %(rpps)s") % {"rpps": signed["rpps"]} if signed["rpps"] else ""
    return " · ".join(part for part in (who, rpps, at) if part)


def _addendum(one: dict[str, str]) -> dict[str, Any]:
    return one | {"at": datetime.fromisoformat(one["at"])}


def _document_url(view: ConsultationView, written: dict[str, Any]) -> str:
    if "document" not in written or view.patient is None:
        return ""
    return reverse("pro:document", kwargs={"patient_id": view.patient.id, "document_id": written["document"]})


def facts_of(view: ConsultationView) -> Any:
    """When, how, with whom."""
    if view.starts_at:
        yield _("Rendez-vous"), date_format(localtime(view.starts_at), "j F Y, H:i")
    yield _("Ouverte"), date_format(localtime(view.opened_at), "j F Y, H:i")
    yield _("Terminée"), f"{date_format(localtime(view.ended_at), 'j F Y, H:i')}, {WHY.get(view.ended_why, '')}"
    yield _("Comment"), MODALITIES.get(view.modality_final, "")
    if view.professional:
        yield _("Professionnel attendu"), view.professional
    others = [f"{one.name or ROLES[one.role]}" for one in view.people if one.role != "patient" and one.admitted_at]
    if others:
        yield _("Aussi dans l’appel"), ", ".join(others)
    if view.place:
        yield _("Lieu confirmé"), view.place["address"]
        yield _("Numéro de rappel"), view.place["display"]
