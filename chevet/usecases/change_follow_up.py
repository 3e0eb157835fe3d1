"""Changing how a follow-up reaches somebody, and the facts its calendar rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chevet.access.operations import new_link, rotate_link
from chevet.access.operations import revoke_device as revoked_device
from chevet.access.tokens import token_for
from chevet.alerts.rules import Settled
from chevet.audit.operations import entry
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.policy import Suppression, classes_silenced_by
from chevet.notifications.subscriptions import forget_device
from chevet.pathways import operations as pathways
from chevet.pathways.calendar import local_day
from chevet.pathways.queries import next_occurrences
from chevet.pathways.states import LIVE
from chevet.people.actors import Actor
from chevet.people.operations import PROFILE, new_profile
from chevet.usecases.followed import follow
from chevet.usecases.situation import Act, Situation, conclude, unchanged
from chevet.usecases.writing import write

CONTACT = "SELECT id, kind, state FROM contact_point WHERE id = %s AND subject_id = %s"
LINK = "SELECT id, rotation FROM access_link WHERE target_id = %s ORDER BY created_at DESC LIMIT 1"
AGREEMENT = """
SELECT decision FROM consent WHERE follow_up_id = %s AND text = 'remote_follow_up' ORDER BY at DESC, id DESC LIMIT 1
"""
PROFILED = "SELECT id, profile FROM patient WHERE subject_id = %s FOR NO KEY UPDATE"
DEVICE = "SELECT d.id FROM access_device d JOIN access_link l ON l.id = d.link_id WHERE d.id = %s AND l.target_id = %s"
KINDS_OF = {"sms": "mobile", "email": "email"}
WRONG_CONTACT = "Choisissez un numéro ou une adresse qui convient à ce canal."
REFUSED = "Le suivi à distance a été refusé : cette personne est suivie par téléphone."


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What pathways.planned needs of a follow-up that goes on."""

    id: UUID
    organisation_id: UUID
    subject_id: UUID
    starts_on: date
    onset_on: date | None
    at_risk: bool
    hour: time
    zone: ZoneInfo


def change_follow_up(
    *,
    actor: Actor,
    follow_up_id: UUID,
    channel: str | None = None,
    contact_id: UUID | None = None,
    hour: time | None = None,
    onset_on: date | None = None,
    at_risk: bool | None = None,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Only what is given changes. The questionnaires after today are planned anew when the calendar moves."""
    given = {"channel": channel, "contact_id": contact_id, "hour": hour, "onset_on": onset_on, "at_risk": at_risk}
    changed = {name: value for name, value in given.items() if value is not None}
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        act = Act(f"account:{actor.account_id}", "follow_up.changed", machine_now, {"fields": sorted(changed)})
        changing(work, situation, changed, act=act, now=now)


def changing(
    work: UnitOfWork,
    situation: Situation,
    changed: Mapping[str, Any],
    *,
    act: Act,
    now: datetime,
    settled: Settled | None = None,
) -> str:
    """Check and write the changes, whoever asked for them. Raises Conflict (it is over), Invalid.

    Another contact point receives a new address at once, which is returned; who holds the old number holds nothing.

    changed: channel, contact_id, hour, onset_on or language, columns of the follow-up; at_risk, sealed in its memory.
    """
    if situation.followed.state not in LIVE:
        raise Conflict("Ce suivi est terminé.")
    _check_hour(situation, changed.get("hour"))
    link = _reach(work, situation, changed, now)
    occurrences = _replan(work, situation, changed, now)
    columns = {name: value for name, value in changed.items() if name != "at_risk"}
    memory = situation.memory | {"k": changed["at_risk"]} if "at_risk" in changed else None
    conclude(
        work, situation, settled or unchanged(situation.standing), act=act, now=now, memory=memory,
        occurrences=occurrences, **columns,
    )  # fmt: skip
    return _moved(work, situation, link, changed["contact_id"], now=now) if link else ""


def _check_hour(situation: Situation, hour: time | None) -> None:
    if hour is not None and hour not in situation.pathway.delays.hours:
        raise Invalid("Choisissez une heure de la liste.", fields={"hour": "Choisissez une heure de la liste."})


def _reach(work: UnitOfWork, situation: Situation, changed: Mapping[str, Any], now: datetime) -> Any | None:
    """A written channel needs an agreement, a live contact point of its kind, of this person, and a link.

    The link that the old contact point knows, when another takes its place; nothing has left before the invitation.
    """
    row = situation.followed
    channel, contact_id = changed.get("channel", row.channel), changed.get("contact_id", row.contact_id)
    if channel not in KINDS_OF:
        return None
    found, links, decided = work.fetch(
        Statement(CONTACT, (contact_id, row.subject_id)), Statement(LINK, (row.id,)), Statement(AGREEMENT, (row.id,))
    )
    if not found or found[0].kind != KINDS_OF[channel] or found[0].state != "active":
        raise Invalid(WRONG_CONTACT, fields={"contact_id": WRONG_CONTACT})
    if "channel" in changed and decided and decided[0].decision == "refused":
        raise Invalid(REFUSED, fields={"channel": REFUSED})
    if not links:
        work.add(
            new_link(
                organisation_id=row.organisation_id, subject_id=row.subject_id, target_id=row.id,
                contact_id=contact_id, now=now,
            )
        )  # fmt: skip
    return links[0] if links and contact_id != row.contact_id and row.state == "active" else None


def _moved(work: UnitOfWork, situation: Situation, link: Any, contact_id: UUID, *, now: datetime) -> str:
    """The link turns: what carries the old address is taken back, the new one leaves for the new contact point."""
    row, rotation = situation.followed, link.rotation + 1
    if row.contact_id:
        work.add(
            outbox.cancel(
                now=now, reason="moved", contact_id=row.contact_id, kinds=classes_silenced_by(Suppression.STOP)
            )
        )
    work.add(rotate_link(link_id=link.id, rotation=rotation, contact_id=contact_id))
    work.flush()
    _invite(work, situation, rotation, now=now)
    return token_for(link.id, rotation)


def _invite(work: UnitOfWork, situation: Situation, rotation: int, *, now: datetime) -> bool:
    once = f"invitation:{situation.followed.id.hex}:{rotation}"
    return write(work, situation, moment="invitation", day=1, at=now, once=once)


def _replan(work: UnitOfWork, situation: Situation, changed: Mapping[str, Any], now: datetime) -> list[Any] | None:
    """The calendar after today follows the new facts; None when it stays as it is."""
    if not {"hour", "onset_on", "at_risk"} & set(changed):
        return None
    row, today = situation.followed, local_day(now, situation.zone)
    after = row._replace(**{name: value for name, value in changed.items() if name in row._fields})
    calendar = _Calendar(
        id=row.id, organisation_id=row.organisation_id, subject_id=row.subject_id, starts_on=row.starts_on,
        onset_on=after.onset_on, at_risk=changed.get("at_risk", situation.at_risk), hour=after.hour, zone=situation.zone,
    )  # fmt: skip
    *_, occurrences = work.fetch(
        pathways.replanned(row.id, after=today),
        *pathways.planned(situation.pathway, follow_up=calendar, after=today),
        next_occurrences(row.id, now=now),
    )
    return occurrences


def resend_link(*, actor: Actor, follow_up_id: UUID, now: datetime, machine_now: datetime) -> None:
    """A new address for the follow-up: the old one and its browsers stop working, an invitation leaves at once.

    Conflict when the follow-up is over or has nowhere to write to.
    """
    with UnitOfWork(actor.scope()) as work:
        situation, links = follow(work, actor, follow_up_id, now, Statement(LINK, (follow_up_id,)))
        row = situation.followed
        if row.state not in LIVE or row.contact_id is None:
            raise Conflict("Ce suivi n'a pas d'adresse où écrire, ou il est terminé.")
        rotation = links[0].rotation + 1 if links else 1
        work.fetch(
            rotate_link(link_id=links[0].id, rotation=rotation, contact_id=row.contact_id)
            if links
            else new_link(
                organisation_id=row.organisation_id, subject_id=row.subject_id, target_id=row.id,
                contact_id=row.contact_id, now=now,
            )
        )  # fmt: skip
        if not _invite(work, situation, rotation, now=now):
            raise Conflict("Aucun message ne peut partir vers ce contact.")
        act = Act(f"account:{actor.account_id}", "link.resent", machine_now)
        conclude(work, situation, unchanged(situation.standing), act=act, now=now)


def complete_details(
    *, actor: Actor, follow_up_id: UUID, profile: Mapping[str, Any], now: datetime, machine_now: datetime
) -> None:
    """Add what was left for later at the inclusion. The task that asked for it is closed by who handles it."""
    with UnitOfWork(actor.scope()) as work:
        situation, _ = follow(work, actor, follow_up_id, now)
        (patients,) = work.fetch(Statement(PROFILED, (situation.followed.subject_id,)))
        known = situation.record.open(PROFILE, patients[0].profile)
        added = {name: value for name, value in profile.items() if value not in (None, "")}
        work.add(new_profile(record=situation.record, patient_id=patients[0].id, profile=known | added))
        act = Act(f"account:{actor.account_id}", "record.completed", machine_now, {"fields": sorted(added)})
        conclude(work, situation, unchanged(situation.standing), act=act, now=now)


def revoke_device(*, actor: Actor, follow_up_id: UUID, device_id: UUID, now: datetime, machine_now: datetime) -> None:
    """A browser of the patient opens nothing any more."""
    with UnitOfWork(actor.scope()) as work:
        situation, devices = follow(work, actor, follow_up_id, now, Statement(DEVICE, (device_id, follow_up_id)))
        if not devices:
            raise NotFound("Cet appareil n'est pas dans la liste.")
        work.add(revoked_device(device_id=device_id, machine_now=machine_now), forget_device(device_id))
        work.add(
            entry(
                at=machine_now, actor=f"account:{actor.account_id}", action="device.revoked",
                organisation_id=actor.organisation_id, subject_id=situation.followed.subject_id,
                detail={"device": str(device_id)},
            )
        )  # fmt: skip
