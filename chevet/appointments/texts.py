"""What a person is told of an appointment: one text message in GSM-7 that stays in one part, and its e-mail twin.

No word of health, no specialty, no name of a professional: a locked screen is read by anybody. `day` is written by
when_said; `service` and `whom` are made neutral by notifications/texts.py where they would say too much.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from chevet.notifications.texts import Wording

CONVOKED, MOVED, CANCELLED, RESTORED = "convoked", "moved", "cancelled", "restored"
EVE, HOUR = "eve", "hour"
KINDS = (CONVOKED, MOVED, CANCELLED, RESTORED, EVE, HOUR)
CHANGE_FR = "\n\nPour confirmer, déplacer ou annuler, ouvrez cette page."
CHANGE_EN = "\n\nTo confirm, move or cancel it, open this page."

TEXTS: dict[str, dict[str, Wording]] = {
    CONVOKED: {
        "fr": Wording(
            sms="{service} : {whom}rendez-vous le {day}. Confirmer, déplacer, annuler : {link}",
            subject="Votre rendez-vous du {day}",
            mail="Bonjour,\n\n{service} : {whom}vous avez rendez-vous le {day}." + CHANGE_FR,
            button="Voir le rendez-vous",
        ),
        "en": Wording(
            sms="{service}: {whom}appointment on {day}. Confirm, move, cancel: {link}",
            subject="Your appointment on {day}",
            mail="Hello,\n\n{service}: {whom}you have an appointment on {day}." + CHANGE_EN,
            button="See the appointment",
        ),
    },
    MOVED: {
        "fr": Wording(
            sms="{service} : {whom}votre rendez-vous a maintenant lieu le {day}. {link}",
            subject="Votre rendez-vous a changé : {day}",
            mail="Bonjour,\n\n{service} : {whom}votre rendez-vous a maintenant lieu le {day}." + CHANGE_FR,
            button="Voir le rendez-vous",
        ),
        "en": Wording(
            sms="{service}: {whom}your appointment is now on {day}. {link}",
            subject="Your appointment has changed: {day}",
            mail="Hello,\n\n{service}: {whom}your appointment is now on {day}." + CHANGE_EN,
            button="See the appointment",
        ),
    },
    CANCELLED: {
        "fr": Wording(
            sms="{service} : {whom}votre rendez-vous du {day} est annulé. Une question ? {phone}",
            subject="Votre rendez-vous du {day} est annulé",
            mail="Bonjour,\n\n{service} : {whom}votre rendez-vous du {day} est annulé."
            "\n\nUne question ? Appelez le {phone}.",
        ),
        "en": Wording(
            sms="{service}: {whom}your appointment on {day} is cancelled. Questions? {phone}",
            subject="Your appointment on {day} is cancelled",
            mail="Hello,\n\n{service}: {whom}your appointment on {day} is cancelled.\n\nQuestions? Call {phone}.",
        ),
    },
    RESTORED: {
        "fr": Wording(
            sms="{service} : {whom}votre rendez-vous du {day} a bien lieu. {link}",
            subject="Votre rendez-vous du {day} a bien lieu",
            mail="Bonjour,\n\n{service} : {whom}votre rendez-vous du {day} a bien lieu." + CHANGE_FR,
            button="Voir le rendez-vous",
        ),
        "en": Wording(
            sms="{service}: {whom}your appointment on {day} will take place after all. {link}",
            subject="Your appointment on {day} will take place",
            mail="Hello,\n\n{service}: {whom}your appointment on {day} will take place after all." + CHANGE_EN,
            button="See the appointment",
        ),
    },
    EVE: {
        "fr": Wording(
            sms="{service} : {whom}rappel, rendez-vous le {day}. Un changement ? {link}",
            subject="Rappel : votre rendez-vous du {day}",
            mail="Bonjour,\n\n{service} : {whom}nous vous attendons le {day}." + CHANGE_FR,
            button="Voir le rendez-vous",
        ),
        "en": Wording(
            sms="{service}: {whom}reminder, appointment on {day}. A change? {link}",
            subject="Reminder: your appointment on {day}",
            mail="Hello,\n\n{service}: {whom}we expect you on {day}." + CHANGE_EN,
            button="See the appointment",
        ),
    },
    HOUR: {
        "fr": Wording(
            sms="{service} : {whom}rendez-vous tout à l'heure, le {day}. {link}",
            subject="Votre rendez-vous, tout à l’heure",
            mail="Bonjour,\n\n{service} : {whom}nous vous attendons tout à l’heure, le {day}.",
            button="Ouvrir",
        ),
        "en": Wording(
            sms="{service}: {whom}your appointment is soon, on {day}. {link}",
            subject="Your appointment, soon",
            mail="Hello,\n\n{service}: {whom}we expect you soon, on {day}.",
            button="Open",
        ),
    },
}


def wording_of(kind: str, *, language: str) -> Wording:
    """In French when the language is not one of ours."""
    return TEXTS[kind].get(language) or TEXTS[kind]["fr"]


def when_said(moment: datetime, *, zone: ZoneInfo, team_zone: ZoneInfo, language: str) -> str:
    """ "24/11 à 14h00", in her time; it says so where that differs from the other's. Short: the text has one part."""
    hers = moment.astimezone(zone)
    elsewhere = hers.utcoffset() != moment.astimezone(team_zone).utcoffset()
    if language == "en":
        return f"{hers:%d %b at %H:%M}" + (" (your local time)" if elsewhere else "")
    return f"{hers:%d/%m à %Hh%M}" + (" (heure de chez vous)" if elsewhere else "")
