"""Why a field cannot be accepted, in the language of whoever reads it; use cases answer in that of the follow-up."""

from collections.abc import Mapping

from chevet.pathways.languages import Wording
from chevet.questionnaires.typed import NotUnderstood, parse_measure
from chevet.vitals.kinds import KINDS


def refused_in(wording: Wording, errors: Mapping[str, str], typed: Mapping[str, object]) -> dict[str, str]:
    """The same sentences by link id, each in the reader's words."""
    return {item: refusal_in(wording, sentence, item, typed.get(item)) for item, sentence in errors.items()}


def refusal_in(wording: Wording, sentence: str, item: str, typed: object) -> str:
    """A measure says again why it is refused; any other sentence is looked up by its French or English."""
    if item in KINDS and isinstance(typed, str):
        try:
            parse_measure(typed, kind=KINDS[item])
        except NotUnderstood as refused:
            return wording.refusal(refused.code, KINDS[item])
    return wording.saying(sentence)
