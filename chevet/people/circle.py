"""The circle of care in words: how a patient agrees that somebody of elsewhere joins, why a glass is broken. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chevet.kernel.errors import Invalid
from chevet.kernel.sentences import Sentence

VERSION = "2026-11.2"
AGREEMENT = Sentence(
    "{name} ne fait pas partie de l'équipe qui vous suit. Êtes-vous d'accord pour qu'il lise votre dossier et y "
    "écrive ? Vous pouvez changer d'avis à tout moment. Votre page montre qui a ouvert votre dossier.",
    "{name} is not part of the team that follows you. Do you agree that they read your record and write in it? "
    "You can change your mind at any time. Your page shows who has opened your record.",
)
TEAM_AGREEMENT = Sentence(
    "L'équipe {name} n'est pas de la structure qui vous suit. Êtes-vous d'accord pour que les soignants de cette équipe, "
    "ceux d'aujourd'hui et ceux qui y viendront, lisent votre dossier et y écrivent ? Vous pouvez changer d'avis à tout "
    "moment. Votre page montre qui a ouvert votre dossier.",
    "The team {name} is not part of the house that follows you. Do you agree that the carers of this team, those of today "
    "and those who will join it, read your record and write in it? You can change your mind at any time. Your page shows "
    "who has opened your record.",
)
AGREED_BY = ("oral", "phone", "paper")

MOTIVES: dict[str, Sentence] = {
    "emergency": Sentence("urgence", "emergency"),
    "asked": Sentence("demande de la personne ou d'un proche", "asked by the person or a relative"),
    "call": Sentence("la personne appelle", "the person is calling"),
    "replacement": Sentence("remplacement d'un collègue", "standing in for a colleague"),
    "other": Sentence("autre motif, écrit", "other, in words"),
}
OPEN_FOR = timedelta(hours=1)
LONGEST = 500
CHOOSE = "Choisissez un motif."
WORDS = "Écrivez le motif, en 500 signes au plus."
AGREE = "Dites comment la personne a donné son accord."


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes from elsewhere: one person, or the whole team of that person."""

    name: str
    account_id: UUID | None = None
    team_id: UUID | None = None

    @property
    def who(self) -> dict[str, UUID]:
        return {"team_id": self.team_id} if self.team_id else {"account_id": self.account_id}


def check_motive(motive: str, words: str) -> None:
    """A motive of the list; in words too where the list does not say it."""
    if motive not in MOTIVES:
        raise Invalid(CHOOSE, fields={"motive": CHOOSE})
    if len(words) > LONGEST or (motive == "other" and not words):
        raise Invalid(WORDS, fields={"words": WORDS})


def check_agreement(agreed_by: str, words: str) -> None:
    """Of elsewhere: the patient agreed, and it is said why."""
    wrong = {}
    if agreed_by not in AGREED_BY:
        wrong["agreed_by"] = AGREE
    if not 0 < len(words) <= LONGEST:
        wrong["words"] = WORDS
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
