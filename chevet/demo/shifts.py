"""What the shifts of the hospital's team leave to each other, up to the sheet that waits for whoever plays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from chevet.demo import cast
from chevet.demo.calendars import PARIS
from chevet.demo.establishments import HOSPITAL, PLACES, team_id
from chevet.demo.lives import Happening, Life
from chevet.handover.models import Sheet
from chevet.kernel.models import DataKey
from chevet.kernel.tenancy import acting
from chevet.people.actors import Actor
from chevet.reporting.models import RedWait, RuleWait, RuleWeek
from chevet.usecases.give_handover import give_handover
from chevet.usecases.read_handovers import waiting_handovers
from chevet.usecases.take_handover import take_handover

EVENINGS = 3
GIVEN, TAKEN = time(19, 50), time(8, 5)
JUST_BEFORE = timedelta(minutes=40)
NOTE = "Journée calme. La pharmacie livre les oxymètres demain à 11 h : deux pour nous."
LAST_NOTE = "Je pars au bloc. Le numéro de la pneumologie a changé : 04 65 71 00 12."
WORDS = {
    cast.THOMAS.key: "Sa compagne l’a eu au téléphone hier : il dort mal, il rappellera.",
    cast.BERNARD.key: "Voisin passé le voir : il va bien. Reste à décider la fin.",
}


def happenings(lives: list[Life], giver: Actor, taker: Actor, *, now: datetime) -> Iterator[Happening]:
    """Each evening one gives and in the morning the other goes on; the last sheet waits since a little while."""
    today = now.astimezone(PARIS).date()
    for ago in range(EVENINGS, 0, -1):
        evening = _at(today - timedelta(days=ago), GIVEN)
        morning = min(_at(today - timedelta(days=ago - 1), TAKEN), now - JUST_BEFORE - timedelta(minutes=1))
        if evening < morning:
            yield evening, _gives(lives, taker, NOTE)
            yield morning, _takes(lives, giver)
    yield now - JUST_BEFORE, _gives(lives, giver, LAST_NOTE)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS)


def _gives(lives: list[Life], who: Actor, note: str):
    def give(at: datetime) -> None:
        words = {one.follow_up_id: WORDS[one.person.key] for one in lives if one.person.key in WORDS}
        give_handover(actor=who, team_id=team_id(HOSPITAL, "follow"), note=note, words=words, **lives[0].clocks(at))

    return give


def _takes(lives: list[Life], who: Actor):
    def take(at: datetime) -> None:
        for sheet in waiting_handovers(actor=who):
            take_handover(actor=who, sheet_id=sheet.id, **lives[0].clocks(at))

    return take


def forget() -> None:
    """Sheets and counts of the demonstration's places, which no record's erasure takes along."""
    for place in PLACES:
        with acting(place.scope()):
            sheets = list(Sheet.objects.filter(organisation_id=place.id).values_list("id", flat=True))
            Sheet.objects.filter(id__in=sheets).delete()
            DataKey.objects.filter(subject_id__in=sheets).delete()
            for counts in (RedWait, RuleWait, RuleWeek):
                counts.objects.filter(organisation_id=place.id).delete()
