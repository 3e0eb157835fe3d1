"""What a professional reads about a pathway before choosing it, and the two texts to read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chevet.consent.texts import DATA, REMOTE_FOLLOW_UP
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.hours import duty_words
from chevet.interfaces.ui.retention import retention_words
from chevet.organisations.queries import House, TeamName
from chevet.pathways.calendar import due_days
from chevet.pathways.definition import Pathway
from chevet.pathways.queries import pathway_of, published_versions


@dataclass(frozen=True, slots=True)
class PathwayCard:
    """`message` is the SMS as the person will receive it, with a link that leads nowhere."""

    version_id: UUID
    title: str
    days: int
    questionnaires: int
    ages: str
    message: str
    default_hour: time
    hours: tuple[time, ...]
    is_signed: bool
    retention: str

    def data_words(self, house: House) -> str:
        """What is read aloud about the data, as long as this pathway keeps them."""
        return said(DATA).format(organisation=house.name, retention=self.retention)


def pathway_cards(*, team_name: str) -> list[PathwayCard]:
    """The newest version of every pathway, the shipped medical one first. One statement once versions are known."""
    cards = [_card(version, pathway_of(version.id), team_name) for version in published_versions()]
    return sorted(cards, key=lambda card: (len(card.title), card.title))


def _card(version: Any, pathway: Pathway, team_name: str) -> PathwayCard:
    message = said(pathway.texts.sms.invitation).replace("{team}", team_name)
    return PathwayCard(
        version_id=version.id,
        title=said(pathway.title),
        days=pathway.last_day,
        questionnaires=len(due_days(pathway)),
        ages=_ages(pathway),
        message=message.replace("{link}", "https://…/s/…").replace("{day}", "1"),
        default_hour=pathway.delays.default_hour,
        hours=pathway.delays.hours,
        is_signed=version.validated_on is not None,
        retention=retention_words(pathway.retention),
    )


def _ages(pathway: Pathway) -> str:
    if pathway.ages.oldest is None:
        return _("à partir de %(youngest)s ans") % {"youngest": pathway.ages.youngest}
    return _("de %(youngest)s à %(oldest)s ans") % {"youngest": pathway.ages.youngest, "oldest": pathway.ages.oldest}


def texts_to_read(*, house: House, team: TeamName, cards: Sequence[PathwayCard]) -> dict[str, Any]:
    """The agreement, and the information in the order of the cards, filled in."""
    agreement = said(REMOTE_FOLLOW_UP).format(team=team.name, hours=duty_words(team.duty) or _("heures à déclarer"))
    return {"agreement": agreement, "data": [card.data_words(house) for card in cards]}
