"""What is asked before an act on people, teams and rosters."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.templatetags.accounts import ROLES
from chevet.interfaces.ui.fields import DateField
from chevet.interfaces.ui.widgets import PhoneInput
from chevet.kernel.errors import Refusal
from chevet.usecases.change_member import Place
from chevet.usecases.invite_member import Invited
from chevet.usecases.keep_roster import NewTurn
from chevet.usecases.keep_team import TeamSettings

DAYS = (_("Lundi"), _("Mardi"), _("Mercredi"), _("Jeudi"), _("Vendredi"), _("Samedi"), _("Dimanche"))
BY = [("sms", _("Par SMS")), ("email", _("Par e-mail")), ("none", _("Pas du tout"))]
HOUR = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?")
NO_HOUR = _("Écrivez une heure comme 8:00.")


class AdministrationForm(forms.Form):
    """Takes back the sentences of the use cases."""

    def refuse(self, refusal: Refusal) -> None:
        fields = getattr(refusal, "fields", {}) or {"": refusal.sentence}
        for name, sentence in fields.items():
            self.add_error(name if name in self.fields else None, gettext(sentence))


def hour(typed: str) -> str:
    """ "8", "8h30", "8:30" as "08:30"; "24" is midnight at the end of the day. ValidationError otherwise."""
    found = HOUR.fullmatch(typed.strip())
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
    if not 0 <= minutes <= 24 * 60 or int(found[2] or 0) > 59:
        raise forms.ValidationError(NO_HOUR)
    return f"{minutes // 60:02}:{minutes % 60:02}"


class HourField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5, widget=forms.TextInput({"class": "short", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return hour(typed) if typed else ""


class SpansField(forms.CharField):
    """ "8:00-12:00 14:00-20:00" as pairs; nothing for a day without hours."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"class": "medium", "autocomplete": "off"})
        super().__init__(max_length=80, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> list[tuple[str, str]]:
        typed = re.sub(r"\s*[-–à]\s*", "-", super().clean(value).strip())
        parts = [part for part in re.split(r"[\s,;]+", typed) if part]
        pairs = [part.split("-") for part in parts]
        if any(len(pair) != 2 for pair in pairs):
            raise forms.ValidationError(_("Écrivez par exemple 8:00-12:00 14:00-20:00."))
        return [(hour(start), hour(end)) for start, end in pairs]


def team_choices(teams: Iterable[Any], *, empty: Any = "") -> list[tuple[str, Any]]:
    return ([("", empty)] if empty else []) + [(str(team.id), team.name) for team in teams]


class InviteForm(AdministrationForm):
    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=_("Adresse e-mail"), help_text=_("L’invitation part à cette adresse. Elle sert une fois, pendant trois jours."))  # fmt: skip
    profession = forms.CharField(label=_("Métier"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("Rôle"), choices=list(ROLES.items()))
    team = forms.ChoiceField(label=_("Équipe"), required=False, help_text=_("Pour qui soigne ou inclut."))
    mobile = forms.CharField(label=_("Mobile"), max_length=30, required=False, widget=PhoneInput)
    alerts_by = forms.ChoiceField(label=_("Alertes"), choices=BY, widget=forms.RadioSelect, initial="none")
    ends_on = DateField(label=_("Dernier jour"), required=False, help_text=_("Pour un remplacement : l’accès s’arrête seul à minuit ce jour-là."))  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = team_choices(teams, empty=_("Aucune"))

    def invited(self, *, fiction: bool) -> Invited:
        given = dict(self.cleaned_data)
        team = given.pop("team")
        return Invited(team_id=UUID(team) if team else None, fiction=fiction, **given)


class MemberForm(AdministrationForm):
    role = forms.ChoiceField(label=_("Rôle"), choices=list(ROLES.items()))
    teams = forms.MultipleChoiceField(label=_("Équipes"), required=False, widget=forms.CheckboxSelectMultiple)
    alerts_by = forms.ChoiceField(label=_("Alertes"), choices=BY, widget=forms.RadioSelect)
    ends_on = DateField(label=_("Dernier jour"), required=False, help_text=_("Vide : sans fin. L’accès s’arrête à minuit ce jour-là."))  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].choices = team_choices(teams)

    def place(self) -> Place:
        given = self.cleaned_data
        teams = frozenset(UUID(one) for one in given["teams"])
        return Place(role=given["role"], team_ids=teams, alerts_by=given["alerts_by"], ends_on=given["ends_on"])


class TeamForm(AdministrationForm):
    name = forms.CharField(label=_("Nom de l’équipe"), max_length=80, help_text=_("Les messages aux patients sont signés de ce nom."))  # fmt: skip
    phone = forms.CharField(label=_("Numéro qui appelle les patients"), max_length=30, widget=PhoneInput)
    red_minutes = forms.IntegerField(label=_("Une alerte rouge monte après"), help_text=_("minutes sans essai d’appel, de 3 à 15"), widget=forms.NumberInput({"class": "short"}))  # fmt: skip
    orange_minutes = forms.IntegerField(label=_("Une alerte orange monte après"), help_text=_("minutes de garde, de 15 à 480"), widget=forms.NumberInput({"class": "short"}))  # fmt: skip
    second_line = forms.ChoiceField(label=_("Deuxième ligne"), required=False, help_text=_("L’équipe prévenue quand celle-ci n’est pas de garde ou n’a pas essayé à temps."))  # fmt: skip
    digest_at = forms.CharField(label=_("Regrouper les oranges à"), required=False, max_length=60, help_text=_("Par exemple 11:00 16:00. Vide : une par une. Une alerte rouge n’attend jamais, et une orange n’attend que si cette heure vient avant qu’elle monte."))  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second_line"].choices = team_choices(teams, empty=_("Aucune"))

    def clean_digest_at(self) -> tuple[str, ...]:
        typed = [part for part in re.split(r"[\s,;]+", self.cleaned_data["digest_at"]) if part]
        return tuple(dict.fromkeys(sorted(hour(part) for part in typed)))

    def settings(self, *, fiction: bool) -> TeamSettings:
        given = dict(self.cleaned_data)
        second = given.pop("second_line")
        return TeamSettings(second_line_id=UUID(second) if second else None, fiction=fiction, **given)


class LastRungForm(AdministrationForm):
    alert_mobile = forms.CharField(label=_("Mobile"), max_length=30, required=False, widget=PhoneInput)
    alert_email = forms.EmailField(label=_("Adresse e-mail"), required=False)


class HoursForm(AdministrationForm):
    """The hours of a usual week."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(DAYS):
            self.fields[f"day_{number}"] = SpansField(label=name)

    def week(self) -> list[list[tuple[str, str]]]:
        return [self.cleaned_data[f"day_{number}"] for number in range(7)]


class DateForm(AdministrationForm):
    day = DateField(label=_("Date"), example="1 5 2027")
    spans = SpansField(label=_("Heures ce jour-là"), help_text=_("Par exemple 9:00-12:00. Vide : fermé."))


class TurnForm(AdministrationForm):
    account = forms.ChoiceField(label=_("Qui"), help_text=_("Celles et ceux qui reçoivent les alertes de l’équipe."))
    starts = HourField(label=_("De"))
    ends = HourField(label=_("À"), help_text=_("24:00 pour minuit"))
    days = forms.TypedMultipleChoiceField(label=_("Chaque semaine, le"), required=False, coerce=int, choices=list(enumerate(DAYS)), widget=forms.CheckboxSelectMultiple)  # fmt: skip
    day = DateField(label=_("Ou seulement le"), required=False, example="24 12 2027")
    away = forms.BooleanField(label=_("Cette personne est absente ce jour-là, à ces heures"), required=False)

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [(str(one.account_id), one.name) for one in people]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("day") and given.get("days"):
            self.add_error("day", gettext("Choisissez des jours de la semaine, ou une date, pas les deux."))
        return given

    def turn(self) -> NewTurn:
        given = self.cleaned_data
        return NewTurn(
            account_id=UUID(given["account"]), starts=given["starts"], ends=given["ends"], days=tuple(given["days"]),
            day=given["day"], away=given["away"],
        )  # fmt: skip


class DelegationForm(HoursForm):
    """To whom, when, and the hour of the daily digest."""

    field_order = ("to_team",)

    def __init__(self, *args: Any, teams: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_team"] = forms.ChoiceField(label=_("L’équipe qui reçoit les alertes"), choices=team_choices(teams))  # fmt: skip
        self.fields["digest_at"] = HourField(label=_("Résumé du jour à"), initial="18:00", help_text=_("Un seul message par jour : combien de suivis à lire, et un lien."))  # fmt: skip
        self.order_fields(self.field_order)

    def hours(self) -> list[tuple[int, str, str]]:
        return [(number, start, end) for number, spans in enumerate(self.week()) for start, end in spans]
