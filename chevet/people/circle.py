"""The circle of care in words: how a patient agrees that somebody of elsewhere joins, why a glass is broken. Pure."""

from datetime import timedelta

from chevet.kernel.errors import Invalid
from chevet.kernel.sentences import Sentence

VERSION = "2026-11"
AGREEMENT = Sentence(
    "{name} ne fait pas partie de l'équipe qui vous suit. Êtes-vous d'accord pour qu'il lise votre dossier et y "
    "écrive ? Vous pouvez changer d'avis à tout moment. Votre page montre qui a ouvert votre dossier.",
    "{name} is not part of the team that follows you. Do you agree that they read your record and write in it? "
    "You can change your mind at any time. Your page shows who has opened your record.",
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
