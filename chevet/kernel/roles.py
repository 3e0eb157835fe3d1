"""The roles of the database, as the embedded server creates them and as an operator reads them."""

from collections.abc import Mapping
from importlib import resources

DATABASE = "chevet"
OWNER = "chevet_owner"
APPLICATION = "chevet_app"
REPORTING = "chevet_reporting"
SEARCH = "chevet_search"
WITH_LOGIN = (OWNER, APPLICATION, REPORTING)


def roles_sql() -> str:
    return _read("roles.sql")


def extensions_sql() -> str:
    return _read("extensions.sql")


def database_sql() -> str:
    """For psql: creates the database unless it exists."""
    return (
        f"SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'\n"
        f" WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;\n"
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}, {REPORTING};\n"
    )


def with_passwords(passwords: Mapping[str, str]) -> str:
    """The roles and their passwords; keep it out of logs and process lists."""
    lines = [f"ALTER ROLE {role} PASSWORD '{passwords[role]}';" for role in WITH_LOGIN]
    return "\n".join([roles_sql(), *lines, ""])


def operator_script() -> str:
    """Everything a superuser runs with psql on a PostgreSQL of their own, passwords apart."""
    passwords = "".join(f"--   \\password {role}\n" for role in WITH_LOGIN)
    return (
        f"{roles_sql()}\n-- Then choose their passwords:\n{passwords}\n"
        f"{database_sql()}\n\\connect {DATABASE}\n\n{extensions_sql()}"
    )


def _read(name: str) -> str:
    return resources.files("chevet.kernel").joinpath(name).read_text(encoding="utf-8")
