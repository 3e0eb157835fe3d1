"""Days and hours in words, where the person is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chevet.interfaces.ui.hours import clock_words
from chevet.pathways.languages import Wording


def hour_words(moment: datetime, zone: ZoneInfo) -> str:
    """ "9 h", "15 h 20" · "9 am", "3:20 pm"."""
    return wall_words(moment.astimezone(zone).time())


def wall_words(hour: time) -> str:
    """The same for an hour of the wall."""
    return clock_words(hour.hour, hour.minute)


# A day and its month as each language writes them; French and English say "jeudi 12 mars".
WRITTEN_DAYS = {"es": r"l j \d\e F", "pt": r"l, j \d\e F", "tr": "j F l", "uk": "l, j E", "ar": "l j F"}


def date_words(day: date) -> str:
    """ "jeudi 12 mars", "lundi 1er mars"."""
    language = get_language() or "fr"
    said = date_format(day, WRITTEN_DAYS.get(language, "l j F"))
    if language == "fr":
        return said.replace(" 1 ", " 1er ")
    return said.lower() if language in ("pt", "uk") else said


def day_words(day: date, *, today: date) -> str:
    """ "aujourd'hui", "demain", "jeudi 12 mars"."""
    if day == today:
        return _("aujourd'hui")
    said = date_words(day)
    return _("demain, %(day)s") % {"day": said} if day == today + timedelta(days=1) else said


def moment_words(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """ "demain, jeudi 12 mars, à 9 h"."""
    today, day = now.astimezone(zone).date(), moment.astimezone(zone).date()
    return _("%(day)s, à %(hour)s") % {"day": day_words(day, today=today), "hour": hour_words(moment, zone)}


@dataclass(frozen=True, slots=True)
class Saying:
    """The same for the pages that speak every language."""

    wording: Wording
    now: datetime
    zone: ZoneInfo

    def moment(self, moment: datetime) -> str:
        """ "demain, jeudi 12 mars, à 9 h"."""
        hour = hour_words(moment, self.zone)
        return self.wording.phrase("on_day_at", day=self.day(moment.astimezone(self.zone).date()), hour=hour)

    def day(self, day: date) -> str:
        today = self.now.astimezone(self.zone).date()
        if day == today:
            return self.wording.phrase("today")
        said = date_words(day)
        return f"{self.wording.phrase('tomorrow')}, {said}" if day == today + timedelta(days=1) else said

    def promise(self, moment: datetime) -> str:
        """The end of "vous appelle avant …": the hour alone when it is today."""
        same_day = moment.astimezone(self.zone).date() == self.now.astimezone(self.zone).date()
        return hour_words(moment, self.zone) if same_day else self.moment(moment)
