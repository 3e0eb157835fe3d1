"""Durations in a few characters, the same as clock.js writes them afterwards."""

from datetime import timedelta

from django.utils.translation import gettext as _


def units() -> str:
    """Day, hour, minute and second as written on screen, separated by spaces."""
    return _("j h min s")


def duration_words(*, duration: timedelta) -> str:
    day, hour, minute, second = units().split()
    seconds = max(0, int(duration.total_seconds()))
    if seconds < 60:
        return f"{seconds} {second}"
    if seconds < 3600:
        return f"{seconds // 60} {minute}"
    if seconds < 86400:
        return f"{seconds // 3600} {hour} {seconds % 3600 // 60:02d}"
    return f"{seconds // 86400} {day}"
