"""What the gallery shows in the components: invented figures, nobody's."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator

from . import drawings
from .bars import Column, Level, Mark, Share
from .charts import Band, Reading
from .fields import DateField, MeasureField
from .widgets import OneTimeCodeInput, PhoneInput

FACES = {"patient": "Patients", "pro": "Soignants", "plain": "Seuil"}


class SampleForm(forms.Form):
    feeling = forms.ChoiceField(
        label="Par rapport à hier, comment vous sentez-vous ?",
        choices=[("better", "Mieux"), ("same", "Pareil"), ("worse", "Moins bien"), ("unknown", "Je ne sais pas")],
        widget=forms.RadioSelect,
    )
    signs = forms.MultipleChoiceField(
        label="Avez-vous un de ces signes ?", help_text="Cochez tout ce qui est vrai maintenant.", required=False,
        choices=[("fever", "De la fièvre"), ("cough", "De la toux"), ("tired", "Une grande fatigue")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    temperature = MeasureField(
        label="Quelle est votre température ?", unit="°C", decimal=True,
        help_text="Gardez le thermomètre jusqu'au signal, puis écrivez le chiffre.",
    )  # fmt: skip
    birth_date = DateField(label="Date de naissance", birth=True, help_text="Par exemple 27 3 1957.")
    phone = forms.CharField(label="Téléphone mobile", widget=PhoneInput, help_text="Par exemple 06 39 98 12 34.")
    code = forms.CharField(label="Code reçu par SMS", widget=OneTimeCodeInput, required=False)
    team = forms.ChoiceField(label="Équipe", choices=[("n", "Nord"), ("s", "Sud")])
    note = forms.CharField(label="Quelque chose à ajouter ?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="J'ai lu les deux textes à la personne, elle est d'accord.")


class ThresholdForm(forms.Form):
    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput({"autocomplete": "username"}))
    password = forms.CharField(label="Mot de passe", widget=forms.PasswordInput({"autocomplete": "current-password"}))


def samples(*, now, answers=None):
    wrong = SampleForm({"temperature": "trente-neuf", "birth_date_day": "31", "birth_date_month": "2",
                        "birth_date_year": "1957", "phone": "06 39"}, auto_id="wrong_%s")  # fmt: skip
    return {
        "organisation_name": "Maison de santé des Deux-Rives",
        "team_name": "Suivi à domicile, équipe Nord",
        "user_name": "Claire Morel",
        "account_items": [{"label": "Mon compte", "url": "#", "icon": "settings"}],
        "logout_url": "#",
        "nav_items": _nav(),
        "sub_items": [{"label": label, "url": f"#{label}", "current": label == "Semaine"} for label in ("Jour", "Semaine")],
        "form": SampleForm(answers),
        "threshold": ThresholdForm(),
        "wrong": wrong,
        "levels": ["red", "confirm", "orange", "grey", "yellow", "green"],
        "drawings": sorted(drawings.names()),
        "temperature": _temperature(),
        "oxygen": _oxygen(),
        "delays": _delays(),
        "opinions": [Share(value=3, words="utile"), Share(value=8, words="inutile", kind="bad"), Share(value=3, words="sans avis", kind="quiet")],
        "earlier": now - timedelta(minutes=12),
        "page_of_many": Paginator(range(100), 20).page(2),
        "link": "https://suivi.example/q/7Hq2mZtK9v",
        "identity": [("Nom de naissance", "Payet"), ("Né(e) le", "27 mars 1957, 69 ans"), ("Vit seul(e)", "")],
        "headers": ["Patient", "Pourquoi", "Jour", "Responsable"],
        "rows": [["Mme A.", "SpO₂ 91 %, hier 95 %", "6 sur 14", "Personne"], ["M. B.", "Sans réponse depuis hier", "3 sur 14", "C. Morel"]],
        "side_tabs": [
            {"label": "À traiter", "url": "#a", "current": True, "count": 4},
            {"label": "Les miennes", "url": "#b", "current": False, "count": 1},
            {"label": "Sans réponse", "url": "#c", "current": False, "count": 0},
        ],
    }  # fmt: skip


def _nav():
    return [
        {"label": "À traiter", "url": "#", "icon": "list-check", "current": True, "count": 4},
        {"label": "File active", "url": "#", "icon": "users", "current": False},
        {"label": "Agenda", "url": "#", "icon": "calendar", "current": False},
    ]


def _temperature():
    values = [37.1, 37.4, 38.2, 39.1, None, 38.6, 38.0, 37.6]
    levels = {2: "orange", 3: "red", 5: "orange"}
    readings = [
        Reading(at=day, label=f"J{day + 1}", value=value, level=levels.get(day, "")) for day, value in enumerate(values)
    ]
    return {
        "title": "Température", "unit": "°C", "decimals": 1, "readings": readings, "band": (36.1, 37.8), "span": (0, 13),
        "sentence": "Votre température baisse depuis 3 jours.",
    }  # fmt: skip


def _delays():
    counts = [("0", 3, ""), ("5", 7, ""), ("10", 2, "late"), ("15", 0, "late"), ("20+", 1, "late")]
    return {
        "title": "Délai d'appel", "sentence": "Dix appels sur treize en moins de dix minutes.",
        "description": "Dix appels sur treize en moins de dix minutes.",
        "columns": [Column(label=label, value=value, words=str(value or ""), kind=kind) for label, value, kind in counts],
        "mark": Mark(before=2, words="10 min"), "level": Level(value=5, words="repère"),
        "label_header": "Minutes", "value_header": "Appels",
    }  # fmt: skip


def _oxygen():
    readings = [Reading(at=day, label=f"J{day + 1}", value=value) for day, value in enumerate([96, 95, 95, 94, 93])]
    return {
        "title": "Oxygène dans le sang", "unit": "%", "readings": readings, "span": (0, 13), "target": 92,
        "band": Band(low=95, high=100),
    }  # fmt: skip
