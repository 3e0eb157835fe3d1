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

SCOPE_FUNCTION = """
CREATE OR REPLACE FUNCTION chevet_scope(name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(current_setting('chevet.purpose', true), '') = '' THEN
    RAISE EXCEPTION 'no scope: open the transaction with tenancy.acting or a unit of work'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN nullif(current_setting('chevet.' || name, true), '');
END $$
"""


@dataclass(frozen=True, slots=True)
class Wall:
    """Who passes. Names are columns of the table.

    org: rows of the acting organisation. subject: and, when a patient acts, of her record only. account: rows of
    the acting account. link: the row whose hash the request holds. purposes: jobs of ours that see every row.
    insert_only: nobody of the application changes or removes a row.
    """

    org: str = "organisation_id"
    subject: str = ""
    account: str = ""
    link: str = ""
    purposes: tuple[str, ...] = ()
    insert_only: bool = False

    def policies(self) -> Iterator[tuple[str, str]]:
        """Pairs of policy name and condition; a row passes when one of them holds."""
        if self.org:
            mine = f"{self.org} = (SELECT chevet_scope('org')::uuid)"
            if self.subject:
                own = f"{self.subject} = (SELECT chevet_scope('subject')::uuid)"
                mine += f" AND ((SELECT chevet_scope('subject')) IS NULL OR {own})"
            yield "organisation", mine
        if self.account:
            yield "account", f"{self.account} = (SELECT chevet_scope('account')::uuid)"
        if self.link:
            yield "link", f"{self.link} = (SELECT decode(chevet_scope('link'), 'hex'))"
        if self.purposes:
            names = ", ".join(f"'{name}'" for name in self.purposes)
            yield "purpose", f"(SELECT chevet_scope('purpose')) IN ({names})"


def walled() -> Iterator[tuple[type[Model], Wall]]:
    """Every model that declares a wall."""
    for model in apps.get_models():
        if wall := getattr(model, "wall", None):
            yield model, wall


def statements() -> Iterator[str]:
    """The whole wall as SQL, to be run by the owner; running it again changes nothing."""
    yield SCOPE_FUNCTION
    yield f"GRANT USAGE ON SCHEMA public TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    for model, wall in walled():
        yield from _table(model._meta.db_table, wall)


def _table(table: str, wall: Wall) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    wanted = [("owner", OWNER, "true"), *((name, APP, condition) for name, condition in wall.policies())]
    yield f"""DO $$ DECLARE p record; BEGIN
      FOR p IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = '{table}'
      LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); END LOOP; END $$"""
    for name, role, condition in wanted:
        yield f"CREATE POLICY {name} ON {table} TO {role} USING ({condition}) WITH CHECK ({condition})"
    if wall.insert_only:
        yield f"REVOKE UPDATE, DELETE ON {table} FROM {APP}"


def apply(using: str = "owner") -> None:
    """Raise the walls, in one transaction of the owner."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
