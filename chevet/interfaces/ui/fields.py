"""Fields whose refusals are sentences that say what to write."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .widgets import DateParts, DayMonthParts, MeasureInput


class MeasureField(forms.CharField):
    """A measured number, comma or point. Cleans to Decimal or None; bounds are the business of the room that judges."""

    def __init__(self, *, unit="", decimal=False, example="", **kwargs):
        kwargs.setdefault("widget", MeasureInput(unit=unit, decimal=decimal))
        super().__init__(**kwargs)
        self.example = example or (_("38,2") if decimal else "96")

    def to_python(self, value):
        typed = (super().to_python(value) or "").replace("\u202f", "").replace("\xa0", "").replace(" ", "")
        if not typed:
            return None
        try:
            number = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise ValidationError(
                _("Écrivez un nombre, par exemple %(example)s."), code="number", params={"example": self.example}
            )
        return number

    def validate(self, value):
        if self.required and value is None:
            raise ValidationError(
                _("Écrivez un nombre, par exemple %(example)s."), code="required", params={"example": self.example}
            )

    def run_validators(self, value):
        return None


class DateField(forms.MultiValueField):
    """A date in three boxes. Cleans to a date or None."""

    def __init__(self, *, birth=False, example="27 3 1957", **kwargs):
        self.example = example
        kwargs.setdefault("widget", DateParts(birth=birth))
        boxes = [forms.CharField(required=False) for _part in kwargs["widget"].parts]
        super().__init__(boxes, require_all_fields=False, **{"required": True, **kwargs})

    def clean(self, value):
        if self.disabled and not isinstance(value, list):
            value = self.widget.decompress(value)
        typed = [str(part or "").strip() for part in (value or [])]
        if not any(typed):
            if self.required:
                raise self._refusal("required")
            return None
        try:
            return self.compress([int(part) for part in typed])
        except (ValueError, OverflowError) as refusal:
            raise self._refusal("date") from refusal

    def compress(self, data_list):
        day, month, year = data_list
        if year < 1000:
            raise ValueError("a year is written with four figures")
        return date(year, month, day)

    def _refusal(self, code):
        sentence = _("Écrivez le jour, le mois et l'année, par exemple %(example)s.")
        return ValidationError(sentence, code=code, params={"example": self.example})


@dataclass(frozen=True, kw_only=True)
class DayMonth:
    day: int
    month: int


class DayMonthField(DateField):
    """Day and month of birth. Cleans to DayMonth or None; 29 February is a day like another."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", DayMonthParts(birth=True))
        super().__init__(**{"example": "27 3", **kwargs})

    def compress(self, data_list):
        day, month = data_list
        date(2000, month, day)
        return DayMonth(day=day, month=month)

    def _refusal(self, code):
        sentence = _("Écrivez le jour et le mois, par exemple %(example)s.")
        return ValidationError(sentence, code=code, params={"example": self.example})
