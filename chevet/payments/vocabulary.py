"""The words of billing: why nothing is asked, how an act ended, why nothing is due any more. Codes are kept, never words."""

from chevet.kernel.sentences import Sentence

# Situations in which the insured person advances nothing. The last three are the establishment's own.
EXEMPTIONS: dict[str, Sentence] = {
    "ald": Sentence("Affection de longue durée (ALD)", "Long-term illness (ALD)"),
    "maternity": Sentence("Maternité", "Maternity"),
    "work": Sentence("Accident du travail, maladie professionnelle", "Accident at work, occupational disease"),
    "c2s": Sentence("Complémentaire santé solidaire (C2S)", "Solidarity health cover (C2S)"),
    "ame": Sentence("Aide médicale de l’État (AME)", "State medical aid (AME)"),
    "third_party": Sentence("Tiers payant intégral", "Paid in full by the insurers"),
    "minor": Sentence("Consultation obligatoire de l’enfant ou de l’adolescent", "Compulsory visit of a child"),
    "invoiced": Sentence("Facturé plus tard par l’établissement", "Invoiced later by the establishment"),
    "prevention": Sentence("Campagne de prévention ou urgence sanitaire", "Prevention campaign or health emergency"),
    "free": Sentence("Acte gratuit", "Free of charge"),
}

MODALITIES: dict[str, Sentence] = {
    "video": Sentence("Vidéo", "Video"),
    "audio": Sentence("Son seul", "Sound only"),
    "phone": Sentence("Téléphone", "Telephone"),
    "none": Sentence("N’a pas eu lieu", "Did not take place"),
}
NOT_BILLED = frozenset({"phone", "none"})

NOTHING_DUE_WHYS: dict[str, Sentence] = {
    "phone": Sentence("Terminé par téléphone", "Ended by telephone"),
    "none": Sentence("N’a pas eu lieu", "Did not take place"),
    "no_visit": Sentence("Rendez-vous annulé", "Appointment cancelled"),
    "waived": Sentence("Le soignant y renonce", "The professional waives it"),
    "mistake": Sentence("Demandé par erreur", "Asked by mistake"),
    "exempt": Sentence("Exonéré", "Exempt"),
    "twice": Sentence("Payé deux fois", "Paid twice"),
    "differs": Sentence("Somme différente de celle demandée", "Not the sum that was asked"),
}
