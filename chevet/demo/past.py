"""The past of invented people, lived in its order and up to now, all of them together; then they are kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from chevet.demo.handing_over import hand_over
from chevet.demo.incidents import happenings_of
from chevet.demo.lives import Happening, Life
from chevet.demo.models import Character
from chevet.usecases.live_follow_ups import live_due


def live_past(lives: list[Life], *, now: datetime, ahead: timedelta, besides: Sequence[Happening] = ()) -> None:
    """Everything that happens to them until `now`, each thing at the hour at which it would have happened.

    besides: what happens to nobody in particular, such as the change of a shift.
    """
    happenings = [one for life in lives for one in happenings_of(life) if one[0] <= now] + list(besides)
    for at, happen in sorted(happenings, key=lambda one: one[0]):
        pass_time(until=at, ahead=ahead)
        happen(at)
    pass_time(until=now, ahead=ahead)
    hand_over(now=now, machine_now=now - ahead)
    keep(lives, now=now)


def pass_time(*, until: datetime, ahead: timedelta) -> None:
    live_due(
        until=until,
        machine_now=until - ahead,
        after_each_stretch=lambda reached: hand_over(now=reached, machine_now=reached - ahead),
    )


def keep(lives: Iterable[Life], *, now: datetime) -> None:
    """So that they go on living with the clock."""
    Character.objects.bulk_create(
        Character(
            person=life.person.key, made_at=life.made_at, follow_up_id=life.follow_up_id, token=life.phone.token,
            cookie=life.phone.cookie, next_at=next_moment(life, after=now),
        )
        for life in lives
    )  # fmt: skip


def next_moment(life: Life, *, after: datetime) -> datetime | None:
    return next((at for at, _ in happenings_of(life) if at > after), None)
