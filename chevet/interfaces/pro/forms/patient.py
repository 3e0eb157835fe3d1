"""What is asked about somebody with or without a follow-up: who she is, what proves it, how to reach her."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms.choices import SEXES
from chevet.interfaces.pro.forms.inclusion import territory_of, text
from chevet.interfaces.pro.forms.regulation import RefusableForm
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.fields import DateField
from chevet.interfaces.ui.widgets import PhoneInput
from chevet.kernel.identifiers import new_id
from chevet.people.datamatrix import LONGEST
from chevet.people.identity import DOCUMENTS, OF_MINORS, Traits
from chevet.usecases.register_patient import Registration

STRICT = ("birth_name", "first_name", "given_names", "birth_date", "sex", "birth_place")
USED = ("used_name", "used_first_name")
REACH = ("mobile", "email", "landline", "shared_label", "address", "access")
KINDS = [("mobile", _("Mobile")), ("landline", _("Téléphone fixe")), ("email", _("E-mail"))]
DOUBTS = [
    ("", _("Aucun doute")),
    ("doubtful", _("Douteuse : les papiers ou les dires ne concordent pas")),
    ("fictitious", _("Fictive : personne inventée, pour un essai")),
]


class CodeForm(RefusableForm):
    """One box for a hand scanner, which types and presses Enter; a camera fills the same one."""

    code = forms.CharField(
        label=_("Code INS (datamatrix)"), max_length=LONGEST,
        strip=False, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "long", "dir": "ltr"}),
    )  # fmt: skip


class TraitsForm(RefusableForm):
    birth_name = text(_("Nom de naissance"), required=True)
    first_name = text(_("Premier prénom de naissance"), required=True)
    given_names = text(
        _("Prénoms de naissance, tous"), longest=120, help_text=_("Dans l’ordre de la pièce, séparés par des espaces.")
    )
    birth_date = DateField(label=_("Date de naissance"), birth=True, help_text=_("Par exemple 27 3 1957."))
    sex = forms.ChoiceField(label=_("Sexe"), choices=SEXES, widget=forms.RadioSelect({"class": "choices--inline"}))
    birth_place = text(
        _("Lieu de naissance, code INSEE"), longest=5, help_text=_("Cinq caractères, par exemple 69383. Né à l’étranger : 99 puis le pays."),
        widget=forms.TextInput({"class": "short", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    used_name = text(_("Nom utilisé"))
    used_first_name = text(_("Prénom utilisé"))

    def clean_birth_place(self) -> str:
        return self.cleaned_data["birth_place"].upper()

    def traits(self) -> Traits:
        return Traits(**{name: self.cleaned_data[name] for name in STRICT})

    def used(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in USED}

    def strict_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in STRICT]

    def used_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in USED]


class RegisterForm(TraitsForm):
    """Somebody new. `key` makes a second press the same person."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    mobile = text(_("Mobile"), longest=40, widget=PhoneInput)
    email = text(_("E-mail"), longest=200, widget=forms.EmailInput({"autocomplete": "off"}))
    landline = text(_("Téléphone fixe"), longest=40, widget=PhoneInput)
    shared_label = text(
        _("Si le téléphone sert à plusieurs : comment l’appeler"), longest=40,
        help_text=_("Affiché avant toute question, par exemple « Mamie »."),
    )  # fmt: skip
    address = text(_("Adresse où la personne se trouve"), longest=300, widget=forms.Textarea({"rows": 2}))
    access = text(_("Pour entrer"), longest=200, help_text=_("Code, étage, gardien, chien…"))
    team_id = forms.TypedChoiceField(label=_("Équipe"), coerce=UUID)
    confirmed_duplicate = forms.BooleanField(label=_("C’est une autre personne : continuer"), required=False)

    refused: dict[str, str] = {}

    def __init__(self, *args: Any, teams: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_id"].choices = [(str(team.id), team.name) for team in teams]
        self.initial = {"key": new_id(), "team_id": str(teams[0].id) if teams else ""} | self.initial
        if len(teams) == 1:
            self.fields["team_id"].widget = forms.HiddenInput()

    def reach_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in REACH]

    def registration(self) -> Registration:
        given = self.cleaned_data
        labels = {"mobile": given["shared_label"]}
        return Registration(
            patient_id=given["key"],
            team_id=given["team_id"],
            contacts=tuple((kind, given[kind], labels.get(kind, "")) for kind, _word in KINDS if given[kind]),
            territory=territory_of(given["address"]),
            profile={name: given[name] for name in ("address", "access") if given[name]},
            confirmed_duplicate=given["confirmed_duplicate"],
            **{name: given[name] for name in (*STRICT, *USED)},
        )

    def refuse(self, refusal: Any) -> None:
        super().refuse(refusal)
        self.refused = refusal.fields


class DocumentForm(RefusableForm):
    """seen: the print of the traits on the screen."""

    document = forms.ChoiceField(label=_("Pièce vue"), widget=forms.RadioSelect)
    same = forms.BooleanField(label=_("Les traits enregistrés sont ceux de la pièce, et c’est bien cette personne"))
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of_minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {code: words for code, words in DOCUMENTS.items() if of_minor or code not in OF_MINORS}
        self.fields["document"].choices = [(code, said(words)) for code, words in offered.items()]


class AskForm(RefusableForm):
    """accepted: the print of the service's traits, once they were shown."""

    accepted = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)


class MarkForm(RefusableForm):
    doubt = forms.ChoiceField(label=_("Doute sur l’identité"), choices=DOUBTS, required=False, widget=forms.RadioSelect)
    homonym = forms.BooleanField(label=_("Homonyme : quelqu’un d’autre ici a presque les mêmes traits"), required=False)


class ShareForm(RefusableForm):
    team_id = forms.TypedChoiceField(label=_("Équipe"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, *args: Any, teams: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_id"].choices = [(str(team.id), team.name) for team in teams]


class ContactForm(RefusableForm):
    kind = forms.ChoiceField(label=_("Moyen"), choices=KINDS, widget=forms.RadioSelect({"class": "choices--inline"}))
    typed = text(_("Numéro ou adresse"), longest=200, required=True, widget=forms.TextInput({"autocomplete": "off"}))
    label = text(_("S’il sert à plusieurs : comment l’appeler"), longest=40)
