"""Hours of an appointment in words: where the patient is, and where who expects her is when that is elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chevet.interfaces.clock import domain_now
from chevet.interfaces.patient.moments import day_words, hour_words
from chevet.organisations.territories import Territory
from chevet.usecases.open_visit import VisitPage


@dataclass(frozen=True, slots=True)
class When:
    """`there`: the hour where who expects her is, in words; empty when the clocks agree."""

    day: str
    hour: str
    near: str
    there: str
    where: str


def when(page: VisitPage) -> When | None:
    if page.appointment is None:
        return None
    return when_at(page, page.appointment.starts_at)


def when_at(page: VisitPage, moment: datetime) -> When:
    local = moment.astimezone(page.zone)
    return When(
        day=_day(local), hour=hour_words(moment, page.zone), near=_near(moment, page.zone),
        there=_there(page, moment), where=hour_of(page.territory) if _there(page, moment) else "",
    )  # fmt: skip


def _day(local: datetime) -> str:
    """ "mardi 24 novembre", "Tuesday 24 November"."""
    day = date_format(local, "l j F")
    return day.replace(" 1 ", " 1er ", 1) if (get_language() or "fr").startswith("fr") else day


def _near(moment: datetime, zone: ZoneInfo) -> str:
    """ "aujourd'hui", "demain", or nothing."""
    days = (moment.astimezone(zone).date() - domain_now().astimezone(zone).date()).days
    return {0: _("aujourd'hui"), 1: _("demain")}.get(days, "")


def _there(page: VisitPage, moment: datetime) -> str:
    """Both hours where they differ, as the other's clock says them, with the day when that differs too."""
    if page.team_zone is None or page.zone is None:
        return ""
    hers, theirs = moment.astimezone(page.zone), moment.astimezone(page.team_zone)
    if hers.utcoffset() == theirs.utcoffset():
        return ""
    hour = hour_words(moment, page.team_zone)
    day = (
        ""
        if hers.date() == theirs.date()
        else f"{day_words(theirs.date(), today=domain_now().astimezone(page.team_zone).date())}, "
    )
    return f"{day}{hour}, {hour_of(page.team_territory)}"


def hour_of(territory: Territory | None) -> str:
    """ "heure de Paris", "heure de La Réunion"."""
    if territory is None:
        return ""
    name = "Paris" if territory.code == "FR" else territory.name
    return _("heure locale : %(place)s") % {"place": name}
