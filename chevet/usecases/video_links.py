"""A link that leads one browser to one place in a video room, without an account: the part that every such link shares."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chevet.access import operations as access
from chevet.access.permissions import door_of
from chevet.access.queries import enter
from chevet.access.rules import DeviceState, LinkState
from chevet.access.tokens import device_secret
from chevet.access.visits import Visit
from chevet.kernel.errors import Conflict, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.video import operations as video
from chevet.video.queries import may_connect
from chevet.video.rules import Opening, opening

LATE = gettext_noop("Ce lien n’est plus valable. Demandez qu’on vous le renvoie.")
TAKEN = gettext_noop("Ce lien est déjà ouvert sur un autre appareil. Demandez-en un autre.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoLink:
    """A kind of link. `place` reads what is behind it: a row of its participant with `link_id`, `opened_at`, `open_until`.

    unknown, ended: what is said where nobody knows it, and where the call is over.
    """

    purpose: str
    place: Statement
    unknown: str
    ended: str

    def behind(self, work: UnitOfWork, visit: Visit, *, lock: bool = False) -> tuple[Any, Any | None]:
        """The door's rows and the place, which is None when this link leads to no such place."""
        entered, places = work.fetch(enter(visit, lock=lock), self.place)
        known = entered and places and entered[0].purpose == self.purpose
        return entered, places[0] if known else None

    def entered(self, work: UnitOfWork, visit: Visit, *, machine_now: datetime, lock: bool = False) -> tuple[Any, Any]:
        """The door's rows and the place, which may be taken. Raises NotFound (unknown, late, over), Conflict."""
        entered, row = self.behind(work, visit, lock=lock)
        if row is None:
            raise NotFound(self.unknown)
        stands = opening_of(entered, row, machine_now)
        if stands in (Opening.LATE, Opening.ENDED):
            raise NotFound(LATE if stands is Opening.LATE else self.ended)
        if stands is Opening.TAKEN:
            raise Conflict(TAKEN)
        return entered, row

    def ticket(self, visit: Visit, *, machine_now: datetime) -> str:
        """A ticket for the signalling socket, to the browser that entered. Raises NotFound, Conflict."""
        with UnitOfWork(visit.scope()) as work:
            entered, row = self.entered(work, visit, machine_now=machine_now)
            if opening_of(entered, row, machine_now) is not Opening.MINE:
                raise Conflict(TAKEN)
            ticket, statement = video.new_ticket(row, machine_now=machine_now)
            work.add(statement)
        return ticket


def take_place(
    work: UnitOfWork, entered: Any, row: Any, *written: Statement, label: str, machine_now: datetime
) -> str | None:
    """The secret for this browser's cookie when it is the first, and `written` with it; None when it was here before."""
    if opening_of(entered, row, machine_now) is Opening.MINE:
        return None
    secret = device_secret()
    work.add(
        access.link_opened(link_id=row.link_id, machine_now=machine_now),
        access.new_device(
            entered[0], secret=secret, state="identified", tries=0, label=label, machine_now=machine_now
        ),
        video.tell(room_id=row.room_id, machine_now=machine_now),
        *written,
    )  # fmt: skip
    return secret


def opening_of(entered: Any, row: Any, machine_now: datetime) -> Opening:
    door = door_of(entered, now=machine_now)
    return opening(
        closed=not may_connect(row) or door.link is not LinkState.OK, opened_at=row.opened_at,
        open_until=row.open_until, known=door.device is DeviceState.IDENTIFIED, machine_now=machine_now,
    )  # fmt: skip
