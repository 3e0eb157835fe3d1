"""`chevet clock`: the hour that follow-ups live by, which the demonstration may move."""

import re
from datetime import datetime, timedelta
from typing import Annotated

import typer

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import AsJson, print_json, say, stop

app = typer.Typer(no_args_is_help=True, help="Show the clock of care, or move it forward in a demonstration.")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@app.command()
def show(json: AsJson = False) -> None:
    """Print both clocks and how far they are apart."""
    prepare_django()
    from chevet.interfaces import clock

    _tell(clock.domain_now(), clock.ahead(), json)


@app.command()
def advance(by: Annotated[str, typer.Argument(help="30m, 1h, 1d")], json: AsJson = False) -> None:
    """Move the clock forward by a length of time. What was due on the way happens, in its order."""
    _move(json, by=_length(by))


@app.command(name="set")
def set_(moment: Annotated[str, typer.Argument(help="2027-03-28T09:00, local time")], json: AsJson = False) -> None:
    """Move the clock forward to a date and hour, in the time zone of the site."""
    from django.utils import timezone

    prepare_django()
    try:
        local = datetime.fromisoformat(moment)
    except ValueError:
        stop(f"{moment} is not a date and hour such as 2027-03-28T09:00.")
    _move(json, to=local if local.tzinfo else timezone.make_aware(local))


def _move(json: bool, **how) -> None:
    prepare_django()
    from chevet.interfaces import clock

    now = clock.move(**how)
    _tell(now, clock.ahead(), json)


def _length(text: str) -> timedelta:
    found = re.fullmatch(r"(\d+)([mhd])", text.strip())
    if not found:
        stop(f"{text} is not a length of time such as 30m, 1h or 1d.")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _tell(now: datetime, ahead: timedelta, json: bool) -> None:
    from django.utils import timezone

    if json:
        return print_json({"domain": now.isoformat(), "ahead_seconds": ahead.total_seconds()})
    local = timezone.localtime(now)
    say(f"{local:%A %d %B %Y, %H:%M} ({local.tzname()}); {ahead} ahead of this machine.")
