"""The circle of care made ready for its pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.interfaces.pro.forms.record import AGREED
from chevet.interfaces.pro.records import RecordPage
from chevet.interfaces.pro.words import name_of, said
from chevet.people.circle import MOTIVES
from chevet.usecases.around_record import forced

WHY = {
    "inclusion": gettext_lazy("inclusion"),
    "registered": gettext_lazy("inscription"),
    "added": gettext_lazy("ajout"),
    "handed_over": gettext_lazy("suivi confié"),
    "second_line": gettext_lazy("deuxième ligne, prévenue d’une alerte"),
    "appointment": gettext_lazy("rendez-vous"),
    "break_glass": gettext_lazy("ouverture en dehors du cercle"),
}


@dataclass(frozen=True, slots=True)
class Follower:
    """One place in the circle. answers: the team that answers for the follow-up, which cannot leave."""

    id: UUID
    who: str
    what: str
    since: datetime
    until: datetime | None
    why: str
    words: str
    agreement: str
    added_by: str
    is_team: bool
    is_me: bool
    answers: bool
    forced: bool


def circle_of(page: RecordPage, *, my_teams: frozenset[UUID] = frozenset()) -> dict[str, list[Follower]]:
    """Who follows now, and who did. my_teams: those of a guest, who may leave for his team."""
    found = [_follower(one, page, my_teams) for one in page.record.around.circle]
    return {
        "now": [one for one in found if one.until is None or one.until > page.now],
        "before": [one for one in found if one.until is not None and one.until <= page.now],
    }


def is_ours(request: Any, page: RecordPage) -> bool:
    """Whether the record is of the actor's own organisation: a guest reads it and writes notes."""
    return page.follow_up.organisation_id == request.actor.organisation_id


def forced_until(page: RecordPage, actor: Any) -> datetime | None:
    """When the hour of who is here only by breaking the glass is over; None for everybody else."""
    seen = page.record.around
    if not forced(actor, seen, now=page.now):
        return None
    return max(one.until for one in seen.circle if one.account_id == actor.account_id and one.until)


def _follower(row: Any, page: RecordPage, my_teams: frozenset[UUID]) -> Follower:
    return Follower(
        id=row.id,
        who=row.team or row.account,
        what=_what(row),
        since=row.since,
        until=row.until,
        why=str(WHY.get(row.why, row.why)) + (f" : {said(MOTIVES[row.motive])}" if row.motive in MOTIVES else ""),
        words=row.words,
        agreement=_("avec l’accord de la personne (%(how)s)") % {"how": str(dict(AGREED)[row.agreed_by]).lower()}
        if row.agreed_by
        else "",
        added_by=row.added_by if row.added_by and row.added_by != row.account else "",
        is_team=row.team_id is not None,
        is_me=row.account_id == page.actor_id or (row.guest_of is not None and row.team_id in my_teams),
        answers=row.team_id == page.follow_up.team_id,
        forced=row.why == "break_glass",
    )  # fmt: skip


def _what(row: Any) -> str:
    elsewhere = row.guest_of is not None
    if row.team_id:
        return _("équipe d’une autre structure") if elsewhere else _("équipe")
    job = row.profession or ""
    return _("%(job)s, autre structure") % {"job": job} if elsewhere else job


def openings_of(rows: list[Any], *, now: datetime) -> list[dict[str, Any]]:
    """For administrators: who, when, why, and which teams follow; nothing of the person."""
    return [
        {
            "who": row.name, "job": row.profession, "at": row.since, "why": said(MOTIVES.get(row.motive)),
            "teams": ", ".join(row.teams or ()), "is_open": row.until > now,
        }
        for row in rows
    ]  # fmt: skip


def shared_of(rows: list[Any]) -> list[dict[str, Any]]:
    """Records opened to one person; of another organisation's nobody is named before it is opened."""
    return [
        {
            "follow_up_id": row.follow_up_id, "name": name_of(row) if row.first_name else _("Dossier d’une autre structure"),
            "by": row.added_by or "", "since": row.since, "until": row.until, "why": str(WHY.get(row.why, row.why)),
        }
        for row in rows
    ]  # fmt: skip
