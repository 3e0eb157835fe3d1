"""What is asked when a call ends: one press for its outcome, and only what that outcome needs."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.at_hand import Calls
from chevet.interfaces.pro.forms import choices
from chevet.interfaces.pro.forms.acts import ActForm
from chevet.pathways.calendar import local_day

DAYS = 7
NOTE = {"rows": 3, "dir": "auto"}


class CallForm(ActForm):
    """`calls` are the page's. The hour promised is the patient's own wall time."""

    outcome = forms.ChoiceField(label=_("Résultat de l’appel"), choices=choices.OUTCOMES, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note pour l’équipe"), required=False, strip=False, widget=forms.Textarea(NOTE))
    day = forms.ChoiceField(label=_("Rappeler"), required=False)
    hour = forms.TimeField(
        label=_("à"), required=False, widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
    )
    number = forms.ChoiceField(label=_("Numéro appelé"), required=False)

    def __init__(self, *args: Any, calls: Calls, **kwargs: Any) -> None:
        self.calls = calls
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        today = local_day(self.page.now, self.page.zone)
        days = [today + timedelta(days=one) for one in range(DAYS)]
        words = [_("aujourd’hui"), _("demain"), *(date_format(one, "l j F") for one in days[2:])]
        self.fields["day"].choices = list(zip((one.isoformat() for one in days), words, strict=True))
        self.fields["number"].choices = [(str(at), one.value) for at, one in enumerate(self.calls.numbers)]
        soon = (self.page.now + timedelta(minutes=62)).astimezone(self.page.zone)
        soon = soon.replace(minute=soon.minute - soon.minute % 5)
        self.initial = {"day": soon.date().isoformat(), "hour": soon.time(), "number": "0"}

    def call_back_at(self) -> datetime | None:
        given = self.cleaned_data
        if given["outcome"] != "call_back" or not (given["day"] and given["hour"]):
            return None
        on = datetime.fromisoformat(given["day"])
        return datetime.combine(on, given["hour"], self.page.zone)

    def called(self) -> dict[str, Any]:
        """Who was called, for a call that was not begun here."""
        if self.calls.mine or not self.calls.numbers:
            return {}
        number = self.calls.numbers[int(self.cleaned_data["number"] or 0)]
        return {"whom": number.whom, "contact_id": number.contact_id}

    def refuse(self, refusal: Any) -> None:
        fields = {"hour" if name == "call_back_at" else name: said for name, said in refusal.fields.items()}
        refusal.fields = fields
        super().refuse(refusal)


class TransferForm(ActForm):
    note = forms.CharField(
        label=_("Ce que le SAMU a répondu : numéro de dossier, décision"), required=False, strip=False,
        widget=forms.Textarea(NOTE),
    )  # fmt: skip


class StartForm(forms.Form):
    """Which of the numbers is being called."""

    whom = forms.ChoiceField(choices=[("", ""), ("relative", "")], required=False)
    contact = forms.UUIDField(required=False)

    def chosen(self) -> dict[str, Any]:
        return {"whom": self.cleaned_data["whom"], "contact_id": self.cleaned_data["contact"]}
