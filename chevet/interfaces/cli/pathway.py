"""`chevet pathway`: read, check and rehearse pathways. No database is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from chevet.interfaces.cli.terminal import AsJson, print_json, results, stop

if TYPE_CHECKING:
    from chevet.pathways.library import LoadedPathway

app = typer.Typer(no_args_is_help=True, help="Pathways are data: list, show, check and rehearse them.")

Named = Annotated[str, typer.Argument(help="A shipped pathway, or the path of a file.")]
InLanguage = Annotated[str, typer.Option("--language", help="fr or en")]


@app.command(name="list")
def list_(language: InLanguage = "fr", json: AsJson = False) -> None:
    """The pathways shipped with this version."""
    from chevet.pathways.library import load, shipped

    pathways = [load(slug) for slug in shipped()]
    if json:
        return print_json([_summary(pathway) for pathway in pathways])
    table = Table("name", "version", "status", "last day", "title", box=None)
    for pathway in pathways:
        title = pathway.title.said_in(language)
        table.add_row(pathway.slug, str(pathway.version), pathway.status, str(pathway.last_day), title)
    results.print(table)


@app.command()
def show(name: Named, language: InLanguage = "fr", json: AsJson = False) -> None:
    """Days, questions and rules of one pathway."""
    from chevet.pathways.library import as_data

    pathway = find(name).pathway
    if json:
        return print_json(as_data(pathway))
    _show(pathway, language)


def find(name: str) -> LoadedPathway:
    """A shipped pathway by its name, or a file; ends the command with file, line and reason when it is wrong."""
    from chevet.pathways.library import SHIPPED, PathwayError, load_file, shipped

    path = SHIPPED / f"{name}.yaml" if name in shipped() else Path(name)
    if not path.exists():
        stop(f"{name} is neither a file nor one of {', '.join(shipped())}.")
    try:
        return load_file(path)
    except PathwayError as error:
        stop(str(error))


def _summary(pathway) -> dict:
    from chevet.pathways.library import content_hash

    return {
        "slug": pathway.slug,
        "version": pathway.version,
        "status": pathway.status,
        "title": {"fr": pathway.title.fr, "en": pathway.title.en},
        "last_day": pathway.last_day,
        "content": content_hash(pathway),
    }


def _show(pathway, language: str) -> None:
    from chevet.pathways.calendar import due_days

    results.print(f"[bold]{pathway.title.said_in(language)}[/bold]  {pathway.slug}, version {pathway.version}")
    results.print(f"{pathway.status}; source: {pathway.source}")
    results.print(f"days: {', '.join(map(str, due_days(pathway)))}\n")
    for item in pathway.questionnaire.items:
        results.print(f"  {item.link_id}: {item.text.said_in(language)}")
    table = Table("rule", "level", "sentence for the team", "source", box=None)
    for rule in pathway.rules:
        level = f"{rule.level}!" if rule.emergency else rule.level
        table.add_row(rule.id, level, rule.sentence.said_in(language), rule.source)
    results.print(table)
