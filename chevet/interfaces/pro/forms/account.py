"""What a professional fills in about their own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms.administration import BY, AdministrationForm
from chevet.interfaces.ui.widgets import PhoneInput


class AlertsForm(AdministrationForm):
    alerts_by = forms.ChoiceField(label=_("Recevoir les alertes"), choices=BY, widget=forms.RadioSelect)
    mobile = forms.CharField(label=_("Mobile"), max_length=30, required=False, widget=PhoneInput)


class EmailForm(AdministrationForm):
    email = forms.EmailField(
        label=_("Nouvelle adresse e-mail"), help_text=_("Un message y part. L’adresse change quand vous l’ouvrez.")
    )
