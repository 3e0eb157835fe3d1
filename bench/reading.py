"""What professionals wait for: a team's list and a search, through the use cases, in one process.

python -m bench.reading, in the product's environment: one JSON line. The team is the one with the oldest name.
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


def main() -> dict[str, Any]:
    from chevet.kernel.unit_of_work import UnitOfWork
    from chevet.usecases.read_worklist import Asked, read_worklist
    from chevet.usecases.search_patients import search_patients

    actor, team_id, people = somebody()
    moment, everybody = datetime.now(UTC), Asked(view="team")
    clocks = {"machine_now": moment}
    units: list[UnitOfWork] = []
    counting(units)
    page = read_worklist(actor=actor, team_id=team_id, asked=everybody, now=moment, **clocks)
    statements = units[-1].statements
    lists = [
        took(lambda: read_worklist(actor=actor, team_id=team_id, asked=everybody, now=moment, **clocks))
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
    from chevet.kernel.tenancy import acting, machine
    from chevet.people.actors import Actor
    from chevet.people.models import Membership, Patient

    with acting(machine("watch")):
        first = Membership.objects.select_related("account").order_by("id").first()
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
