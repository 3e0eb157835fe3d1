"""Loading many follow-ups: places first, then chunks of people, in as many processes as there are cores."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from random import Random
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.seeding import courses as played
from chevet.interfaces.cli.seeding.copies import Copies, open_to_owner
from chevet.interfaces.cli.seeding.rows import Team as Followers
from chevet.interfaces.cli.seeding.rows import follow_up
from chevet.kernel.identifiers import new_id
from chevet.organisations.models import Organisation, Team
from chevet.organisations.territories import territory_named
from chevet.pathways.library import load
from chevet.pathways.operations import publish
from chevet.pathways.queries import pathway_of
from chevet.people.models import Account, Membership, Role

CHUNK = 1000  # follow-ups in one transaction
COURSES = 200
TEAMS_OF_ONE_ORGANISATION = 20
DUTY = '[{"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"}]'
TERRITORY = "FR"

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one process needs to write its part."""

    first: int
    number: int
    teams: tuple[Followers, ...]
    answers: int
    now: datetime
    seed: int


def follow_ups_already() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM follow_up LIMIT 100000) AS f")
        return cursor.fetchone()[0]


def load_all(
    *, teams: int, follow_ups: int, answers: int, now: datetime, seed: int, advance: Callable[[int], Any]
) -> Iterator[Link]:
    """The token and the browser's secret of each follow-up, as they are written. `advance` is told how many are."""
    with open_to_owner():
        places = places_for(teams, now)
        chunks = [
            Chunk(first, min(CHUNK, follow_ups - first), places, answers, now, seed + first)
            for first in range(0, follow_ups, CHUNK)
        ]
        for links in _written(chunks):
            advance(len(links))
            yield from links
    _analysed()


def _written(chunks: list[Chunk]) -> Iterator[list[Link]]:
    """Small jobs stay in this process; large ones use every core."""
    if len(chunks) < 3:
        yield from map(write_chunk, chunks)
        return
    connections.close_all()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), initializer=prepare_django) as processes:
        yield from processes.map(write_chunk, chunks)


def write_chunk(chunk: Chunk) -> list[Link]:
    """One chunk in one transaction of the owner."""
    rng, copies = Random(chunk.seed), Copies()
    version_id = chunk.teams[0].version_id
    frame = played.Frame(pathway_of(version_id), chunk.teams[0].zone, chunk.answers, chunk.now)
    dealt = played.courses(frame, number=min(COURSES, chunk.number), seed=chunk.seed)
    links = []
    for number in range(chunk.first, chunk.first + chunk.number):
        team = chunk.teams[number % len(chunk.teams)]
        links.append(follow_up(copies, team, rng.choice(dealt), number=number, rng=rng))
    with transaction.atomic(using="owner"):
        copies.send(connections["owner"].connection)
    return links


def places_for(number: int, now: datetime) -> tuple[Followers, ...]:
    """Organisations of twenty teams, each with one professional on duty day and night."""
    version = publish(load("covid-medical"), now=now)
    copies, made = Copies(), []
    for first in range(0, number, TEAMS_OF_ONE_ORGANISATION):
        wanted = min(TEAMS_OF_ONE_ORGANISATION, number - first)
        made += _organisation(copies, first, max(2, wanted), version.id, now)[:wanted]
    with transaction.atomic(using="owner"):
        copies.send(connections["owner"].connection)
    return tuple(made)


def _organisation(copies: Copies, first: int, wanted: int, version_id: UUID, now: datetime) -> list[Followers]:
    organisation_id, zone = new_id(), territory_named(TERRITORY).tzinfo
    copies.add(
        Organisation, id=organisation_id, name=f"Établissement de mesure {first}", kind="hospital",
        territory=TERRITORY, phone="+33199000000", alert_mobile="", alert_email="mesure@example.org", created_at=now,
    )  # fmt: skip
    ids, made = [new_id() for _ in range(wanted)], []
    for place, team_id in enumerate(ids):
        account_id = new_id()
        copies.add(
            Team, id=team_id, organisation=organisation_id, name=f"Équipe {first + place}", phone="+33199000001",
            territory=TERRITORY, duty=DUTY, second_line=ids[(place + 1) % wanted], red_minutes=9, orange_minutes=120,
        )  # fmt: skip
        copies.add(
            Account, id=account_id, email=f"{account_id.hex}@example.org", name=f"Soignant {first + place}",
            profession="", rpps="", mobile="", language="fr", is_active=True, password="!",  # noqa: S106  no password opens it
        )  # fmt: skip
        copies.add(
            Membership, id=new_id(), organisation=organisation_id, account=account_id, team=team_id,
            role=Role.PROFESSIONAL, alerts_by="email", since=now,
        )  # fmt: skip
        made.append(Followers(organisation_id, team_id, account_id, version_id, zone))
    return made


def _analysed() -> None:
    """The planner must know what it has."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
