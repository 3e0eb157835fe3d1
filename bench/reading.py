"""What professionals wait for: a team's list and a search, through the use cases, in one process.

python -m bench.reading, in the product's environment: one JSON line. The team is that of the oldest follow-up, and is
given OPEN lines with something to do: what is measured is a whole page.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import django

ROUNDS = 200
OPEN = 60  # lines with something to do: a page of fifty and some more
FIRST_TEAM = "SELECT l.team_id FROM worklist_line l JOIN team t ON t.id = l.team_id ORDER BY l.follow_up_id LIMIT 1"
WITH_WORK = """
UPDATE worklist_line SET severity = 1 + abs(hashtext(follow_up_id::text)) %% 3
 WHERE follow_up_id IN (SELECT follow_up_id FROM worklist_line WHERE team_id = %s ORDER BY follow_up_id LIMIT %s)
"""


def main() -> dict[str, Any]:
    from chevet.kernel.unit_of_work import UnitOfWork
    from chevet.usecases.read_worklist import Asked, read_worklist
    from chevet.usecases.search_patients import search_patients

    actor, team_id, people = somebody()
    moment, asked = datetime.now(UTC), Asked(view="to_do")
    clocks = {"machine_now": moment}
    units: list[UnitOfWork] = []
    counting(units)
    page = read_worklist(actor=actor, team_id=team_id, asked=asked, now=moment, **clocks)
    statements = units[-1].statements
    lists = [
        took(lambda: read_worklist(actor=actor, team_id=team_id, asked=asked, now=moment, **clocks))
        for _ in range(ROUNDS)
    ]
    searches = {
        how: statistics.median(
            took(partial(search_patients, actor=actor, typed=typed(one), territory="FR", **clocks)) for one in people
        )
        for how, typed in HOW.items()
    }
    return {"lines": len(page.lines), "statements": statements, "list": statistics.median(lists), **searches}


HOW: dict[str, Callable[[Any], str]] = {
    "by_name": lambda one: one.birth_name,
    "by_both_names": lambda one: f"{one.first_name} {one.birth_name}",
    "by_name_and_birth": lambda one: f"{one.birth_name} {one.birth_date:%d/%m/%Y}",
}


def took(what: Callable[[], Any]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def somebody() -> tuple[Any, Any, list[Any]]:
    """A professional of the first team made, and some patients of the organisation to look for."""
    from django.db import connection

    from chevet.kernel.tenancy import acting, machine
    from chevet.people.actors import Actor
    from chevet.people.models import Membership, Patient

    with acting(machine("schedule")), connection.cursor() as cursor:
        cursor.execute(FIRST_TEAM)
        (team_id,) = cursor.fetchone()
        cursor.execute(WITH_WORK, [team_id, OPEN])
        first = Membership.objects.select_related("account").filter(team_id=team_id, role="professional").first()
    assert first is not None
    actor = Actor(first.account_id, first.organisation_id, first.role, first.account.name, frozenset({first.team_id}))
    with acting(actor.scope()):
        return actor, first.team_id, list(Patient.objects.order_by("?")[:20])


def counting(units: list[Any]) -> None:
    """Lets every unit of work that is entered be looked at afterwards."""
    from chevet.kernel.unit_of_work import UnitOfWork

    enter = UnitOfWork.__enter__

    def entered(self: Any) -> Any:
        units.append(self)
        del units[:-1]
        return enter(self)

    UnitOfWork.__enter__ = entered  # type: ignore[method-assign]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
