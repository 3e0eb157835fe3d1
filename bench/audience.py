"""Who looks at lists, and whose answers they see: a signed-in browser, tickets for streams, patients of those teams.

python -m bench.audience LINKS SCREENS TEAMS [LINES], in the product's environment: one JSON line. The first team is given
LINES with something to do, a whole page of them otherwise. Tickets live for a minute.
"""

import csv
import json
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import django

from bench.reading import OPEN, WITH_WORK

TEAMS = """
SELECT f.team_id, count(*) FROM access_link l JOIN follow_up f ON f.id = l.target_id
 WHERE l.token_hash = ANY(%s) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s
"""
PATIENTS = """
SELECT l.token_hash, f.id FROM access_link l JOIN follow_up f ON f.id = l.target_id
 WHERE f.team_id = ANY(%s) AND l.token_hash = ANY(%s)
"""


def main(links: Path, screens: int, teams: int, lines: int = OPEN) -> dict[str, Any]:
    from django.urls import reverse

    from chevet.access.tokens import hash_token
    from chevet.interfaces.streams.tickets import issue_ticket

    with links.open() as file:
        known = {hash_token(token): (token, device) for token, device in list(csv.reader(file))[1:]}
    team_ids, patients = places(list(known), teams, lines)
    actors = [professional_of(team_id) for team_id in team_ids]
    tickets = [
        issue_ticket(actor=actor, team_id=team_id)
        for team_id, actor in islice(cycle(zip(team_ids, actors, strict=True)), screens)
    ]
    return {
        "cookie": signed_in(actors[0]),
        "list": f"{reverse('pro:home')}?team={team_ids[0]}",
        "lines": f"{reverse('pro:lines')}?team={team_ids[0]}",
        "statement": statement_of(actors[0], team_ids[0]),
        "tickets": tickets,
        "patients": [[*known[bytes(digest)], str(follow_up_id)] for digest, follow_up_id in patients],
    }


def places(hashes: list[bytes], number: int, lines: int) -> tuple[list[Any], list[Any]]:
    """The teams with most patients among the links, and these patients; the first team gets things to do."""
    from django.db import connection

    from chevet.kernel.tenancy import acting, machine

    with acting(machine("schedule")), connection.cursor() as cursor:
        cursor.execute(TEAMS, [hashes, number])
        teams = [team_id for team_id, _ in cursor.fetchall()]
        cursor.execute(WITH_WORK, [teams[0], lines])
        cursor.execute(PATIENTS, [teams, hashes])
        return teams, cursor.fetchall()


def professional_of(team_id: Any) -> Any:
    from chevet.kernel.tenancy import acting, machine
    from chevet.people.actors import Actor
    from chevet.people.models import Membership

    with acting(machine("schedule")):
        one = Membership.objects.select_related("account").filter(team_id=team_id, role="professional").first()
    assert one is not None
    return Actor(one.account_id, one.organisation_id, one.role, one.account.name, frozenset({team_id}))


def signed_in(actor: Any) -> str:
    """The cookies of a browser that gave two factors a moment ago, and has seen a page with a form."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils.crypto import get_random_string

    from chevet.interfaces.clock import machine_now
    from chevet.interfaces.pro.session_store import BEGAN, SessionStore
    from chevet.interfaces.pro.sessions import ENROLLED, SEEN
    from chevet.people.models import Account

    account, now = Account.objects.get(pk=actor.account_id), machine_now().timestamp()
    session = SessionStore()
    session.update({
        SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: account.get_session_auth_hash(), BEGAN: now, SEEN: now, ENROLLED: True,
    })  # fmt: skip
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={get_random_string(32)}"


def statement_of(actor: Any, team_id: Any) -> str:
    """The statement of the page's lines with its values in it, for pgbench."""
    from django.db import connection
    from psycopg import ClientCursor

    from chevet.interfaces.clock import domain_now
    from chevet.worklist.queries import PAGE, team_lines

    asked = team_lines(
        team_id=team_id, view="to_do", account_id=actor.account_id, limit=PAGE + 1, now=domain_now()
    )  # fmt: skip
    connection.ensure_connection()
    return " ".join(ClientCursor(connection.connection).mogrify(asked.sql, asked.params).split()) + ";"


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:]))))
