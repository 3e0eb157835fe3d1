"""The places of the demonstration and who works there. Names, numbers and addresses belong to nobody.

Addresses end in a domain that can never exist; numbers are of the blocks that the French regulator keeps for fiction.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop as _

from chevet.kernel.tenancy import Scope, acting
from chevet.organisations.models import Organisation, Team
from chevet.people import actors
from chevet.people.actors import Actor
from chevet.people.models import Account, Membership, Role
from chevet.people.queries import DEMONSTRATION_DOMAIN
from chevet.usecases.brand_organisation import brand_organisation

FICTION = UUID("0e5f1d7c-7d3b-5c1a-9a53-2f6f6f5c7a11")
EVERY_DAY = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "08:00", "to": "20:00"}]
ROUND_THE_CLOCK = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"}]


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works there. `team`: its key in the place, or "" for the whole place."""

    key: str
    name: str
    profession: str
    role: str
    team: str
    alerts_by: str = "none"
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """What the patients' pages show of a place. `logo`: a file of faces/, drawn by us."""

    logo: str
    colour: str
    accent: str
    phones: tuple[tuple[str, str], ...]

    def drawn(self) -> bytes:
        return (Path(__file__).parent / "faces" / f"{self.logo}.png").read_bytes()


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    name: str
    kind: str
    phone: str
    teams: dict[str, tuple[str, str]]
    face: Face
    workers: tuple[Worker, ...]

    @property
    def id(self) -> UUID:
        return fiction(self.key)

    def scope(self) -> Scope:
        return Scope(purpose="care", actor="machine:demonstration", organisation=self.id)


HOSPITAL = Place(
    key="hospital",
    name="Hôpital du Val-Dormant (fictif)",
    kind="hospital",
    phone="+33465710000",
    teams={
        "follow": ("L'équipe du Val-Dormant", "+33465710010"),
        "lungs": ("La pneumologie du Val-Dormant", "+33465710012"),
        "watch": ("La garde du Val-Dormant", "+33465710015"),
        "regulation": ("La régulation du Val-Dormant", "+33465710018"),
    },
    face=Face("val-dormant", "#33478f", "#7a5a00", (("Standard", "04 65 71 00 00"),)),
    workers=(
        Worker("lea", "Léa Morvan", _("infirmière"), Role.PROFESSIONAL, "follow", "sms", "+33639980001"),
        Worker("karim", "Karim Benali", _("médecin"), Role.PROFESSIONAL, "follow", "email"),
        Worker("ines", "Inès Dubreuil", _("infirmière"), Role.PROFESSIONAL, "lungs", "sms", "+33639980004"),
        Worker("pierre", "Pierre Vasseur", _("pneumologue"), Role.PROFESSIONAL, "lungs", "email"),
        Worker("helene", "Hélène Castan", _("médecin de garde"), Role.PROFESSIONAL, "watch", "sms", "+33639980003"),
        Worker("bruno", "Bruno Escande", _("médecin régulateur"), Role.REGULATION_DOCTOR, "regulation"),
        Worker("zoe", "Zoé Lanteri", _("assistante de régulation"), Role.REGULATION_ASSISTANT, "regulation"),
        Worker("sylvie", "Sylvie Perrot", _("secrétaire"), Role.SECRETARY, "follow"),
        Worker("marc", "Marc Toussaint", _("administrateur"), Role.ADMINISTRATOR, ""),
        Worker("nora", "Nora Sabatier", _("directrice des soins"), Role.DECISION_MAKER, ""),
        Worker("gael", "Gaël Thibaud", _("concepteur de parcours"), Role.DESIGNER, ""),
    ),
)
PRACTICE = Place(
    key="practice",
    name="Cabinet des Aubépines (fictif)",
    kind="practice",
    phone="+33465710050",
    teams={
        "follow": ("Le cabinet des Aubépines", "+33465710051"),
        "watch": ("La garde des Aubépines", "+33465710052"),
    },
    face=Face("aubepines", "#8f2f52", "#8f2f52", (("Cabinet", "04 65 71 00 50"),)),
    workers=(
        Worker("anne", "Anne-Lise Roche", _("médecin généraliste"), Role.PROFESSIONAL, "follow", "sms", "+33639980006"),
        Worker("nadia", "Nadia Ferhat", _("infirmière"), Role.PROFESSIONAL, "follow"),
        Worker("cecile", "Cécile Aubert", _("secrétaire"), Role.SECRETARY, "follow"),
        Worker("paul", "Paul Kermarec", _("médecin de garde"), Role.PROFESSIONAL, "watch", "email"),
        Worker("gaspard", "Gaspard Lenoir", _("administrateur"), Role.ADMINISTRATOR, ""),
    ),
)
PLACES = (HOSPITAL, PRACTICE)


def fiction(key: str) -> UUID:
    """The same identifier at every loading."""
    return uuid5(FICTION, key)


def open_places(*, now: datetime) -> None:
    """Write the places, teams, accounts and memberships that are missing, and give each place its face."""
    for place in PLACES:
        with acting(place.scope()):
            _open(place, now)
        brand_organisation(
            organisation_id=place.id, colour=place.face.colour, accent=place.face.accent, logo=place.face.drawn(),
            phones=place.face.phones, machine_now=now,
        )  # fmt: skip


def _open(place: Place, now: datetime) -> None:
    Organisation.objects.get_or_create(
        id=place.id,
        defaults={
            "name": place.name, "kind": place.kind, "territory": "FR", "phone": place.phone, "created_at": now,
            "alert_email": address(f"direction.{place.key}"),
        },
    )  # fmt: skip
    watch = _team(place, "watch", duty=ROUND_THE_CLOCK)
    for key in place.teams:
        if key != "watch":
            _team(place, key, duty=EVERY_DAY, second_line=watch)
    for worker in place.workers:
        _employ(place, worker, now)


def address(key: str) -> str:
    return f"{key}@{DEMONSTRATION_DOMAIN}"


def actor(key: str, *, machine_now: datetime) -> Actor:
    """A worker as the use cases know one."""
    account = Account.objects.get(email=address(key))
    return actors.for_account(account_id=account.id, machine_now=machine_now)


def _team(place: Place, key: str, **fields: Any) -> Team:
    name, phone = place.teams[key]
    team, _made = Team.objects.get_or_create(
        id=team_id(place, key),
        defaults={"organisation_id": place.id, "name": name, "phone": phone, "territory": "FR", **fields},
    )
    return team


def team_id(place: Place, key: str) -> UUID:
    return fiction(f"{place.key}.{key}")


def _employ(place: Place, worker: Worker, now: datetime) -> None:
    """An account nobody has a password for: only the demonstration's own buttons open it."""
    account, new = Account.objects.get_or_create(
        email=address(worker.key),
        defaults={
            "name": worker.name, "profession": worker.profession, "mobile": worker.mobile,
            "password": make_password(None),
        },
    )  # fmt: skip
    if new:
        Membership.objects.create(
            organisation_id=place.id, account=account, role=worker.role, alerts_by=worker.alerts_by, since=now,
            team_id=team_id(place, worker.team) if worker.team else None,
        )  # fmt: skip
