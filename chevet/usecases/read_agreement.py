"""What a patient agreed to: the two texts as they were read to her, and what was decided, when and with whom."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chevet.access.permissions import door_to_write
from chevet.access.queries import TARGET, enter
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.definition import Pathway
from chevet.pathways.queries import pathway_of
from chevet.usecases.read_record import READS

ABOUT = Statement(
    f"""
SELECT f.version_id, t.name AS team_name, t.duty, o.name AS organisation_name
  FROM follow_up f JOIN team t ON t.id = f.team_id JOIN organisation o ON o.id = f.organisation_id WHERE f.id = {TARGET}
""",
    (),
)
DECISIONS = Statement(READS["consents"].format(follow_up=TARGET), ())


@dataclass(frozen=True, slots=True)
class Agreement:
    """decisions: rows of text, version, decision, channel, given_by, at, collector_role; None without a code."""

    organisation_name: str
    team_name: str
    duty: list[dict[str, Any]]
    pathway: Pathway
    decisions: tuple[Any, ...] | None


def read_agreement(*, visit: Visit, now: datetime, machine_now: datetime) -> Agreement:
    """The texts for a browser that said who it is, the decisions besides for one that gave a code.

    Raises NotFound, Forbidden.
    """
    with UnitOfWork(visit.scope()) as work:
        entered, abouts, decisions = work.fetch(enter(visit), ABOUT, DECISIONS)
        door = door_to_write(entered, now=now)
        if not abouts:
            raise NotFound
        about = abouts[0]
        if door.is_bound:
            work.add(
                entry(
                    at=machine_now, actor=f"link:{door.link_id}", action="agreement.read_own",
                    organisation_id=door.row.organisation_id, subject_id=door.row.subject_id,
                )
            )  # fmt: skip
        return Agreement(
            about.organisation_name, about.team_name, json.loads(about.duty), pathway_of(about.version_id),
            tuple(decisions) if door.is_bound else None,
        )  # fmt: skip
