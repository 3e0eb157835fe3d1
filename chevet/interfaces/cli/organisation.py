"""`chevet organisation`: the first steps of an installation."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from chevet.interfaces.cli.environment import prepare_django
from chevet.interfaces.cli.terminal import AsJson, print_json, say

app = typer.Typer(no_args_is_help=True, help="Organisations, their teams and their people.")


@app.command()
def add(
    name: Annotated[str, typer.Option(prompt=True)],
    territory: Annotated[str, typer.Option(prompt=True, help="Code of the territory, FR for the mainland.")],
    phone: Annotated[str, typer.Option(prompt=True, help="The number patients are called from.")],
    alert_email: Annotated[str, typer.Option(prompt=True, help="Told when nobody on duty answered.")],
    alert_mobile: str = "",
    team: str = "Suivi à domicile",
    second_line: str = "Garde",
    duty: Annotated[
        str, typer.Option(help="For example: mon-fri 08:00-20:00, sat 09:00-12:00")
    ] = "mon-sun 08:00-20:00",
    json: AsJson = False,
) -> None:
    """An organisation with one team, its duty hours and its second line (always on duty)."""
    prepare_django()
    from chevet.interfaces.clock import domain_now, machine_now
    from chevet.usecases.found_organisation import Founding, duty_from, found_organisation

    founding = Founding(
        name=name, territory=territory, phone=phone, alert_email=alert_email, alert_mobile=alert_mobile, team=team,
        second_line=second_line, duty=duty_from(duty),
    )  # fmt: skip
    founded = found_organisation(founding=founding, now=domain_now(), machine_now=machine_now())
    if json:
        return print_json(
            {"organisation": founded.organisation_id, "team": founded.team_id, "second_line": founded.second_line_id}
        )
    say(f"Organisation {founded.organisation_id}\nTeam {founded.team_id}\nSecond line {founded.second_line_id}")


@app.command()
def invite(
    organisation: UUID,
    email: Annotated[str, typer.Option(prompt=True)],
    name: Annotated[str, typer.Option(prompt=True)],
    role: Annotated[str, typer.Option(help="professional, agent, secretary or administrator")] = "professional",
    team: Annotated[UUID | None, typer.Option(help="Every role but administrator needs one.")] = None,
    alerts_by: Annotated[str, typer.Option(help="sms, email or none")] = "email",
    mobile: str = "",
) -> None:
    """An account in a team. Prints the address where its owner chooses a password; a second factor is asked next."""
    prepare_django()
    from chevet.interfaces.clock import domain_now, machine_now
    from chevet.interfaces.pro.invitations import password_address
    from chevet.usecases.found_organisation import add_member

    account = add_member(
        organisation_id=organisation, team_id=team, email=email, name=name, role=role, alerts_by=alerts_by,
        mobile=mobile, now=domain_now(), machine_now=machine_now(),
    )  # fmt: skip
    say(f"Give this address to {name}, and to nobody else:")
    typer.echo(password_address(account))


@app.command()
def dismiss(organisation: UUID, email: str) -> None:
    """Somebody leaves: their memberships, sessions and streams end at once."""
    prepare_django()
    from chevet.interfaces.clock import domain_now, machine_now
    from chevet.people.models import Account
    from chevet.usecases.dismiss_member import dismiss_member

    account = Account.objects.get_by_natural_key(email)
    ended = dismiss_member(
        organisation_id=organisation,
        account_id=account.pk,
        actor="operator:terminal",
        now=domain_now(),
        machine_now=machine_now(),
    )
    say(f"{email}: {ended} memberships ended.")


@app.command()
def brand(
    organisation: UUID,
    colour: Annotated[str, typer.Option(prompt=True, help="Of the header, dark enough on white: #0a5c66.")],
    accent: Annotated[str, typer.Option(help="Of what is chosen; the first colour when it is not given.")] = "",
    logo: Annotated[Path | None, typer.Option(help="PNG, JPEG or WebP; it is drawn anew, 50 kB at most.")] = None,
    phone: Annotated[list[str] | None, typer.Option(help='Shown to patients: "Standard=04 72 00 00 00".')] = None,
) -> None:
    """Name, logo, colours and numbers on the patients' pages of an organisation."""
    prepare_django()
    from chevet.interfaces.clock import machine_now
    from chevet.usecases.brand_organisation import brand_organisation

    pairs = [(label, number) for label, _equals, number in (one.partition("=") for one in phone or [])]
    brand_organisation(
        organisation_id=organisation, colour=colour, accent=accent, logo=logo.read_bytes() if logo else None,
        phones=pairs, machine_now=machine_now(),
    )  # fmt: skip
    say("Its patients see it from their next page on.")


@app.command("add-program")
def add_program(
    organisation: UUID,
    team: Annotated[UUID, typer.Option(help="Its regulations belong to this team.")],
    name: Annotated[str, typer.Option(prompt=True, help="As people call it.")],
) -> None:
    """Another program that may open a télérégulation. Prints its id and its secret, once."""
    prepare_django()
    from chevet.interfaces.clock import machine_now
    from chevet.usecases import launch_regulation

    program = launch_regulation.add_program(
        organisation_id=organisation, team_id=team, name=name, machine_now=machine_now()
    )
    say("Copy both into the other program; the secret is stored nowhere:")
    typer.echo(f"{program.id}\n{program.secret}")


@app.command("end-program")
def end_program(organisation: UUID, program: UUID) -> None:
    """Its signatures open nothing any more."""
    prepare_django()
    from chevet.interfaces.clock import machine_now
    from chevet.usecases import launch_regulation

    launch_regulation.end_program(organisation_id=organisation, client_id=program, machine_now=machine_now())
    say(f"{program}: ended.")
