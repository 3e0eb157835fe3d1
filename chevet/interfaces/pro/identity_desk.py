"""The desk where an identity is checked: one page, five small forms, each with its act."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import identities, limits
from chevet.interfaces.pro.forms.patient import AskForm, CodeForm, DocumentForm, MarkForm, TraitsForm
from chevet.interfaces.pro.patient_page import PatientPage
from chevet.interfaces.pro.words import age_on
from chevet.kernel.errors import Conflict, Invalid
from chevet.people.datamatrix import read_datamatrix
from chevet.people.identity import MAJORITY, Traits, differences
from chevet.usecases.ask_national_identity import Asked, Outcome, ask_national_identity
from chevet.usecases.check_identity_document import check_identity_document
from chevet.usecases.correct_identity import correct_identity
from chevet.usecases.mark_identity import mark_identity

SAYS = {
    Outcome.NONE: gettext_lazy(
        "Le téléservice ne connaît personne avec ces traits. Vérifiez-les avec la pièce d’identité."
    ),
    Outcome.SEVERAL: gettext_lazy("Le téléservice trouve plusieurs personnes. Complétez le lieu et tous les prénoms."),
    Outcome.DOWN: gettext_lazy("Le téléservice ne répond pas. Rien n’a changé : réessayez plus tard."),
}


@dataclass
class Desk:
    """What pro/patient_identity.html shows. sent: which form came; done: nothing more to say here."""

    request: HttpRequest
    page: PatientPage
    sent: str
    forms: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] | None = None
    read: Traits | None = None
    done: bool = False

    @property
    def whose(self) -> dict[str, Any]:
        clocks = {"now": domain_now(), "machine_now": machine_now()}
        return {"actor": self.request.actor, "patient_id": self.page.id, **clocks}

    @property
    def traits(self) -> Traits:
        return self.page.view.identity.traits

    def tell(self, sentence: str) -> None:
        messages.success(self.request, sentence)
        self.done = True


def desk_of(request: HttpRequest, page: PatientPage) -> Desk:
    """Every form, the one that was sent with what was typed in it."""
    desk = Desk(request, page, request.POST.get("what", "") if request.method == "POST" else "")
    view, patient = page.view.identity, page.view.patient
    traits = {name: getattr(view.traits, name) for name in Traits.__slots__}
    given = {
        "traits": (TraitsForm, traits | {"used_name": patient.used_name, "used_first_name": patient.used_first_name}),
        "code": (CodeForm, {}),
        "ask": (AskForm, {}),
        "mark": (MarkForm, {"doubt": view.doubt, "homonym": view.homonym}),
    }
    of_minor = age_on(view.traits.birth_date, page.now.date()) < MAJORITY
    for name, (form, initial) in given.items():
        desk.forms[name] = form(request.POST if desk.sent == name else None, initial=initial, prefix=name)
    desk.forms["document"] = DocumentForm(
        request.POST if desk.sent == "document" else None, of_minor=of_minor, prefix="document",
        initial={"seen": view.traits.print},
    )  # fmt: skip
    return desk


def act(desk: Desk) -> None:
    """Carry out what was sent; a refusal goes to its form."""
    form = desk.forms.get(desk.sent)
    if form is None or not form.is_valid():
        return
    try:
        ACTS[desk.sent](desk)
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as refusal:
        form.add_error(None, _(refusal.sentence))


def _correct(desk: Desk) -> None:
    form, before = desk.forms["traits"], desk.page.view.identity.status
    after = correct_identity(**desk.whose, traits=form.traits(), **form.used())
    lost = _("Les traits sont enregistrés. Un trait a changé : l’identité redevient provisoire.")
    desk.tell(_("Les traits sont enregistrés.") if after == before else lost)


def _check(desk: Desk) -> None:
    given = desk.forms["document"].cleaned_data
    after = check_identity_document(**desk.whose, document=given["document"], seen=given["seen"])
    desk.tell(_("C’est noté à votre nom. %(status)s.") % {"status": identities.STATUSES[after]})


def _mark(desk: Desk) -> None:
    mark_identity(**desk.whose, **desk.forms["mark"].cleaned_data)
    desk.tell(_("C’est noté."))


def _ask(desk: Desk) -> None:
    service = identities.national_identity()
    if service is None:
        raise Conflict("Aucun téléservice n'est branché sur cette installation.")
    limits.check("national_identity", desk.request.user.pk, times=30, seconds=600)
    asked = ask_national_identity(**desk.whose, service=service, accepted=desk.forms["ask"].cleaned_data["accepted"])
    if asked.outcome is Outcome.TAKEN:
        desk.tell(_("Le téléservice confirme. %(status)s.") % {"status": identities.STATUSES[asked.status]})
        return
    desk.asked = _answer(desk, asked)


def _answer(desk: Desk, asked: Asked) -> dict[str, Any]:
    return {
        "outcome": asked.outcome.value, "says": SAYS.get(asked.outcome, ""), "twin": asked.twin,
        "print": asked.traits.print if asked.traits else "", "status": asked.status,
        "rows": _compared(desk.traits, asked.traits) if asked.traits else [],
    }  # fmt: skip


def _compared(mine: Traits, theirs: Traits) -> list[dict[str, Any]]:
    """Trait by trait, ours beside the other's."""
    other = differences(mine, theirs)
    return [
        {
            "word": word, "mine": identities.worded(name, getattr(mine, name)),
            "theirs": identities.worded(name, getattr(theirs, name)), "differs": name in other,
        }
        for name, word in identities.TRAITS.items()
    ]  # fmt: skip


def _read(desk: Desk) -> None:
    found = read_code(desk.forms["code"])
    if found:
        desk.read, desk.forms["code"] = found, CodeForm(prefix="code")  # the box holds a matricule
        initial = desk.forms["traits"].initial | {name: getattr(found, name) for name in Traits.__slots__}
        desk.forms["traits"] = TraitsForm(initial=initial, prefix="traits")


def read_code(form: CodeForm) -> Traits | None:
    """The traits in the code; a refusal goes to the form."""
    if not form.is_valid():
        return None
    try:
        return read_datamatrix(form.cleaned_data["code"], invented=settings.DEMO).traits
    except Invalid as refusal:
        form.refuse(Invalid(refusal.sentence, fields={"code": refusal.sentence}))
        return None


ACTS: dict[str, Callable[[Desk], None]] = {
    "traits": _correct,
    "document": _check,
    "mark": _mark,
    "ask": _ask,
    "code": _read,
}
