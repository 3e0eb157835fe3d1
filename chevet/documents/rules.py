"""What a document may be, and who sees it. Pure."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.kernel.errors import Conflict, Invalid, NotFound, TooMany
from chevet.kernel.sentences import Sentence, gettext_noop

LARGEST = 10_000_000  # bytes of one file
MOST = 50  # documents that the person sent, in one record
MOST_BYTES = 200_000_000  # of one record, both sides together
MOST_A_DAY = 20  # sent by one person
TRIES_AN_HOUR = 40  # files of one person, refused ones too
UNDO = timedelta(days=1)
CHUNK = 1 << 20
LONGEST_TITLE = 120
READABLE = ("off", "clean")

CATEGORIES: dict[str, Sentence] = {
    "prescription": Sentence("Ordonnance", "Prescription"),
    "report": Sentence("Compte rendu", "Report"),
    "result": Sentence("Résultat", "Result"),
    "letter": Sentence("Courrier", "Letter"),
    "photo": Sentence("Photo", "Photo"),
    "other": Sentence("Autre", "Other"),
}


NO_FILE = gettext_noop("Choisissez un fichier.")
TOO_LARGE = gettext_noop(
    "Ce fichier est trop lourd : 10 Mo au plus. Prenez une photo moins grande, ou coupez-le en deux."
)
NO_CATEGORY = gettext_noop("Dites ce que c'est.")
LONG_TITLE = gettext_noop("Gardez moins de 120 signes pour le titre.")
FULL = gettext_noop("Il n'y a plus de place dans ce dossier pour un autre document. Appelez votre équipe.")
NO_ROOM = gettext_noop("Il n'y a plus de place dans ce dossier : 200 Mo au plus.")
ENOUGH_TODAY = gettext_noop(
    "Vous avez envoyé 20 documents aujourd'hui. Envoyez les autres demain, ou appelez votre équipe."
)
OTHERWISE = gettext_noop("Ce document a déjà été envoyé autrement. Rouvrez la page pour en envoyer un autre.")
GONE = gettext_noop("Ce document n'existe pas, ou n'est plus là.")
READ_ALREADY = gettext_noop("Ce document a déjà été ouvert, ou date de plus d'un jour : il reste au dossier.")
NOT_SHOWN = gettext_noop("Ce document vient de la personne : elle le voit déjà.")
BEING_CHECKED = gettext_noop("Ce document est encore en cours de vérification. Réessayez dans quelques minutes.")
INFECTED = gettext_noop("Ce fichier contient un programme dangereux : il n'a pas été gardé.")


def check_size(size: int) -> None:
    """Before anything is read of it."""
    if not size:
        raise Invalid(NO_FILE, fields={"file": NO_FILE})
    if size > LARGEST:
        raise Invalid(TOO_LARGE, fields={"file": TOO_LARGE})


def labelled(*, title: str, category: str) -> dict[str, str]:
    """The label as it is sealed; an empty title is said by its category. Raises Invalid."""
    if category not in CATEGORIES:
        raise Invalid(NO_CATEGORY, fields={"category": NO_CATEGORY})
    kept = " ".join("".join(sign for sign in title if sign.isprintable() or sign.isspace()).split())
    if len(kept) > LONGEST_TITLE:
        raise Invalid(LONG_TITLE, fields={"title": LONG_TITLE})
    return {"title": kept, "category": category}


def check_room(*, size: int, kept_bytes: int) -> None:
    """A professional may fill the record; nobody may overfill it."""
    if kept_bytes + size > MOST_BYTES:
        raise Invalid(NO_ROOM, fields={"file": NO_ROOM})


def check_quota(*, sent: int, sent_today: int, kept_bytes: int, size: int, retry_after: int) -> None:
    """What a person may still send. `retry_after`: seconds until the day's count begins again."""
    if sent >= MOST or kept_bytes + size > MOST_BYTES:
        raise Invalid(FULL, fields={"file": FULL})
    if sent_today >= MOST_A_DAY:
        raise TooMany(ENOUGH_TODAY, retry_after=retry_after)


def is_open_to_patient(row: Any, *, now: datetime) -> bool:
    """Her own, and what was shown to her, once it was looked at and while it lasts."""
    hers = row.source == "patient" or row.shown_at is not None
    return hers and row.scan in READABLE and not is_over(row, now=now)


def is_open_to_team(row: Any, *, now: datetime) -> bool:
    return row.scan in READABLE and not is_over(row, now=now)


def is_over(row: Any, *, now: datetime) -> bool:
    return row.expires_at is not None and row.expires_at <= now


def check_forgettable(row: Any, *, by: UUID, now: datetime) -> None:
    """One's own, within a day, as long as nobody of the other side has opened it. Raises NotFound, Conflict."""
    if by not in (row.account_id, row.link_id):
        raise NotFound(GONE)
    if not may_forget(row, by=by, now=now):
        raise Conflict(READ_ALREADY)


def may_forget(row: Any, *, by: UUID, now: datetime) -> bool:
    return by in (row.account_id, row.link_id) and row.read_at is None and now - row.kept_at < UNDO
