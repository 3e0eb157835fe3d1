"""The small forms of the link's pages. The questionnaire is not one of them: it follows its definition (screens.py)."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.ui.fields import DayMonthField
from chevet.interfaces.ui.widgets import OneTimeCodeInput
from chevet.messaging.rules import LONGEST
from chevet.pathways.languages import Wording

REASONS = ("better", "too_much", "data", "elsewhere", "other", "")


class BirthdayField(DayMonthField):
    """Asked before anything else, hence in every language."""

    def speak(self, wording: Wording) -> None:
        self.label, self.help_text = wording.phrase("birthday"), wording.phrase("birthday_hint")
        self.widget.words = {"day": wording.phrase("day_of_month"), "month": wording.phrase("month")}
        self.sentence = wording.phrase("birthday_like")

    def _refusal(self, code: str) -> ValidationError:
        return ValidationError(self.sentence, code=code)


class BirthdayForm(forms.Form):
    birthday = BirthdayField()

    def __init__(self, data: QueryDict | None, *, wording: Wording) -> None:
        super().__init__(data)
        self.fields["birthday"].speak(wording)


class StopForm(forms.Form):
    reason = forms.ChoiceField(widget=forms.RadioSelect, required=False, initial="")

    def __init__(self, data: QueryDict | None, *, wording: Wording) -> None:
        super().__init__(data)
        self.fields["reason"].label = wording.phrase("stop_why")
        self.fields["reason"].choices = [(code, wording.phrase(f"why_{code or 'silent'}")) for code in REASONS]


class CodeForm(forms.Form):
    agreed = forms.BooleanField(error_messages={"required": _("Demandez-lui d'abord, puis cochez la case.")})
    code = forms.CharField(
        label=_("Votre code"), max_length=40, widget=OneTimeCodeInput,
        help_text=_("6 chiffres reçus par SMS, ou 12 caractères sur le papier de votre équipe."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, label: str, of_minor: bool = False) -> None:
        """label: the name written on a shared telephone; whoever holds it may not be the one whose record it is."""
        super().__init__(data)
        if label:
            said = gettext("Je suis %(label)s, ou %(label)s est d'accord pour que je lise son dossier")
            if of_minor:
                said = gettext("Je suis %(label)s, ou son parent qui répond")
                self.fields["agreed"].error_messages["required"] = gettext("Cochez la case si c'est vous.")
            self.fields["agreed"].label = said % {"label": label}
        else:
            del self.fields["agreed"]


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Votre message"), strip=True, max_length=LONGEST, widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Écrivez votre message.")},
        help_text=_("Écrivez comme vous parlez."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)
