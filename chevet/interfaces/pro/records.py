"""One patient's record made ready for its page. Facts stay facts; only how they are said is decided here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import labels
from chevet.interfaces.pro.answers import AnswerDay, answer_days
from chevet.interfaces.pro.curves import charts
from chevet.interfaces.pro.identities import status_of
from chevet.interfaces.pro.whys import compared, values_seen
from chevet.interfaces.pro.words import born_words, name_of, said
from chevet.pathways.calendar import local_day
from chevet.usecases import read_record
from chevet.usecases.read_record import AlertView, RecordView


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What pro/record.html shows. `record` is the whole opened record; times are aware."""

    id: UUID
    record: RecordView
    now: datetime
    name: str
    born: str
    zone: ZoneInfo
    day: int
    days: int
    actor_id: UUID

    @property
    def follow_up(self) -> Any:
        return self.record.situation.followed

    @property
    def patient(self) -> Any:
        return self.record.patient

    @property
    def pathway(self) -> Any:
        return self.record.situation.pathway

    @property
    def is_live(self) -> bool:
        return self.follow_up.state in ("planned", "active")

    @property
    def title(self) -> str:
        return said(self.pathway.title)

    @property
    def episode(self) -> Any:
        return self.record.situation.standing.episode

    @property
    def level(self) -> str:
        standing = self.record.situation.standing
        return labels.level_of(standing.level, to_confirm=standing.to_confirm)

    @property
    def holder(self) -> str:
        """Who holds the episode: "me", a name, or nothing when the hold is over."""
        episode = self.episode
        if episode is None or episode.claimed_by is None or episode.claimed_until < machine_now():
            return ""
        return "me" if episode.claimed_by == self.actor_id else self.people.get(episode.claimed_by, _("un collègue"))

    @property
    def people(self) -> dict[UUID, str]:
        """Names of accounts met in the journal."""
        looks = [look for look in self.record.looks if look.account]
        return {UUID(look.actor.removeprefix("account:")): look.account for look in looks}

    @property
    def identity(self) -> dict[str, Any]:
        return status_of(self.patient.identity_status, self.patient.identity_doubt or "")

    @property
    def live_alerts(self) -> list[dict[str, Any]]:
        live = [alert for alert in self.record.alerts if alert.closed_at is None]
        return [_alert(alert, self.pathway) for alert in sorted(live, key=lambda alert: -alert.level)]

    @property
    def past_alerts(self) -> list[dict[str, Any]]:
        return [_alert(alert, self.pathway) for alert in self.record.alerts if alert.closed_at is not None]

    @property
    def charts(self) -> list[dict[str, Any]]:
        return charts(self.record, zone=self.zone, days=self.days, today=local_day(self.now, self.zone))

    @property
    def answers(self) -> list[AnswerDay]:
        return answer_days(self.record, zone=self.zone, people=self.people)

    @property
    def phones(self) -> list[Any]:
        return [one for one in self.record.contacts if one.kind != "email" and one.state != "wrong"]


def patient_page(request: HttpRequest, follow_up_id: UUID, *, before: datetime | None = None) -> RecordPage:
    """The record, read once a request, with its line in the journal. Not hers is NotFound."""
    now, actor = domain_now(), request.actor
    record = read_record.patient_page(
        actor=actor, follow_up_id=follow_up_id, before=before, now=now, machine_now=machine_now()
    )
    followed = record.situation.followed
    zone = ZoneInfo(followed.zone)
    today = local_day(now, zone)
    length = (followed.ends_on - followed.starts_on).days + 1
    return RecordPage(
        id=follow_up_id,
        record=record,
        now=now,
        name=name_of(record.patient),
        born=born_words(record.patient.birth_date, today),
        zone=zone,
        day=max(0, min((today - followed.starts_on).days + 1, length)),
        days=length,
        actor_id=actor.account_id,
    )


def _alert(alert: AlertView, pathway: Any) -> dict[str, Any]:
    waits = alert.closed_at is None and alert.confirm_by is not None
    return {
        "alert": alert,
        "level": labels.level_of(alert.level, to_confirm=waits),
        "sentence": said(alert.reason),
        "values": values_seen(pathway, alert.reason.get("values", {})),
        "compared": compared(pathway, alert.reason.get("rule", "")),
        "rule": alert.reason.get("rule", ""),
        "version": alert.reason.get("version", ""),
        "closing": labels.closing_words(alert.closing),
    }
