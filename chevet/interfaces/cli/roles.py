import typer


def roles() -> None:
    """Print the SQL that prepares a PostgreSQL of your own: roles, database, extensions.

    Run it as a superuser: `chevet roles | psql -d postgres`, then choose the passwords.
    """
    from chevet.kernel.roles import operator_script

    typer.echo(operator_script())
