"""Starting a follow-up for somebody who is known here already: nothing is typed twice."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.patient_page import PatientPage, patient_page
from chevet.interfaces.ui.phones import phone_words
from chevet.kernel.errors import Forbidden, NotFound
from chevet.usecases.read_consultations import read_consultation


def known_patient(request: HttpRequest) -> PatientPage | None:
    """Whose page led here; None for somebody new. Not hers, or no such id, is NotFound."""
    asked = request.GET.get("patient", "")
    if not asked:
        return None
    try:
        patient_id = UUID(asked)
    except ValueError:
        raise NotFound from None
    return patient_page(request, patient_id)


def said_in_consultation(request: HttpRequest, page: PatientPage) -> dict[str, Any]:
    """The address that she confirmed in the consultation that leads here, where her record has none."""
    try:
        consultation_id = UUID(request.GET.get("consultation", ""))
    except ValueError:
        return {}
    if page.view.profile.get("address"):
        return {}
    clocks = {"now": domain_now(), "machine_now": machine_now()}
    with suppress(NotFound, Forbidden):
        view = read_consultation(actor=request.actor, consultation_id=consultation_id, by_itself=True, **clocks)
        if view.patient_id == page.id and view.place:
            return {"address": view.place["address"]}
    return {}


def initial_of(page: PatientPage) -> dict[str, Any]:
    """What the form of the inclusion asks, as far as it is known. Of each kind of contact the first one."""
    patient, profile = page.view.patient, page.view.profile
    contacts = {one.kind: one for one in reversed(page.live_contacts)}
    names = ("birth_name", "first_name", "used_name", "used_first_name", "birth_date", "sex")
    someone = {
        f"{role}_{part}": profile.get(role, {}).get(part, "")
        for role in ("to_call", "guardian")
        for part in ("name", "link", "phone")
    }
    mobile = contacts.get("mobile")
    return {
        **{name: getattr(patient, name) for name in names},
        **{kind: one.value if kind == "email" else phone_words(one.value) for kind, one in contacts.items()},
        **{name: profile.get(name, "") for name in ("address", "access", "doctor", "birth_place")},
        **someone,
        "shared_label": mobile.label if mobile else "",
        "protected": profile.get("guardian", {}).get("why", ""),
    }
