"""The keys of the list. Letters that an AZERTY keyboard gives without a second finger; each can be changed or all be
switched off (WCAG 2.1.4), and none is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms import choices

USUAL: dict[str, tuple[str, str | Promise]] = {
    "next": ("j", _("Ligne suivante (ou ↓)")),
    "previous": ("k", _("Ligne précédente (ou ↑)")),
    "open": ("o", _("Ouvrir le dossier (ou Entrée)")),
    "fresh": ("s", _("Suivant : la première ligne que personne n’a prise")),
    "claim": ("p", _("Prendre en charge, ou rendre à l’équipe")),
    "call": ("a", _("J’appelle")),
    "aside": ("m", _("Mettre de côté")),
    "close": ("c", _("Clôturer l’alerte")),
    "select": ("x", _("Cocher la ligne")),
    "search": ("r", _("Chercher un patient")),
    "help": ("?", _("Montrer les raccourcis")),
}


OUTCOMES: dict[str, tuple[str, str | Promise]] = {
    f"call.{code}": (choices.OUTCOME_KEYS[code], words) for code, words in choices.OUTCOMES
}
"""Those of a call under way, which is a page of its own: a letter may serve in both."""


@dataclass(frozen=True, slots=True)
class Key:
    """One act of the list and its key; `usual` is the product's own."""

    act: str
    key: str
    words: str | Promise
    usual: str


def keys_of(kept: Mapping[str, Any], acts: Mapping[str, tuple[str, str | Promise]] = USUAL) -> list[Key]:
    """Every act with the reader's key; no key at all when she switched them off."""
    off = bool(kept.get("off"))
    return [Key(act, "" if off else str(kept.get(act, usual)), words, usual) for act, (usual, words) in acts.items()]
