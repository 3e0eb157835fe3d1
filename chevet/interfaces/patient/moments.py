"""Days and hours in words, where the person is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def hour_words(moment: datetime, zone: ZoneInfo) -> str:
    """ "9 h", "15 h 20" · "9:00", "15:20"."""
    local = moment.astimezone(zone)
    if (get_language() or "fr").startswith("fr"):
        return f"{local.hour} h" + (f" {local.minute:02}" if local.minute else "")
    return f"{local.hour}:{local.minute:02}"


def day_words(day: date, *, today: date) -> str:
    """ "aujourd'hui", "demain", "jeudi 12 mars"."""
    if day == today:
        return _("aujourd'hui")
    said = date_format(day, "l j F")
    return _("demain, %(day)s") % {"day": said} if day == today + timedelta(days=1) else said


def moment_words(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """ "demain, jeudi 12 mars, à 9 h"."""
    today, day = now.astimezone(zone).date(), moment.astimezone(zone).date()
    return _("%(day)s, à %(hour)s") % {"day": day_words(day, today=today), "hour": hour_words(moment, zone)}


def promise_words(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """The end of "vous appelle avant …": the hour alone when it is today."""
    same_day = moment.astimezone(zone).date() == now.astimezone(zone).date()
    return hour_words(moment, zone) if same_day else moment_words(moment, now=now, zone=zone)
