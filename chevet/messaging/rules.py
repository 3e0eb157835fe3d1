"""What may be written, what is promised, when somebody is told that a message waits. Pure."""

from datetime import datetime, timedelta
from unicodedata import category

from chevet.kernel.errors import Invalid

LONGEST = 2000
ANSWER_WITHIN = timedelta(hours=4)  # of duty hours
NOTICE_RESTS = timedelta(hours=12)
MOST_AN_HOUR = 60

NOTHING = "Écrivez votre message."
TOO_LONG = "Ce message est trop long. Gardez moins de 2 000 caractères."
TOO_MANY = "Trop de messages ont été envoyés. Attendez une heure, ou appelez votre équipe."
OTHERWISE = "Ce message a déjà été envoyé autrement. Rouvrez la page pour en écrire un autre."
OVER = "Ce suivi est terminé : appelez la personne."


def worded(typed: str) -> str:
    """The text that is kept: plain lines, no control characters, nothing around. Raises Invalid."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(one for one in lines.replace("\t", " ") if one == "\n" or category(one) != "Cc").strip()
    if not text:
        raise Invalid(NOTHING, fields={"text": NOTHING})
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, fields={"text": TOO_LONG})
    return text


def rings(*, noticed_at: datetime | None, now: datetime) -> bool:
    """Is the patient told of a new message? `noticed_at`: the team's latest one that she has not read yet."""
    return noticed_at is None or now - noticed_at >= NOTICE_RESTS
