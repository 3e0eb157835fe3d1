"""`chevet audit`: is the journal still what was sealed?"""

import typer

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import AsJson, print_json, say

app = typer.Typer(no_args_is_help=True, help="The journal and its seals.")


@app.command()
def verify(json: AsJson = False) -> None:
    """Compute every seal again, from the first line. Ends with 1 when a line was changed, removed or put in between."""
    prepare_django()
    from chevet.usecases.seal_journal import verify_journal

    wrong = verify_journal()
    if json:
        print_json({"whole": not wrong, "wrong": wrong})
    else:
        say("The journal is whole." if not wrong else "\n".join(wrong))
    if wrong:
        raise typer.Exit(1)
