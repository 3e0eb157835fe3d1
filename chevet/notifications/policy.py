"""What each class of message is owed: its rank, how often it is tried, what may silence it, when it may ring.

Pure tables and arithmetic. Waits are machine time, quiet hours are the person's wall time. `luck` is a random number
in [0, 1) that the caller draws.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from .outcomes import Ambiguous, Handed, Outcome, Refused
from .states import Report, State


class MessageClass(StrEnum):
    SAMU_LINK = "samu_link"
    ALERT = "alert"
    CODE = "code"
    VIDEO_LINK = "video_link"
    APPOINTMENT = "appointment"
    ACCOUNT = "account"
    ADVICE_ASKED = "advice_asked"
    ADVICE_GIVEN = "advice_given"
    DIGEST = "digest"
    STOP_CONFIRMATION = "stop_confirmation"
    UNREAD_REPLY = "unread_reply"
    INVITATION = "invitation"
    MESSAGE_WAITING = "message_waiting"
    REMINDER = "reminder"
    NUDGE = "nudge"


class Suppression(StrEnum):
    """What makes a follow-up, or one contact of it, fall silent."""

    WITHDRAWAL = "withdrawal"
    MUTE = "mute"
    STOP = "stop"
    WRONG_PERSON = "wrong_person"
    ENDED = "ended"


EVERYTHING_SENT_BY_HABIT = frozenset(Suppression)
NOTHING: frozenset[Suppression] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Policy:
    """`rank`: lower is claimed first. `life`: from the due time, after which sending makes no sense; None for ever.

    `ask_when_unsure`: after an ambiguous answer ask the gateway before sending again; otherwise send again, because
    twice is better than never. `first_wait` doubles at each try up to LONGEST_WAIT.
    """

    rank: int
    tries: int
    first_wait: timedelta
    life: timedelta | None = None
    ask_when_unsure: bool = True
    silenced_by: frozenset[Suppression] = NOTHING
    rests_at_night: bool = False


LONGEST_WAIT = timedelta(hours=4)


def _urgent(*, rank: int, tries: int, life: timedelta | None = None) -> Policy:
    return Policy(rank=rank, tries=tries, first_wait=timedelta(seconds=2), life=life, ask_when_unsure=False)


def _habit(*, rank: int, life: timedelta | None) -> Policy:
    return Policy(
        rank=rank,
        tries=8,
        first_wait=timedelta(minutes=1),
        life=life,
        silenced_by=EVERYTHING_SENT_BY_HABIT,
        rests_at_night=True,
    )


POLICIES: dict[MessageClass, Policy] = {
    MessageClass.SAMU_LINK: _urgent(rank=0, tries=8, life=timedelta(minutes=30)),
    MessageClass.ALERT: _urgent(rank=1, tries=12),
    # A code is dead after ten minutes: sending it later only confuses.
    MessageClass.CODE: _urgent(rank=2, tries=6, life=timedelta(minutes=10)),
    MessageClass.VIDEO_LINK: _urgent(rank=3, tries=8, life=timedelta(hours=2)),
    MessageClass.APPOINTMENT: Policy(rank=4, tries=10, first_wait=timedelta(seconds=30)),
    # To professionals: of nobody's follow-up, so no zone is known and no hour is too early.
    MessageClass.ADVICE_ASKED: Policy(rank=4, tries=10, first_wait=timedelta(seconds=10)),
    MessageClass.ADVICE_GIVEN: Policy(rank=4, tries=10, first_wait=timedelta(seconds=10)),
    MessageClass.ACCOUNT: Policy(rank=4, tries=10, first_wait=timedelta(seconds=10), life=timedelta(days=3)),
    MessageClass.DIGEST: Policy(rank=6, tries=8, first_wait=timedelta(minutes=1), life=timedelta(hours=8)),
    # Answers to something the person has just sent: owed at once, and once.
    MessageClass.STOP_CONFIRMATION: Policy(rank=5, tries=6, first_wait=timedelta(seconds=30), life=timedelta(hours=4)),
    MessageClass.UNREAD_REPLY: Policy(rank=5, tries=4, first_wait=timedelta(seconds=30), life=timedelta(hours=1)),
    MessageClass.INVITATION: _habit(rank=6, life=timedelta(days=3)),
    MessageClass.MESSAGE_WAITING: _habit(rank=6, life=timedelta(days=3)),
    MessageClass.REMINDER: _habit(rank=7, life=timedelta(hours=12)),
    MessageClass.NUDGE: _habit(rank=8, life=timedelta(hours=8)),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the dispatcher does next: move to `target`, and if that is NEW, not before `wait` has passed.

    `ask_first` is kept with the message: the next claim asks the gateway's status before it sends anything.
    """

    target: State
    wait: timedelta = timedelta()
    ask_first: bool = False


def silencing(message_class: MessageClass, suppressions: Iterable[str]) -> frozenset[Suppression]:
    """Those of `suppressions` (as stored) that stop this class of message; empty when it may leave."""
    given = frozenset(suppressions)
    return frozenset(one for one in POLICIES[message_class].silenced_by if one in given)


def classes_silenced_by(suppression: Suppression) -> frozenset[MessageClass]:
    """What waits in the outbox and never leaves, once this silences it."""
    return frozenset(one for one, policy in POLICIES.items() if suppression in policy.silenced_by)


def wait_before_try(
    message_class: MessageClass, *, tries: int, luck: float, asked: timedelta | None = None
) -> timedelta:
    """How long to wait after `tries` attempts: doubling, between half and whole of it by `luck`, at most four hours.

    `asked` is what the gateway demanded (Retry-After); it lengthens the wait, never beyond the same four hours.
    """
    whole = min(LONGEST_WAIT, POLICIES[message_class].first_wait * 2 ** min(max(tries - 1, 0), 20))
    return min(LONGEST_WAIT, max(whole * (0.5 + luck / 2), asked or timedelta()))


def is_stale(message_class: MessageClass, *, due_at: datetime, now: datetime) -> bool:
    """Has its life passed? Both instants from one clock."""
    life = POLICIES[message_class].life
    return life is not None and now - due_at >= life


def after_outcome(message_class: MessageClass, outcome: Outcome, *, tries: int, luck: float) -> Step:
    """After an attempt; `tries` counts it. Handed, or to be tried again, or dead."""
    match outcome:
        case Handed():
            return Step(target=State.HANDED)
        case Refused(final=True):
            return Step(target=State.DEAD)
        case Refused(retry_after=asked):
            return _again(message_class, tries=tries, luck=luck, asked=asked)
        case Ambiguous():
            ask = POLICIES[message_class].ask_when_unsure
            return _again(message_class, tries=tries, luck=luck, ask_first=ask)


def after_status(message_class: MessageClass, report: Report, *, tries: int, luck: float) -> Step | None:
    """After asking the gateway about an earlier, ambiguous attempt. None: it never arrived, send it now.

    While the gateway cannot tell, nothing is sent: the question is put again, and in the end a person decides.
    `tries` counts the questions too.
    """
    match report:
        case Report.ACCEPTED:
            return Step(target=State.HANDED)
        case Report.DELIVERED:
            return Step(target=State.DELIVERED)
        case Report.ABSENT:
            return None
        case Report.FAILED:
            return after_failure(message_class, tries=tries, luck=luck)
        case Report.UNKNOWN:
            return _again(message_class, tries=tries, luck=luck, ask_first=True)


def after_failure(message_class: MessageClass, *, tries: int, luck: float) -> Step:
    """After a receipt said that the message did not arrive: what is sent by habit is not sent a second time."""
    if POLICIES[message_class].ask_when_unsure:
        return Step(target=State.DEAD)
    return _again(message_class, tries=tries, luck=luck)


def supplementary(step: Step) -> Step:
    """For a notification that leaves beside a message: lost or doubtful, it is nobody's task and not sent twice."""
    lost = step.target == State.DEAD or (step.target == State.NEW and step.ask_first)
    return Step(target=State.CANCELLED) if lost else step


def may_ring_at(
    message_class: MessageClass, *, now: datetime, zone: tzinfo, night: time = time(21), morning: time = time(8)
) -> datetime:
    """`now` when the message may leave at once, else the person's next morning, as an instant in UTC's line of `now`.

    `now` is the domain clock's; `zone` is the person's. The night runs from `night` to `morning`, wall time.
    """
    local = now.astimezone(zone)
    by_night = local.time() >= night or local.time() < morning
    if not (POLICIES[message_class].rests_at_night and by_night):
        return now
    day = local.date() + timedelta(days=local.time() >= night)
    return datetime.combine(day, morning, zone).astimezone(now.tzinfo)


def _again(
    message_class: MessageClass, *, tries: int, luck: float, ask_first: bool = False, asked: timedelta | None = None
) -> Step:
    if tries >= POLICIES[message_class].tries:
        return Step(target=State.DEAD)
    wait = wait_before_try(message_class, tries=tries, luck=luck, asked=asked)
    return Step(target=State.NEW, wait=wait, ask_first=ask_first)
