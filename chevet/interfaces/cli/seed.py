import csv
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import AsJson, print_json, say, sentences, stop


def seed(
    teams: Annotated[int, typer.Option(min=1, help="Teams, twenty to an organisation.")] = 2,
    follow_ups: Annotated[int, typer.Option(min=1, help="Follow-ups, dealt evenly to the teams.")] = 300,
    answers: Annotated[int, typer.Option(min=0, max=11, help="Questionnaires that each has answered.")] = 3,
    links: Annotated[Path | None, typer.Option(help="CSV of link token and browser secret, to act as they would.")] = (
        None
    ),
    random: Annotated[int, typer.Option(help="Seed of the random choices.")] = 1,
    yes: Annotated[bool, typer.Option(help="Even if the database already holds follow-ups.")] = False,
    json: AsJson = False,
) -> None:
    """Fill the database with synthetic teams, follow-ups and answers, to measure. Never where people are followed."""
    prepare_django()
    from chevet.interfaces.cli.seeding.load import follow_ups_already, load_all
    from chevet.interfaces.clock import domain_now

    if (already := follow_ups_already()) and not yes:
        stop(
            f"This database already holds follow-ups ({already}). Synthetic ones are never mixed with real ones: --yes if none is."
        )
    with Progress(console=sentences, disable=not sentences.is_terminal) as progress:
        task = progress.add_task("Follow-ups", total=follow_ups)
        written = load_all(
            teams=teams, follow_ups=follow_ups, answers=answers, now=domain_now(), seed=random,
            advance=lambda count: progress.advance(task, count),
        )  # fmt: skip
        number = _kept(written, links)
    if json:
        return print_json({"teams": teams, "follow_ups": number, "answers": number * answers})
    say(f"{number} follow-ups in {teams} teams, {number * answers} answers.")


def _kept(written, links: Path | None) -> int:
    """Links open records: the file is readable by its owner only."""
    if links is None:
        return sum(1 for _ in written)
    links.unlink(missing_ok=True)
    links.touch(mode=0o600)
    number = 0
    with links.open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("token", "device"))
        for link in written:
            lines.writerow(link)
            number += 1
    return number
