"""Words that may not stand in a text message, an e-mail or a sender's name: a locked screen is read by anybody.

The list is compared without accents or capitals. An entry ending in `*` forbids every word that begins so.
"""

import re
import unicodedata

FORBIDDEN = (
    # illnesses and what they look like
    "covid*", "corona*", "sras*", "sars*", "virus", "viral*", "grippe*", "influenza", "flu", "variole", "mpox",
    "rougeole", "tuberculose", "vih", "hiv", "sida", "cancer*", "onco*", "diabet*", "asthm*", "bpco", "pneumo*",
    "cardiaque*", "cardio*", "psych*", "suicid*", "depress*", "addict*", "infect*", "contag*", "contamin*",
    "epidemi*", "pandemi*", "malad*", "patholog*", "disease*", "illness*", "sick", "symptom*", "fievre", "fever",
    "toux", "cough*", "oxygene", "oxygen", "saturation", "temperature", "tension", "glycemi*", "grossesse",
    "pregnan*", "enceinte", "isolement", "quarantaine", "quarantine", "cluster",
    # care and the places of care
    "sante", "health*", "medic*", "medec*", "docteur", "doctor*", "dr", "infirm*", "nurse*", "patient*", "soin*",
    "soign*", "care", "hospit*", "hopital", "hopitaux", "chu", "chru", "chr", "ch", "clini*", "urgence*",
    "emergency", "samu", "ars", "ehpad", "pharmac*", "laborato*", "diagnos*", "depist*",
    "test", "tests", "pcr", "vaccin*", "traitement*", "treatment*", "therap*", "ordonnance*", "prescri*",
    "consultation*", "teleconsultation*", "telesuivi", "telesurveillance", "monitoring", "consent*",
    "surveillance", "chirurg*", "surg*", "radio*", "scanner", "analyse*",
)  # fmt: skip

WHOLE = frozenset(entry for entry in FORBIDDEN if not entry.endswith("*"))
BEGINNINGS = tuple(entry[:-1] for entry in FORBIDDEN if entry.endswith("*"))
WORD = re.compile(r"[a-z0-9]+")

# In a sender's name words are run together, so the longer entries are looked for anywhere.
INSIDE = ("samu", *(entry.rstrip("*") for entry in FORBIDDEN if len(entry.rstrip("*")) >= 5))

# A sender's name on the air: letters and digits, eleven at most, not digits only (French operators' charter).
SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{3,11}")


def health_words(text: str) -> tuple[str, ...]:
    """The forbidden words found in `text`, as they are listed without accents, in order; empty when it is neutral."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(word for word in WORD.findall(folded) if word in WHOLE or word.startswith(BEGINNINGS))


def is_neutral_sender(label: str) -> bool:
    """May this stand as the sender of a text message? Shape and words; `SANTE974` is refused for its beginning."""
    lowered = label.lower()
    return bool(SENDER.fullmatch(label)) and not health_words(label) and not any(one in lowered for one in INSIDE)
