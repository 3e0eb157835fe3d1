"""A pathway becomes usable: published as an immutable version, then signed by a doctor who takes it on."""

from datetime import date, datetime

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.tenancy import Scope
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways.definition import Pathway
from chevet.pathways.models import PathwayVersion
from chevet.pathways.operations import publish

SCOPE = Scope(purpose="sign_in", actor="operator:terminal")
RPPS_DIGITS = 11


def publish_pathway(*, pathway: Pathway, now: datetime, machine_now: datetime) -> PathwayVersion:
    """Publish once; publishing the same content again changes nothing. Conflict when a version would change."""
    with UnitOfWork(SCOPE) as work:
        work.orm()
        try:
            version = publish(pathway, now=now)
        except ValueError as error:
            raise Conflict(str(error)) from None
        detail = {"pathway": pathway.slug, "version": pathway.version}
        work.add(entry(at=machine_now, actor=SCOPE.actor, action="pathway.published", detail=detail))
    return version


def sign_pathway(*, slug: str, version: int, doctor: str, rpps: str, on: date, machine_now: datetime) -> PathwayVersion:
    """Record the doctor who validated a version: name, RPPS number (its key is checked) and date. Once."""
    if not doctor.strip() or not is_rpps(rpps):
        raise Invalid("Donnez le nom du médecin et son numéro RPPS à 11 chiffres.")
    with UnitOfWork(SCOPE) as work:
        work.orm()
        found = PathwayVersion.objects.select_for_update().filter(slug=slug, version=version).first()
        if found is None:
            raise NotFound("Cette version n'est pas publiée.")
        if found.validated_on:
            raise Conflict("Cette version est déjà validée.")
        found.validated_by, found.validated_rpps, found.validated_on = doctor.strip(), rpps, on
        found.save(update_fields=["validated_by", "validated_rpps", "validated_on"])
        detail = {"pathway": slug, "version": version, "rpps": rpps}
        work.add(entry(at=machine_now, actor=SCOPE.actor, action="pathway.signed", detail=detail))
    return found


def is_rpps(number: str) -> bool:
    """Eleven digits whose last is the Luhn key of the others (Annuaire Santé)."""
    if len(number) != RPPS_DIGITS or not number.isascii() or not number.isdigit():
        return False
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
