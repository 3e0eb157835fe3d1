"""The national health identifier (matricule INS): thirteen characters, their key, and the register they come from. Pure.

The number is a NIR or a NIA (waiting number). OIDs: ANS, list of the OIDs of the INS systems, as in the FR Core profile.
"""

import re

from chevet.kernel.errors import Invalid

NIR, NIA = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9"
NIR_TEST, NIR_DEMONSTRATION = "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"
REAL, INVENTED = frozenset({NIR, NIA}), frozenset({NIR_TEST, NIR_DEMONSTRATION})
NOT_A_NUMBER = "Un matricule a quinze caractères : treize, puis une clé de deux chiffres."
WRONG_KEY = "La clé de ce matricule ne correspond pas. Relisez-le chiffre par chiffre."
WRONG_REGISTER = "Ce matricule ne vient pas du registre qui vaut ici : réel et d'essai ne se mélangent pas."


def key_of(number: str) -> str:
    """The two digits behind thirteen: 97 less the remainder by 97, Corsica's 2A counted as 19 and 2B as 18.

    Months of birth beyond 12 exist, and are nobody's mistake.
    """
    digits = number.replace("2A", "19").replace("2B", "18")
    return f"{97 - int(digits) % 97:02d}"


def matricule_of(typed: str) -> str:
    """Fifteen characters without spaces, capital letters. Raises Invalid."""
    whole = "".join(typed.split()).upper()
    number, key = whole[:13], whole[13:]
    if len(whole) != 15 or not key.isdigit() or not re.fullmatch(r"\d{5}(?:\d{2}|2A|2B)\d{6}", number):
        raise Invalid(NOT_A_NUMBER)
    if key != key_of(number):
        raise Invalid(WRONG_KEY)
    return whole


def check_register(oid: str, *, invented: bool) -> None:
    """Where people are invented only invented numbers are taken, elsewhere only real ones. Raises Invalid."""
    if oid not in (INVENTED if invented else REAL):
        raise Invalid(WRONG_REGISTER)


def spaced(matricule: str) -> str:
    """As it is read out: 2 49 05 69 383 012 47. Nothing for nothing."""
    parts = (1, 3, 5, 7, 10, 13, 15)
    return " ".join(matricule[start:end] for start, end in zip((0, *parts), parts, strict=False)).strip()
