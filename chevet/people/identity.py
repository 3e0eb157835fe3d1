"""How sure we are of who somebody is: the strict traits, the four statuses, the moves between them. Pure.

Source: référentiel national d'identitovigilance (RNIV), volume 1. A status is never typed: it follows from two facts,
traits given by the national service (INSi) and traits read on a document of high trust by somebody who signs for it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.sentences import Sentence
from chevet.people.folding import folded

MAJORITY = 18


class Status(StrEnum):
    PROVISIONAL = "provisional"
    RETRIEVED = "retrieved"
    VALIDATED = "validated"
    QUALIFIED = "qualified"


class Doubt(StrEnum):
    """Attributes that hold an identity at provisional and forbid asking the national service."""

    NONE = ""
    DOUBTFUL = "doubtful"
    FICTITIOUS = "fictitious"


RETRIEVE, CHECK, CORRECT, DOUBT, LOSE = "retrieve", "check", "correct", "doubt", "lose"
MOVES: dict[tuple[str, str], str] = {
    (Status.PROVISIONAL, RETRIEVE): Status.RETRIEVED,
    (Status.PROVISIONAL, CHECK): Status.VALIDATED,
    (Status.PROVISIONAL, CORRECT): Status.PROVISIONAL,
    (Status.PROVISIONAL, DOUBT): Status.PROVISIONAL,
    (Status.RETRIEVED, RETRIEVE): Status.RETRIEVED,
    (Status.RETRIEVED, CHECK): Status.QUALIFIED,
    (Status.RETRIEVED, CORRECT): Status.PROVISIONAL,
    (Status.RETRIEVED, DOUBT): Status.PROVISIONAL,
    (Status.RETRIEVED, LOSE): Status.PROVISIONAL,
    (Status.VALIDATED, RETRIEVE): Status.QUALIFIED,
    (Status.VALIDATED, CHECK): Status.VALIDATED,
    (Status.VALIDATED, CORRECT): Status.PROVISIONAL,
    (Status.VALIDATED, DOUBT): Status.PROVISIONAL,
    (Status.QUALIFIED, RETRIEVE): Status.QUALIFIED,
    (Status.QUALIFIED, CHECK): Status.QUALIFIED,
    (Status.QUALIFIED, CORRECT): Status.PROVISIONAL,
    (Status.QUALIFIED, DOUBT): Status.PROVISIONAL,
    (Status.QUALIFIED, LOSE): Status.VALIDATED,
}
FROM_SERVICE = frozenset({Status.RETRIEVED, Status.QUALIFIED})
FROM_DOCUMENT = frozenset({Status.VALIDATED, Status.QUALIFIED})

# RNIV vol. 1, documents of high trust. The driving licence and the Vitale card are not among them.
DOCUMENTS: dict[str, Sentence] = {
    "passport": Sentence("Passeport", "Passport"),
    "identity_card": Sentence("Carte nationale d'identité", "National identity card"),
    "residence_permit": Sentence("Titre de séjour", "Residence permit"),
    "digital": Sentence("Identité numérique (France Identité…)", "Digital identity (France Identité…)"),
    "minor_birth": Sentence(
        "Mineur : livret de famille ou acte de naissance, avec la pièce d'identité d'un parent",
        "Minor: family record book or birth certificate, with a parent's identity document",
    ),
    "minor_travel": Sentence(
        "Mineur : document de circulation pour étranger mineur", "Minor: travel document for a foreign minor"
    ),
}
OF_MINORS = frozenset({"minor_birth", "minor_travel"})

CHOOSE = "Choisissez la pièce que vous avez vue."
MINORS_ONLY = "Cette pièce ne vaut que pour une personne de moins de 18 ans."
IN_DOUBT = "Cette identité est marquée douteuse ou fictive : levez d'abord ce doute."
IMPOSSIBLE = "Ce changement n'est pas possible depuis l'état où est cette identité."
MISSING = {
    "given_names": "Écrivez tous les prénoms de naissance, comme sur la pièce.",
    "birth_place": "Écrivez le code INSEE du lieu de naissance : cinq caractères, 99 et trois chiffres pour l'étranger.",
    "sex": "Choisissez féminin ou masculin : c'est un trait de l'identité.",
}
GIVEN_FIRST = "Les prénoms de naissance commencent par le premier prénom."


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The strict traits. given_names: all of them, in the order of the birth record, separated by spaces.

    birth_place: INSEE code of the commune, or 99 and three digits for a country; empty while it is not known.
    """

    birth_name: str
    first_name: str
    birth_date: date
    sex: str
    given_names: str = ""
    birth_place: str = ""

    @property
    def print(self) -> str:
        """To tell whether these are still the traits that somebody looked at."""
        written = "|".join(_plain(getattr(self, name)) for name in Traits.__slots__)
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def move(status: str, verb: str, *, doubt: str = "") -> Status:
    """The status after. Conflict when the move does not exist from here, or a doubt forbids it."""
    if doubt and verb in (RETRIEVE, CHECK):
        raise Conflict(IN_DOUBT)
    try:
        return Status(MOVES[Status(status), verb])
    except KeyError:
        raise Conflict(IMPOSSIBLE) from None


def differences(mine: Traits, theirs: Traits) -> tuple[str, ...]:
    """Names of the traits that say something else; accents, hyphens and case are nothing else, nor is a blank of mine."""
    return tuple(
        name for name in Traits.__slots__
        if getattr(mine, name) and _plain(getattr(mine, name)) != _plain(getattr(theirs, name))
    )  # fmt: skip


def taken_up(mine: Traits, theirs: Traits) -> Traits:
    """The traits of the service; where they are the same, as we write them, with our accents."""
    same = {name: getattr(mine, name) for name in Traits.__slots__ if getattr(mine, name)}
    return replace(theirs, **{name: value for name, value in same.items() if name not in differences(mine, theirs)})


def missing(traits: Traits) -> dict[str, str]:
    """What a checked identity must hold and does not: one sentence per trait."""
    wrong = {name: MISSING[name] for name in ("given_names", "birth_place") if not getattr(traits, name)}
    if traits.sex not in ("F", "M"):
        wrong["sex"] = MISSING["sex"]
    return wrong | badly_written(traits)


def badly_written(traits: Traits) -> dict[str, str]:
    """What is there and cannot be right."""
    wrong = {}
    if traits.given_names and not f"{_plain(traits.given_names)} ".startswith(f"{_plain(traits.first_name)} "):
        wrong["given_names"] = GIVEN_FIRST
    if traits.birth_place and not is_place(traits.birth_place):
        wrong["birth_place"] = MISSING["birth_place"]
    return wrong


def is_place(code: str) -> bool:
    """Five characters: a commune (2A and 2B in Corsica), or 99 and the country."""
    head, tail = code[:2], code[2:]
    return len(code) == 5 and tail.isascii() and tail.isdigit() and (head in ("2A", "2B") or head.isdigit())


def check_document(kind: str, *, born: date, today: date) -> None:
    """Of high trust, and of the age of the person. Raises Invalid."""
    if kind not in DOCUMENTS:
        raise Invalid(CHOOSE, fields={"document": CHOOSE})
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if kind in OF_MINORS and age >= MAJORITY:
        raise Invalid(MINORS_ONLY, fields={"document": MINORS_ONLY})


def shown_matricule(status: str, known: Mapping[str, str]) -> str:
    """Only a qualified identity shows its matricule, inside and outside."""
    return known.get("matricule", "") if status == Status.QUALIFIED else ""


def _plain(value: str | date) -> str:
    return folded(value) if isinstance(value, str) else value.isoformat()
