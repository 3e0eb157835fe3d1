"""The second wall: PostgreSQL's row-level security, declared beside each model and applied after every migration.

`wall = Wall(…)` on a model says who may pass; a table with a person or an organisation and without a wall fails the
build. It is a wall against forgetting, not against injection: who can run SQL can also set the scope.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

APP, OWNER = "chevet_app", "chevet_owner"
GUEST = "guest"  # the one policy that lets read and never write

NO_SCOPE_FUNCTION = """
CREATE OR REPLACE FUNCTION chevet_no_scope() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RAISE EXCEPTION 'no scope: open the transaction with tenancy.acting or a unit of work'
    USING ERRCODE = 'insufficient_privilege';
END $$
"""
# In SQL, so that PostgreSQL puts it into the plan instead of calling it, several times in every statement.
SCOPE_FUNCTION = """
CREATE OR REPLACE FUNCTION chevet_scope(name text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN coalesce(current_setting('chevet.purpose', true), '') = '' THEN chevet_no_scope()
              ELSE nullif(current_setting('chevet.' || name, true), '') END
$$
"""
# One id, or those of the people whose answers travel in one transaction (group_commit.py), with commas in between.
SCOPES_FUNCTION = """
CREATE OR REPLACE FUNCTION chevet_scopes(name text) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT string_to_array(chevet_scope(name), ',')::uuid[]
$$
"""


@dataclass(frozen=True, slots=True)
class Wall:
    """Who passes. Names are columns of the table.

    org: rows of the acting organisation. subject: and, when a patient acts, of her record only. account: rows of
    the acting account. guest: rows that name the acting account, to be read only, whatever the organisation. link: the
    row whose hash the request holds. purposes: jobs of ours that see every row. insert_only: nobody of the application
    changes or removes a row.
    """

    org: str = "organisation_id"
    subject: str = ""
    account: str = ""
    guest: str = ""
    link: str = ""
    purposes: tuple[str, ...] = ()
    insert_only: bool = False

    def policies(self, *, always_of_somebody: bool = False) -> Iterator[tuple[str, str]]:
        """Pairs of policy name and condition; a row passes when one of them holds.

        always_of_somebody: the subject's column is never null. Each sub-select is computed once a statement, but
        prepared in each: the fewer the cheaper, and purposes come without, as they are asked only of foreign rows.
        """
        if self.org:
            mine = f"{self.org} = ANY ((SELECT chevet_scopes('org'))::uuid[])"
            if self.subject:
                own = f"{self.subject} = ANY ((SELECT chevet_scopes('subject'))::uuid[])"
                everybody = f"((SELECT chevet_scope('subject')) IS NULL OR {own})"
                mine += f" AND {f'coalesce({own}, true)' if always_of_somebody else everybody}"
            yield "organisation", mine
        if self.account:
            yield "account", f"{self.account} = (SELECT chevet_scope('account')::uuid)"
        if self.guest:
            yield GUEST, f"{self.guest} = (SELECT chevet_scope('account')::uuid)"
        if self.link:
            yield "link", f"{self.link} = ANY ((SELECT chevet_scope('link')::bytea[])::bytea[])"
        if self.purposes:
            names = ", ".join(f"'{name}'" for name in self.purposes)
            yield "purpose", f"chevet_scope('purpose') IN ({names})"


def walled() -> Iterator[tuple[type[Model], Wall]]:
    """Every model that declares a wall."""
    for model in apps.get_models():
        if wall := getattr(model, "wall", None):
            yield model, wall


def statements() -> Iterator[str]:
    """The whole wall as SQL, to be run by the owner; running it again changes nothing."""
    yield NO_SCOPE_FUNCTION
    yield SCOPE_FUNCTION
    yield SCOPES_FUNCTION
    yield f"GRANT USAGE ON SCHEMA public TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    for model, wall in walled():
        yield from _table(model, wall)


def _table(model: type[Model], wall: Wall) -> Iterator[str]:
    table = model._meta.db_table
    always = bool(wall.subject) and not _nullable(model, wall.subject)
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    wanted = [
        ("owner", OWNER, "true"),
        *((name, APP, condition) for name, condition in wall.policies(always_of_somebody=always)),
    ]
    yield f"""DO $$ DECLARE p record; BEGIN
      FOR p IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = '{table}'
      LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); END LOOP; END $$"""
    for name, role, condition in wanted:
        if name == GUEST:
            yield f"CREATE POLICY {name} ON {table} FOR SELECT TO {role} USING ({condition})"
        else:
            yield f"CREATE POLICY {name} ON {table} TO {role} USING ({condition}) WITH CHECK ({condition})"
    if wall.insert_only:
        yield f"REVOKE UPDATE, DELETE ON {table} FROM {APP}"


def _nullable(model: type[Model], column: str) -> bool:
    return next(field.null for field in model._meta.fields if field.column == column)


def apply(using: str = "owner") -> None:
    """Raise the walls, in one transaction of the owner."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
