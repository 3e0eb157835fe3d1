"""Known failures end a command with a sentence; unknown ones keep their stack."""

import sys

import typer
from typer.core import TyperGroup

from chevet.interfaces.cli.terminal import stop
from chevet.kernel.embedded_postgres import PostgresError


class Commands(TyperGroup):
    def invoke(self, ctx: typer.Context) -> object:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if sentence := _sentence(error):
                stop(sentence)
            raise


def _sentence(error: Exception) -> str:
    if isinstance(error, PostgresError):
        return str(error)
    if isinstance(error, _loaded("chevet.kernel.errors", "Refusal")):
        return str(error)
    if isinstance(error, _loaded("chevet.kernel.keyring", "KeyMissing")):
        return f"The key {error} is missing in the folder of CHEVET_KEYS. `chevet doctor` says more."
    if isinstance(error, _loaded("django.db.utils", "OperationalError")):
        reason = str(error).strip().rpartition("failed: ")[2]
        return f"The database does not answer: {reason}. `chevet doctor` says more; `chevet demo` starts one."
    return ""


def _loaded(module: str, name: str) -> type | tuple:
    """The class, if the command went as far as importing it."""
    return getattr(sys.modules[module], name) if module in sys.modules else ()
