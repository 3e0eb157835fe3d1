"""Codes of the rooms as words of the screens."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.forms import choices
from chevet.interfaces.pro.words import said
from chevet.questionnaires.definition import NOT_MEASURED, UNKNOWN
from chevet.vitals.kinds import KINDS

LEVELS = ("green", "yellow", "orange", "red")
OUTCOMES, DONE = dict(choices.OUTCOMES) | choices.OTHER_OUTCOMES, dict(choices.DONE)
CHANNELS = {
    "sms": _("SMS"),
    "email": _("E-mail"),
    "push": _("notification"),
    "phone": _("Téléphone"),
    "oral": _("de vive voix"),
    "link": _("par le lien"),
}
MESSAGES = {
    "invitation": _("Invitation"), "reminder": _("Rappel"), "nudge": _("Relance"), "message_waiting": _("Message à lire"), "code": _("Code"), "end": _("Fin"),
}  # fmt: skip
MESSAGE_STATES = {
    "new": _("en attente"), "leased": _("en cours d’envoi"), "handed": _("envoyé"), "delivered": _("remis"),
    "failed": _("non remis"), "dead": _("non remis"), "cancelled": _("annulé"),
}  # fmt: skip
STATES = {
    "planned": _("commence bientôt"), "active": _("en cours"), "ended": _("terminé"), "withdrawn": _("arrêté par la personne"),
    "undone": _("annulé"),
}  # fmt: skip
CONTACTS = {"mobile": _("Mobile"), "landline": _("Téléphone fixe"), "email": _("E-mail")}
TEXTS = {"remote_follow_up": _("Accord au suivi à distance"), "data": _("Information sur les données")}
DECISIONS = {"given": _("donné"), "refused": _("refusé"), "informed": _("faite"), "withdrawn": _("retiré")}
DEVICES = {
    "new": _("pas encore reconnu"), "identified": _("peut répondre"), "bound": _("peut répondre et lire"),
    "refused": _("refusé"), "revoked": _("retiré"),
}  # fmt: skip
ACTS = {
    "answer.sent": _("a répondu"), "answer.typed": _("a saisi des réponses"), "measure.sent": _("a envoyé une mesure"),
    "danger.sent": _("a signalé un danger"), "call.recorded": _("a noté un appel"), "code.sent": _("code envoyé"),
    "device.revoked": _("a retiré un appareil"), "device.identified": _("appareil reconnu"),
    "device.bound": _("appareil autorisé à lire"), "episode.claimed": _("a pris en charge"),
    "episode.released": _("a rendu à l’équipe"), "episode.closed": _("a clôturé l’alerte"),
    "follow_up.changed": _("a changé le suivi"), "follow_up.ended": _("a terminé le suivi"),
    "follow_up.included": _("a inclus"), "follow_up.undone": _("a annulé l’inclusion"),
    "follow_up.withdrawn": _("a noté l’arrêt"), "follow_up.stopped": _("a arrêté son suivi"),
    "follow_up.lived": _("rappels et délais"), "link.denied": _("« ce n’est pas moi »"),
    "link.resent": _("a renvoyé le lien"), "record.completed": _("a complété le dossier"),
    "communication.sent": _("a écrit à l’équipe"), "communication.answered": _("a écrit à la personne"),
    "communication.read": _("a lu ses messages"),
    "record.read": _("a ouvert le dossier"), "record.read_own": _("a lu son dossier"),
    "call.begun": _("a commencé un appel"), "call.dropped": _("a effacé un appel commencé par erreur"),
    "advice.asked": _("a demandé un avis"), "advice.given": _("a rendu un avis"),
    "follow_up.muted": _("a mis les messages en pause"), "follow_up.unmuted": _("a repris les messages"),
    "follow_up.death_checked": _("a vérifié le décès"), "contact.corrected": _("a corrigé un contact"),
    "message.resent": _("a renvoyé un message"), "message.arrived": _("message remis après coup"),
    "code.given": _("a donné un code sur papier"), "note.written": _("a écrit une note"),
    "threshold.set": _("a posé un seuil personnel"), "threshold.lifted": _("a levé un seuil personnel"),
    "circle.widened": _("a élargi le cercle de soins"), "circle.left": _("a fait sortir du cercle de soins"),
    "follow_up.handed_over": _("a confié le suivi à une autre équipe"),
    "record.forced": _("a ouvert le dossier en dehors du cercle de soins"),
    "patient.registered": _("a inscrit la personne"), "patient.read": _("a ouvert la fiche"),
    "identity.corrected": _("a corrigé l’identité"), "identity.checked": _("a vérifié une pièce d’identité"),
    "identity.asked": _("a interrogé le téléservice d’identité"), "identity.marked": _("a noté un doute sur l’identité"),
    "contact.added": _("a ajouté un contact"), "contact.retired": _("a retiré un contact"),
}  # fmt: skip
MOVES = {
    "follow_up.included": _("Suivi commencé"), "follow_up.undone": _("Inclusion annulée"),
    "follow_up.ended": _("Suivi terminé"), "follow_up.withdrawn": _("Arrêt noté, à la demande de la personne"),
    "follow_up.stopped": _("Suivi arrêté par la personne"), "follow_up.resumed": _("Suivi repris"),
    "follow_up.handed_over": _("Suivi confié à une autre équipe"), "follow_up.muted": _("Messages mis en pause"),
    "follow_up.unmuted": _("Messages repris"), "link.resent": _("Nouveau lien envoyé"),
    "link.denied": _("« Ce n’est pas moi » : le lien est bloqué"), "code.given": _("Code sur papier donné"),
    "device.identified": _("Appareil reconnu"), "device.bound": _("Appareil autorisé à lire"),
    "device.revoked": _("Appareil retiré"), "record.completed": _("Dossier complété"),
    "record.exported": _("Copie des données prise"), "contact.stopped": _("Messages arrêtés par STOP"),
    "contact.added": _("Contact ajouté"), "contact.retired": _("Contact retiré"),
    "circle.widened": _("Cercle de soins élargi"), "circle.left": _("Cercle de soins quitté"),
}  # fmt: skip
RISKS, OWNED = dict(choices.RISK_FACTORS), dict(choices.DEVICES)


def level_of(severity: int, *, to_confirm: bool = False) -> str:
    """The name of ui_severity for the level of an alert or of a line (0 nothing, 1 task, 2 orange, 3 red)."""
    if to_confirm:
        return "confirm"
    return {3: "red", 2: "orange", 1: "grey"}.get(severity, "green")


def answer_words(item: Any, answer: Any) -> str:
    """What was answered, as the questionnaire words it."""
    if answer == UNKNOWN:
        return str(_("ne sait pas"))
    if answer == NOT_MEASURED:
        return str(_("pas mesuré"))
    if item.type == "measure":
        return said(KINDS[item.link_id].written(answer))
    if item.type == "boolean":
        return str(_("oui") if answer else _("non"))
    return next((said(option.label) for option in item.options if option.code == answer), str(answer))


def closing_words(closing: dict[str, Any] | None) -> str:
    if not closing:
        return ""
    words = [str(DONE.get(code, code)) for code in closing.get("done", ())]
    return ", ".join(words) + (f". {closing['note']}" if closing.get("note") else "")


def listed(codes: Iterable[str], words: dict[str, Any]) -> str:
    return ", ".join(str(words.get(code, code)) for code in codes)
