"""Who may pass a door: each gives back the door, or raises with a sentence fit for the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.access import rules
from chevet.access.rules import DeviceState, LinkState
from chevet.kernel.errors import Forbidden, NotFound
from chevet.kernel.sentences import gettext_noop

UNKNOWN = gettext_noop("Nous ne connaissons pas ce lien. Vérifiez l'adresse, ou appelez votre équipe.")
CLOSED = gettext_noop("Ce lien n'est plus valable. Appelez votre équipe.")
WHO_ARE_YOU = gettext_noop("Dites-nous d'abord qui vous êtes.")
CODE_NEEDED = gettext_noop("Pour lire votre dossier, il faut un code.")


@dataclass(frozen=True, slots=True)
class Door:
    """The link that was opened and the browser that came, read by queries.enter."""

    row: Any
    link: LinkState
    device: DeviceState

    @property
    def link_id(self) -> UUID:
        return self.row.link_id

    @property
    def device_id(self) -> UUID | None:
        return self.row.device_id

    @property
    def is_bound(self) -> bool:
        return self.device is DeviceState.BOUND


def door_of(entered: Sequence[Any], *, now: datetime) -> Door:
    """The door behind the rows of queries.enter, open or not. Raises NotFound when nobody knows the link."""
    if not entered:
        raise NotFound(UNKNOWN)
    row = entered[0]
    link = rules.link_standing(revoked_at=row.revoked_at, expires_at=row.expires_at, now=now)
    device = rules.device_standing(state=row.device_state, revoked_at=row.device_revoked_at)
    return Door(row, link, device)


def door_open(entered: Sequence[Any], *, now: datetime) -> Door:
    """The link itself is good. Raises NotFound."""
    door = door_of(entered, now=now)
    if door.link is not LinkState.OK:
        raise NotFound(CLOSED)
    return door


def door_to_write(entered: Sequence[Any], *, now: datetime) -> Door:
    """Today's answers: a browser that gave the birthday. Raises NotFound, Forbidden."""
    door = door_open(entered, now=now)
    if not rules.may_write(door.device):
        raise Forbidden(WHO_ARE_YOU)
    return door


def door_to_read(entered: Sequence[Any], *, now: datetime) -> Door:
    """Anything of the record: a browser that gave a code besides. Raises NotFound, Forbidden."""
    door = door_open(entered, now=now)
    if not rules.may_read(door.device):
        raise Forbidden(CODE_NEEDED)
    return door


def is_bound(door: Door) -> bool:
    """The browser gave a code besides the birthday."""
    return door.is_bound
