"""Hours of an appointment in words: where the patient is, and where who expects her is when that is elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chevet.access.disclosure import unrevealing
from chevet.appointments.calendar_file import Entry
from chevet.interfaces import clock
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
        day=day_of(local.date()), hour=hour_words(moment, page.zone), near=_near(moment, page.zone),
        there=_there(page, moment), where=hour_of(page.territory) if _there(page, moment) else "",
    )  # fmt: skip


def day_of(day: date) -> str:
    """ "mardi 24 novembre", "Tuesday 24 November"."""
    said = date_format(day, "l j F")
    return said.replace(" 1 ", " 1er ", 1) if (get_language() or "fr").startswith("fr") else said


def _near(moment: datetime, zone: ZoneInfo) -> str:
    """ "aujourd'hui", "demain", or nothing."""
    days = (moment.astimezone(zone).date() - clock.domain_now().astimezone(zone).date()).days
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
        else f"{day_words(theirs.date(), today=clock.domain_now().astimezone(page.team_zone).date())}, "
    )
    return f"{day}{hour}, {hour_of(page.team_territory)}"


def hour_of(territory: Territory | None) -> str:
    """ "heure de Paris", "heure de La Réunion"."""
    if territory is None:
        return ""
    name = "Paris" if territory.code == "FR" else territory.name
    return _("heure locale : %(place)s") % {"place": name}


def entry_of(page: VisitPage, *, link: str) -> Entry:
    """The appointment in her own calendar: no name of a professional, nothing of an illness."""
    one, service = page.appointment, unrevealing(page.team_name)
    return Entry(
        uid=f"{one.id}@{urlsplit(settings.SITE_URL).hostname}", starts_at=one.starts_at, ends_at=one.ends_at,
        summary=f"{_('Rendez-vous')} · {service}" if service else _("Rendez-vous"),
        sequence=one.moves * 2 + (one.state == "cancelled"), changed_at=clock.domain_now(), description=page.team_phone,
        url=link, cancelled=one.state == "cancelled",
    )  # fmt: skip
