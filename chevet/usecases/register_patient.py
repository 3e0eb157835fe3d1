"""Somebody is known here, without a follow-up: who she is, how to reach her, and the team that follows her."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, Invalid
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import WrappedKey, new_key, open_record
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.organisations.models import Team
from chevet.organisations.territories import territory_named
from chevet.people.actors import INCLUDES, Actor
from chevet.people.identities import Standing, keep_identity
from chevet.people.identity import Status, Traits, badly_written
from chevet.usecases.inclusion_checks import check_names, contacts_of, find_duplicates
from chevet.usecases.new_record import new_record

FAMILY = "medical"
HERS = "SELECT id, organisation_id FROM patient WHERE id = %s"
TEAM = "Choisissez une de vos équipes."
REACH = "Écrivez un numéro ou une adresse e-mail."
KNOWN_HERE = "Déjà connu dans votre structure : "


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """patient_id: made by the page, so that a second press is the same person.

    contacts: [(kind, value as typed, label)], kind mobile, landline or email; at least one. given_names and birth_place
    (INSEE code) may wait for the check of the identity. profile: address, access. confirmed_duplicate: the warning was
    seen.
    """

    patient_id: UUID
    team_id: UUID
    birth_name: str
    first_name: str
    birth_date: date
    sex: str
    given_names: str = ""
    birth_place: str = ""
    used_name: str = ""
    used_first_name: str = ""
    territory: str = ""
    contacts: tuple[tuple[str, str, str], ...] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)
    confirmed_duplicate: bool = False

    @property
    def traits(self) -> Traits:
        return Traits(
            birth_name=self.birth_name, first_name=self.first_name, birth_date=self.birth_date, sex=self.sex,
            given_names=self.given_names, birth_place=self.birth_place,
        )  # fmt: skip


def register_patient(*, actor: Actor, registration: Registration, now: datetime, machine_now: datetime) -> UUID:
    """Make the patient, her record, and her team's place in the circle; returns her id.

    Her identity is provisional. Raises Invalid with a sentence per field (duplicates under "duplicate"), Forbidden.
    """
    if actor.role not in INCLUDES:
        raise Forbidden("Votre rôle ne permet pas d'inscrire un patient.")
    with UnitOfWork(actor.scope()) as work:
        (known,) = work.fetch(Statement(HERS, (registration.patient_id,)))
        if known:
            return registration.patient_id
        team, contacts = _checked(actor, registration, now)
        key = new_key(subject_id=new_id(), family=FAMILY)
        work.add(
            *_person(actor, registration, key, contacts, team, now),
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="patient.registered",
                organisation_id=actor.organisation_id, subject_id=key.subject_id,
                detail={"patient": str(registration.patient_id)},
            ),
        )  # fmt: skip
    return registration.patient_id


def _checked(actor: Actor, registration: Registration, now: datetime) -> tuple[Team, list[Any]]:
    wrong = check_names(registration, now.date()) | badly_written(registration.traits)
    team = Team.objects.filter(pk=registration.team_id).first()
    if team is None or team.id not in actor.team_ids:
        wrong["team_id"] = TEAM
    contacts = contacts_of(registration.contacts, registration.territory or (team.territory if team else "FR"), wrong)
    if not contacts and not wrong:
        wrong["mobile"] = REACH
    if not wrong and not registration.confirmed_duplicate and (twins := find_duplicates(registration, contacts)):
        wrong["duplicate"] = KNOWN_HERE + ", ".join(one.name for one in twins[:3])
    if wrong:
        raise Invalid("Corrigez les champs signalés.", fields=wrong)
    return team, contacts


def _person(
    actor: Actor, registration: Registration, key: WrappedKey, contacts: list[Any], team: Team, now: datetime
) -> list[Statement]:
    record, known = open_record(key), {
        "given_names": registration.given_names, "birth_place": registration.birth_place,
    }  # fmt: skip
    whose = {"record": record, "patient_id": registration.patient_id, "organisation_id": actor.organisation_id}
    return [
        *new_record(
            **whose, key=key, named=registration, territory=territory_named(registration.territory or team.territory).code,
            profile=registration.profile, contacts=contacts, team_id=team.id, why="registered", by=actor.account_id,
            now=now,
        ),
        keep_identity(**whose, standing=Standing(status=Status.PROVISIONAL, known=known)),
    ]  # fmt: skip
