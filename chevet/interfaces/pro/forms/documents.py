"""A file that a professional puts into a record."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.ui.documents import DocumentForm

KEPT = {"record": _("avec le dossier"), "30": _("30 jours"), "90": _("90 jours")}


class KeepForm(DocumentForm):
    shown = forms.BooleanField(
        label=_("La personne peut le lire, un message l’en prévient"), required=False, initial=True
    )  # fmt: skip
    kept = forms.ChoiceField(label=_("Garder"), choices=list(KEPT.items()))
    field_order = ("file", "category", "title", "shown", "kept", "key")

    def keeping(self, *, now: datetime) -> dict[str, Any]:
        """What keep_document takes."""
        days = self.cleaned_data["kept"]
        until = now + timedelta(days=int(days)) if days.isdigit() else None
        return self.sending() | {"shown": self.cleaned_data["shown"], "expires_at": until}
