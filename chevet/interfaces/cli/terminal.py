"""What the terminal shows: sentences for people on standard error, results on standard output."""

import json
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console

results = Console(highlight=False, soft_wrap=True)
sentences = Console(stderr=True, highlight=False, soft_wrap=True)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document, for scripts.")]


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(sentence: str) -> None:
    sentences.print(sentence)


def stop(sentence: str) -> NoReturn:
    """Ends the command with a sentence and without a stack."""
    sentences.print(f"[red]{sentence}[/red]")
    raise typer.Exit(1)


@contextmanager
def working(sentence: str):
    """A turning sign on a terminal; one plain line in a log."""
    if not sentences.is_terminal:
        sentences.print(sentence)
        yield
        return
    with sentences.status(sentence):
        yield
