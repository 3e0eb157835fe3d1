"""What is asked of a doctor, about a pause, about a contact that is wrong."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.at_hand import WHY_MUTED, pause_of
from chevet.interfaces.pro.forms.acts import ActForm
from chevet.pathways.calendar import local_day
from chevet.pathways.muting import REVIEWED_AFTER

TEXT = {"rows": 4, "dir": "auto"}


class AdviceForm(ActForm):
    """The record is the context: the doctor opens it from her message."""

    of = forms.TypedChoiceField(label=_("À qui"), coerce=UUID, widget=forms.RadioSelect)
    question = forms.CharField(label=_("Votre question"), strip=False, widget=forms.Textarea(TEXT))

    def __init__(self, *args: Any, advisers: list[Any], **kwargs: Any) -> None:
        self.advisers = advisers
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["of"].choices = [
            (str(one.account_id), ", ".join(part for part in (one.name, one.profession, one.team) if part))
            for one in self.advisers
        ]


class AnswerForm(ActForm):
    answer = forms.CharField(label=_("Avis et conduite à tenir"), strip=False, widget=forms.Textarea(TEXT))


class MuteForm(ActForm):
    """The usual length of each reason stands under it; a day of one's own may be chosen."""

    why = forms.ChoiceField(label=_("Pourquoi"), choices=list(WHY_MUTED.items()), widget=forms.RadioSelect)
    review_on = forms.DateField(
        label=_("Revoir cette pause le"), required=False, widget=forms.DateInput({"type": "date", "class": "medium"}, "%Y-%m-%d"),
        help_text=_("Ce jour-là, une tâche vous demande de décider. Sans date : 3 jours pour une hospitalisation, 7 pour un décès, 2 pour une demande."),
    )  # fmt: skip

    def prepare(self) -> None:
        pause = pause_of(self.page)
        if pause:
            today = local_day(self.page.now, self.page.zone)
            self.initial = {"why": pause.code, "review_on": max(pause.review_on, today + REVIEWED_AFTER[pause.code])}


class ContactForm(ActForm):
    """The right one, and which of the known ones it takes the place of."""

    kind = forms.ChoiceField(
        label=_("C’est"), widget=forms.RadioSelect({"class": "choices--inline"}), initial="mobile",
        choices=[("mobile", _("Mobile")), ("landline", _("Téléphone fixe")), ("email", _("E-mail"))],
    )  # fmt: skip
    typed = forms.CharField(
        label=_("Numéro ou adresse"), max_length=254, widget=forms.TextInput({"class": "medium", "autocomplete": "off"})
    )
    label = forms.CharField(
        label=_("À qui est ce téléphone, s’il est partagé"), required=False, max_length=40,
        widget=forms.TextInput({"class": "medium", "dir": "auto"}),
    )  # fmt: skip
    wrong = forms.TypedChoiceField(
        label=_("À la place de"), required=False, coerce=UUID, empty_value=None, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        known = [(str(one.id), one.value) for one in self.page.record.contacts if one.state != "wrong"]
        struck = [(str(one.id), one.value) for one in self.page.record.contacts if one.state == "wrong"]
        self.fields["wrong"].choices = [*known, ("", _("Aucun : c’est un numéro de plus"))]
        self.struck = [value for _id, value in struck]
        self.initial = {"wrong": ""}
