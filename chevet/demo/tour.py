"""The tour in ten steps, for somebody who has ten minutes."""

from django.utils.translation import gettext_lazy as _

STEPS = (
    (_("Entrez"), _("Sur cette page, choisissez Léa Morvan, infirmière. Aucun mot de passe n’est demandé ici.")),
    (
        _("Regardez la liste"),
        _(
            "Le rouge est en haut, avec la raison, les valeurs et l’heure limite. Ce qui attend une seconde mesure est marqué."
        ),
    ),
    (
        _("Ouvrez Ahmed Loriot"),
        _(
            "Sa fiche dit pourquoi l’alerte est là, d’où vient la règle, et montre ses courbes. Cette lecture est au journal."
        ),
    ),
    (
        _("Agissez"),
        _(
            "Prenez en charge, notez un appel, puis clôturez en disant ce qui a été fait. La ligne quitte le haut de la liste."
        ),
    ),
    (
        _("Incluez quelqu’un"),
        _(
            "Bouton « Inclure ». Un numéro de fiction convient, par exemple 06 39 98 12 34. Vous avez 60 secondes pour annuler."
        ),
    ),
    (
        _("Lisez l’invitation"),
        _(
            "Dans « SMS et e-mails », une minute plus tard : aucun mot de santé. Ouvrez le lien sur le téléphone dessiné."
        ),
    ),
    (
        _("Répondez"),
        _(
            "Dites le jour et le mois de naissance. Si le questionnaire est pour demain, choisissez "
            "« Ça ne va pas, je réponds maintenant ». Essayez une saturation à 93, puis une seconde mesure."
        ),
    ),
    (
        _("Revenez à la liste"),
        _("La personne y est, avec sa raison. L’équipe présente a reçu « alerte à traiter » et un lien, rien d’autre."),
    ),
    (
        _("Laissez passer un jour"),
        _(
            "Les rappels partent à l’heure de chacun. Qui se tait devient une tâche. Qui n’est pas rappelé fait monter son alerte."
        ),
    ),
    (
        _("Allez jusqu’à la fin"),
        _("Un suivi ne finit seul qu’après une réponse sans signe d’alerte. Pour les autres, une personne décide."),
    ),
)
