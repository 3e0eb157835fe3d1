""" "Ce n'est pas moi": the message reached somebody else. That contact falls silent and the team has a task."""

from datetime import datetime

from chevet.access import operations
from chevet.access.permissions import door_open
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.alerts.kinds import reason
from chevet.alerts.rules import TASK
from chevet.kernel.errors import NotFound
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.subscriptions import forget_of_follow_up
from chevet.pathways.hearing import Found
from chevet.people import operations as people
from chevet.usecases.situation import Act, conclude, met, reads, settled_by


def deny_link(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Needs only the link: who is not the patient has no birthday to give. Raises NotFound.

    Closes the link and its browsers, marks the contact point wrong, takes back what was about to leave for it, and
    opens the task "wrong person". The follow-up itself goes on.
    """
    with UnitOfWork(visit.scope()) as work:
        entered, *rows = work.fetch(enter(visit, lock=True), *reads(now=now, target=TARGET))
        door = door_open(entered, now=now)
        situation = met(rows)
        if situation is None:
            raise NotFound
        contact_id = door.row.contact_id or situation.followed.contact_id
        work.add(
            operations.revoke_link(link_id=door.link_id, why="wrong_person", now=now),
            operations.revoke_devices_of_link(link_id=door.link_id, machine_now=machine_now),
            forget_of_follow_up(situation.followed.id),
        )
        if contact_id:
            work.add(
                people.stop_contact(contact_id, state="wrong", now=now),
                outbox.cancel(now=now, reason="wrong_person", contact_id=contact_id),
                outbox.suppress(
                    organisation_id=door.row.organisation_id, subject_id=door.row.subject_id, cause="wrong_person",
                    author=f"link:{door.link_id}", since=now, contact_id=contact_id,
                ),
            )  # fmt: skip
        settled = settled_by(situation, [Found("wrong_person", TASK, reason("wrong_person"))], now=now)
        act = Act(f"link:{door.link_id}", "link.denied", machine_now)
        conclude(work, situation, settled, act=act, now=now)
