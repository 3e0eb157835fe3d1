"""`chevet`: one small file per command. Nothing slow is imported before the command that needs it."""

import typer

from chevet.interfaces.cli import (
    audit,
    clock,
    demo,
    doctor,
    keys,
    migrate,
    organisation,
    pathway,
    record,
    roles,
    seed,
    serve,
    worker,
)
from chevet.interfaces.cli.refusals import Commands

app = typer.Typer(
    name="chevet",
    cls=Commands,
    help="Telehealth at the bedside: the site, its jobs, its tools.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # their boxes show local variables, which hold personal data
)
app.command()(demo.demo)
app.command()(serve.serve)
app.command()(worker.worker)
app.command()(worker.watchdog)
app.command()(migrate.migrate)
app.command()(doctor.doctor)
app.command()(roles.roles)
app.command()(seed.seed)
app.add_typer(audit.app, name="audit")
app.add_typer(pathway.app, name="pathway")
app.add_typer(clock.app, name="clock")
app.add_typer(keys.app, name="keys")
app.add_typer(organisation.app, name="organisation")
app.add_typer(record.app, name="record")
