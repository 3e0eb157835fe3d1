"""What may be asked, and in which words. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from chevet.access.disclosure import names_an_illness
from chevet.kernel.errors import Invalid
from chevet.kernel.sentences import gettext_noop
from chevet.payments.vocabulary import EXEMPTIONS, NOT_BILLED

LEAST, MOST = 100, 100_000
"""In cents. The least is PayFiP's; the most guards against a comma typed in the wrong place."""
LABEL = re.compile(r"[^\W_][^\W_ ]*(?:[ -][^\W_ ]+)*")
SHORTEST_LABEL, LONGEST_LABEL = 3, 22  # what a bank statement shows
# A bank statement is read by a spouse, a parent, an accountant. Stems, without accents.
WORDS_OF_CARE = (
    "consult", "teleconsult", "medec", "medic", "docteur", "doctor", "sante", "health", "soin", "hopita", "hospit",
    "clinique", "clinic", "chirur", "infirm", "patient", "therap", "ordonnan", "pharma", "labo", "radio", "samu",
    "sage", "kine", "dent", "ophta", "telesuivi", "suivi", "symptom", "traitement", "examen", "analyse",
)  # fmt: skip
TITLES = frozenset({"dr", "pr", "doc", "chu", "chr", "ch", "ars", "ehpad", "ide", "smur", "tcg", "tcs", "tc"})
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = 12


ODD_LABEL = gettext_noop("Écrivez de 3 à 22 lettres ou chiffres, sans ponctuation.")
TELLING_LABEL = gettext_noop("Ce libellé en dit trop : ni nom, ni spécialité, ni mot de santé sur un relevé bancaire.")
ODD_AMOUNT = gettext_noop("Écrivez un montant entre 1 et 1 000 euros, par exemple 25 ou 25,50.")
ODD_ACT = gettext_noop("Un code d’acte a dix lettres ou chiffres au plus, par exemple TCG.")
ODD_EXEMPTION = gettext_noop("Choisissez le motif dans la liste.")


def neutral_label(typed: str, *, names: Iterable[str] = ()) -> str:
    """What the bank statement and the provider's page say. `names`: people and services that it must not name.

    Raises Invalid.
    """
    label = " ".join(typed.split())
    if not (SHORTEST_LABEL <= len(label) <= LONGEST_LABEL and LABEL.fullmatch(label)):
        raise Invalid(ODD_LABEL, fields={"label": ODD_LABEL})
    words = set(_words(label))
    named = {word for name in names for word in _words(name) if len(word) > 2}
    if names_an_illness(label) or words & (TITLES | named) or any(word.startswith(WORDS_OF_CARE) for word in words):
        raise Invalid(TELLING_LABEL, fields={"label": TELLING_LABEL})
    return label


def amount_read(typed: str) -> int:
    """Cents of a sum that may be asked. Raises Invalid."""
    return checked_amount(cents_read(typed))


def cents_read(typed: str) -> int:
    """Cents of what was typed in euros: `25`, `25,5`, `25.50 €`. Raises Invalid."""
    found = re.fullmatch(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.sub(r"[\s€]", "", typed), re.ASCII)
    if found is None:
        raise Invalid(ODD_AMOUNT, fields={"amount": ODD_AMOUNT})
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def checked_amount(cents: int) -> int:
    """Raises Invalid."""
    if not LEAST <= cents <= MOST:
        raise Invalid(ODD_AMOUNT, fields={"amount": ODD_AMOUNT})
    return cents


def checked_act(typed: str) -> str:
    """A code of the nomenclature (TCG, TC, TCS…), or nothing. Raises Invalid."""
    act = typed.strip().upper()
    if not re.fullmatch(r"[A-Z0-9]{0,10}", act):
        raise Invalid(ODD_ACT, fields={"act": ODD_ACT})
    return act


def checked_exemption(code: str) -> str:
    """Raises Invalid."""
    if code not in EXEMPTIONS:
        raise Invalid(ODD_EXEMPTION, fields={"exemption": ODD_EXEMPTION})
    return code


def is_billed(modality: str) -> bool:
    """A telephone call is not billed as a teleconsultation; what is not known yet stays due."""
    return modality not in NOT_BILLED


def reference_of(attempt_id: UUID) -> str:
    """What the provider is told: 12 letters and digits from the random bits of the id. No date, no order, no person."""
    left, letters = attempt_id.int & (1 << 62) - 1, []
    for _ in range(REFERENCE):
        left, digit = divmod(left, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)


def _words(text: str) -> list[str]:
    plain = text.replace("œ", "oe").replace("Œ", "oe")
    return re.findall(r"[a-z]+", unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower())
