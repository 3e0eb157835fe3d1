"""The kinds of alert that the product itself makes, beside those of the pathways' rules. Sentences for the team."""

from chevet.kernel.sentences import Sentence

ANSWERED_BY_HEARING = frozenset({"silent", "call_due"})
"""Only these close by themselves: somebody was heard."""

ENDS_BY_ITS_OWN_ACT = frozenset({"message", "end_decision", "second_look", "mute_review", "advice_asked", "document"})
"""Closing an episode leaves these open: each waits for an answer, a decision, a second look."""

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
    "document": Sentence("A envoyé un document, à ouvrir.", "Sent a document, to open."),
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
    "call_back": Sentence("Rappel promis le {at}.", "Promised to call back on {at}."),
    "advice_asked": Sentence("Avis médical demandé à {name}.", "Medical advice asked of {name}."),
    "advice_given": Sentence("{name} a rendu son avis, à lire.", "{name} has given an opinion, to read."),
    "second_look": Sentence(
        "Décès noté par {name} : une deuxième personne vérifie.", "Death noted by {name}: a second person checks."
    ),
    "mute_review": Sentence(
        "Messages en pause jusqu’à ce jour : décider de la suite.", "Messages paused until today: decide what follows."
    ),
    "glass_broken": Sentence(
        "{name} a ouvert ce dossier sans être de son cercle de soins. Motif : {why}.",
        "{name} opened this record from outside its circle of care. Reason: {why}.",
    ),
    "end_decision": Sentence("Fin du suivi à décider.", "End of the follow-up to decide."),
}


def reason(kind: str, **words: str) -> dict:
    """What gets sealed for an alert of the product's own."""
    said = SENTENCES[kind].saying(**words)
    return {"fr": said.fr, "en": said.en, "rule": kind}
