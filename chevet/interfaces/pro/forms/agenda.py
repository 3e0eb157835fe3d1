"""What is asked to book, to move, to cancel, and to say when one can be booked."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms.administration import DAYS, AdministrationForm, HourField
from chevet.interfaces.ui.fields import DateField
from chevet.interfaces.ui.phones import phone_words
from chevet.usecases.book_appointment import Booking
from chevet.usecases.convoking import PAPER
from chevet.usecases.keep_motives import MotiveFacts
from chevet.usecases.keep_openings import NewOpening
from chevet.usecases.move_appointment import Move

MODALITIES = [("video", _("Par vidéo")), ("phone", _("Par téléphone")), ("onsite", _("Sur place"))]
LANGUAGES = [("fr", "Français"), ("en", "English")]
WHYS = [
    ("patient", _("La personne l’a demandé")),
    ("professional", _("Le professionnel n’est pas là")),
    ("mistake", _("C’était une erreur")),
    ("other", _("Autre")),
]
EXTRA = _("En plus : sur un autre rendez-vous, ou hors des heures ouvertes")


class TimeForm(AdministrationForm):
    """A professional and a time of the team's wall."""

    account_id = forms.ChoiceField(label=_("Avec"))
    day = DateField(label=_("Jour"), example="24 11 2026")
    hour = HourField(label=_("Heure"))
    overbook = forms.BooleanField(label=EXTRA, required=False)

    def __init__(self, *args: Any, people: Iterable[Any], zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["account_id"].choices = [(str(one.id), one.name) for one in people]

    def refuse(self, refusal: Any) -> None:
        """The time has two boxes of its own."""
        if sentence := getattr(refusal, "fields", {}).pop("starts_at", ""):
            refusal.fields["hour"] = sentence
        super().refuse(refusal)

    @property
    def starts_at(self) -> datetime:
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(day, time.fromisoformat("00:00" if hour == "24:00" else hour), self.zone).astimezone(
            UTC
        )


class BookForm(TimeForm):
    motive_id = forms.ChoiceField(label=_("Motif"))
    modality = forms.ChoiceField(label=_("Comment"), choices=[("", _("Comme le motif le prévoit")), *MODALITIES], required=False)  # fmt: skip
    contact_id = forms.ChoiceField(label=_("Convocation"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Langue de la convocation"), choices=LANGUAGES, initial="fr")
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("motive_id", "modality", "account_id", "day", "hour", "overbook", "contact_id", "language", "key")

    def __init__(self, *args: Any, motives: Sequence[Any], contacts: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motive_id"].choices = [(str(one.id), f"{one.label}, {one.minutes} min") for one in motives]
        known = [(str(ident), _way(kind, value)) for ident, kind, value in contacts]
        self.fields["contact_id"].choices = [*known, (PAPER, _("À imprimer et à remettre"))]
        self.fields["contact_id"].initial = known[0][0] if known else PAPER

    def booking(self, *, patient_id: UUID, team_id: UUID) -> Booking:
        given = self.cleaned_data
        contact = given["contact_id"]
        return Booking(
            appointment_id=given["key"], patient_id=patient_id, team_id=team_id, account_id=UUID(given["account_id"]),
            motive_id=UUID(given["motive_id"]), starts_at=self.starts_at, modality=given["modality"],
            contact_id=contact if contact == PAPER else UUID(contact), language=given["language"],
            overbook=given["overbook"],
        )  # fmt: skip


def _way(kind: str, value: str) -> str:
    return _("SMS au %(number)s") % {"number": phone_words(value)} if kind == "mobile" else _("E-mail à %(address)s") % {"address": value}  # fmt: skip


class MoveForm(TimeForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def move(self, appointment_id: UUID) -> Move:
        given = self.cleaned_data
        return Move(
            appointment_id=appointment_id, starts_at=self.starts_at, seen=given["seen"],
            account_id=UUID(given["account_id"]), overbook=given["overbook"],
        )  # fmt: skip


class CancelForm(AdministrationForm):
    why = forms.ChoiceField(label=_("Pourquoi ?"), choices=WHYS, widget=forms.RadioSelect)
    words = forms.CharField(label=_("En quelques mots"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}))  # fmt: skip
    tell = forms.BooleanField(label=_("Prévenir la personne"), required=False, initial=True)


class MotiveForm(AdministrationForm):
    label = forms.CharField(label=_("Nom"), max_length=60, help_text=_("Pour l’équipe seulement : la personne ne le lit jamais."))  # fmt: skip
    minutes = forms.IntegerField(label=_("Durée en minutes"), initial=20, min_value=5, max_value=240, step_size=5)
    modality = forms.ChoiceField(label=_("Comment"), choices=MODALITIES, widget=forms.RadioSelect, initial="video")
    prepare = forms.CharField(label=_("Ce que la personne prépare"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}), help_text=_("Elle le lit une fois reconnue. Par exemple : ayez vos ordonnances près de vous."))  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def facts(self) -> MotiveFacts:
        return MotiveFacts(**{name: self.cleaned_data[name] for name in ("label", "minutes", "modality", "prepare")})


class OpeningForm(AdministrationForm):
    account_id = forms.ChoiceField(label=_("Qui"))
    starts = HourField(label=_("De"), initial="09:00")
    ends = HourField(label=_("À"), initial="12:00", help_text=_("24:00 pour minuit"))
    days = forms.TypedMultipleChoiceField(label=_("Chaque semaine, le"), required=False, coerce=int, choices=list(enumerate(DAYS)), widget=forms.CheckboxSelectMultiple)  # fmt: skip
    day = DateField(label=_("Ou à une date"), required=False, example="24 12 2026")
    last_day = DateField(label=_("Jusqu’au"), required=False, help_text=_("Vide : ce jour-là seulement."), example="31 12 2026")  # fmt: skip
    closed = forms.BooleanField(label=_("Fermer ces heures, au lieu de les ouvrir"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = [(str(one.id), one.name) for one in people]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("day") and given.get("days"):
            self.add_error("day", _("Choisissez des jours de la semaine, ou une date, pas les deux."))
        if given.get("closed") and not given.get("day"):
            self.add_error("closed", _("On ferme à une date. Pour fermer chaque semaine, retirez l’ouverture."))
        return given

    def opening(self) -> NewOpening:
        given = self.cleaned_data
        return NewOpening(
            opening_id=given["key"], account_id=UUID(given["account_id"]), starts=given["starts"], ends=given["ends"],
            days=tuple(given["days"]), day=given["day"], last_day=given["last_day"], closed=given["closed"],
        )  # fmt: skip
