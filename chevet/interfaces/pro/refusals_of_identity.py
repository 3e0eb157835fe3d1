"""What the identity of a patient may be refused with, marked so that it is translated (see refusals.py)."""

from django.utils.translation import gettext_noop

REFUSALS = (
    gettext_noop("Choisissez la pièce que vous avez vue."),
    gettext_noop("Cette pièce ne vaut que pour une personne de moins de 18 ans."),
    gettext_noop("Cette identité est marquée douteuse ou fictive : levez d'abord ce doute."),
    gettext_noop("Ce changement n'est pas possible depuis l'état où est cette identité."),
    gettext_noop("Écrivez tous les prénoms de naissance, comme sur la pièce."),
    gettext_noop("Écrivez le code INSEE du lieu de naissance : cinq caractères, 99 et trois chiffres pour l'étranger."),
    gettext_noop("Choisissez féminin ou masculin : c'est un trait de l'identité."),
    gettext_noop("Les prénoms de naissance commencent par le premier prénom."),
    gettext_noop("Un matricule a quinze caractères : treize, puis une clé de deux chiffres."),
    gettext_noop("La clé de ce matricule ne correspond pas. Relisez-le chiffre par chiffre."),
    gettext_noop("Ce matricule ne vient pas du registre qui vaut ici : réel et d'essai ne se mélangent pas."),
    gettext_noop("Ce n'est pas un code INS, ou il est incomplet. Lisez-le encore une fois."),
    gettext_noop(
        "Le lecteur n'écrit pas comme le clavier de ce poste (AZERTY ou QWERTY). Réglez le lecteur, puis relisez."
    ),
    gettext_noop("Les traits ont changé depuis que cette page s'est ouverte. Relisez-les avec la pièce."),
    gettext_noop("Complétez d'abord les traits avec la pièce."),
    gettext_noop("Les traits ont changé pendant la question. Posez-la encore une fois."),
    gettext_noop("Aucun téléservice n'est branché sur cette installation."),
    gettext_noop("Cette personne n'existe pas ici, ou votre équipe ne la suit pas."),
    gettext_noop("Écrivez un numéro ou une adresse e-mail."),
    gettext_noop("Votre rôle ne permet pas d'inscrire un patient."),
    gettext_noop("C'est le dernier moyen de joindre cette personne. Ajoutez-en un autre d'abord."),
    gettext_noop("Un suivi en cours écrit à ce contact. Changez d'abord le contact dans le suivi."),
    gettext_noop("Ce contact n'est plus dans la liste."),
    gettext_noop("Cette personne a déjà un suivi de ce parcours en cours."),
    gettext_noop("Ce parcours garde ses dossiers à part : incluez la personne sans passer par sa fiche."),
)
