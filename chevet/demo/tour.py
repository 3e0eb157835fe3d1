"""The tour in ten steps, for somebody who has ten minutes. The picture of the first one is 01.webp, and so on."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Step(NamedTuple):
    """`seen`: what the picture shows, for who does not see it."""

    title: str | Promise
    words: str | Promise
    seen: str | Promise


STEPS = (
    Step(
        _("Entrez"),
        _("Sur la page de la démonstration, choisissez Léa Morvan, infirmière. Aucun mot de passe n’est demandé ici."),
        _("La page de la démonstration : un bouton par personne à être, l’heure qu’il est, les boutons du temps."),
    ),
    Step(
        _("Regardez la liste"),
        _(
            "Le rouge est en haut, avec la raison, les valeurs et l’heure limite. Ce qui attend une seconde mesure est marqué."
        ),
        _("La liste « À traiter » de l’équipe : Ahmed Loriot en rouge, puis les autres par urgence."),
    ),
    Step(
        _("Ouvrez Ahmed Loriot"),
        _(
            "Sa fiche dit pourquoi l’alerte est là, d’où vient la règle, et montre ses courbes. Cette lecture est au journal."
        ),
        _("La fiche d’Ahmed Loriot : l’alerte et sa raison, les courbes, ce qu’on peut faire."),
    ),
    Step(
        _("Agissez"),
        _(
            "Prenez en charge, notez un appel, puis clôturez en disant ce qui a été fait. La ligne quitte le haut de la liste."
        ),
        _("La fiche après la clôture : l’alerte est close, le suivi continue, les courbes restent."),
    ),
    Step(
        _("Incluez quelqu’un"),
        _(
            "Bouton « Inclure ». Un numéro de fiction convient, par exemple 06 39 98 12 34. Vous avez 60 secondes pour annuler."
        ),
        _("Le suivi est commencé : le premier message part dans une minute, et un bouton annule."),
    ),
    Step(
        _("Lisez l’invitation"),
        _(
            "Dans « SMS et e-mails », une minute plus tard : aucun mot de santé. Ouvrez le lien sur le téléphone dessiné."
        ),
        _("Le SMS reçu, et à côté la page du lien sur un téléphone dessiné."),
    ),
    Step(
        _("Répondez"),
        _(
            "Dites le jour et le mois de naissance. Si le questionnaire est pour demain, choisissez "
            "« Ça ne va pas, je réponds maintenant ». Essayez une saturation à 92, puis la même à la seconde mesure."
        ),
        _("Le téléphone dessiné dit qui appelle, et avant quelle heure."),
    ),
    Step(
        _("Revenez à la liste"),
        _("La personne y est, avec sa raison. L’équipe présente a reçu « alerte à traiter » et un lien, rien d’autre."),
        _("La liste, avec la personne qui vient de répondre."),
    ),
    Step(
        _("Voyez quelqu’un en vidéo"),
        _(
            "Sur la page de la démonstration, devenez Anne-Lise Roche : « Téléconsultations » montre qui attend, et un bouton "
            "fait entrer. Bruno Escande, médecin régulateur, a « Télérégulation » : un SMS, et il voit qui appelle le 15."
        ),
        _(
            "Les téléconsultations du jour : une personne en salle d’attente, le mot qu’elle a écrit, le bouton pour la faire entrer."
        ),
    ),
    Step(
        _("Laissez passer le temps"),
        _(
            "Un jour : les rappels partent à l’heure de chacun, qui se tait devient une tâche, qui n’est pas rappelé fait monter "
            "son alerte. Jusqu’à la fin : un suivi ne finit seul qu’après une réponse sans signe d’alerte."
        ),
        _("La liste à la fin : il reste les suivis sur lesquels une personne décide."),
    ),
)
