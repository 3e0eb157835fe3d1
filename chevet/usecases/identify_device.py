"""Day and month of birth, once for each browser: enough to write today's answers, never to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chevet.access import operations, rules
from chevet.access.permissions import Door, door_open
from chevet.access.queries import SUBJECT, TARGET, enter
from chevet.access.rules import DeviceState
from chevet.access.tokens import device_secret
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork

BORN = {
    "follow_up": Statement(
        "SELECT p.birth_date FROM follow_up f JOIN patient p ON p.id = f.patient_id WHERE f.id = " + TARGET, ()
    ),
    "visit": Statement("SELECT birth_date FROM patient WHERE subject_id = " + SUBJECT, ()),
}


@dataclass(frozen=True, slots=True)
class Identification:
    """`secret` is for the browser's cookie, empty when nothing changed. `left`: tries of this browser."""

    outcome: Literal["identified", "wrong", "refused"]
    secret: str = ""
    left: int = 0


def identify_device(
    *, visit: Visit, day: int, month: int, label: str, now: datetime, machine_now: datetime, purpose: str = "follow_up"
) -> Identification:
    """Compare with the record; `label` says which kind of browser this is. A wrong try is counted, on the browser and
    on the link, and written even though it is refused. Raises NotFound when the link is closed.

    purpose: what the page opens, "follow_up" or "visit"; a link of another purpose is not found.
    """
    with UnitOfWork(visit.scope()) as work:
        entered, born = work.fetch(enter(visit, lock=True), BORN[purpose])
        door = door_open(entered, now=now)
        if door.row.purpose != purpose:
            raise NotFound
        blocked = rules.is_blocked(tries=door.row.tries, since=door.row.tries_since, machine_now=machine_now)
        if door.device is DeviceState.REFUSED or (blocked and not rules.may_write(door.device)):
            return Identification("refused")
        if born and rules.same_birthday(born[0].birth_date, day=day, month=month):
            return _welcome(work, door, label=label, machine_now=machine_now)
        return _count(work, door, label=label, machine_now=machine_now)


def _welcome(work: UnitOfWork, door: Door, *, label: str, machine_now: datetime) -> Identification:
    secret = device_secret()
    if door.device is DeviceState.NONE:
        work.add(
            operations.new_device(
                door.row, secret=secret, state="identified", tries=0, label=label, machine_now=machine_now
            )
        )
    else:
        state = "bound" if door.is_bound else "identified"
        work.add(
            operations.change_device(
                device_id=door.device_id, secret=secret, machine_now=machine_now, state=state, tries=0
            )
        )
    work.add(
        operations.link_opened(link_id=door.link_id, machine_now=machine_now),
        _journal(door, "device.identified", machine_now=machine_now),
    )
    return Identification("identified", secret)


def _count(work: UnitOfWork, door: Door, *, label: str, machine_now: datetime) -> Identification:
    row, secret = door.row, ""
    of_link = rules.link_tries(tries=row.tries, since=row.tries_since, machine_now=machine_now)
    known = door.device is not DeviceState.NONE
    of_device = (row.device_tries if known else 0) + 1
    state = "refused" if of_device >= rules.DEVICE_TRIES else "new"
    since = row.tries_since if of_link else machine_now
    work.add(operations.link_tried(link_id=door.link_id, tries=of_link + 1, since=since))
    if known and not rules.may_write(door.device):
        work.add(
            operations.device_tried(device_id=door.device_id, state=state, tries=of_device, machine_now=machine_now)
        )
    elif not known:
        secret = device_secret()
        work.add(
            operations.new_device(
                row, secret=secret, state=state, tries=of_device, label=label, machine_now=machine_now
            )
        )
    work.add(_journal(door, "device.wrong_birthday", machine_now=machine_now))
    left = rules.tries_left(device_tries=of_device, link_tries=of_link + 1)
    return Identification("wrong" if left else "refused", secret, left)


def _journal(door: Door, action: str, *, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now,
        actor=f"link:{door.link_id}",
        action=action,
        organisation_id=door.row.organisation_id,
        subject_id=door.row.subject_id,
    )
