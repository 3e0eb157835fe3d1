"""The national service is asked who has these traits; what it says is taken up, shown, or undoes what it said before."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import Record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.actors import Actor
from chevet.people.identities import Standing
from chevet.people.identity import (
    FROM_DOCUMENT,
    FROM_SERVICE,
    LOSE,
    MISSING,
    RETRIEVE,
    Status,
    Traits,
    differences,
    move,
    taken_up,
)
from chevet.people.matricule import check_register, matricule_of
from chevet.people.national_identity import Answer, Found, NationalIdentityService, ServiceDown
from chevet.people.operations import correct_names
from chevet.usecases.reach_patient import reach_patient

CHANGED = "Les traits ont changé pendant la question. Posez-la encore une fois."


class Outcome(StrEnum):
    TAKEN = "taken"
    DIFFERENT = "different"
    TWIN = "twin"
    NONE = "none"
    SEVERAL = "several"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Asked:
    """traits: what the service says, where it differs in `other`. twin: somebody here who has the same matricule."""

    outcome: Outcome
    status: Status
    traits: Traits | None = None
    other: tuple[str, ...] = ()
    twin: Any = None


def ask_national_identity(
    *, actor: Actor, patient_id: UUID, service: NationalIdentityService, accepted: str = "", now: datetime,
    machine_now: datetime,
) -> Asked:  # fmt: skip
    """Ask, outside any transaction, then write what follows.

    The same traits are taken up at once. Others are shown, and taken up when `accepted` is their print and no document
    was checked against ours. Raises Invalid (a sex is needed), Conflict (in doubt; corrected meanwhile), NotFound.
    """
    traits = _before(actor, patient_id, now)
    try:
        answer = _readable(service.search(traits), invented=service.invented)
    except ServiceDown:
        answer = None
    with UnitOfWork(actor.scope()) as work:
        row, record, _ = reach_patient(work, actor, patient_id, now)
        if identities.opened(row, record).traits != traits:
            raise Conflict(CHANGED)
        asked = _settled(work, row, record, traits, answer, accepted=accepted, now=now)
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="identity.asked",
                organisation_id=row.organisation_id, subject_id=row.subject_id,
                detail={"outcome": asked.outcome.value, "status": asked.status.value},
            )
        )  # fmt: skip
    return asked


def _before(actor: Actor, patient_id: UUID, now: datetime) -> Traits:
    """The traits to ask with; refused here, before anything leaves the house."""
    with UnitOfWork(actor.scope()) as work:
        row, record, _ = reach_patient(work, actor, patient_id, now, lock=False)
    found = identities.opened(row, record)
    move(found.status, RETRIEVE, doubt=found.doubt)
    if found.traits.sex not in ("F", "M"):
        raise Invalid(MISSING["sex"], fields={"sex": MISSING["sex"]})
    return found.traits


def _readable(answer: Answer, *, invented: bool) -> Answer:
    """A number with a wrong key, or of a register that does not count here, is no answer."""
    if answer.found is not Found.ONE:
        return answer
    try:
        matricule = matricule_of(answer.matricule)
        check_register(answer.oid, invented=invented)
    except Invalid:
        raise ServiceDown from None
    return replace(answer, matricule=matricule)


def _settled(
    work: UnitOfWork, row: Any, record: Record, traits: Traits, answer: Answer | None, *, accepted: str, now: datetime
) -> Asked:
    standing = identities.standing_of(row, record)
    if answer is None or answer.found is Found.SEVERAL:
        return Asked(Outcome.DOWN if answer is None else Outcome.SEVERAL, standing.status)
    if answer.found is Found.NONE or answer.traits is None:
        return Asked(Outcome.NONE, _lost(work, row, record, standing))
    found = identities.twin_of(organisation_id=row.organisation_id, matricule=answer.matricule, besides=row.id)
    (twins,) = work.fetch(found)
    if twins:
        return Asked(Outcome.TWIN, standing.status, twin=twins[0])
    other = differences(traits, answer.traits)
    if other and (accepted != answer.traits.print or standing.status in FROM_DOCUMENT):
        return Asked(Outcome.DIFFERENT, _lost(work, row, record, standing), traits=answer.traits, other=other)
    return Asked(Outcome.TAKEN, _taken(work, row, record, standing, traits, answer, now))


def _taken(
    work: UnitOfWork, row: Any, record: Record, standing: Standing, traits: Traits, answer: Answer, now: datetime
) -> Status:
    status = move(standing.status, RETRIEVE, doubt=standing.doubt)
    kept = taken_up(traits, answer.traits)
    known = {"given_names": kept.given_names, "birth_place": kept.birth_place}
    known |= {"matricule": answer.matricule, "oid": answer.oid}
    names = {"used_name": row.used_name, "used_first_name": row.used_first_name}
    work.add(
        correct_names(patient_id=row.id, traits=kept, **names),
        _kept(row, record, replace(standing, status=status, known=known, asked_at=now)),
    )
    return status


def _lost(work: UnitOfWork, row: Any, record: Record, standing: Standing) -> Status:
    """What the service had given, it no longer gives: the matricule goes, what a document proved stays."""
    if standing.status not in FROM_SERVICE:
        return standing.status
    status = move(standing.status, LOSE)
    work.add(_kept(row, record, replace(standing, status=status)))
    return status


def _kept(row: Any, record: Record, standing: Standing) -> Statement:
    return identities.keep_identity(
        record=record, patient_id=row.id, organisation_id=row.organisation_id, standing=standing
    )
