"""Inputs that the product's forms use besides Django's own."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MeasureInput(forms.TextInput):
    """A number as people type it, comma or point, any length; the unit stands beside it."""

    template_name = "ui/forms/measure.html"

    def __init__(self, *, unit="", decimal=False, attrs=None):
        self.unit = unit
        mode = "decimal" if decimal else "numeric"
        super().__init__({"inputmode": mode, "autocomplete": "off", "class": "short", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class PhoneInput(forms.TextInput):
    input_type = "tel"

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "tel", "class": "medium", **(attrs or {})})


class OneTimeCodeInput(forms.TextInput):
    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short", **(attrs or {})})


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes. What was typed stays as typed, also when it is no date."""

    template_name = "ui/forms/parts.html"
    use_fieldset = True
    parts = ("day", "month", "year")
    words = {"day": _("Jour"), "month": _("Mois"), "year": _("Année")}

    def __init__(self, *, birth=False, attrs=None):
        boxes = {part: forms.TextInput(self._attrs(part, birth)) for part in self.parts}
        super().__init__(boxes, attrs)

    def decompress(self, value):
        return [getattr(value, part) for part in self.parts] if value else [None] * len(self.parts)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, box in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            box["words"] = self.words[part]
        return context

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_

    @staticmethod
    def _attrs(part, birth):
        auto = f"bday-{part}" if birth else "off"
        return {"inputmode": "numeric", "autocomplete": auto, "data-part": part}


class DayMonthParts(DateParts):
    """The day and month of birth, asked once on a new device."""

    parts = ("day", "month")
