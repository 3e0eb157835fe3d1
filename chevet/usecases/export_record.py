"""What a patient takes away of her record: a copy of her data, or the page for a doctor. Counted, and traced."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chevet.access.operations import count
from chevet.access.visits import Visit
from chevet.documents.rules import CATEGORIES
from chevet.kernel.errors import TooMany
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.people import identities
from chevet.people.matricule import NIA, NIR, NIR_DEMONSTRATION, NIR_TEST
from chevet.questionnaires.fhir import CANONICAL, LOINC, UCUM, response_to_fhir
from chevet.usecases.list_documents import own_files
from chevet.usecases.read_record import RecordView, at_own_record, record_view
from chevet.usecases.situation import Act, journal
from chevet.vitals.kinds import KINDS

A_DAY = timedelta(days=1)
LIMITS = {"copy": 5, "summary": 20}  # a day; each is a page of work for us, and a leak if it is not her
TOO_MANY = gettext_noop("Vous avez déjà pris beaucoup de copies aujourd'hui. Réessayez demain.")
IDENTITY = (
    f"SELECT p.*, {identities.COLUMNS} FROM patient p LEFT JOIN identity i ON i.patient_id = p.id WHERE p.id = %s"
)
FR_CORE = "https://hl7.fr/ig/fhir/core"
# FR Core: the type of a matricule follows from the register that it comes from.
INS_TYPES = {NIR: "INS-NIR", NIA: "INS-NIA", NIR_TEST: "INS-NIR-TEST", NIR_DEMONSTRATION: "INS-NIR-DEMO"}
GENDERS = {"F": "female", "M": "male", "U": "unknown"}


def export_record(*, visit: Visit, what: str, now: datetime, machine_now: datetime) -> RecordView:
    """The whole record, opened. `what`: copy or summary, each with its own limit a day.

    Raises NotFound, Forbidden (no code was given on this browser), TooMany.
    """
    with UnitOfWork(visit.scope()) as work:
        door, situation = at_own_record(work, visit, now=now)
        who = str(situation.followed.id)
        ((counted,),) = work.fetch(count(what=f"export.{what}", who=who, window=A_DAY, machine_now=machine_now))
        if counted.count > LIMITS[what]:
            wait = int((counted.window_ends_at - machine_now).total_seconds())
            raise TooMany(TOO_MANY, retry_after=max(1, wait))
        view = record_view(work, situation, whole=True)
        if what == "copy":
            ((known,),) = work.fetch(Statement(IDENTITY, (view.patient.id,)))
            files = own_files(work, situation, now=now, machine_now=machine_now)
            view = replace(view, files=files, identity=identities.opened(known, situation.record))
        act = Act(f"link:{door.link_id}", "record.exported", machine_now, {"what": what})
        work.add(journal(situation, act, quietly=True))
    return view


def bundle_of(view: RecordView, *, now: datetime) -> dict[str, Any]:
    """A FHIR R4 collection: the patient, each sending of answers, each measure, message and document. Pure."""
    subject = f"urn:uuid:{view.situation.followed.subject_id}"
    resources = [
        _patient(view),
        *_responses(view, subject),
        *_observations(view, subject),
        *_communications(view, subject),
        *_documents(view, subject),
    ]
    urls = [subject, *(f"urn:uuid:{new_id()}" for _ in resources[1:])]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _written(now),
        "entry": [{"fullUrl": url, "resource": one} for url, one in zip(urls, resources, strict=True)],
    }


def _patient(view: RecordView) -> dict[str, Any]:
    """Who it is about, and nothing of the profile. The matricule leaves with a qualified identity alone."""
    one, identity = view.patient, view.identity
    names: list[dict[str, Any]] = [_official(one, identity.traits.given_names if identity else "")]
    if one.used_name or one.used_first_name:
        names.append(
            {
                "use": "usual",
                "family": one.used_name or one.birth_name,
                "given": [one.used_first_name or one.first_name],
            }
        )
    return {
        "resourceType": "Patient",
        **({"identifier": [_ins(identity)]} if identity and identity.matricule else {}),
        "name": names,
        "gender": GENDERS[one.sex],
        "birthDate": one.birth_date.isoformat(),
    }


def _official(one: Any, every: str) -> dict[str, Any]:
    """The names of birth: the first given name, then the others, in the order of the birth record."""
    others = every.split()[len(one.first_name.split()) :]
    listed = {"url": f"{FR_CORE}/StructureDefinition/fr-core-patient-birth-list-given-name", "valueString": every}
    return {
        **({"extension": [listed]} if every else {}),
        "use": "official", "family": one.birth_name, "given": [one.first_name, *others],
    }  # fmt: skip


def _ins(identity: Any) -> dict[str, Any]:
    coding = {"system": f"{FR_CORE}/CodeSystem/fr-core-cs-v2-0203", "code": INS_TYPES[identity.oid]}
    return {
        "use": "official", "type": {"coding": [coding]}, "system": f"urn:oid:{identity.oid}",
        "value": identity.matricule,
    }  # fmt: skip


def _responses(view: RecordView, subject: str) -> list[dict[str, Any]]:
    pathway = view.situation.pathway
    return [
        response_to_fhir(
            pathway.questionnaire, {item.link_id: value for item, value in answer.items}, name=pathway.slug,
            version=pathway.version, kinds=KINDS, identifier=str(answer.id), authored=answer.at.astimezone(UTC),
            subject=subject,
        )
        for answer in reversed(view.answers)
    ]  # fmt: skip


def _observations(view: RecordView, subject: str) -> list[dict[str, Any]]:
    return [_observation(kind, at, value, subject) for kind, points in view.series.items() for at, value in points]


def _observation(code: str, at: datetime, value: float, subject: str) -> dict[str, Any]:
    kind = KINDS[code]
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": f"{CANONICAL}/CodeSystem/category", "code": "home-measure"}]}],
        "code": {"coding": [{"system": LOINC, "code": kind.loinc}], "text": kind.label.fr},
        "subject": {"reference": subject},
        "effectiveDateTime": _written(at),
        "valueQuantity": {"value": value, "unit": kind.unit_shown.fr, "system": UCUM, "code": kind.unit},
    }


def _communications(view: RecordView, subject: str) -> list[dict[str, Any]]:
    """What she and her team wrote to each other; a professional is named as her own pages name him."""
    return [
        {
            "resourceType": "Communication",
            "status": "completed",
            "subject": {"reference": subject},
            "sent": _written(one.at),
            "sender": {"reference": subject} if one.link_id else {"display": one.author},
            "payload": [{"contentString": one.text}],
        }
        | ({"received": _written(one.read_at)} if one.read_at else {})
        for one in reversed(view.thread)
    ]


def _documents(view: RecordView, subject: str) -> Iterator[dict[str, Any]]:
    """Those too many for one copy are named without what they hold: her page still has them."""
    for one, content in view.files:
        name, kind = one.label["title"], CATEGORIES[one.label["category"]].fr
        held = {"data": base64.b64encode(content).decode()} if content is not None else {}
        yield {
            "resourceType": "DocumentReference",
            "status": "current",
            "type": {"text": kind},
            "subject": {"reference": subject},
            "date": _written(one.kept_at),
            "author": [{"reference": subject} if one.source == "patient" else {"display": one.author or kind}],
            "content": [
                {"attachment": {"contentType": one.media_type, "title": name or kind, "size": one.size} | held}
            ],
        }


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
