"""The two texts read to a patient before a follow-up, by version. Our own wording, to be checked by each controller."""

from chevet.kernel.sentences import Sentence

VERSION = "2026-11"

REMOTE_FOLLOW_UP = Sentence(
    "Nous vous proposons un suivi à distance. Vous répondez à quelques questions les jours prévus. "
    "{team} lit vos réponses pendant ses heures de présence : {hours}. Ce n'est pas un service d'urgence : "
    "en cas d'urgence, appelez le 15. Vous pouvez arrêter à tout moment, sans vous justifier. "
    "Êtes-vous d'accord ?",
    "We offer you a remote follow-up. You answer a few questions on the planned days. "
    "{team} reads your answers during its hours: {hours}. This is not an emergency service: "
    "in an emergency, call 15. You can stop at any time, without giving a reason. Do you agree?",
)
DATA = Sentence(
    "{organisation} garde vos réponses et vos mesures dans votre dossier médical, pendant {retention}. "
    "Seules les personnes qui vous soignent les lisent, et chaque lecture est notée. "
    "Vous pouvez demander à les voir, à les corriger, ou demander qui les a lues.",
    "{organisation} keeps your answers and measures in your medical record, for {retention}. "
    "Only the people who care for you read them, and each reading is noted. "
    "You can ask to see them, to correct them, or to know who read them.",
)
