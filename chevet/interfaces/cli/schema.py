"""Bringing the database to the shape that the code expects."""

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from chevet.kernel import walls


def pending(*, using: str = "owner") -> list[str]:
    """Migrations that are not applied yet, as `app.name`, in the order they will be."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date(*, using: str = "owner", verbosity: int = 0) -> None:
    """Migrations, then the walls and grants that the models declare. Running it again changes nothing."""
    call_command("migrate", database=using, verbosity=verbosity, interactive=False)
    walls.apply(using=using)
