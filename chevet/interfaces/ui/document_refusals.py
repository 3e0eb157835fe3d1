"""What documents are refused with, marked so that it is translated: the room must not import Django's words."""

from django.utils.translation import gettext_noop

REFUSALS = (
    gettext_noop("Choisissez un fichier."),
    gettext_noop("Ce fichier est trop lourd : 10 Mo au plus. Prenez une photo moins grande, ou coupez-le en deux."),
    gettext_noop("Dites ce que c'est."),
    gettext_noop("Gardez moins de 120 signes pour le titre."),
    gettext_noop("Il n'y a plus de place dans ce dossier pour un autre document. Appelez votre équipe."),
    gettext_noop("Il n'y a plus de place dans ce dossier : 200 Mo au plus."),
    gettext_noop("Vous avez envoyé 20 documents aujourd'hui. Envoyez les autres demain, ou appelez votre équipe."),
    gettext_noop("Ce document a déjà été envoyé autrement. Rouvrez la page pour en envoyer un autre."),
    gettext_noop("Ce document n'existe pas, ou n'est plus là."),
    gettext_noop("Ce document a déjà été ouvert, ou date de plus d'un jour : il reste au dossier."),
    gettext_noop("Ce document vient de la personne : elle le voit déjà."),
    gettext_noop("Ce document est encore en cours de vérification. Réessayez dans quelques minutes."),
    gettext_noop("Ce fichier contient un programme dangereux : il n'a pas été gardé."),
    gettext_noop(
        "Ce format n'est pas accepté. Envoyez une photo (JPEG, PNG, HEIC) ou un PDF. Pour un autre fichier, enregistrez-le d'abord en PDF."
    ),
    gettext_noop(
        "Ce fichier ne s'ouvre pas : il est abîmé ou incomplet. Prenez-le en photo, ou enregistrez-le de nouveau."
    ),
    gettext_noop("Cette image est trop grande : 40 millions de points au plus. Prenez-la en photo moins grande."),
    gettext_noop("Ce PDF a trop de pages : 100 au plus. Envoyez-le en plusieurs fois."),
    gettext_noop("Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou prenez-le en photo."),
    gettext_noop("Ce PDF est un formulaire à remplir. Imprimez-le en PDF, puis envoyez celui-ci."),
    gettext_noop("Ce fichier est trop compliqué à lire. Prenez-le en photo, ou enregistrez-le en PDF plus simple."),
    gettext_noop("Beaucoup de documents arrivent en ce moment. Réessayez dans une minute."),
    gettext_noop("Ce document ne peut pas être lu en ce moment. Réessayez dans quelques minutes."),
    gettext_noop("Votre suivi est terminé : personne ne lit plus de document ici. Appelez votre équipe."),
    gettext_noop("Vous avez essayé beaucoup de fichiers. Attendez une heure, ou appelez votre équipe."),
)
