"""The page of a patient: who she is, then one block for each thing that is done with her.

A room that has something to show adds one line to BLOCKS, and brings the template and the function that fetches its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import documents, identities, payments
from chevet.interfaces.pro.gate import CLINICAL, CONVENES, INCLUDES
from chevet.interfaces.pro.patient_appointments import AGENDA, appointments
from chevet.interfaces.pro.patient_consultations import consultations
from chevet.interfaces.pro.patient_follow_ups import follow_ups
from chevet.interfaces.pro.words import born_words, name_of
from chevet.usecases.read_patient import PatientView, read_patient

OUT_OF_USE = {
    "stopped": gettext_lazy("arrêté par SMS"),
    "wrong": gettext_lazy("mauvaise personne"),
    "retired": gettext_lazy("retiré"),
}


@dataclass(frozen=True, slots=True)
class PatientPage:
    """What pro/patient.html and the blocks show. `view` is the opened patient; `now` the domain's clock."""

    view: PatientView
    now: datetime
    name: str
    born: str

    @property
    def id(self) -> UUID:
        return self.view.id

    @property
    def identity(self) -> dict[str, Any]:
        return identities.shown(self.view.identity)

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The strict traits, and the matricule of a qualified identity."""
        traits, shown = self.view.identity.traits, self.identity
        pairs = [
            (_("Nom de naissance"), f"{traits.birth_name.upper()} {traits.given_names or traits.first_name}"),
            (_("Né(e) le"), self.born),
            (_("Lieu de naissance"), traits.birth_place or self.view.profile.get("birth_place", "")),
            (_("Sexe"), identities.SEXES[traits.sex]),
            (_("Matricule INS"), shown["matricule"]),
        ]
        return [(word, meaning) for word, meaning in pairs if meaning]

    @property
    def live_contacts(self) -> list[Any]:
        return [one for one in self.view.contacts if one.state == "active"]

    @property
    def phone(self) -> str:
        """The number to call first."""
        return next((one.value for one in self.live_contacts if one.kind != "email"), "")

    @property
    def old_contacts(self) -> list[dict[str, Any]]:
        """Those that nothing is sent to any more, and why."""
        old = [one for one in self.view.contacts if one.state != "active"]
        return [{"value": one.value, "word": OUT_OF_USE.get(one.state, "")} for one in old]

    @property
    def key(self) -> str:
        return str(self.view.id)

    @property
    def home(self) -> list[tuple[str, Any]]:
        profile = self.view.profile
        pairs = [(_("Adresse"), profile.get("address", "")), (_("Pour entrer"), profile.get("access", ""))]
        return [(word, meaning) for word, meaning in pairs if meaning]

    @property
    def subject_id(self) -> UUID:
        return self.view.subject_id


@dataclass(frozen=True, slots=True)
class Block:
    """facts: what its template names, under `block`; None hides the block. roles: who sees it; others never fetch it."""

    template: str
    facts: Callable[[HttpRequest, PatientPage], Any]
    roles: tuple[str, ...]


BLOCKS: tuple[Block, ...] = (
    Block("pro/patient/follow_ups.html", follow_ups, CLINICAL),
    Block("pro/patient/appointments.html", appointments, AGENDA),
    Block("pro/patient/consultations.html", consultations, CONVENES),
    Block("pro/patient/documents.html", documents.block_of, documents.READERS),
    Block("pro/patient/payments.html", payments.block, INCLUDES),
)  # fmt: skip


def patient_page(request: HttpRequest, patient_id: UUID) -> PatientPage:
    """The patient, read once a request, with a line in the journal. Not hers is NotFound."""
    now = domain_now()
    view = read_patient(actor=request.actor, patient_id=patient_id, now=now, machine_now=machine_now())
    return PatientPage(
        view=view, now=now, name=name_of(view.patient), born=born_words(view.patient.birth_date, now.date())
    )


def blocks_of(request: HttpRequest, page: PatientPage) -> list[dict[str, Any]]:
    """Those of the actor's role that have something to show, in their order."""
    mine = [one for one in BLOCKS if request.actor.role in one.roles]
    found = [(one.template, one.facts(request, page)) for one in mine]
    return [{"template": template, "facts": facts} for template, facts in found if facts is not None]
