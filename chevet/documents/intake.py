"""What comes in is drawn anew, or refused with a sentence, in a process of its own with bounds of time and memory."""

import json
import subprocess
import sys
import threading
from pathlib import Path

from chevet.documents.operations import File
from chevet.documents.rules import check_size
from chevet.kernel.errors import Invalid, TooMany
from chevet.kernel.sealing import fingerprint
from chevet.kernel.sentences import gettext_noop

WORKSHOP = Path(__file__).parent / "workshop"
WAIT = 20  # seconds on the clock; the processor's bound is the workshop's own
AT_ONCE = 2  # files drawn by one process of pages
TURN = 15  # seconds to wait for one's turn
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}  # none of ours: it holds addresses and secrets

FORMAT = gettext_noop(
    "Ce format n'est pas accepté. Envoyez une photo (JPEG, PNG, HEIC) ou un PDF. Pour un autre fichier, enregistrez-le d'abord en PDF."
)
UNREADABLE = gettext_noop(
    "Ce fichier ne s'ouvre pas : il est abîmé ou incomplet. Prenez-le en photo, ou enregistrez-le de nouveau."
)
LARGE = gettext_noop("Cette image est trop grande : 40 millions de points au plus. Prenez-la en photo moins grande.")
PAGES = gettext_noop("Ce PDF a trop de pages : 100 au plus. Envoyez-le en plusieurs fois.")
LOCKED = gettext_noop(
    "Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou prenez-le en photo."
)
FORM = gettext_noop("Ce PDF est un formulaire à remplir. Imprimez-le en PDF, puis envoyez celui-ci.")
SLOW = gettext_noop("Ce fichier est trop compliqué à lire. Prenez-le en photo, ou enregistrez-le en PDF plus simple.")
BUSY = gettext_noop("Beaucoup de documents arrivent en ce moment. Réessayez dans une minute.")
SENTENCES = {"format": FORMAT, "large": LARGE, "pages": PAGES, "locked": LOCKED, "form": FORM}
_turns = threading.BoundedSemaphore(AT_ONCE)


def drawn_anew(content: bytes) -> File:
    """The file as it may be kept, with its previews. Raises Invalid with a sentence, TooMany when others go first."""
    check_size(len(content))
    if not _turns.acquire(timeout=TURN):
        raise TooMany(BUSY, retry_after=60)
    try:
        return _read(_worked(content), fingerprint(content))
    finally:
        _turns.release()


def _worked(content: bytes) -> bytes:
    command = [sys.executable, "-I", "-B", str(WORKSHOP)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WAIT, env=ENVIRONMENT, cwd="/")
    except subprocess.TimeoutExpired:
        raise _refused(SLOW) from None
    if done.returncode:  # killed by one of its bounds, or fallen
        raise _refused(SLOW)
    return done.stdout


def _read(answer: bytes, sent: bytes) -> File:
    told, _newline, rest = answer.partition(b"\n")
    said = json.loads(told)
    if "refused" in said:
        raise _refused(SENTENCES.get(said["refused"], UNREADABLE))
    pieces, start = [], 0
    for size in said["sizes"]:
        pieces.append(rest[start : start + size])
        start += size
    return File(pieces[0], said["media_type"], said["pages"], tuple(pieces[1:]), sent)


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})
