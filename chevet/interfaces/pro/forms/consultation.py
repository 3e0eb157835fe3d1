"""What a consultation's pages ask: whom to invite, how it ended, what is added later."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms.regulation import RefusableForm
from chevet.kernel.identifiers import new_id
from chevet.usecases.write_consultation import SECTIONS

ROLES = [
    ("relative", _("Un proche")),
    ("interpreter", _("Un interprète")),
    ("colleague", _("Un confrère, une consœur")),
]
MODALITIES = [
    ("video", _("En vidéo")),
    ("audio", _("À la voix seule")),
    ("phone", _("Au téléphone")),
    ("none", _("Elle n’a pas eu lieu")),
]


class InvitationForm(RefusableForm):
    """By a number or an address, or by the account of somebody of the house."""

    role = forms.ChoiceField(label=_("Qui"), choices=ROLES)
    name = forms.CharField(label=_("Son nom"), max_length=60, required=False)
    typed = forms.CharField(
        label=_("Son mobile ou son adresse e-mail"), max_length=120, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    account_id = forms.TypedChoiceField(label=_("Ou quelqu’un de l’équipe"), required=False, empty_value=None)

    def __init__(self, *args: Any, colleagues: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = [("", "—"), *colleagues]
        if len(self.fields["account_id"].choices) == 1:
            del self.fields["account_id"]


class EndForm(RefusableForm):
    """Nothing is required but how it was held. `key` makes a second press the same one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    modality = forms.ChoiceField(label=_("Comment elle s’est tenue"), choices=MODALITIES, widget=forms.RadioSelect)
    motive = forms.CharField(label=_("Motif"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 1}))
    findings = forms.CharField(
        label=_("Constatations"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 5})
    )
    conclusion = forms.CharField(
        label=_("Conclusion"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 2})
    )
    plan = forms.CharField(
        label=_("Conduite à tenir"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 2})
    )
    shown = forms.BooleanField(label=_("La personne voit le compte rendu"), required=False, initial=True)
    prescription = forms.FileField(
        label=_("Ordonnance, faite dans votre logiciel"), required=False,
        help_text=_("PDF ou photo, 10 Mo au plus. La personne la voit aussitôt."),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SECTIONS:
            self.fields[name].widget.attrs["data-drafted"] = True

    @property
    def report_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SECTIONS]

    def report(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SECTIONS}


class AddendumForm(RefusableForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("À ajouter"), max_length=10_000, widget=forms.Textarea({"rows": 4}))
