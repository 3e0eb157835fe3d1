"""A measure between two questionnaires: one kind, one number, the same rules, the same answer to it."""

from uuid import uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.refusals import refusal_in
from chevet.interfaces.patient.speech import wording_of
from chevet.interfaces.ui.widgets import MeasureInput
from chevet.kernel.identifiers import new_id
from chevet.pathways import languages
from chevet.pathways.languages import Said, Wording
from chevet.usecases.open_link import LinkPage
from chevet.usecases.report_measure import report_measure
from chevet.vitals.kinds import KINDS, MeasureKind

LONGEST = 40


class MeasureForm(forms.Form):
    """The number stays text: report_measure reads it as it reads those of the questionnaire."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    typed = forms.CharField(max_length=LONGEST)

    def __init__(self, *args: object, kind: MeasureKind, wording: Wording, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        typed = self.fields["typed"]
        typed.label = wording.phrase("your_number")
        typed.error_messages["required"] = wording.refusal("empty", kind)
        typed.widget = MeasureInput(unit=wording.unit(kind), decimal=bool(kind.decimals))
        typed.widget.is_required = True


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="writers", in_every_language=True)
def measure(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Choose what was measured, write the number; what comes of it is the page of every answer (receipt.py)."""
    kinds, wording = kinds_of(page), wording_of(page, request.LANGUAGE_CODE)
    kind = kinds.get(request.GET.get("quoi", ""))
    if kind is None:
        return framed(request, token, page, "measure_kinds", kinds=_choices(kinds, wording))
    form = MeasureForm(request.POST or None, kind=kind, wording=wording, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, token, page, form, kind)
        if kept:
            return kept
    facts = {"kind": kind.code, "label": name_of(kind, wording)}
    return framed(request, token, page, "measure", form=form, status=422 if form.errors else 200, **facts)


def kinds_of(page: LinkPage) -> dict[str, MeasureKind]:
    """What the questionnaire of the pathway measures."""
    asked = {item.link_id for item in page.pathway.questionnaire.items if item.type == "measure"}
    return {code: kind for code, kind in KINDS.items() if code in asked}


def name_of(kind: MeasureKind, wording: Wording) -> Said:
    """What the measure is called; one that has no phrase of its own is named in French, and says so."""
    key = f"measure_{kind.code}"
    return wording.phrase(key) if key in languages.phrase_keys() else wording.saying(kind.label.fr)


def _choices(kinds: dict[str, MeasureKind], wording: Wording) -> list[dict[str, str]]:
    return [{"code": code, "label": name_of(kind, wording)} for code, kind in kinds.items()]


def _keep(
    request: HttpRequest, token: str, page: LinkPage, form: MeasureForm, kind: MeasureKind
) -> HttpResponse | None:
    """Where it leads once it is stored; None when the number is refused, with the reason in the form."""
    typed = form.cleaned_data["typed"]
    # The same page sends the same number once, and another number beside it: back and forth is no dead end.
    key = uuid5(form.cleaned_data["key"] or new_id(), f"{kind.code}|{typed}")
    told = report_measure(
        visit=visit_of(request, token), key=key, kind=kind.code, typed=typed, added=True,
        now=clock.domain_now(), machine_now=clock.machine_now(),
    )  # fmt: skip
    if told.outcome == "impossible":
        wording = wording_of(page, request.LANGUAGE_CODE)
        form.add_error("typed", refusal_in(wording, told.sentence, kind.code, typed))
        return None
    return redirect("patient:receipt", token, key)
