"""The kinds of alert that the product itself makes, beside those of the pathways' rules. Sentences for the team."""

from chevet.kernel.sentences import Sentence

ANSWERED_BY_HEARING = frozenset({"silent", "call_due"})
"""Only these close by themselves: somebody was heard."""

SENTENCES = {
    "silent": Sentence(
        "Pas de réponse au questionnaire du jour {day}.", "No answer to the questionnaire of day {day}."
    ),
    "call_due": Sentence("Appel du jour {day} à faire.", "Call of day {day} to make."),
    "to_read": Sentence(
        "Une règle n'a pas pu être appliquée : réponses à lire.", "A rule could not be applied: answers to read."
    ),
    "call_me": Sentence("Demande à être rappelé.", "Asks to be called."),
    "message": Sentence("A écrit un message, à lire et à répondre.", "Wrote a message, to read and answer."),
    "stopped": Sentence(
        "A arrêté les messages par SMS. À appeler pour la suite du suivi.",
        "Stopped messages by SMS. Call about how to go on.",
    ),
    "withdrew": Sentence(
        "A arrêté son suivi. Prendre congé et répondre aux questions.",
        "Stopped the follow-up. Take leave and answer questions.",
    ),
    "resumed": Sentence(
        "Avait arrêté son suivi, puis l'a repris. Demander si quelque chose gêne.",
        "Had stopped the follow-up, then went on. Ask whether something is in the way.",
    ),
    "by_phone": Sentence(
        "Demande à être suivi par téléphone. Appeler pour convenir des heures.",
        "Asks to be followed by phone. Call to agree on the hours.",
    ),
    "wrong_person": Sentence(
        "Le numéro ou l'adresse n'est pas la bonne personne.", "The number or address is not the right person."
    ),
    "undelivered": Sentence("Un message n'a pas pu être remis.", "A message could not be delivered."),
    "details": Sentence("Dossier à compléter : {what}.", "Record to complete: {what}."),
    "end_decision": Sentence("Fin du suivi à décider.", "End of the follow-up to decide."),
}


def reason(kind: str, **words: str) -> dict:
    """What gets sealed for an alert of the product's own."""
    said = SENTENCES[kind].saying(**words)
    return {"fr": said.fr, "en": said.en, "rule": kind}
