"""Time passes for follow-ups: invitations, reminders, nudges, silence, waits that end, alerts that climb, the end.

Each follow-up is lived at its own wake time, oldest first, in a transaction of its own; what is due then is computed
from facts. Several workers may run: who locks the row lives it. A jump of the domain clock replays in due order.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.alerts.kinds import reason
from chevet.alerts.queries import standing_reads
from chevet.alerts.rules import GROUPED, RED, TASK, Handled, Settled
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.pathways import operations as pathways
from chevet.pathways import waking
from chevet.pathways.calendar import day_since_onset, is_watched
from chevet.pathways.hearing import Found
from chevet.pathways.muting import mute_of
from chevet.pathways.queries import due_to_wake, woken_reads
from chevet.pathways.states import LIVE, move
from chevet.usecases.situation import Act, Situation, conclude, met, settled_by
from chevet.usecases.telling import ORGANISATION, tell
from chevet.usecases.writing import write

log = logging.getLogger(__name__)
BATCH = 100
AWHILE = timedelta(minutes=5)
PUT_OFF = "UPDATE follow_up SET wake_at = %s WHERE id = %s AND wake_at = %s RETURNING id"
STRETCH = timedelta(minutes=5)
SOON = 60  # minutes of duty in which silence is called about, where it is watched closely


def live_due(
    *, until: datetime, machine_now: datetime, after_each_stretch: Callable[[datetime], Any] | None = None
) -> int:
    """Live everything due until the domain time `until`; returns how many wakes were lived.

    Goes in stretches of five minutes so that a jump keeps the order of a day; `after_each_stretch` is called with
    the time reached (the demonstration hands its messages over then).
    """
    lived, tried = 0, set()
    while due := _due(until):
        reached = min(until, due[0].wake_at + STRETCH)
        stretch = [row for row in due if row.wake_at <= reached]
        lived += sum(_lived(row, machine_now, until=until, again=row in tried) for row in stretch)
        tried.update(stretch)
        if after_each_stretch:
            after_each_stretch(stretch[-1].wake_at)
    return lived


def _due(until: datetime) -> list[Any]:
    with UnitOfWork(machine("schedule")) as work:
        return work.fetch(due_to_wake(until=until, limit=BATCH))[0]


def _lived(row: Any, machine_now: datetime, *, until: datetime, again: bool) -> int:
    """A follow-up that cannot be lived must not stop the others: it is put off, and the log says so.

    again: it was tried and is still due then. Somebody else has it at this moment, or nobody can read it any more.
    """
    whose = {"follow_up_id": row.id, "organisation_id": row.organisation_id, "subject_id": row.subject_id}
    if again:
        _put_off(row, until, "follow-up is due and cannot be read")
        return 0
    try:
        live_one(**whose, at=row.wake_at, machine_now=machine_now)
    except Exception:
        log.exception("follow-up could not be lived", extra={"fields": {"follow_up": str(row.id)}})
        _put_off(row, until, "follow-up is put off")
        return 0
    return 1


def _put_off(row: Any, until: datetime, why: str) -> None:
    """Behind everything that is due now; nothing happens when somebody else has lived it meanwhile."""
    with UnitOfWork(machine("schedule", organisation=row.organisation_id, subject=row.subject_id)) as work:
        (put,) = work.fetch(Statement(PUT_OFF, (until + AWHILE, row.id, row.wake_at)))
    if put:
        log.error(why, extra={"fields": {"follow_up": str(row.id)}})


def live_one(
    *, follow_up_id: UUID, organisation_id: UUID, subject_id: UUID, at: datetime, machine_now: datetime
) -> None:
    """Live one follow-up at its wake time `at`; nothing happens when somebody else has it."""
    with UnitOfWork(machine("schedule", organisation=organisation_id, subject=subject_id)) as work:
        reads = (*woken_reads(follow_up_id=follow_up_id, wake_at=at), *standing_reads(follow_up_id))
        situation = met(work.fetch(*reads))
        if situation:
            _Moment(work, situation, at, machine_now).live()


class _Moment:
    """One follow-up at one moment: what is due is gathered, then concluded once."""

    def __init__(self, work: UnitOfWork, situation: Situation, at: datetime, machine_now: datetime) -> None:
        self.work, self.situation, self.at, self.machine_now = work, situation, at, machine_now
        self.row = situation.followed
        self.findings: list[Found] = []
        self.changed: dict[str, Any] = {}
        self.occurrences = list(situation.occurrences)
        self.done: list[str] = []
        self.mute = mute_of(situation.memory)

    def live(self) -> None:
        if self.row.state == "planned" and self.row.invite_at <= self.at:
            self._invite()
        if (self.changed.get("state") or self.row.state) == "active":
            for number, occurrence in enumerate(self.occurrences):
                self.occurrences[number] = self._step(occurrence)
        self._end_waits()
        self._ask_about_pause()
        settled = self._climb(self._end(self._settled()))
        act = Act("machine:schedule", "follow_up.lived", self.machine_now, {"done": self.done})
        conclude(
            self.work, self.situation, settled, act=act, now=self.at, occurrences=self.occurrences,
            memory=_forgetful(self.situation.memory, self.at), **self.changed,
        )  # fmt: skip

    def _settled(self) -> Settled:
        """Somebody at risk, or on a day that is watched closely, is called before the others."""
        person = self.situation.person(self.at)
        onset = day_since_onset(person.today, onset=person.onset_on)
        watched = is_watched(self.situation.pathway, since_onset=onset, risk=self.situation.at_risk)
        soon = self.situation.duty.spends(self.at, SOON) if watched else None
        return settled_by(self.situation, self.findings, now=self.at, promised=soon)

    def _invite(self) -> None:
        self.changed["state"] = move(self.row.state, "invite")
        self.done.append("invite")
        if self.row.channel != "phone":
            once = f"invitation:{self.row.id.hex}"
            write(self.work, self.situation, moment="invitation", day=1, at=self.at, once=once)

    def _step(self, occurrence: Any) -> Any:
        """What is due for one questionnaire; several steps when the clock was stopped for long."""
        while (step := waking.next_step(occurrence)) and step[1] <= self.at:
            occurrence = getattr(self, f"_{step[0]}")(occurrence)
            self.done.append(step[0])
        return occurrence

    def _remind(self, occurrence: Any) -> Any:
        if self.mute:
            pass
        elif self.row.channel == "phone":
            self._missed("call_due", occurrence)
        else:
            self._write("reminder", occurrence)
        self.work.add(pathways.marked(occurrence.id, reminded_at=self.at))
        return occurrence._replace(reminded_at=self.at)

    def _nudge(self, occurrence: Any) -> Any:
        if self.row.channel != "phone" and not self.mute:
            self._write("nudge", occurrence)
            self._write_elsewhere("nudge", occurrence)
        self.work.add(pathways.marked(occurrence.id, nudged_at=self.at))
        return occurrence._replace(nudged_at=self.at)

    def _silent(self, occurrence: Any) -> Any:
        if self.row.channel != "phone" and not self.mute:
            self._missed("silent", occurrence)
        self.work.add(pathways.marked(occurrence.id, silenced_at=self.at))
        return occurrence._replace(silenced_at=self.at)

    def _write(self, moment: str, occurrence: Any) -> None:
        once = f"{moment}:{self.row.id.hex}:{occurrence.due_on:%Y%m%d}"
        if self._heard_since():
            return
        if not write(self.work, self.situation, moment=moment, day=occurrence.day, at=self.at, once=once):
            self._missed("call_due", occurrence)

    def _write_elsewhere(self, moment: str, occurrence: Any) -> None:
        """The same on her other channel, if she has one: a text message that nobody reads may be an e-mail that is."""
        once = f"{moment}:{self.row.id.hex}:{occurrence.due_on:%Y%m%d}:elsewhere"
        if not self._heard_since():
            write(self.work, self.situation, moment=moment, day=occurrence.day, at=self.at, once=once, elsewhere=True)

    def _missed(self, kind: str, occurrence: Any) -> None:
        if not self._heard_since():
            self._task(kind, day=str(occurrence.day))

    def _heard_since(self) -> bool:
        """No worker was up when this was due, and she has answered meanwhile: nobody is chased for the past."""
        return self.row.last_answer_at is not None and self.row.last_answer_at > self.at

    def _task(self, kind: str, **words: str) -> None:
        self.findings.append(Found(kind, TASK, reason(kind, **words)))

    def _end_waits(self) -> None:
        """No second measure in time: the first one is red."""
        for alert in self.situation.standing.live:
            if alert.confirm_by and alert.confirm_by <= self.at:
                self.findings.append(Found(alert.kind, RED, alert.reason))
                self.done.append("wait_over")

    def _ask_about_pause(self) -> None:
        """On the day that was set a person decides; until then, and after, the pause goes on."""
        if self.mute is None or self.situation.standing.of_kind("mute_review") or self.row.state not in LIVE:
            return
        if waking.review_check(self.mute.review_on, self.situation.zone) <= self.at:
            self._task("mute_review")
            self.done.append("ask_about_pause")

    def _climb(self, settled: Settled) -> Settled:
        """Nobody tried to reach the patient, or tried again, in time: the next rung is told, up to the organisation."""
        episode = settled.standing.episode
        if not episode or episode.closed_at or not episode.climbs_at or episode.climbs_at > self.at:
            return settled
        rung = min(episode.rung + 1, ORGANISATION)
        tell(self.work, self.situation, settled.standing, now=self.at, machine_now=self.machine_now, rung=rung)
        next_climb = self.situation.deadline(self.at, episode.level) if rung < ORGANISATION else None
        self.done.append(f"climb_{rung}")
        climbed = replace(episode, rung=rung, climbs_at=next_climb)
        return replace(settled, standing=replace(settled.standing, episode=climbed))

    def _end(self, settled: Settled) -> Settled:
        """After the last day: by itself when all is green and fresh, otherwise a professional decides."""
        state = self.changed.get("state") or self.row.state
        if state != "active" or waking.end_check(self.row.ends_on, self.situation.zone) > self.at:
            return settled
        live = len(settled.standing.live)
        if waking.ends_by_itself(
            last_answer_at=self.row.last_answer_at, last_level=self.row.last_level, live_alerts=live, now=self.at
        ):
            self.changed |= {"state": move(state, "end"), "ended_at": self.at, "end_reason": "completed"}
            self.done.append("end")
            return settled
        if settled.standing.of_kind("end_decision"):
            return settled
        self._task("end_decision")
        self.done.append("ask_end")
        return self._settled()


def _forgetful(memory: dict[str, Any], now: datetime) -> dict[str, Any] | None:
    """Without what was handled too long ago to matter; None when nothing is to be forgotten."""
    handled = Handled.remembered(memory.get("h"))
    if handled is None or now - handled.at < GROUPED:
        return None
    return {name: value for name, value in memory.items() if name != "h"}
