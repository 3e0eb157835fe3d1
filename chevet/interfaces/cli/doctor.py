"""What is wrong with this installation, in sentences, each with its remedy."""

import typer
from rich.markup import escape

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import AsJson, print_json, results


def doctor(json: AsJson = False) -> None:
    """Look at the database, its roles and walls, the keys, the clock, mail, SMS and the declarations.

    Ends with code 1 when something must be repaired before anybody is cared for here.
    """
    prepare_django()
    from chevet.interfaces.cli.diagnosis import examine

    symptoms = examine()
    if json:
        print_json([symptom._asdict() for symptom in symptoms])
    else:
        _tell(symptoms)
    raise typer.Exit(any(symptom.state == "wrong" for symptom in symptoms))


def _tell(symptoms) -> None:
    marks = {"fine": "[green]✓[/green]", "notice": "[yellow]•[/yellow]", "wrong": "[red]✗[/red]"}
    for symptom in symptoms:
        results.print(f"{marks[symptom.state]} {escape(symptom.sentence)}")
        if symptom.remedy:
            results.print(f"    {escape(symptom.remedy)}")
