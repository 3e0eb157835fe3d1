"""A measure between two questionnaires: one kind, one number, the same rules."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.refusals import refusal_in
from chevet.interfaces.patient.speech import wording_of
from chevet.interfaces.ui.widgets import MeasureInput
from chevet.kernel.errors import Conflict
from chevet.kernel.identifiers import new_id
from chevet.usecases.open_link import LinkPage
from chevet.usecases.report_measure import report_measure
from chevet.vitals.kinds import KINDS, MeasureKind

LONGEST = 40
OUTCOMES = ("accepted", "again", "emergency")


class MeasureForm(forms.Form):
    """The number stays text: report_measure reads it as it reads those of the questionnaire."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    typed = forms.CharField(label=gettext_lazy("Votre chiffre"), max_length=LONGEST)

    def __init__(self, *args: object, kind: MeasureKind, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        unit = kind.unit_shown.said_in(language)
        self.fields["typed"].widget = MeasureInput(unit=unit, decimal=bool(kind.decimals))
        self.fields["typed"].widget.is_required = True


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="writers")
def measure(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    """Choose what was measured, write the number, read what comes of it."""
    kinds = kinds_of(page)
    kind = kinds.get(request.GET.get("quoi", ""))
    if kind is None:
        return framed(request, token, page, "measure_kinds", kinds=_choices(kinds, request.LANGUAGE_CODE))
    outcome = request.GET.get("suite", "")
    form = MeasureForm(
        request.POST or None, kind=kind, language=request.LANGUAGE_CODE, initial={"key": new_id()}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, token, page, form, kind)
        if kept:
            return kept
    facts = {"kind": kind.code, "label": kind.label.said_in(request.LANGUAGE_CODE)}
    outcome = outcome if outcome in OUTCOMES and request.method != "POST" else ""
    status = 422 if form.errors else 200
    return framed(request, token, page, "measure", form=form, outcome=outcome, status=status, **facts)


def kinds_of(page: LinkPage) -> dict[str, MeasureKind]:
    """What the questionnaire of the pathway measures."""
    asked = {item.link_id for item in page.pathway.questionnaire.items if item.type == "measure"}
    return {code: kind for code, kind in KINDS.items() if code in asked}


def _choices(kinds: dict[str, MeasureKind], language: str) -> list[dict[str, str]]:
    return [{"code": code, "label": kind.label.said_in(language)} for code, kind in kinds.items()]


def _keep(
    request: HttpRequest, token: str, page: LinkPage, form: MeasureForm, kind: MeasureKind
) -> HttpResponse | None:
    """Where it leads once it is stored; None when the number is refused, with the reason in the form."""
    key: UUID = form.cleaned_data["key"] or new_id()
    try:
        told = report_measure(
            visit=visit_of(request, token), key=key, kind=kind.code, typed=form.cleaned_data["typed"],
            now=clock.domain_now(), machine_now=clock.machine_now(),
        )  # fmt: skip
    except Conflict as refused:
        form.add_error("typed", _(refused.sentence))
        return None
    if told.outcome == "impossible":
        wording = wording_of(page, request.LANGUAGE_CODE)
        form.add_error("typed", refusal_in(wording, told.sentence, kind.code, form.cleaned_data["typed"]))
        return None
    return redirect(f"{reverse('patient:measure', args=[token])}?quoi={kind.code}&suite={told.outcome}")
