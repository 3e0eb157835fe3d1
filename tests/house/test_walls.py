"""The second wall, on the tables as they are: who sees which row, with every table filled on both sides of the street."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from psycopg import errors, sql

from chevet.kernel import tenancy, walls
from tests.fixtures.database import Database, point_at

from .two_organisations import Side, play

ABOUT_SOMEBODY = {
    "organisation_id", "subject_id", "account_id", "patient_id", "follow_up_id", "user_id", "team_id", "contact_id",
    "episode_id", "author_id",
}  # fmt: skip
EXEMPT = {
    "account_session": "found by the key of a cookie before anybody has signed in",
    "account_emailaddress": "allauth finds an account by its address before anybody has signed in",
    "demo_character": "invented people of the demonstration, who go on living with the clock",
    "mfa_authenticator": "second factors of professionals, read by the sign-in before any scope exists",
}
NOBODYS = {
    "account": "accounts of professionals, found by address at sign-in; names nobody who is cared for",
    "account_emailconfirmation": "keys of address confirmations, of no organisation",
    "auth_group": "Django's own, empty", "auth_group_permissions": "Django's own, empty",
    "auth_permission": "Django's own", "django_content_type": "Django's own", "django_migrations": "Django's own",
    "django_session": "empty: sessions are in account_session",
    "clock_offset": "one row for the installation", "pulse": "one row for each job of the machine",
    "demo_inbox": "invented messages of invented people", "demo_wish": "what to show next",
    "document_object": "what lies in the object storage, by a random id",
    "nonce": "random values of signed callbacks",
    "procrastinate_events": "what happened to long jobs", "procrastinate_workers": "signs of life of processes",
    "procrastinate_jobs": "long jobs, whose arguments are ids and times",
    "procrastinate_periodic_defers": "when each periodic job was last queued",
    "payment_rehearsed": "invented payments of nobody",
    "pathway_version": "shared definitions", "throttle": "keyed hashes and counts",
}  # fmt: skip
SEEN_BY_A_PATIENTS_REQUEST = {
    "organisation": "who follows her", "team": "whom she can call",
    "membership": "who is told of her alert", "stream_ticket": "a hash that opens nothing",
    "regulation_client": "which programs may launch",
    "duty_turn": "who is told of her alert", "delegation": "who is told of her alert",
    "note_template": "beginnings of notes, about nobody",
    "motive": "what appointments are for, about nobody", "opening": "when professionals receive",
    "agenda_feed": "a hash that opens nothing",
    "payment_account": "by whom she pays; the key of its settings is closed to her",
    "red_wait": "counts of nobody", "rule_wait": "counts of nobody", "rule_week": "counts of nobody",
}  # fmt: skip
OF_NO_PATIENT = {"handover_sheet": "its subject is the sheet itself, under a key of its own"}
COLUMNS = """
SELECT c.relname, array_agg(a.attname::text), c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY 1, 3, 4, 5 ORDER BY 1
"""
POLICIES = """
SELECT tablename, policyname, roles::text, cmd, permissive, qual, with_check FROM pg_policies
 WHERE schemaname = 'public' ORDER BY 1, 2
"""
WALLED = {model._meta.db_table: wall for model, wall in walls.walled()}


@pytest.fixture(scope="module")
def filled(make_database, worker_database, django_db_setup, django_db_blocker) -> Iterator[tuple[Database, Side, Side]]:
    with django_db_blocker.unblock(), make_database() as database:
        point_at(database)
        try:
            sides = play()
            connections["default"].close()
            yield (database, *sides)
        finally:
            point_at(worker_database)


@pytest.fixture
def superuser(filled) -> Iterator[psycopg.Connection]:
    with psycopg.connect(filled[0].superuser) as connection:
        yield connection


@pytest.fixture
def seen_as(filled):
    """`seen_as(purpose=…, org=…, subject=…, account=…, link=…)`: rows by table, as the application's role."""

    @contextmanager
    def connected(**scope: Any) -> Iterator[psycopg.Connection]:
        with psycopg.connect(filled[0].application) as connection:
            if scope:
                given = [str(scope.get(name) or "") for name in tenancy.SETTINGS]
                connection.execute(tenancy.SET_SCOPE, given)
            yield connection
            connection.rollback()

    def rows(**scope: Any) -> dict[str, int]:
        with connected(**scope) as connection:
            return counted(connection)

    rows.connected = connected
    return rows


def counted(connection: psycopg.Connection, where: str = "") -> dict[str, int]:
    found = {}
    for table in WALLED:
        query = sql.SQL("SELECT count(*) FROM {} " + where).format(sql.Identifier(table))
        found[table] = connection.execute(query).fetchone()[0]
    return found


def of_side(connection: psycopg.Connection, side: Side) -> dict[str, int]:
    """What the superuser counts for one organisation; 0 where a table belongs to none."""
    columns = {name: wall.org for name, wall in WALLED.items()}
    return {
        name: connection.execute(
            f"SELECT count(*) FROM {name} WHERE {org} = %s", [side.place.organisation_id]
        ).fetchone()[0]
        if org
        else 0
        for name, org in columns.items()
    }


def of_subject(connection: psycopg.Connection, side: Side, subject: Any) -> dict[str, int]:
    whole = of_side(connection, side)
    return {
        name: connection.execute(f"SELECT count(*) FROM {name} WHERE {wall.subject} = %s", [subject]).fetchone()[0]
        if wall.subject
        else whole[name]
        for name, wall in WALLED.items()
    }


def test_a_table_that_knows_somebody_is_walled_or_exempt_for_a_reason(superuser):
    tables = {name: set(columns) for name, columns, *_ in superuser.execute(COLUMNS).fetchall()}
    about = {name for name, columns in tables.items() if columns & ABOUT_SOMEBODY}
    assert sorted(about - set(WALLED)) == sorted(EXEMPT)
    assert sorted(set(tables) - set(WALLED) - set(EXEMPT)) == sorted(NOBODYS), "say whose the rows of a new table are"


def test_walls_stand_and_hold_their_owner_too(superuser):
    standing = {name: (on, forced) for name, _, on, forced, _ in superuser.execute(COLUMNS).fetchall()}
    assert {name: standing[name] for name in WALLED} == dict.fromkeys(WALLED, (True, True))


def test_the_policies_are_exactly_those_declared(filled, superuser):
    before = superuser.execute(POLICIES).fetchall()
    with psycopg.connect(filled[0].owner) as owner:
        for statement in walls.statements():
            owner.execute(statement)
        again = owner.execute(POLICIES).fetchall()
        owner.rollback()
    assert before == again
    declared = {(name, policy) for name, wall in WALLED.items() for policy, _ in wall.policies()}
    assert {(row[0], row[1]) for row in before} == declared | {(name, "owner") for name in WALLED}
    assert {row[2] for row in before if row[1] != "owner"} == {"{chevet_app}"}


def test_the_application_owns_nothing_and_bypasses_nothing(superuser):
    (role,) = superuser.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        [walls.APP],
    ).fetchall()
    assert role == (False,) * 5
    assert superuser.execute(
        "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = %s", [walls.APP]
    ).fetchone() == (0,)
    assert {owner for *_, owner in superuser.execute(COLUMNS).fetchall()} == {walls.OWNER}
    member = "SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole"
    assert superuser.execute(member, [walls.APP]).fetchone() == (0,)


def test_what_sees_past_the_walls_is_a_short_reviewed_list(superuser):
    found = superuser.execute(
        "SELECT proname, pg_get_userbyid(proowner), proconfig::text FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    ).fetchall()
    reviewed = ("caring_teams", "find_patients", "guest_grants")
    assert sorted((name, owner) for name, owner, _ in found) == [(name, "chevet_search") for name in reviewed]
    assert all("search_path" in (settings or "") for *_, settings in found)
    role = superuser.execute("SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname = 'chevet_search'").fetchone()
    assert role == (False, False)


def test_every_walled_table_is_filled_on_both_sides(filled, superuser):
    _, ours, theirs = filled
    nobodys = {name: 0 for name, wall in WALLED.items() if not wall.org}
    for side in (ours, theirs):
        assert [name for name, rows in of_side(superuser, side).items() if not rows] == list(nobodys)


@pytest.mark.parametrize("table", WALLED)
def test_without_a_scope_a_read_raises(seen_as, table):
    with seen_as.connected() as connection, pytest.raises(errors.InsufficientPrivilege, match="no scope"):
        connection.execute(f"SELECT 1 FROM {table}")


def test_an_organisation_sees_all_of_its_own_and_nothing_of_the_other(filled, seen_as, superuser):
    _, ours, theirs = filled
    for side in (ours, theirs):
        assert seen_as(purpose="care", org=side.place.organisation_id) == of_side(superuser, side)


@pytest.mark.parametrize(
    "scope", [{"org": uuid4()}, {}, {"subject": uuid4()}, {"account": uuid4()}, {"link": tenancy.as_array([b"\xab"])}]
)
def test_somebody_of_nowhere_sees_nothing(seen_as, scope):
    assert seen_as(purpose="care", **scope) == dict.fromkeys(WALLED, 0)


def test_a_patient_sees_her_own_record_and_of_the_others_only_who_follows_her(filled, seen_as, superuser):
    _, ours, _ = filled
    unsealed = sorted(name for name, wall in WALLED.items() if wall.org and not wall.subject)
    assert unsealed == sorted(SEEN_BY_A_PATIENTS_REQUEST)
    for subject in ours.subjects:
        seen = seen_as(purpose="link", org=ours.place.organisation_id, subject=subject)
        assert seen == of_subject(superuser, ours, subject)


def test_the_record_of_another_organisation_is_closed_even_to_who_names_it(filled, seen_as):
    _, ours, theirs = filled
    seen = seen_as(purpose="link", org=ours.place.organisation_id, subject=theirs.subjects[0])
    assert [name for name, rows in seen.items() if rows] == sorted(SEEN_BY_A_PATIENTS_REQUEST, key=list(WALLED).index)


def test_a_link_alone_sees_its_own_row(filled, seen_as):
    _, ours, theirs = filled
    for link in (*ours.links, *theirs.links):
        seen = seen_as(purpose="link", link=tenancy.as_array([link]))
        assert {name: rows for name, rows in seen.items() if rows} == {"access_link": 1}


def test_who_signs_in_sees_her_own_memberships_and_what_the_sign_in_needs(filled, seen_as, superuser):
    _, ours, _ = filled
    seen = seen_as(purpose="sign_in", account=ours.place.actor.account_id)
    shared = {name for name, wall in WALLED.items() if "sign_in" in wall.purposes}
    own = {name: rows for name, rows in seen.items() if rows and name not in shared}
    assert own == {"membership": 1, "stream_ticket": 1, "worklist_shortcuts": 1}
    assert shared == {"organisation", "team", "journal", "delegation"}


@pytest.mark.parametrize("purpose", ["schedule", "dispatch", "watch", "stream", "seal", "throttle", "erase"])
def test_a_job_of_ours_sees_the_tables_of_its_purpose_and_no_other(seen_as, superuser, purpose):
    everything = counted(superuser)
    granted = {name: everything[name] if purpose in wall.purposes else 0 for name, wall in WALLED.items()}
    assert seen_as(purpose=purpose) == granted


@pytest.mark.parametrize("table", [name for name, wall in WALLED.items() if wall.org and not wall.insert_only])
def test_no_row_is_changed_removed_or_carried_across(filled, seen_as, superuser, table):
    _, ours, theirs = filled
    org = WALLED[table].org
    with seen_as.connected(purpose="care", org=ours.place.organisation_id) as connection:
        for statement in ("UPDATE {table} SET {org} = {org} WHERE {org} = %s", "DELETE FROM {table} WHERE {org} = %s"):
            done = connection.execute(statement.format(table=table, org=org), [theirs.place.organisation_id])
            assert done.rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            connection.execute(f"UPDATE {table} SET {org} = %s", [theirs.place.organisation_id])


@pytest.mark.parametrize(
    "table",
    [name for name, wall in WALLED.items() if wall.subject and not wall.insert_only and name not in OF_NO_PATIENT],
)
def test_a_patients_request_writes_into_no_record_but_hers(filled, seen_as, table):
    _, ours, _ = filled
    mine, another = ours.subjects
    subject = WALLED[table].subject
    with seen_as.connected(purpose="link", org=ours.place.organisation_id, subject=mine) as connection:
        for statement in (
            "UPDATE {table} SET {column} = {column} WHERE {column} = %s",
            "DELETE FROM {table} WHERE {column} = %s",
        ):
            assert connection.execute(statement.format(table=table, column=subject), [another]).rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            connection.execute(f"UPDATE {table} SET {subject} = %s", [another])


@pytest.mark.parametrize("table", [name for name, wall in WALLED.items() if wall.insert_only])
@pytest.mark.parametrize("verb", ["UPDATE {} SET lines = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_journal_and_its_seals_are_written_once(filled, seen_as, table, verb):
    column = {"journal": "action = 'x'", "journal_seal": "lines = 0"}[table]
    statement = verb.format(table).replace("lines = 0", column)
    for purpose in ("care", "seal"):
        scope = {"purpose": purpose, "org": filled[1].place.organisation_id}
        with seen_as.connected(**scope) as connection, pytest.raises(errors.InsufficientPrivilege, match="denied"):
            connection.execute(statement)


@pytest.mark.parametrize("table", WALLED)
def test_reporting_reads_no_row_of_a_person(filled, table):
    dsn = filled[0].cluster.dsn(filled[0].name, "chevet_reporting")
    with psycopg.connect(dsn) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(f"SELECT 1 FROM {table}")


def test_the_search_sees_past_the_wall_but_not_out_of_the_organisation(filled, seen_as):
    """Both organisations follow people of the same names."""
    call = "SELECT patient_id FROM find_patients(ARRAY['odile'], 'odile', NULL, ARRAY[]::bytea[], 20)"
    for side in filled[1:]:
        with seen_as.connected(purpose="care", org=side.place.organisation_id) as connection:
            assert connection.execute(call).fetchall() == [(side.patients[0].patient_id,)]
    with seen_as.connected(purpose="schedule") as connection:
        assert connection.execute(call).fetchall() == []
