"""The list for the day on which the computer is away: everybody a team follows, with what is needed to call them.

Printed while all is well. Contacts are opened here, and the address of who is in danger; that somebody took such a list
is one line in the journal.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.delegations import handed_sql
from chevet.people.actors import Actor, check_is_clinical
from chevet.people.operations import CONTACT, LABEL, PROFILE, folded
from chevet.usecases.read_worklist import NOT_YOURS, local_day_of
from chevet.worklist.queries import ROW, LineView, line_view

MOST = 3_000
TEAM = f"""
SELECT t.id, t.name, t.phone, t.territory, o.name AS organisation, s.name AS second_line, s.phone AS second_phone,
       {handed_sql("t.id")}
  FROM team t JOIN organisation o ON o.id = t.organisation_id LEFT JOIN team s ON s.id = t.second_line_id
 WHERE t.id = %s
"""
EVERYBODY = f"(SELECT * FROM worklist_line WHERE live AND team_id = %s ORDER BY severity DESC LIMIT {MOST})"
BESIDE = """
SELECT l.follow_up_id, p.territory, CASE WHEN l.severity = 3 THEN p.profile END AS profile,
       (SELECT min(o.due_at) FROM occurrence o
         WHERE o.follow_up_id = l.follow_up_id AND o.answered_at IS NULL AND o.due_at > %s) AS next_due
  FROM worklist_line l JOIN patient p ON p.id = l.patient_id WHERE l.live AND l.team_id = %s
"""
CONTACTS = """
SELECT c.subject_id, c.value, c.label FROM contact_point c JOIN worklist_line l ON l.subject_id = c.subject_id
 WHERE l.live AND l.team_id = %s AND c.kind <> 'email' AND c.state <> 'wrong' ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Reachable:
    """One person as the list says her. phones: (number, label).

    profile: opened for reds only (address, access, to_call), else empty.
    """

    line: LineView
    phones: tuple[tuple[str, str], ...]
    profile: dict[str, Any]
    territory: str
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """team: name, phone, territory, and those of the organisation and the second line. made_at: the domain's hour."""

    team: Any
    people: tuple[Reachable, ...]
    made_at: datetime


def print_caseload(*, actor: Actor, team_id: UUID, form: str, now: datetime, machine_now: datetime) -> Caseload:
    """Everybody whom the team follows, worst first, then by name, in one round trip. `form`: page or pdf, for the journal."""
    check_is_clinical(actor)
    if team_id not in actor.team_ids:
        raise NotFound(NOT_YOURS)
    with UnitOfWork(actor.scope()) as work:
        teams, rows, beside, contacts = work.fetch(
            Statement(TEAM, (team_id,)),
            Statement(ROW.format(lines=EVERYBODY), (team_id,)),
            Statement(BESIDE, (now, team_id)),
            Statement(CONTACTS, (team_id,)),
        )
        if not teams:
            raise NotFound(NOT_YOURS)
        detail = {"team": str(team_id), "people": len(rows), "form": form}
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="caseload.printed",
                organisation_id=actor.organisation_id, detail=detail,
            )
        )  # fmt: skip
    return Caseload(teams[0], _people(rows, beside, contacts, today=local_day_of(teams[0], now)), now)


def _people(
    rows: Sequence[Any], beside: Sequence[Any], contacts: Sequence[Any], *, today: Any
) -> tuple[Reachable, ...]:
    known = {one.follow_up_id: one for one in beside}
    reached = defaultdict(list)
    for one in contacts:
        reached[one.subject_id].append(one)
    ordered = sorted(
        rows, key=lambda row: (-row.severity, row.to_confirm, folded(row.used_name or row.birth_name, row.first_name))
    )
    return tuple(_reachable(row, known[row.follow_up_id], reached[row.subject_id], today) for row in ordered)


def _reachable(row: Any, beside: Any, contacts: Sequence[Any], today: Any) -> Reachable:
    record = open_record(row)
    return Reachable(
        line=line_view(row, today=today),
        phones=tuple((record.open(CONTACT, one.value), record.open(LABEL, one.label) or "") for one in contacts),
        profile=record.open(PROFILE, beside.profile) or {},
        territory=beside.territory,
        next_due=beside.next_due,
    )
