"""The templates every team begins with. Our own wording; a team adds its own beside them."""

from chevet.kernel.sentences import Sentence

SHIPPED: dict[str, tuple[Sentence, Sentence]] = {
    "call": (
        Sentence("Appel de suivi", "Follow-up call"),
        Sentence(
            "Appel à : \nÉtat général : \nRespiration : \nBoit et mange : \nCe qui inquiète la personne : \n"
            "Consignes redonnées : \nProchain contact : ",
            "Call to: \nGeneral state: \nBreathing: \nDrinks and eats: \nWhat worries the person: \n"
            "Advice given again: \nNext contact: ",
        ),
    ),
    "measure": (
        Sentence("Mesure vérifiée", "Measure checked"),
        Sentence(
            "Mesure en cause : \nReprise avec la personne, au repos, à : \nNouvelle valeur : \nAppareil et doigt utilisés : \nConclusion : ",
            "Measure in question: \nTaken again with the person, at rest, at: \nNew value: \nDevice and finger used: \nConclusion: ",
        ),
    ),
    "advice": (
        Sentence("Avis médical", "Medical advice"),
        Sentence(
            "Question posée : \nMédecin : \nAvis : \nConduite à tenir : \nÀ revoir le : ",
            "Question asked: \nDoctor: \nAdvice: \nWhat to do: \nTo be seen again on: ",
        ),
    ),
    "hand_over": (
        Sentence("Transmission", "Hand-over"),
        Sentence(
            "Situation : \nCe qui a été fait : \nCe qui reste à faire, avant quelle heure : \nQui prévenir : ",
            "Situation: \nWhat was done: \nWhat is left to do, before what hour: \nWhom to tell: ",
        ),
    ),
}  # fmt: skip
