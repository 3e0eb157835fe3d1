"""What is asked before an act on the lines that were ticked, one or many."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.lines import REASONS_ASIDE
from chevet.interfaces.pro.shortcuts import groups_of
from chevet.messaging.rules import LONGEST
from chevet.usecases.snooze_episode import LONGEST_NOTE

OWN = "own"


class AsideForm(forms.Form):
    """Short on purpose: what waits longer is a call that is promised, or is closed."""

    length = forms.ChoiceField(
        label=_("Pendant"), initial="30", widget=forms.RadioSelect,
        choices=[("15", _("15 min")), ("30", _("30 min")), ("60", _("1 h")), ("120", _("2 h")), (OWN, _("Jusqu’à l’heure choisie"))],
    )  # fmt: skip
    hour = forms.TimeField(
        label=_("Heure choisie"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    why = forms.ChoiceField(label=_("Pourquoi"), choices=list(REASONS_ASIDE.items()), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note pour l’équipe"), required=False, max_length=LONGEST_NOTE)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("length") == OWN and not given.get("hour"):
            self.add_error("hour", _("Choisissez une heure."))
        return given

    def until(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The next time that the wall clock shows the hour, or so many minutes from now."""
        given = self.cleaned_data
        if given["length"] != OWN:
            return now + timedelta(minutes=int(given["length"]))
        local = now.astimezone(zone)
        chosen = local.replace(hour=given["hour"].hour, minute=given["hour"].minute, second=0, microsecond=0)
        return chosen if chosen > local else chosen + timedelta(days=1)


class AssignForm(forms.Form):
    to = forms.TypedChoiceField(label=_("À qui"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: Any, me: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(one.id), one.name) for one in colleagues if one.id != me]
        self.fields["to"].choices = [(str(me), _("Moi")), *others]


class MessageForm(forms.Form):
    """The same words to each; what each may be told depends on what she can be reached by."""

    text = forms.CharField(
        label=_("Votre message"), max_length=LONGEST, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class KeysForm(forms.Form):
    """One box an act: a single character, or the usual one when it is left empty."""

    on = forms.BooleanField(label=_("Raccourcis du clavier en service"), required=False)

    def __init__(self, *args: Any, clinical: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups_of(clinical=clinical)
        for act, (usual, words) in self._acts():
            self.fields[act] = forms.CharField(
                label=words, required=False, max_length=1, initial=usual,
                widget=forms.TextInput(attrs={"size": 1, "autocomplete": "off", "autocapitalize": "off"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for acts in self.groups:
            taken: set[str] = set()
            for act, (usual, _words) in acts.items():
                key = given.get(act) or usual
                if key in taken:
                    self.add_error(act, _("Cette touche sert déjà : choisissez-en une autre."))
                taken.add(key)
        return given

    def _acts(self) -> list[tuple[str, tuple[str, Any]]]:
        return [one for acts in self.groups for one in acts.items()]

    def changed(self) -> dict[str, str]:
        """Only what differs from the usual keys."""
        usual = {act: key for act, (key, _words) in self._acts()}
        kept = {act: self.cleaned_data.get(act) or key for act, key in usual.items()}
        return {act: key for act, key in kept.items() if key != usual[act]}
