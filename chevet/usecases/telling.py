"""Telling the people on duty: "alerte à traiter" and a link, nothing else. The list of who is told is decided here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from chevet.alerts.rules import RED, LiveEpisode, Standing
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import blind_index
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.notifications.texts import wording_of, write_mail, write_sms
from chevet.organisations.ladder import next_digest, rungs_of
from chevet.organisations.queries import ladder_reads
from chevet.people.operations import let_in_second_line
from chevet.people.queries import alert_recipients

TEAM, SECOND_LINE, ORGANISATION = 0, 1, 2


def tell(
    work: UnitOfWork, situation: Any, standing: Standing, *, now: datetime, machine_now: datetime, rung: int = TEAM
) -> None:
    """One message for each person of the first rung that is on duty, and for who holds the episode.

    An orange that the team reads together at the next hour of its digest is told to its holder only.
    """
    episode, row = standing.episode, situation.followed
    if episode is None:
        return
    holder = episode.claimed_by if episode.claimed_until and episode.claimed_until > machine_now else None
    (ladder,), turns, people = work.fetch(
        *ladder_reads(team_id=row.team_id, second_line_id=row.second_line_id, organisation_id=row.organisation_id),
        alert_recipients(team_ids=[row.team_id, row.second_line_id], machine_now=machine_now, holder=holder),
    )
    rungs = rungs_of(ladder, turns, team_id=row.team_id, duty=situation.duty, now=now)
    waits = rung == TEAM and standing.level < RED and _waits_for_digest(ladder, episode, situation, now)
    told = set() if waits else rungs.told(rung, people, is_red=standing.level >= RED)
    recipients = [
        (person.channel, person.address, person.language) for person in people
        if person.account_id == holder or (person.team_id, person.account_id) in told
    ]  # fmt: skip
    if not (told or waits):
        recipients += [("sms", ladder.alert_mobile, "fr"), ("email", ladder.alert_email, "fr")]
    if any(team_id == row.second_line_id for team_id, _account_id in told):
        work.add(
            let_in_second_line(
                organisation_id=row.organisation_id, subject_id=row.subject_id, team_id=row.second_line_id, now=now
            )
        )
    work.add(*_messages(situation, episode, rung, recipients, now))


def _waits_for_digest(ladder: Any, episode: LiveEpisode, situation: Any, now: datetime) -> bool:
    """Only where the digest comes before the alert would climb."""
    moment = next_digest(ladder.digest_at, zone=situation.duty.zone, now=now)
    return moment is not None and moment <= (episode.climbs_at or episode.deadline_at)


def _messages(
    situation: Any, episode: LiveEpisode, rung: int, recipients: Iterable[tuple[str, str, str]], now: datetime
) -> Iterable[Statement]:
    row = situation.followed
    for channel, address, language in dict.fromkeys(recipients):
        if not address:
            continue
        yield outbox.message(
            record=situation.record,
            organisation_id=row.organisation_id,
            subject_id=row.subject_id,
            follow_up_id=row.id,
            channel=channel,
            kind="alert",
            once=f"alert:{episode.id.hex}:{episode.raised_at:%y%m%d%H%M%S}:{rung}:{abs(hash_of(address)):x}",
            recipient=address,
            contact_id=None,
            due_at=now,
            **written("alert", channel, language, link=f"{settings.SITE_URL}/pro/follow-ups/{row.id}"),
        )


def hash_of(address: str) -> int:
    """Tells two recipients of one alert apart, in every process alike."""
    return int.from_bytes(blind_index("recipient", address)[:6])


def written(kind: str, channel: str, language: str, **values: str) -> dict[str, str]:
    """The product's text of this kind, as the outbox takes it: {text} for an SMS, {subject, text, html} for a mail."""
    wording = wording_of(kind, language=language)
    return worded(wording, channel, language, **values)


def worded(wording: Any, channel: str, language: str, **values: str) -> dict[str, str]:
    if channel == "sms":
        return {"text": write_sms(wording, language=language, values=values)}
    mail = write_mail(wording, language=language, values=values)
    return {"subject": mail.subject, "text": mail.plain, "html": mail.html}
