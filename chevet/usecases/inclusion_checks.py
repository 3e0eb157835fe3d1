"""What an inclusion must satisfy before a row is written: one clear sentence per field, all of them at once."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chevet.kernel.errors import Forbidden, Invalid
from chevet.kernel.identifiers import new_id
from chevet.organisations.models import Team
from chevet.organisations.territories import territory_named
from chevet.pathways.definition import Pathway
from chevet.pathways.models import PathwayVersion
from chevet.people.actors import Actor
from chevet.people.identity import MAJORITY
from chevet.people.models import Patient
from chevet.people.operations import contact_index, folded
from chevet.people.phones import PhoneError, check_receives_sms, parse_phone
from chevet.vitals.kinds import KINDS, SPO2

OLDEST = 125
LOWEST_TARGET, MOST_OXYGEN = 80, 15  # percent, litres a minute: proposals until a clinician signs them


@dataclass(frozen=True, slots=True)
class Contact:
    id: UUID
    kind: str
    value: str
    label: str


def check_inclusion(
    *, actor: Actor, inclusion: Any, pathway: Pathway, roles: frozenset, demonstration: bool, now: datetime
) -> tuple[Team, list[Contact]]:
    """The team and the contact points understood; Invalid with every field at fault, Forbidden for other roles."""
    if actor.role not in roles:
        raise Forbidden("Votre rôle ne permet pas d'inclure un patient.")
    wrong: dict[str, str] = {}
    team = Team.objects.filter(pk=inclusion.team_id).first()
    if team is None or team.id not in actor.team_ids:
        wrong["team_id"] = "Choisissez une de vos équipes."
    else:
        wrong |= _team_is_ready(team)
    contacts = _contacts(inclusion, team.territory if team else "FR", wrong)
    wrong |= _identity(inclusion, pathway, now.date())
    wrong |= _decisions(inclusion)
    wrong |= _measures(inclusion)
    if (
        not demonstration
        and not PathwayVersion.objects.filter(pk=inclusion.version_id, validated_on__isnull=False).exists()
    ):
        wrong["version_id"] = "Ce parcours n'est pas encore validé par un médecin : il ne peut pas démarrer."
    seen = inclusion.confirmed_duplicate or inclusion.patient_id
    if not wrong and not seen and (twins := find_duplicates(inclusion, contacts)):
        wrong["duplicate"] = "Déjà connu dans votre structure : " + ", ".join(one.name for one in twins[:3])
    if wrong:
        raise Invalid("Corrigez les champs signalés.", fields=wrong)
    return team, contacts


def _team_is_ready(team: Team) -> dict[str, str]:
    if team.duty and team.second_line_id:
        return {}
    return {
        "team_id": "Cette équipe n'a pas encore d'heures de présence ou de deuxième ligne : aucun suivi n'y démarre."
    }


def _contacts(inclusion: Any, team_territory: str, wrong: dict[str, str]) -> list[Contact]:
    understood = contacts_of(inclusion.contacts, inclusion.territory or team_territory, wrong)
    wanted = {"sms": "mobile", "email": "email"}.get(inclusion.channel)
    understood.sort(key=lambda one: one.kind != wanted)
    if wanted and not (understood and understood[0].kind == wanted) and wanted not in wrong:
        wrong[wanted] = "Écrivez un numéro de mobile." if wanted == "mobile" else "Écrivez une adresse e-mail."
    if inclusion.channel == "phone" and not any(one.kind != "email" for one in understood):
        wrong.setdefault("landline", "Écrivez un numéro de téléphone où l'appeler.")
    return understood


def contacts_of(typed: Iterable[tuple[str, str, str]], territory: str, wrong: dict[str, str]) -> list[Contact]:
    """(kind, as typed, label), understood; what is not goes into `wrong`, under its kind."""
    understood = []
    for kind, text, label in typed:
        try:
            understood.append(contact_of(kind, text, label, territory_named(territory)))
        except PhoneError as refused:
            wrong[kind] = refused.sentence
        except ValidationError:
            wrong[kind] = "Écrivez une adresse comme nom@exemple.fr."
    return understood


def contacts_so_far(typed: Iterable[tuple[str, str]], *, territory: str) -> list[Contact]:
    """(kind, as typed) while somebody is typing: what cannot be understood yet is no mistake."""
    understood = []
    for kind, text in typed:
        with suppress(PhoneError, ValidationError):
            understood.append(contact_of(kind, text, "", territory_named(territory)))
    return understood


def contact_of(kind: str, typed: str, label: str, territory: Any) -> Contact:
    """A number or an address as it was typed, understood. Raises PhoneError, ValidationError."""
    if kind == "email":
        validate_email(typed.strip())
        return Contact(new_id(), kind, typed.strip().lower(), label)
    number = parse_phone(typed, territory=territory, fiction=True)
    if kind == "mobile":
        check_receives_sms(number)
    return Contact(new_id(), kind, number.e164, label)


def check_names(person: Any, today: date) -> dict[str, str]:
    """What cannot be anybody's name or birth date: one sentence per field."""
    wrong = {
        name: "Écrivez au moins une lettre."
        for name in ("birth_name", "first_name")
        if not folded(getattr(person, name))
    }
    if not 0 <= _age(person.birth_date, today) <= OLDEST:
        wrong["birth_date"] = "Cette date de naissance n'est pas possible. Vérifiez l'année."
    return wrong


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def one_contact(kind: str, typed: str, label: str, territory: str) -> Contact:
    """The same for a form of one box, `typed`: raises Invalid."""
    try:
        return contact_of(kind, typed, label, territory_named(territory))
    except PhoneError as refused:
        sentence = refused.sentence
    except ValidationError:
        sentence = "Écrivez une adresse comme nom@exemple.fr."
    raise Invalid(sentence, fields={"typed": sentence})


def _identity(inclusion: Any, pathway: Pathway, today: date) -> dict[str, str]:
    wrong = check_names(inclusion, today)
    age = _age(inclusion.birth_date, today)
    too_old = pathway.ages.oldest is not None and age > pathway.ages.oldest
    if "birth_date" not in wrong and (age < pathway.ages.youngest or too_old):
        wrong["birth_date"] = "Ce parcours ne convient pas à cet âge : les âges sont écrits sous son nom."
    if "birth_date" not in wrong and age < MAJORITY and inclusion.given_by != "guardian":
        wrong["protected"] = "Pour un enfant, notez « Mineur », puis le parent qui donne l'accord et répond."
    if inclusion.given_by == "guardian" and not inclusion.profile.get("guardian", {}).get("name"):
        wrong["guardian_name"] = "Écrivez qui donne l'accord et répond."
    if inclusion.onset_on and not 0 <= (today - inclusion.onset_on).days <= 60:
        wrong["onset_on"] = "La date des premiers signes est dans les 60 derniers jours."
    if not str(inclusion.profile.get("address", "")).strip():
        wrong["address"] = "Écrivez l'adresse où la personne se trouve."
    if inclusion.hour and inclusion.hour not in pathway.delays.hours:
        wrong["hour"] = "Choisissez une heure de la liste."
    return wrong


def _decisions(inclusion: Any) -> dict[str, str]:
    wrong = {}
    if inclusion.agreement not in ("given", "refused"):
        wrong["agreement"] = "Lisez le texte et notez la décision."
    if inclusion.agreement == "refused" and inclusion.channel != "phone":
        wrong["agreement"] = "Le suivi à distance est refusé : choisissez le suivi par téléphone."
    if not inclusion.informed:
        wrong["informed"] = "Lisez l'information sur les données avant de continuer."
    return wrong


def _measures(inclusion: Any) -> dict[str, str]:
    """A slip of the hand here would move what alarms for the whole follow-up: 8 typed for 88 silences a measure."""
    usual, litres = inclusion.profile.get("usual_spo2"), inclusion.profile.get("oxygen_litres")
    measured = [(name, KINDS[name], value) for name, value in inclusion.baseline.items()]
    measured += [("usual_spo2", SPO2, usual)] if usual is not None else []
    wrong = {
        name: "Cette valeur n'est pas possible. Vérifiez le chiffre."
        for name, kind, value in measured if kind.is_impossible(value)
    }  # fmt: skip
    if not LOWEST_TARGET <= inclusion.targets.get("spo2", LOWEST_TARGET) <= SPO2.highest:
        wrong["target_spo2"] = "Un seuil personnel de SpO₂ se situe entre 80 et 100 %."
    if litres is not None and not 0 <= litres <= MOST_OXYGEN:
        wrong["oxygen_litres"] = "L'oxygène à la maison se compte de 0 à 15 litres par minute."
    return wrong


def find_duplicates(inclusion: Any, contacts: list[Contact]) -> list[Patient]:
    """Same birth date and close names, or same birth date and a shared number, inside the organisation."""
    names = folded(inclusion.first_name, inclusion.birth_name)
    same_day = list(Patient.objects.filter(birth_date=inclusion.birth_date)[:50])
    if not same_day:
        return []
    blinds = [contact_index(one.value) for one in contacts]
    sharing = set(
        Patient.objects.filter(birth_date=inclusion.birth_date, contactpoint__blind__in=blinds).values_list(
            "pk", flat=True
        )
    )
    return [one for one in same_day if one.pk in sharing or _close(names, one.search)]


def _close(names: str, search: str) -> bool:
    """Every word of the shorter is in the longer."""
    first, second = sorted((set(names.split()), set(search.split())), key=len)
    return bool(first) and first <= second


def missing_details(inclusion: Any) -> list[str]:
    """What was left for later, in words for the task."""
    said = {
        "date des premiers signes": inclusion.onset_on,
        "personne à appeler": inclusion.profile.get("to_call"),
        "médecin traitant": inclusion.profile.get("doctor"),
        "facteurs de risque": inclusion.profile.get("risk_factors") is not None,
    }
    return [words for words, known in said.items() if not known]
