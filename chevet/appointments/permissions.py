"""Who keeps agendas: professionals and secretaries, each for their own teams. Nothing clinical is shown there."""

from uuid import UUID

from chevet.kernel.errors import Forbidden, NotFound
from chevet.people.actors import Actor
from chevet.people.models import Role

KEEPS_AGENDAS = frozenset({Role.PROFESSIONAL, Role.SECRETARY})
NOT_YOUR_ROLE = "Votre rôle n'ouvre pas les agendas."
NOT_YOURS = "Cet agenda n'existe pas, ou ce n'est pas celui d'une de vos équipes."


def can_keep_agendas(actor: Actor) -> bool:
    return actor.role in KEEPS_AGENDAS


def check_keeps_agenda(actor: Actor, team_id: UUID) -> None:
    """Raises Forbidden, NotFound: not yours looks like not there."""
    if not can_keep_agendas(actor):
        raise Forbidden(NOT_YOUR_ROLE)
    if team_id not in actor.own_team_ids:
        raise NotFound(NOT_YOURS)
