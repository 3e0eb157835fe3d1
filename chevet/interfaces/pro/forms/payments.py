"""What is asked about a sum: how much or why nothing, from when to when, by whom the house is paid."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms.administration import AdministrationForm
from chevet.interfaces.pro.words import said
from chevet.kernel.errors import Invalid
from chevet.payments.providers import PROVIDERS, REHEARSAL
from chevet.payments.rules import LONGEST_LABEL, amount_read, cents_read
from chevet.payments.vocabulary import EXEMPTIONS, NOTHING_DUE_WHYS
from chevet.usecases.ask_payment import Sum
from chevet.usecases.configure_payments import PaymentSettings, Wanted
from chevet.usecases.release_payment import BY_HAND


def exemptions() -> list[tuple[str, str]]:
    return [(code, said(sentence)) for code, sentence in EXEMPTIONS.items()]


class SumForm(AdministrationForm):
    """A sum, or why nothing is asked; both may be written: the sum is then for the export of acts only."""

    payment = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    amount = forms.CharField(label=_("Montant"), max_length=12, required=False, help_text=_("En euros, par exemple 25 ou 25,50."), widget=forms.TextInput({"class": "short", "inputmode": "decimal", "autocomplete": "off"}))  # fmt: skip
    exemption = forms.ChoiceField(label=_("Rien à payer"), required=False, help_text=_("Le motif reste chiffré. Le patient lit seulement qu’il n’a rien à payer."))  # fmt: skip
    act = forms.CharField(label=_("Code de l’acte"), max_length=10, required=False, help_text=_("Par exemple TCG, TC ou TCS."), widget=forms.TextInput({"class": "short", "autocomplete": "off", "autocapitalize": "characters"}))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exemption"].choices = [("", _("Non, demander ce montant")), *exemptions()]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        typed = given.get("amount", "").strip()
        if not typed and given.get("exemption"):
            given["cents"] = 0
            return given
        try:
            given["cents"] = amount_read(typed)
        except Invalid as refusal:
            self.refuse(refusal)
        return given

    def wanted(self, *, modality: str = "") -> Sum:
        given = self.cleaned_data
        return Sum(
            amount_cents=given["cents"], act=given["act"], exemption=given["exemption"], modality=modality
        )  # fmt: skip


class ExemptForm(AdministrationForm):
    exemption = forms.ChoiceField(label=_("Motif"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exemption"].choices = [("", _("Choisir…")), *exemptions()]


class RefundForm(AdministrationForm):
    """All that is left, or a part of it."""

    amount = forms.CharField(label=_("Montant à rembourser"), max_length=12, widget=forms.TextInput({"class": "short", "inputmode": "decimal", "autocomplete": "off"}))  # fmt: skip

    def clean_amount(self) -> int:
        try:
            return cents_read(self.cleaned_data["amount"])
        except Invalid as refusal:
            raise forms.ValidationError(gettext(refusal.sentence)) from None


class ReleaseForm(AdministrationForm):
    why = forms.ChoiceField(label=_("Pourquoi"), widget=forms.RadioSelect, initial="waived")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [(code, said(NOTHING_DUE_WHYS[code])) for code in BY_HAND]


class PeriodForm(forms.Form):
    """Which payments; what is not in the lists falls back on their first."""

    period = forms.ChoiceField(label=_("Période"), required=False)
    show = forms.ChoiceField(label=_("État"), required=False)
    professional = forms.TypedChoiceField(label=_("Professionnel"), required=False, coerce=UUID, empty_value=None)

    def __init__(
        self, *args: Any, periods: Mapping[str, Any], shows: Mapping[str, Any], professionals: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods.items())
        self.fields["show"].choices = list(shows.items())
        known = [(str(one.id), one.name) for one in professionals]
        self.fields["professional"].choices = [("", _("Tous")), *known]

    def chosen(self, name: str) -> Any:
        given = self.cleaned_data.get(name) if self.is_valid() or self.cleaned_data else None
        return given or next(iter(self.fields[name].choices))[0]


class PaymentSettingsForm(AdministrationForm):
    """One provider and what it needs. A secret that is there is kept when its field stays empty."""

    label = forms.CharField(label=_("Libellé sur le relevé bancaire"), max_length=LONGEST_LABEL + 20, help_text=_("Le patient, sa famille et sa banque le lisent : ni nom, ni spécialité, ni mot de santé."))  # fmt: skip
    enabled = forms.BooleanField(label=_("Proposer le paiement en ligne"), required=False)

    def __init__(self, *args: Any, provider: str, known: PaymentSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider = provider
        for one in PROVIDERS[provider].settings:
            self.fields[one.name] = self._field(one, known)
        self.order_fields([*(one.name for one in PROVIDERS[provider].settings), "label", "enabled"])

    def _field(self, one: Any, known: PaymentSettings) -> forms.Field:
        kept = one.secret and one.name in known.kept
        hint = _("Déjà enregistré. Laissez vide pour le garder.") if kept else said(one.hint)
        attributes = {"autocomplete": "off", "spellcheck": "false"}
        widget = forms.PasswordInput(attributes) if one.secret else forms.TextInput(attributes | {"class": "short"})
        return forms.CharField(label=said(one.label), help_text=hint, required=not kept, widget=widget, max_length=250)

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        names = [one.name for one in PROVIDERS[self.provider].settings]
        return Wanted(
            provider=self.provider, label=given["label"], enabled=given["enabled"],
            settings={name: given[name] for name in names},
        )  # fmt: skip


def choosable(*, demonstration: bool) -> list[str]:
    """The double only where nothing is real."""
    return [name for name in PROVIDERS if demonstration or name != REHEARSAL]
