"""`chevet record`: forgetting."""

from typing import Annotated
from uuid import UUID

import typer

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import print_json, say

app = typer.Typer(no_args_is_help=True, help="Erase a record, and erase again after a restore.")


@app.command()
def erase(
    organisation: UUID,
    subject: UUID,
    really: Annotated[bool, typer.Option("--really", help="Without it, only count what would go.")] = False,
) -> None:
    """Forget one record. Prints a receipt: how many rows of each table."""
    prepare_django()
    from chevet.interfaces.clock import domain_now, machine_now
    from chevet.usecases.erase_record import erase_record

    erasure = erase_record(
        subject_id=subject, organisation_id=organisation, why="request", dry_run=not really, now=domain_now(),
        machine_now=machine_now(),
    )  # fmt: skip
    print_json({"subject": subject, "erased": really, "rows": erasure.rows})


@app.command()
def replay() -> None:
    """After a restore, before the first request: forget again what had been forgotten."""
    prepare_django()
    from chevet.interfaces.clock import domain_now, machine_now
    from chevet.usecases.erase_record import replay_erasures

    erased = replay_erasures(now=domain_now(), machine_now=machine_now())
    say(f"{len(erased)} records forgotten again.")
