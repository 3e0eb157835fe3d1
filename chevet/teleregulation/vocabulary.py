"""The words of French emergency regulation, as the national SAMU exchange format codes them (priority, level of care,
decision, orientation). Pure data: code, then what the screens say."""

from chevet.kernel.sentences import Sentence

PRIORITIES = {
    "P0": Sentence("P0 · départ réflexe", "P0 · reflex departure"),
    "P1": Sentence("P1 · immédiat", "P1 · immediate"),
    "P2": Sentence("P2 · sans délai", "P2 · without delay"),
    "P3": Sentence("P3 · peut attendre", "P3 · can wait"),
    "NR": Sentence("NR · sans régulation médicale", "NR · no medical regulation"),
}
CARE_LEVELS = {
    "R1": Sentence("R1 · urgence vitale", "R1 · vital emergency"),
    "R2": Sentence("R2 · urgence vraie", "R2 · true emergency"),
    "R3": Sentence("R3 · permanence des soins", "R3 · continuity of care"),
    "R4": Sentence("R4 · conseil", "R4 · advice"),
}
DECISIONS = {
    "CONSEIL": Sentence("Conseil médical", "Medical advice"),
    "PMT": Sentence("Prescription par téléphone", "Prescription by telephone"),
    "INTER": Sentence("Intervention", "Intervention"),
    "ORIENT": Sentence("Orientation", "Orientation"),
    "PASPLUS": Sentence("Pas d’autre réponse", "No further answer"),
}
ORIENTATIONS = {
    "URGENCES": Sentence("Urgences", "Emergency department"),
    "REA-USI": Sentence("Réanimation ou soins intensifs", "Intensive care"),
    "SANTE": Sentence("Autre établissement de santé", "Other health facility"),
    "CABINET": Sentence("Cabinet ou maison médicale", "Practice or medical centre"),
    "DOMICILE": Sentence("Domicile", "Home"),
    "EPHAD": Sentence("EHPAD", "Nursing home"),
    "AUTRE": Sentence("Autre", "Other"),
}
LISTS = {
    "priority": PRIORITIES,
    "care_level": CARE_LEVELS,
    "decision": DECISIONS,
    "orientation": ORIENTATIONS,
}
LONGEST_NOTE = 2_000


def unknown_words(outcome: dict[str, str]) -> list[str]:
    """Names of the parts of an outcome whose code is in no list; empty parts are allowed."""
    return [name for name, codes in LISTS.items() if outcome.get(name) and outcome[name] not in codes]
