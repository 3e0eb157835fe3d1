"""What the giver of a sheet adds: a word for everybody, and one for each person named on it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.handovers import Person, Section, Shown
from chevet.kernel.errors import Invalid
from chevet.usecases.give_handover import LONGEST_NOTE

WORD = "word-"


class HandoverForm(forms.Form):
    """Words about a person are fields of their own, named by the follow-up: `word-<uuid>`."""

    note = forms.CharField(
        label=_("À savoir pour la suite"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 4}),
        help_text=_("Pour l’équipe en général. Ce qui touche une personne s’écrit sur sa ligne, et s’efface avec son dossier."),
    )  # fmt: skip

    @property
    def words(self) -> dict[UUID, str]:
        """By follow-up; what is not one of ours is nobody's."""
        return {found: text for name, text in self.data.items() if (found := _follow_up(name)) and text.strip()}

    def with_words(self, sheet: Shown) -> Shown:
        """The draft with what was already typed."""
        typed = self.words if self.is_bound else {}

        def named(one: Person) -> Person:
            return replace(one, word=typed.get(one.follow_up_id, ""))

        sections = [Section(each.code, each.title, [named(one) for one in each.people]) for each in sheet.sections]
        return replace(sheet, sections=sections)

    def refuse(self, refusal: Invalid) -> None:
        for name, sentence in refusal.fields.items():
            self.add_error(name if name in self.fields else None, gettext(sentence))


def _follow_up(name: Any) -> UUID | None:
    if not str(name).startswith(WORD):
        return None
    try:
        return UUID(str(name).removeprefix(WORD))
    except ValueError:
        return None
