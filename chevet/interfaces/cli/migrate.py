from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import AsJson, print_json, say, working


def migrate(json: AsJson = False) -> None:
    """Bring the database to the shape that this version expects: tables, walls, grants."""
    prepare_django()
    from chevet.interfaces.cli.schema import bring_up_to_date, pending

    with working("Migrating the database…"):
        applied = pending()
        bring_up_to_date()
    if json:
        return print_json({"applied": applied})
    say(f"{len(applied)} migrations applied." if applied else "The database was up to date.")
