"""What is asked on the patient's page itself: a note, a personal bound, who follows, why the glass is broken."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms.acts import ActForm
from chevet.interfaces.pro.moves import SIDES
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.fields import DateField, MeasureField
from chevet.kernel.identifiers import new_id
from chevet.notes.rules import LONGEST, LONGEST_NAME, LONGEST_TEMPLATE
from chevet.people.circle import LONGEST as LONGEST_WORDS
from chevet.people.circle import MOTIVES
from chevet.usecases.set_threshold import LONGEST_REASON, limits_of
from chevet.vitals.kinds import KINDS

AGREED = [("oral", _("De vive voix")), ("phone", _("Au téléphone")), ("paper", _("Par écrit"))]


class NoteForm(ActForm):
    text = forms.CharField(
        label=_("Votre note"), max_length=LONGEST, widget=forms.Textarea({"rows": 8, "dir": "auto"}),
        help_text=_("Signée de votre nom. Elle ne se modifie pas : une note plus récente la corrige."),
        error_messages={"max_length": _("Cette note est trop longue : 10 000 signes au plus. Gardez l’essentiel, ou écrivez deux notes.")},
    )  # fmt: skip
    for_next_shift = forms.BooleanField(label=_("À lire par l’équipe suivante"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial = {"key": new_id()} | self.initial


class TemplateForm(forms.Form):
    """A team's own beginning of a note."""

    team_id = forms.TypedChoiceField(label=_("Équipe"), coerce=UUID)
    name = forms.CharField(label=_("Nom du modèle"), max_length=LONGEST_NAME)
    text = forms.CharField(
        label=_("Texte"), max_length=LONGEST_TEMPLATE, widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        help_text=_("Le début de la note. Rien sur une personne : ce modèle sert à toutes."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_id"].choices = [(str(team_id), name) for team_id, name in actor.team_names]
        if len(actor.team_names) == 1:
            self.fields["team_id"].widget = forms.HiddenInput()
            self.fields["team_id"].initial = str(actor.team_names[0][0])


class ThresholdForm(ActForm):
    what = forms.ChoiceField(label=_("Mesure"), widget=forms.RadioSelect)
    value = MeasureField(label=_("Valeur du seuil"), decimal=True, example="92")
    until_on = DateField(label=_("Jusqu’au"))
    reason = forms.CharField(
        label=_("Pourquoi ce seuil"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("Lu par l’équipe à côté de chaque alerte."),
    )  # fmt: skip

    def prepare(self) -> None:
        situation = self.page.record.situation
        self.fields["what"].choices = [
            (f"{kind}.{side}", self.words(kind, side, between))
            for kind in KINDS
            for side in SIDES
            if (between := limits_of(situation, kind, side))
        ]
        self.initial = {"until_on": self.page.follow_up.ends_on} | self.initial

    def words(self, kind: str, side: str, between: Any) -> str:
        """ "Saturation en oxygène, seuil bas : de 90 % à 97 %"."""
        measure = KINDS[kind]
        low, high = sorted((between.loosest, between.strictest))
        return _("%(measure)s, %(side)s : entre %(low)s et %(high)s") % {
            "measure": said(measure.label), "side": SIDES[side], "low": said(measure.written(low)),
            "high": said(measure.written(high)),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "what" in given:
            given["kind"], _dot, given["side"] = given["what"].partition(".")
        return given


class TeamForm(ActForm):
    """`teams`: those of the organisation that may be chosen, by id."""

    team_id = forms.TypedChoiceField(label=_("Équipe"), coerce=UUID, widget=forms.RadioSelect)

    def offer(self, teams: list[tuple[str, str]]) -> None:
        self.fields["team_id"].choices = teams


class HandOverForm(TeamForm):
    stay = forms.BooleanField(label=_("Mon équipe garde l’accès au dossier"), required=False)


class ColleagueForm(ActForm):
    email = forms.EmailField(
        label=_("Adresse professionnelle"), max_length=254, help_text=_("L’adresse entière avec laquelle elle ou il se connecte."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )  # fmt: skip
    whole_team = forms.BooleanField(label=_("Toute son équipe, quand elle est d’une autre structure"), required=False)
    words = forms.CharField(
        label=_("Pourquoi"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("Nécessaire pour une autre structure."),
    )  # fmt: skip
    agreed_by = forms.ChoiceField(
        label=_("Accord de la personne"), required=False, choices=[("", _("Pas encore demandé")), *AGREED],
        widget=forms.RadioSelect({"class": "choices--inline"}),
    )  # fmt: skip


class GlassForm(forms.Form):
    motive = forms.ChoiceField(label=_("Motif"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("En quelques mots"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motive"].choices = [(code, said(motive).capitalize()) for code, motive in MOTIVES.items()]

    refuse = ActForm.refuse
