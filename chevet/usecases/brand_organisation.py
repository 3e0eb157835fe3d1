"""An establishment shows its face on its patients' pages: colours, logo, numbers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chevet.access.permissions import door_of
from chevet.access.queries import enter
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.brand import MOST_PHONES, Unreadable, readable
from chevet.organisations.logos import NotALogo, reencoded
from chevet.organisations.models import Organisation
from chevet.organisations.territories import territory_named
from chevet.people.phones import parse_phone

LOGO = Statement("SELECT o.logo FROM organisation o WHERE o.id = (SELECT chevet_scope('org')::uuid)", ())


def brand_organisation(
    *,
    organisation_id: UUID,
    colour: str,
    accent: str = "",
    logo: bytes | None = None,
    phones: Sequence[tuple[str, str]] = (),
    machine_now: datetime,
) -> None:
    """Replaces what was shown before; without `logo` the one that is there stays. `phones`: (label, as typed).

    Raises Invalid with a sentence for each part that cannot be shown, NotFound.
    """
    colours = _readable(colour), _readable(accent or colour)
    drawn = _logo(logo)
    scope = Scope(purpose="care", actor="operator:terminal", organisation=organisation_id)
    with UnitOfWork(scope) as work:
        work.orm()
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is None:
            raise NotFound("Cette structure n'existe pas.")
        organisation.phones = _numbers(phones, organisation.territory)
        organisation.colour, organisation.accent = colours
        organisation.logo = drawn or organisation.logo
        organisation.branded_at = machine_now
        organisation.save(update_fields=["colour", "accent", "logo", "phones", "branded_at"])
        work.add(
            entry(at=machine_now, actor=scope.actor, action="organisation.branded", organisation_id=organisation_id)
        )


def _readable(colour: str) -> str:
    try:
        return readable(colour)
    except Unreadable as refused:
        raise Invalid(str(refused), fields={"colour": str(refused)}) from None


def _logo(content: bytes | None) -> bytes | None:
    try:
        return None if content is None else reencoded(content)
    except NotALogo as refused:
        raise Invalid(str(refused), fields={"logo": str(refused)}) from None


def _numbers(phones: Sequence[tuple[str, str]], territory: str) -> list[list[str]]:
    if len(phones) > MOST_PHONES:
        raise Invalid(f"{MOST_PHONES} numéros au plus : au-delà, personne ne les lit.")
    known = territory_named(territory)
    return [[label.strip()[:40], parse_phone(typed, territory=known, fiction=True).e164] for label, typed in phones]


def read_logo(*, visit: Visit, now: datetime) -> bytes:
    """The logo of the establishment behind a link. Raises NotFound."""
    with UnitOfWork(visit.scope()) as work:
        entered, logos = work.fetch(enter(visit), LOGO)
        door_of(entered, now=now)
        if not logos or logos[0].logo is None:
            raise NotFound
        return bytes(logos[0].logo)
