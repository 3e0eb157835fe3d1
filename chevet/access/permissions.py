"""Who may pass a door. `check_…` raises with a sentence fit for the person."""

from datetime import datetime
from typing import Any

from chevet.access.rules import DeviceState, LinkState, device_standing, link_standing, may_read, may_write
from chevet.kernel.errors import Forbidden, NotFound


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translation; the interface translates it in the reader's language."""
    return sentence


UNKNOWN = gettext_noop("Ce lien n'est pas connu. Vérifiez l'adresse, ou appelez votre équipe.")
CLOSED = gettext_noop("Ce lien n'est plus valable. Appelez votre équipe.")
WHO_ARE_YOU = gettext_noop("Dites-nous d'abord qui vous êtes.")
CODE_NEEDED = gettext_noop("Pour lire votre dossier, il faut un code.")


def device_of(door: Any) -> DeviceState:
    """`door` is the row of queries.enter."""
    return device_standing(state=door.device_state, revoked_at=door.device_revoked_at)


def door_found(found: list[Any]) -> Any:
    """The only row of queries.enter, or NotFound."""
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def check_open(door: Any, *, now: datetime) -> None:
    """The link itself is still good."""
    if link_standing(revoked_at=door.revoked_at, expires_at=door.expires_at, now=now) is not LinkState.OK:
        raise NotFound(CLOSED)


def check_may_write(door: Any) -> None:
    """Today's answers: a browser that gave the birthday."""
    if not may_write(device_of(door)):
        raise Forbidden(WHO_ARE_YOU)


def check_may_read(door: Any) -> None:
    """Anything of the record: a browser that gave a code besides."""
    if not may_read(device_of(door)):
        raise Forbidden(CODE_NEEDED)
