"""What a regulation's pages ask: a number, whom to invite, how it ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.fields import DateField
from chevet.interfaces.ui.widgets import PhoneInput
from chevet.teleregulation.vocabulary import LISTS

IDENTITY = ("birth_name", "first_name", "birth_date", "sex", "address")
LABELS = {
    "priority": _("Priorité"),
    "care_level": _("Niveau de soins"),
    "decision": _("Décision"),
    "orientation": _("Orientation"),
}
SEXES = [("", "—"), ("F", _("Féminin")), ("M", _("Masculin")), ("U", _("Inconnu"))]
ROLES = [
    ("relative", _("Un proche")),
    ("responder", _("Un secouriste")),
    ("colleague", _("Un confrère, une consœur")),
    ("caller", _("L’appelant, à un autre numéro")),
]


class RefusableForm(forms.Form):
    def refuse(self, refusal: Any) -> None:
        """Put the use case's sentences beside the boxes they speak of."""
        for name, sentence in (refusal.fields or {"": refusal.sentence}).items():
            self.add_error(name if name in self.fields else None, gettext(sentence))


class SendForm(RefusableForm):
    """`key` makes a second press the same sending."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Mobile de l’appelant"), max_length=40,
        widget=PhoneInput({"autofocus": True, "autocomplete": "off", "class": "long"}),
    )  # fmt: skip
    case = forms.CharField(label=_("Numéro de dossier"), max_length=40, required=False)
    birth_name = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    first_name = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    birth_date = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
    sex = forms.CharField(max_length=1, required=False, widget=forms.HiddenInput)
    address = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def identity(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in IDENTITY}


class InviteForm(RefusableForm):
    role = forms.ChoiceField(label=_("Qui"), choices=ROLES)
    number = forms.CharField(label=_("Son mobile"), max_length=40, widget=PhoneInput({"autocomplete": "off"}))


class ConcludeForm(RefusableForm):
    """`asked`: no outcome is asked when the call came with a case number, which has its own."""

    note = forms.CharField(
        label=_("Note de l’appel"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    birth_name = forms.CharField(label=_("Nom de naissance"), max_length=80, required=False)
    first_name = forms.CharField(label=_("Prénom"), max_length=80, required=False)
    birth_date = DateField(label=_("Date de naissance"), birth=True, required=False)
    sex = forms.ChoiceField(label=_("Sexe"), choices=SEXES, required=False)
    address = forms.CharField(label=_("Adresse où la personne se trouve"), max_length=300, required=False)

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            chosen = {name: _choice(name) for name in LISTS}
            self.fields = chosen | self.fields

    def outcome(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in LISTS if name in self.fields}

    def identity(self) -> dict[str, str]:
        given = {name: self.cleaned_data.get(name) or "" for name in IDENTITY}
        born = given["birth_date"]
        return given | {"birth_date": born.isoformat() if born else ""}

    def outcome_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in (*LISTS, "note") if name in self.fields]

    def identity_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in IDENTITY]


def _choice(name: str) -> forms.ChoiceField:
    words = [(code, said(sentence)) for code, sentence in LISTS[name].items()]
    return forms.ChoiceField(label=LABELS[name], choices=[("", "—"), *words], required=False)
