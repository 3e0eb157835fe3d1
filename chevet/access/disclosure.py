"""What a page may say before anybody said who they are: who sends, never what for."""

import re
import unicodedata

# A hospital may be named; a service whose name tells the illness may not. Without accents.
# Stems of illnesses stand anywhere in a word ("anticancéreux", "neuroendocrinien"): they are long enough to mean nothing else.
STEMS = (
    "covid", "corona", "cancer", "oncolog", "tumor", "tumeur", "leucem", "lymphom", "carcino", "sarcom", "chimio",
    "radiother", "psychiat", "psycholog", "psychoth", "addict", "alcool", "alcohol", "tabac", "toxico", "diabet",
    "dialys", "nephro", "cardio", "cardia", "vascul", "pneumo", "pulmon", "asthm", "respir", "tubercul", "hepat",
    "gynec", "obstet", "grossess", "matern", "geriatr", "gerontol", "alzheimer", "palliat", "neurolog", "neurochir",
    "epilep", "parkinson", "infecti", "suicid", "depress", "obesi", "bariatr", "insuffisan", "vaccin", "depist",
    "urolog", "dermato", "rhumato", "allergolog", "endocrin", "mucovis", "drepano", "hemophil", "transplant",
    "thyroid", "sclerose", "demence", "dementia", "senolog", "mammo", "procreat", "fertil", "sterilit", "contracept",
    "venerol", "immunodef", "transfus",
)  # fmt: skip
# Shorter ones only begin a word ("oncopole", not "concorde"), and these stand alone ("ist", not "istria").
BEGINNINGS = (
    "sars", "sras", "onco", "psych", "cegidd", "bpco", "hemato", "memoire", "douleur", "neuro", "maladie", "malade",
    "isolement", "urgence", "renal", "autis", "handicap", "perinat",
)  # fmt: skip
ALONE = frozenset(
    {"ist", "mst", "vih", "hiv", "sida", "ivg", "pma", "amp", "avc", "sep", "sla", "dmla", "orl", "contact", "coeur",
     "rein", "reins", "sein", "foie", "csapa", "caarud", "cmp", "cmpp", "cpef", "cecos"}
)  # fmt: skip
WORD = re.compile(r"[a-z]+")


def names_an_illness(name: str) -> bool:
    """Would this name tell a stranger who holds the telephone why its owner is followed?"""
    plain = name.replace("œ", "oe").replace("Œ", "oe")
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return any(
        word in ALONE or word.startswith(BEGINNINGS) or any(stem in word for stem in STEMS)
        for word in WORD.findall(folded)
    )


def unrevealing(name: str) -> str:
    """The name, or nothing when it tells too much."""
    return "" if names_an_illness(name) else name
