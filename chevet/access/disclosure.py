"""What a page may say before anybody said who they are: who sends, never what for."""

import re
import unicodedata

# A hospital may be named; a service whose name tells the illness may not. Beginnings of words, without accents.
ILLNESSES = (
    "covid", "corona", "sars", "sras", "cancer", "onco", "tumeur", "chimio", "psych", "addict", "alcool", "tabac",
    "toxico", "vih", "hiv", "sida", "ist", "cegidd", "diabet", "dialys", "nephro", "cardi", "coeur", "pneumo", "bpco",
    "asthm", "respir", "tubercul", "hepat", "hemat", "gyneco", "ivg", "matern", "obstet", "grossess", "geriatr",
    "gerontol", "alzheimer", "memoire", "palliat", "douleur", "neuro", "epilep", "parkinson", "infectio", "malad",
    "isolement", "contact", "suicid", "depress", "obesit", "insuffisan", "vaccin", "depist", "urgence",
)  # fmt: skip
WORD = re.compile(r"[a-z]+")
WHOLE = frozenset({"ist", "contact", "coeur"})


def names_an_illness(name: str) -> bool:
    """Would this name tell a stranger who holds the telephone why its owner is followed?"""
    plain = name.replace("œ", "oe").replace("Œ", "oe")
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return any(
        word in WHOLE or any(word.startswith(one) for one in ILLNESSES if one not in WHOLE)
        for word in WORD.findall(folded)
    )


def unrevealing(name: str) -> str:
    """The name, or nothing when it tells too much."""
    return "" if names_an_illness(name) else name
