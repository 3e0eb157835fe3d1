"""What may be ticked about a person, by the code that is kept and the words that are shown."""

from django.utils.translation import gettext_lazy as _

SEXES = [("F", _("Féminin")), ("M", _("Masculin")), ("U", _("Indéterminé"))]

RISK_FACTORS = [
    ("age", _("65 ans ou plus")),
    ("heart", _("Maladie du cœur ou AVC")),
    ("hypertension", _("Hypertension compliquée")),
    ("diabetes", _("Diabète")),
    ("lung", _("Maladie respiratoire chronique")),
    ("kidney", _("Insuffisance rénale")),
    ("liver", _("Cirrhose")),
    ("cancer", _("Cancer en traitement")),
    ("immunity", _("Immunité affaiblie")),
    ("obesity", _("Obésité (IMC de 30 ou plus)")),
    ("pregnancy", _("Grossesse, 3ᵉ trimestre")),
    ("none", _("Aucun")),
]

DEVICES = [("thermometer", _("Thermomètre")), ("oximeter", _("Oxymètre")), ("blood_pressure", _("Tensiomètre"))]

CHANNELS = [
    ("", _("Au mieux : SMS, sinon e-mail, sinon téléphone")),
    ("sms", _("SMS")),
    ("email", _("E-mail")),
    ("phone", _("Téléphone : l’équipe appelle chaque jour prévu")),
]

PROTECTED = [("", _("Non")), ("minor", _("Mineur")), ("protected", _("Majeur protégé"))]

LANGUAGES = [("fr", "Français"), ("en", "English")]

OUTCOMES = [
    ("reached", _("Joint")),
    ("no_answer", _("Ne répond pas")),
    ("voicemail", _("Message laissé")),
    ("call_back", _("À rappeler")),
    ("wrong_number", _("Mauvais numéro")),
    ("language", _("Langue : interprète nécessaire")),
    ("refused", _("Ne souhaite plus être appelé")),
    ("hospitalised", _("Hospitalisé")),
    ("deceased", _("Décédé")),
]
OUTCOME_KEYS = {
    "reached": "j", "no_answer": "n", "voicemail": "m", "call_back": "r", "wrong_number": "f", "language": "l",
    "refused": "p", "hospitalised": "h", "deceased": "d",
}  # fmt: skip
OTHER_OUTCOMES = {"": _("Appel en cours"), "transferred": _("Transmis au SAMU"), "not_noted": _("Résultat non noté")}

DONE = [
    ("data_reviewed", _("Données relues")),
    ("call_done", _("Appel fait")),
    ("call_tried", _("Appel tenté")),
    ("notes_updated", _("Dossier mis à jour")),
]

END_REASONS = [
    ("completed", _("Suivi mené à son terme")),
    ("recovered", _("Guérison")),
    ("hospitalised", _("Hospitalisation")),
    ("transferred", _("Suivi ailleurs")),
    ("unreachable", _("Injoignable")),
    ("deceased", _("Décès")),
    ("error", _("Inclusion faite par erreur")),
]
