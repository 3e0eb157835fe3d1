"""What is asked before an act about one follow-up."""

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.alerts.rules import ORANGE
from chevet.calls.rules import UNREACHED
from chevet.interfaces.pro import labels
from chevet.interfaces.pro.at_hand import calls_of
from chevet.interfaces.pro.forms import choices
from chevet.interfaces.ui.fields import DateField
from chevet.interfaces.ui.widgets import PhoneInput
from chevet.kernel.errors import Invalid
from chevet.messaging.rules import LONGEST

NOTE = {"rows": 3}


class ActForm(forms.Form):
    """A form about one patient's page; it takes back the use case's sentences."""

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the follow-up."""

    def refuse(self, refusal: Invalid) -> None:
        for name, sentence in (refusal.fields or {"": refusal.sentence}).items():
            self.add_error(name if name in self.fields else None, gettext(sentence))


class CloseForm(ActForm):
    done = forms.MultipleChoiceField(
        label=_("Ce qui a été fait"), choices=choices.DONE, widget=forms.CheckboxSelectMultiple
    )
    also = forms.MultipleChoiceField(
        label=_("Aussi"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("message", _("Message lu : il n’y a rien à répondre"))],
    )  # fmt: skip
    useful = forms.ChoiceField(
        label=_("Cette alerte était"), required=False, widget=forms.RadioSelect({"class": "choices--inline"}),
        choices=[("yes", _("utile")), ("no", _("pas utile"))],
        help_text=_("Si vous voulez : vos réponses montrent les règles qui sonnent pour rien."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note pour l’équipe"), required=False, strip=False, widget=forms.Textarea(NOTE | {"dir": "auto"})
    )

    def prepare(self) -> None:
        """Only what there is to say something of: a message that waits, an alert of a rule."""
        outcomes = {one.outcome for one in calls_of(self.page).made}
        self.initial = {"done": ["call_done"] if outcomes - UNREACHED else ["call_tried"] if outcomes else []}
        live = self.page.record.situation.standing.live
        if not any(alert.kind == "message" for alert in live):
            del self.fields["also"]
        if not any(alert.level >= ORANGE for alert in live):
            del self.fields["useful"]

    def said(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("useful", ""))


class ReplyForm(ActForm):
    text = forms.CharField(
        label=_("Votre message"), max_length=LONGEST, widget=forms.Textarea(NOTE | {"dir": "auto"}),
        help_text=_("La personne le lit sur sa page, avec un code. Le SMS ou l’e-mail dit seulement qu’il l’attend."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)


class EndForm(ActForm):
    reason = forms.ChoiceField(
        label=_("Pourquoi ce suivi se termine"), choices=choices.END_REASONS, widget=forms.RadioSelect
    )


class WithdrawForm(ActForm):
    sure = forms.BooleanField(label=_("La personne m’a dit qu’elle veut arrêter"))


class ChangeForm(ActForm):
    """Only what differs from now is handed on."""

    hour = forms.ChoiceField(label=_("Heure du questionnaire"))
    way = forms.ChoiceField(label=_("Questionnaires par"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        row = self.page.follow_up
        self.fields["hour"].choices = [(f"{hour:%H:%M}",) * 2 for hour in self.page.pathway.delays.hours]
        self.fields["way"].choices = [
            (f"{channel}:{one.id}", f"{labels.CHANNELS[channel]}, {one.value}")
            for one in self.page.record.contacts
            for channel in ({"mobile": "sms", "email": "email"}.get(one.kind),)
            if channel and one.state == "active"
        ] + [("phone:", _("Téléphone : l’équipe appelle chaque jour prévu"))]
        contact = row.contact_id if row.channel != "phone" else ""
        self.initial = {"hour": f"{row.hour:%H:%M}", "way": f"{row.channel}:{contact}"}

    def clean(self) -> dict[str, Any]:
        """The use case's own names: hour, channel, contact_id."""
        given, row = super().clean(), self.page.follow_up
        if self.errors:
            return given
        channel, _colon, contact = given["way"].partition(":")
        hour = time.fromisoformat(given["hour"])
        return {
            **({"hour": hour} if hour != row.hour else {}),
            **({"channel": channel} if channel != row.channel else {}),
            **({"contact_id": UUID(contact)} if contact and contact != str(row.contact_id) else {}),
        }


class DetailsForm(ActForm):
    """What was left for later at the inclusion; what is already known stays unless it is written anew."""

    doctor = forms.CharField(label=_("Médecin traitant"), required=False, max_length=120)
    to_call_name = forms.CharField(label=_("Personne à appeler"), required=False, max_length=80)
    to_call_link = forms.CharField(label=_("Son lien avec la personne"), required=False, max_length=40)
    to_call_phone = forms.CharField(label=_("Son téléphone"), required=False, max_length=40, widget=PhoneInput)
    address = forms.CharField(label=_("Adresse où la personne se trouve"), required=False, max_length=300)
    access = forms.CharField(label=_("Pour entrer"), required=False, max_length=200)
    birth_place = forms.CharField(label=_("Lieu de naissance"), required=False, max_length=80)
    onset_on = DateField(label=_("Premiers signes"), required=False)
    risk_factors = forms.MultipleChoiceField(
        label=_("Facteurs de risque"), choices=choices.RISK_FACTORS, required=False, widget=forms.CheckboxSelectMultiple
    )
    devices = forms.MultipleChoiceField(
        label=_("Appareils à la maison"), choices=choices.DEVICES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        known = self.page.record.profile
        person = known.get("to_call") or {}
        risks = known.get("risk_factors")
        self.initial = {name: known.get(name, "") for name in ("doctor", "address", "access", "birth_place", "devices")}
        self.initial |= {f"to_call_{part}": person.get(part, "") for part in ("name", "link", "phone")}
        self.initial |= {"risk_factors": ["none"] if risks == [] else risks, "onset_on": self.page.follow_up.onset_on}

    def calendar(self) -> dict[str, Any]:
        """What the calendar rests on, only where it changed."""
        given, row = self.cleaned_data, self.page.follow_up
        risks = set(given["risk_factors"])
        changed = {}
        if given["onset_on"] and given["onset_on"] != row.onset_on:
            changed["onset_on"] = given["onset_on"]
        if risks and bool(risks - {"none"}) != self.page.record.situation.at_risk:
            changed["at_risk"] = bool(risks - {"none"})
        return changed

    def profile(self) -> dict[str, Any]:
        given = self.cleaned_data
        person = {part: given[f"to_call_{part}"] for part in ("name", "link", "phone")}
        profile = {name: given[name] for name in ("doctor", "address", "access", "birth_place")}
        profile |= {"to_call": person if any(person.values()) else None, "devices": given["devices"] or None}
        risks = [factor for factor in given["risk_factors"] if factor != "none"]
        return profile | {"risk_factors": risks if given["risk_factors"] else None}
