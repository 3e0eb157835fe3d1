"""The one page that starts a follow-up: a few required boxes, everything else in sections that can wait."""

import re
from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms import choices
from chevet.interfaces.ui.fields import DateField, MeasureField
from chevet.interfaces.ui.widgets import PhoneInput
from chevet.organisations.territories import territory_of_postcode
from chevet.usecases.include_patient import Inclusion

IDENTITY = ("birth_name", "first_name", "used_name", "used_first_name", "birth_date", "sex")
REACH = ("mobile", "email", "landline", "address", "access")
SECTIONS = (
    ("health", _("Santé : début, facteurs de risque, poumons"), (
        "onset_on", "risk_factors", "alone", "lung_disease", "usual_spo2", "target_spo2", "oxygen_litres",
    )),
    ("measures", _("Appareils à la maison et mesures d’aujourd’hui"), (
        "devices", "temperature", "spo2", "heart_rate", "respiratory_rate",
    )),
    ("people", _("Entourage et médecin"), (
        "doctor", "to_call_name", "to_call_link", "to_call_phone", "birth_place", "shared_label",
    )),
    ("protected", _("Mineur ou majeur protégé : qui répond"), (
        "protected", "guardian_name", "guardian_link", "guardian_phone",
    )),
    ("way", _("Équipe, heure, canal, langue"), ("team_id", "channel", "hour", "language")),
)  # fmt: skip
BASELINE = ("temperature", "spo2", "heart_rate", "respiratory_rate")
POSTCODE = re.compile(r"\b\d{5}\b")
UNKNOWN = {"": None, "yes": True, "no": False}


def text(label: Any, *, longest: int = 80, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, **more)


class InclusionForm(forms.Form):
    """Names of fields are those of the use case's refusals, so that each sentence lands beside its box."""

    birth_name = text(_("Nom de naissance"), required=True)
    first_name = text(_("Premier prénom de naissance"), required=True)
    used_name = text(_("Nom utilisé"))
    used_first_name = text(_("Prénom utilisé"))
    birth_date = DateField(label=_("Date de naissance"), birth=True, help_text=_("Par exemple 27 3 1957."))
    sex = forms.ChoiceField(
        label=_("Sexe"), choices=choices.SEXES, widget=forms.RadioSelect({"class": "choices--inline"})
    )

    mobile = text(_("Mobile"), longest=40, widget=PhoneInput)
    email = text(_("E-mail"), longest=200, widget=forms.EmailInput({"autocomplete": "off"}))
    landline = text(_("Téléphone fixe"), longest=40, widget=PhoneInput)
    address = text(
        _("Adresse où la personne se trouve"), longest=300, required=True, widget=forms.Textarea({"rows": 2})
    )
    access = text(_("Pour entrer"), longest=200, help_text=_("Code, étage, gardien, chien…"))

    onset_on = DateField(label=_("Premiers signes"), required=False)
    risk_factors = forms.MultipleChoiceField(
        label=_("Facteurs de risque"), choices=choices.RISK_FACTORS, required=False, widget=forms.CheckboxSelectMultiple
    )
    alone = forms.ChoiceField(
        label=_("Vit seul"), required=False, choices=[("yes", _("Oui")), ("no", _("Non")), ("", _("Je ne sais pas"))],
        widget=forms.RadioSelect({"class": "choices--inline"}),
    )  # fmt: skip
    lung_disease = text(_("Maladie des poumons, laquelle"), longest=120)
    usual_spo2 = MeasureField(label=_("SpO₂ habituelle"), unit="%", required=False)
    target_spo2 = MeasureField(
        label=_("Seuil personnel de SpO₂"), unit="%", required=False, example="88",
        help_text=_("En dessous, l’équipe est alertée ; il remplace le seuil du parcours."),
    )  # fmt: skip
    oxygen_litres = MeasureField(
        label=_("Oxygène à la maison"), unit="L/min", decimal=True, required=False, example="1,5"
    )

    devices = forms.MultipleChoiceField(
        label=_("Appareils à la maison"), choices=choices.DEVICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    temperature = MeasureField(label=_("Température"), unit="°C", decimal=True, required=False)
    spo2 = MeasureField(label=_("SpO₂"), unit="%", required=False)
    heart_rate = MeasureField(label=_("Pouls"), unit="/min", required=False, example="80")
    respiratory_rate = MeasureField(label=_("Respirations"), unit="/min", required=False, example="16")

    doctor = text(_("Médecin traitant"), longest=120)
    to_call_name = text(_("Personne à appeler"), longest=80)
    to_call_link = text(_("Son lien avec la personne"), longest=40, help_text=_("Fille, voisin…"))
    to_call_phone = text(_("Son téléphone"), longest=40, widget=PhoneInput)
    birth_place = text(_("Lieu de naissance"), longest=80)
    shared_label = text(
        _("Si le téléphone sert à plusieurs : comment l’appeler"), longest=40,
        help_text=_("Affiché avant toute question, par exemple « Mamie »."),
    )  # fmt: skip

    protected = forms.ChoiceField(
        label=_("La personne est"), choices=choices.PROTECTED, required=False, widget=forms.RadioSelect
    )
    guardian_name = text(_("Qui donne l’accord et répond"), longest=80)
    guardian_link = text(_("À quel titre"), longest=40, help_text=_("Mère, tuteur…"))
    guardian_phone = text(_("Son téléphone"), longest=40, widget=PhoneInput)

    team_id = forms.TypedChoiceField(label=_("Équipe"), coerce=UUID)
    channel = forms.ChoiceField(
        label=_("Questionnaires par"), choices=choices.CHANNELS, required=False, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(label=_("Heure du questionnaire"), coerce=time.fromisoformat, empty_value=None)
    language = forms.ChoiceField(label=_("Langue des messages"), choices=choices.LANGUAGES, initial="fr")
    version_id = forms.TypedChoiceField(label=_("Parcours"), coerce=UUID, widget=forms.RadioSelect)

    agreement = forms.ChoiceField(
        label=_("Accord pour le suivi à distance"), widget=forms.RadioSelect({"class": "choices--inline"}),
        choices=[("given", _("Lu, la personne est d’accord")), ("refused", _("Lu, la personne refuse"))],
    )  # fmt: skip
    informed = forms.BooleanField(label=_("Information sur les données : lue à la personne"))
    confirmed_duplicate = forms.BooleanField(
        label=_("C’est une autre personne, ou un nouveau suivi : continuer"), required=False
    )

    refused: dict[str, str] = {}

    def __init__(
        self, *args: Any, teams: Sequence[Any], pathways: Sequence[Any], patient_id: UUID | None = None, **kwargs: Any
    ) -> None:
        """patient_id: of somebody known already, whose identity is corrected on her own page."""
        super().__init__(*args, **kwargs)
        self.patient_id = patient_id
        for name in IDENTITY if patient_id else ():
            self.fields[name].disabled = True
        self.fields["team_id"].choices = [(str(team.id), team.name) for team in teams]
        self.fields["version_id"].choices = [(str(one.version_id), one.title) for one in pathways]
        self.fields["hour"].choices = _hours(pathways)
        first = {
            "team_id": str(teams[0].id) if teams else "", "version_id": _first(pathways),
            "hour": f"{pathways[0].default_hour:%H:%M}" if pathways else "", "channel": "", "protected": "", "alone": "",
        }  # fmt: skip
        self.initial = first | self.initial

    def sections(self) -> Iterator[dict[str, Any]]:
        """What can wait; open by itself only when something in it must be corrected or was filled in."""
        for name, title, names in SECTIONS:
            boxes = [self[one] for one in names]
            yield {"name": name, "title": title, "boxes": boxes, "open": any(box.errors for box in boxes)}

    def identity(self) -> list[forms.BoundField]:
        return [self[name] for name in IDENTITY]

    def reach(self) -> list[forms.BoundField]:
        return [self[name] for name in REACH]

    def inclusion(self) -> Inclusion:
        """The cleaned form as the use case wants it."""
        given = self.cleaned_data
        return Inclusion(
            **{
                name: given[name]
                for name in ("birth_name", "first_name", "used_name", "used_first_name", "birth_date", "sex")
            },
            **{
                name: given[name]
                for name in ("team_id", "version_id", "agreement", "informed", "language", "hour", "onset_on")
            },
            territory=territory_of(given["address"]),
            channel=_channel(given),
            contacts=_contacts(given),
            at_risk=bool(set(given["risk_factors"]) - {"none"}),
            profile=_profile(given),
            targets={"spo2": float(given["target_spo2"])} if given["target_spo2"] is not None else {},
            baseline={name: float(given[name]) for name in BASELINE if given[name] is not None},
            given_by="guardian" if given["protected"] else "patient",
            confirmed_duplicate=given["confirmed_duplicate"],
            patient_id=self.patient_id,
        )

    def refuse(self, fields: dict[str, str]) -> None:
        """Put the use case's sentences beside the boxes they speak of."""
        self.refused = fields
        for name, sentence in fields.items():
            self.add_error(name if name in self.fields else None, gettext(sentence))


def _hours(pathways: Sequence[Any]) -> list[tuple[str, str]]:
    hours = sorted({hour for one in pathways for hour in one.hours})
    return [(f"{hour:%H:%M}", f"{hour:%H:%M}") for hour in hours]


def _first(pathways: Sequence[Any]) -> str:
    return str(pathways[0].version_id) if pathways else ""


def _channel(given: dict[str, Any]) -> str:
    """What was asked for; else the best that the ways to reach the person allow. A refusal leaves the phone."""
    if given["agreement"] == "refused":
        return "phone"
    return given["channel"] or ("sms" if given["mobile"] else "email" if given["email"] else "phone")


def territory_of(address: str) -> str:
    """Where the postcode lies: its hour and its emergency numbers; the team's own territory without one."""
    found = [territory_of_postcode(digits) for digits in POSTCODE.findall(address)]
    return next((one.code for one in reversed(found) if one), "")


def _contacts(given: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    labels = {"mobile": given["shared_label"]}
    return tuple((kind, given[kind], labels.get(kind, "")) for kind in ("mobile", "landline", "email") if given[kind])


def _profile(given: dict[str, Any]) -> dict[str, Any]:
    """Only what was filled in: what is absent is still to be asked."""
    risks = [factor for factor in given["risk_factors"] if factor != "none"]
    profile = {
        **{name: given[name] for name in ("address", "access", "doctor", "birth_place", "lung_disease")},
        **{name: _number(given[name]) for name in ("usual_spo2", "oxygen_litres")},
        "to_call": _someone(given, "to_call"),
        "guardian": _someone(given, "guardian") and {**_someone(given, "guardian"), "why": given["protected"]},
        "risk_factors": risks if given["risk_factors"] else None,
        "alone": UNKNOWN[given["alone"]],
        "devices": given["devices"],
    }
    return {
        name: value
        for name, value in profile.items()
        if value not in ("", None, [], {}) or (name == "risk_factors" and value == [])
    }


def _someone(given: dict[str, Any], role: str) -> dict[str, str]:
    found = {part: given[f"{role}_{part}"] for part in ("name", "link", "phone")}
    return found if any(found.values()) else {}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
