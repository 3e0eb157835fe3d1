"""What a link, a browser and a code may do. Pure: facts and the hour in, a word out.

A link is an address, not an authenticator. A browser that gave the day and month of birth may write today's answers;
to read anything it needs a code besides. Numbers of tries and lives are those of docs/explain/trust.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

DEVICE_TRIES = 5
LINK_TRIES = 15
LINK_TRIES_WINDOW = timedelta(days=1)
CODES_AN_HOUR, CODES_A_DAY = 5, 10
MISSES, MISSES_WINDOW = 20, timedelta(minutes=1)


class LinkState(StrEnum):
    OK = "ok"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ENDED = "ended"
    BLOCKED = "blocked"


class DeviceState(StrEnum):
    """`none`: nothing known, or revoked. `refused`: five wrong birthdays."""

    NONE = "none"
    NEW = "new"
    IDENTIFIED = "identified"
    BOUND = "bound"
    REFUSED = "refused"


class CodeKind(StrEnum):
    SMS = "sms"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class CodeRule:
    life: timedelta
    tries: int


CODE_RULES = {
    CodeKind.SMS: CodeRule(life=timedelta(minutes=10), tries=3),
    CodeKind.PAPER: CodeRule(life=timedelta(days=7), tries=5),
}

WRITES = frozenset({DeviceState.IDENTIFIED, DeviceState.BOUND})
READS = frozenset({DeviceState.BOUND})


def link_standing(*, revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> LinkState:
    """Of the link alone; whether its follow-up has ended is not known on this floor. `now` is the domain clock."""
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if expires_at is not None and expires_at <= now else LinkState.OK


def device_standing(*, state: str | None, revoked_at: datetime | None) -> DeviceState:
    """`state` is the row's, None without a row."""
    if state is None or revoked_at is not None or state == "revoked":
        return DeviceState.NONE
    return DeviceState(state)


def may_write(device: DeviceState) -> bool:
    return device in WRITES


def may_read(device: DeviceState) -> bool:
    return device in READS


def same_birthday(born: date, *, day: int, month: int) -> bool:
    return (born.day, born.month) == (day, month)


def link_tries(*, tries: int, since: datetime | None, machine_now: datetime) -> int:
    """Wrong birthdays that still count: those of the running window."""
    return tries if since is not None and machine_now - since < LINK_TRIES_WINDOW else 0


def is_blocked(*, tries: int, since: datetime | None, machine_now: datetime) -> bool:
    return link_tries(tries=tries, since=since, machine_now=machine_now) >= LINK_TRIES


def tries_left(*, device_tries: int, link_tries: int) -> int:
    """After a wrong birthday was counted on both."""
    return max(0, min(DEVICE_TRIES - device_tries, LINK_TRIES - link_tries))


def kind_typed(code: str) -> CodeKind:
    """Which of the two codes somebody copied: six digits are the SMS, anything else is the paper."""
    return CodeKind.SMS if code.isascii() and code.isdigit() and len(code) <= 8 else CodeKind.PAPER


def code_is_live(
    *, kind: str, expires_at: datetime, used_at: datetime | None, tries: int, machine_now: datetime
) -> bool:
    return used_at is None and machine_now < expires_at and tries < CODE_RULES[CodeKind(kind)].tries


def may_send_code(sent: list[datetime], *, machine_now: datetime) -> bool:
    """`sent`: when codes were sent to this person, on the machine clock."""
    ages = [machine_now - at for at in sent]
    return (
        sum(age < timedelta(hours=1) for age in ages) < CODES_AN_HOUR
        and sum(age < timedelta(days=1) for age in ages) < CODES_A_DAY
    )
