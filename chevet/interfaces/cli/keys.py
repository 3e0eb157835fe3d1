from pathlib import Path

import typer

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import say, working

app = typer.Typer(no_args_is_help=True, help="The keys that open sealed data; they live outside the database.")


@app.command()
def create() -> None:
    """Create the keys and secrets that are missing. Existing ones are never touched.

    For a first installation. On one that holds data, restore the folder from its backup instead: new
    keys open nothing of what the lost ones sealed.
    """
    prepare_django()
    from django.conf import settings

    from chevet.kernel.keyring import create_missing

    folder = Path(settings.CHEVET_KEYS)
    create_missing(folder)
    say(f"The keys are in {folder}. Back this folder up apart from the database.")


@app.command()
def push() -> None:
    """Create the key pair for notifications on telephones; they are off until it is there. An existing one stays.

    Browsers are bound to it: lost or replaced, every patient has to allow notifications again.
    """
    prepare_django()
    from django.conf import settings

    from chevet.kernel.keyring import write_once
    from chevet.notifications.webpush import new_secret, public_key

    file = Path(settings.CHEVET_KEYS) / "push.secret"
    write_once(file, new_secret())
    say(f"{file}, public key {public_key(file.read_bytes())}. Restart the site and its worker.")


@app.command()
def rotate(family: str) -> None:
    """Wrap every data key of a family (medical, cell, organisation) with a new key file.

    Afterwards the old file is needed only to read old backups; deleting it makes what they hold unreadable.
    """
    prepare_django()
    from chevet.interfaces.clock import machine_now
    from chevet.usecases.rewrap_keys import rotate_family

    with working(f"Wrapping the {family} keys again…"):
        rewrapped = rotate_family(family=family, machine_now=machine_now())
    say(f"{rewrapped} keys wrapped again. Back the folder up before anything else.")


@app.command()
def resume(family: str) -> None:
    """Finish a rotation that was interrupted; also the last look before an old key file is deleted."""
    prepare_django()
    from chevet.usecases.rewrap_keys import resume_family

    with working(f"Wrapping the {family} keys again…"):
        rewrapped = resume_family(family=family)
    say(f"{rewrapped} keys were still on an older file.")
