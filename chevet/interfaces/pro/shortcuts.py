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


CONSULTATION: dict[str, tuple[str, str | Promise]] = {
    "consultation.admit": ("a", _("Téléconsultation : faire entrer")),
    "consultation.mic": ("m", _("Couper ou ouvrir le micro")),
    "consultation.camera": ("v", _("Couper ou ouvrir la caméra")),
    "consultation.screen": ("e", _("Partager l’écran")),
    "consultation.file": ("d", _("Montrer un document")),
    "consultation.still": ("f", _("Figer l’image et la montrer")),
    "consultation.pip": ("i", _("Détacher l’image")),
    "consultation.voice": ("o", _("Passer à la voix seule")),
    "consultation.phone": ("p", _("Passer au téléphone")),
    "consultation.photo": ("h", _("Demander une photo")),
    "consultation.flip": ("r", _("Demander l’autre caméra")),
    "consultation.torch": ("l", _("Demander la lampe")),
    "consultation.people": ("g", _("Qui est là, inviter")),
    "consultation.chat": ("c", _("Écrire pendant l’appel")),
    "consultation.note": ("n", _("Écrire dans les notes")),
    "consultation.end": ("t", _("Terminer")),
    "consultation.help": ("?", _("Montrer les raccourcis")),
}
"""Those of a consultation, on its own pages too."""

EVERY = USUAL | OUTCOMES | CONSULTATION


def groups_of(*, clinical: bool) -> tuple[dict[str, tuple[str, str | Promise]], ...]:
    """The pages on which somebody presses keys; within one of them a key serves once."""
    return (USUAL, OUTCOMES, CONSULTATION) if clinical else (CONSULTATION,)


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
