"""`chevet pathway`: read, check and rehearse pathways (no database is needed); publish and sign them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.markup import escape
from rich.table import Table

from chevet.interfaces.cli.terminal import AsJson, print_json, results, say, stop

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


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument()] = None, language: InLanguage = "fr", json: AsJson = False
) -> None:
    """Look for questions never put, rules never true, faulty SMS, missing translations; all pathways by default.

    Ends with code 1 when an error is found; a warning is only said.
    """
    from chevet.pathways.check import check as look
    from chevet.pathways.library import shipped

    found = {name: look(loaded.pathway, source=loaded.source) for name in names or shipped() if (loaded := find(name))}
    if json:
        print_json([_problem(name, problem) for name, problems in found.items() for problem in problems])
    else:
        for name, problems in found.items():
            _tell_problems(name, problems, language)
    raise typer.Exit(any(problem.severity == "error" for problems in found.values() for problem in problems))


@app.command()
def simulate(
    name: Named,
    profile: Annotated[str, typer.Option(help="Which synthetic patient; a name that nobody has lists them all.")] = "",
    start: Annotated[datetime | None, typer.Option(help="Inclusion, local date and hour.")] = None,
    zone: Annotated[str, typer.Option(help="Where the patient is.")] = "Europe/Paris",
    seed: Annotated[int, typer.Option(help="The same seed tells the same story.")] = 0,
    language: InLanguage = "fr",
    json: AsJson = False,
) -> None:
    """Play a synthetic patient over the whole length: each message, screen and alert with its local date."""
    from chevet.interfaces.clock import machine_now
    from chevet.pathways.profiles import PROFILES, usual_profile
    from chevet.pathways.simulate import simulate as play

    pathway = find(name).pathway
    profile = profile or usual_profile(pathway)
    if profile not in PROFILES:
        stop(f"--profile is one of {', '.join(PROFILES)}.")
    place = _zone(zone)
    moment = start.replace(tzinfo=place) if start else machine_now()
    events = play(pathway, profile=profile, seed=seed, start=moment, zone=place)
    if json:
        print_json([_event(event) for event in events])
    else:
        _tell_story(events, language)


@app.command()
def publish(name: Named) -> None:
    """Make a pathway available to the teams, as an immutable version."""
    from chevet.interfaces.cli.environment import prepare_django

    pathway = find(name).pathway
    prepare_django()
    from chevet.interfaces.clock import domain_now, machine_now
    from chevet.usecases.publish_pathway import publish_pathway

    version = publish_pathway(pathway=pathway, now=domain_now(), machine_now=machine_now())
    say(f"{version.slug}, version {version.version}: published. A doctor signs it with: chevet pathway sign")


@app.command()
def sign(
    slug: str,
    version: int,
    doctor: Annotated[str, typer.Option(prompt=True, help="Name of the doctor who validates this version.")],
    rpps: Annotated[str, typer.Option(prompt=True, help="Their RPPS number, 11 digits.")],
) -> None:
    """Record the doctor who validated a version. Outside the demonstration nothing starts without it."""
    from chevet.interfaces.cli.environment import prepare_django

    prepare_django()
    from chevet.interfaces.clock import machine_now
    from chevet.usecases.publish_pathway import sign_pathway

    now = machine_now()
    sign_pathway(slug=slug, version=version, doctor=doctor, rpps=rpps, on=now.date(), machine_now=now)
    say(f"{slug}, version {version}: signed by {doctor}.")


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


def _problem(name: str, problem) -> dict:
    sentence = {"fr": problem.sentence.fr, "en": problem.sentence.en}
    return {"pathway": name, "sentence": sentence} | {
        key: getattr(problem, key) for key in ("place", "severity", "file", "line")
    }


def _tell_problems(name: str, problems, language: str) -> None:
    if not problems:
        results.print(f"[green]✓[/green] {name}: nothing to say")
    for problem in problems:
        mark = "[red]✗[/red]" if problem.severity == "error" else "[yellow]•[/yellow]"
        where = f"{problem.file}, line {problem.line}" if problem.file else name
        results.print(f"{mark} {where}, {problem.place}: {escape(problem.sentence.said_in(language))}")


def _event(event) -> dict:
    return {
        "at": event.at.isoformat(),
        "day": event.day,
        "kind": event.kind,
        "level": event.level,
        "text": {"fr": event.text.fr, "en": event.text.en},
    }


def _tell_story(events, language: str) -> None:
    colours = {None: "default", 0: "green", 1: "yellow", 2: "dark_orange", 3: "red"}
    days = {event.at.date(): event.day for event in events}  # the invitation may leave on the first day itself
    today = None
    for event in events:
        if event.at.date() != today:
            today = event.at.date()
            results.print(f"\n[bold]{today:%Y-%m-%d}[/bold]  day {days[today]}")
        colour = colours[event.level]
        text = escape(event.text.said_in(language))
        results.print(f"  {event.at:%H:%M}  {event.kind:<8} [{colour}]{text}[/{colour}]")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        stop(f"{name} is not a time zone such as Europe/Paris.")
