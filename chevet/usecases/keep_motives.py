"""What appointments may be for: how long they take, how one meets, what to have ready. Retired ones stay on the past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from chevet.appointments import operations, queries
from chevet.appointments.models import Modality
from chevet.appointments.permissions import check_keeps_agenda
from chevet.audit.operations import entry
from chevet.kernel.errors import Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people.actors import Actor

TEAM = "SELECT id FROM team WHERE id = %s"
OF_TEAM = "SELECT id, label FROM motive WHERE id = %s AND team_id = %s AND retired_at IS NULL FOR UPDATE"
LABEL = "Écrivez un nom, en 60 signes au plus."
MINUTES = "De 5 à 240 minutes, par pas de 5."
MODALITY = "Choisissez comment on se voit."
PREPARE = "Écrivez 300 signes au plus."
TWICE = "Ce motif existe déjà."


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveFacts:
    """label: for the team only. prepare: what the patient is told to have ready."""

    label: str
    minutes: int
    modality: str
    prepare: str = ""


def add_motive(
    *, actor: Actor, team_id: UUID, motive_id: UUID, facts: MotiveFacts, now: datetime, machine_now: datetime
) -> None:
    """`motive_id` is made by the page: pressed twice, made once. Raises Invalid, Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    known = _checked(facts)
    try:
        with UnitOfWork(actor.scope()) as work:
            here, teams = work.fetch(
                queries.motives(organisation_id=actor.organisation_id, team_ids=[team_id]), Statement(TEAM, (team_id,))
            )
            if not teams:
                raise NotFound
            if any(one.id == motive_id for one in here):
                return
            if any(one.label == known["label"] for one in here):
                raise Invalid(TWICE, fields={"label": TWICE})
            work.add(
                operations.new_motive(
                    id=motive_id, organisation_id=actor.organisation_id, team=team_id, retired_at=None, **known
                ),
                _journal(actor, "motive.added", team_id, motive_id, machine_now),
            )
    except IntegrityError:
        raise Invalid(TWICE, fields={"label": TWICE}) from None


def change_motive(
    *, actor: Actor, team_id: UUID, motive_id: UUID, facts: MotiveFacts, now: datetime, machine_now: datetime
) -> None:
    """Appointments that are booked keep their length. Raises Invalid, Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    known = _checked(facts)
    try:
        with UnitOfWork(actor.scope()) as work:
            _found(work, team_id, motive_id)
            work.add(
                operations.change_motive(motive_id, organisation_id=actor.organisation_id, **known),
                _journal(actor, "motive.changed", team_id, motive_id, machine_now),
            )
    except IntegrityError:
        raise Invalid(TWICE, fields={"label": TWICE}) from None


def retire_motive(*, actor: Actor, team_id: UUID, motive_id: UUID, now: datetime, machine_now: datetime) -> None:
    """It can be chosen no more. Raises Forbidden, NotFound."""
    check_keeps_agenda(actor, team_id)
    with UnitOfWork(actor.scope()) as work:
        _found(work, team_id, motive_id)
        work.add(
            operations.change_motive(motive_id, organisation_id=actor.organisation_id, retired_at=now),
            _journal(actor, "motive.retired", team_id, motive_id, machine_now),
        )


def _found(work: UnitOfWork, team_id: UUID, motive_id: UUID) -> None:
    """Those of the whole house are not changed by one team."""
    (rows,) = work.fetch(Statement(OF_TEAM, (motive_id, team_id)))
    if not rows:
        raise NotFound


def _checked(facts: MotiveFacts) -> dict[str, Any]:
    label = " ".join(facts.label.split())
    wrong = {
        "label": LABEL if not 0 < len(label) <= 60 else "",
        "minutes": MINUTES if not (5 <= facts.minutes <= 240 and facts.minutes % 5 == 0) else "",
        "modality": MODALITY if facts.modality not in Modality else "",
        "prepare": PREPARE if len(facts.prepare) > 300 else "",
    }
    if wrong := {name: sentence for name, sentence in wrong.items() if sentence}:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return {
        "label": label, "minutes": facts.minutes, "modality": facts.modality, "prepare": facts.prepare.strip()
    }  # fmt: skip


def _journal(actor: Actor, action: str, team_id: UUID, motive_id: UUID, machine_now: datetime) -> Statement:
    return entry(
        at=machine_now, actor=f"account:{actor.account_id}", action=action, organisation_id=actor.organisation_id,
        detail={"team": str(team_id), "motive": str(motive_id)},
    )  # fmt: skip
