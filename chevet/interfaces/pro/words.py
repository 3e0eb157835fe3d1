"""Facts as sentences of the professional pages, in the reader's language."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext

from chevet.kernel.sentences import Sentence


def said(sentence: Sentence | dict[str, Any] | None) -> str:
    """A sentence kept in both languages."""
    if not sentence:
        return ""
    if isinstance(sentence, Sentence):
        return sentence.said_in(get_language() or "fr")
    return sentence["en" if (get_language() or "fr").startswith("en") else "fr"]


def age_on(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def born_words(birth: date, today: date) -> str:
    years = age_on(birth, today)
    age = ngettext("%(years)s an", "%(years)s ans", years) % {"years": years}
    return f"{date_format(birth, 'j F Y')}, {age}"


def name_of(patient: Any) -> str:
    """As they are called: used names first."""
    return f"{patient.used_first_name or patient.first_name} {(patient.used_name or patient.birth_name).upper()}"
