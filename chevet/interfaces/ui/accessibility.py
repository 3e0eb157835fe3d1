"""What we say of our own accessibility: made from the grid (rgaa.yaml), so that nobody can say better than it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

GRID = Path(__file__).parent / "rgaa.yaml"
APPEAL = "https://formulaire.defenseurdesdroits.fr/"  # the Défenseur des droits
MET, UNMET = "conforming", "not conforming"


@dataclass(frozen=True, slots=True)
class Declaration:
    """`rate`: conforming criteria out of those that apply, in whole percent, never rounded up to a hundred."""

    read_on: date
    met: int
    applying: int
    faults: tuple[tuple[str, dict[str, str]], ...]

    @property
    def rate(self) -> int:
        return 100 * self.met // self.applying

    @property
    def level(self) -> str:
        """The three words of the law (décret 2019-768, arrêté du 20 septembre 2019), in the reader's language."""
        if not self.faults:
            return _("totalement conforme")
        return _("partiellement conforme") if self.rate >= 50 else _("non conforme")

    @property
    def missing(self) -> list[tuple[str, str]]:
        """(number, what is missing), in the reader's language."""
        language = "en" if get_language() == "en" else "fr"
        return [(number, said[language]) for number, said in self.faults]


@cache
def declaration() -> Declaration:
    grid = yaml.safe_load(GRID.read_text(encoding="utf-8"))
    met = sum(one["status"] == MET for one in grid["criteria"])
    faults = tuple((one["id"], one["reason"]) for one in grid["criteria"] if one["status"] == UNMET)
    return Declaration(grid["read_on"], met, met + len(faults), faults)
