"""The pathway's questionnaire as one page, for a professional with the patient on the phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.widgets import MeasureInput
from chevet.kernel.identifiers import new_id
from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN, Item, Questionnaire
from chevet.vitals.kinds import KINDS

YES_NO = [("true", _("Oui")), ("false", _("Non"))]
DOES_NOT_KNOW = (UNKNOWN, _("Ne sait pas"))


class QuestionnaireForm(forms.Form):
    """One box for each item, named by its link id; what is typed goes to the use case as typed."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, by_proxy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"] = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
        self.dangers: dict[str, list[str]] = {}
        for item in questionnaire.items:
            if item.asked_to in ("everyone", "proxy" if by_proxy else "patient"):
                self._ask(item, by_proxy)

    def _ask(self, item: Item, by_proxy: bool) -> None:
        words = {"label": said(item.worded(by_proxy=by_proxy)), "help_text": said(item.hint), "required": False}
        self.fields[item.link_id] = FIELDS[item.type](item, by_proxy, words)
        if item.dangerous:
            self.dangers[item.link_id] = [str(one).lower() for one in sorted(item.dangerous, key=str)]
        if item.type == "measure":
            self.fields[f"{item.link_id}__none"] = forms.BooleanField(label=_("Pas mesuré"), required=False)

    def answers(self) -> dict[str, str]:
        """As typed, only what was filled in."""
        given = self.cleaned_data
        typed = {
            name: text
            for name, text in given.items()
            if text not in ("", None, False) and name != "key" and "__" not in name
        }
        skipped = {name.removesuffix("__none") for name in given if name.endswith("__none") and given[name]}
        return typed | {name: NOT_MEASURED for name in skipped if name not in typed}

    def refuse(self, fields: dict[str, str]) -> None:
        for name, sentence in fields.items():
            self.add_error(name if name in self.fields else None, gettext(sentence))


def _choice(item: Item, by_proxy: bool, words: dict[str, Any]) -> forms.Field:
    options = [(one.code, said(one.proxy if by_proxy and one.proxy else one.label)) for one in item.options] + (
        [DOES_NOT_KNOW] if item.unknown else []
    )
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **words)


def _boolean(item: Item, by_proxy: bool, words: dict[str, Any]) -> forms.Field:
    options = YES_NO + ([DOES_NOT_KNOW] if item.unknown else [])
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect({"class": "choices--inline"}), **words)


def _measure(item: Item, by_proxy: bool, words: dict[str, Any]) -> forms.Field:
    kind = KINDS[item.link_id]
    widget = MeasureInput(unit=said(kind.unit_shown), decimal=bool(kind.decimals))
    return forms.CharField(max_length=64, widget=widget, **words)


def _text(item: Item, by_proxy: bool, words: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=item.longest, widget=forms.Textarea({"rows": 2}), **words)


FIELDS = {"choice": _choice, "boolean": _boolean, "measure": _measure, "text": _text}
