"""How an identity is said on a screen, and whom this installation asks about it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.words import said
from chevet.people.identities import IdentityView
from chevet.people.identity import DOCUMENTS, FROM_DOCUMENT, FROM_SERVICE, Doubt, Status
from chevet.people.insi_simulator import SimulatedINSi
from chevet.people.matricule import spaced
from chevet.people.national_identity import NationalIdentityService

SERVICES: dict[str, type[NationalIdentityService]] = {"simulator": SimulatedINSi}
STATUSES = {
    Status.PROVISIONAL: _("Identité provisoire"),
    Status.RETRIEVED: _("Identité récupérée"),
    Status.VALIDATED: _("Identité validée"),
    Status.QUALIFIED: _("Identité qualifiée"),
}
DOUBTS = {Doubt.DOUBTFUL: _("Identité douteuse"), Doubt.FICTITIOUS: _("Identité fictive")}
RESTS_ON = {
    Status.PROVISIONAL: _("Déclarée : rien ne la prouve encore."),
    Status.RETRIEVED: _("Le téléservice connaît ces traits ; aucune pièce n’a été vue."),
    Status.VALIDATED: _("Une pièce a été vérifiée ; le téléservice n’a pas encore confirmé."),
    Status.QUALIFIED: _("Une pièce a été vérifiée et le téléservice confirme."),
}
TRAITS = {
    "birth_name": _("Nom de naissance"),
    "first_name": _("Premier prénom de naissance"),
    "given_names": _("Prénoms de naissance"),
    "birth_date": _("Né(e) le"),
    "sex": _("Sexe"),
    "birth_place": _("Lieu de naissance"),
}
SEXES = {"F": _("féminin"), "M": _("masculin"), "U": _("indéterminé")}


def national_identity() -> NationalIdentityService | None:
    """The service of this installation; None where none is connected."""
    service = SERVICES.get(settings.NATIONAL_IDENTITY)
    return service() if service else None


def status_of(status: str | None, doubt: str = "") -> dict[str, Any]:
    """What pro/parts/identity_status.html draws: two halves, the service's and the document's, and the word."""
    found = Status(status or Status.PROVISIONAL)
    return {
        "status": found.value, "word": STATUSES[found], "why": RESTS_ON[found], "service": found in FROM_SERVICE,
        "document": found in FROM_DOCUMENT, "doubt": DOUBTS.get(doubt, ""),
    }  # fmt: skip


def shown(view: IdentityView) -> dict[str, Any]:
    """The status, what it rests on, and the matricule of a qualified identity."""
    return status_of(view.status, view.doubt) | {
        "matricule": spaced(view.matricule), "oid": view.oid, "homonym": view.homonym,
        "checked": said(DOCUMENTS.get(view.document)), "checked_by": view.checked_by, "checked_at": view.checked_at,
        "asked_at": view.asked_at,
    }  # fmt: skip


def worded(name: str, value: Any) -> Any:
    """One trait as it is read: a sex in words, the others as they are."""
    return SEXES[value] if name == "sex" else value
