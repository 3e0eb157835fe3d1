"""A sentence in the two languages of the screens, for modules that must not import Django."""

from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """French first, English always beside it. `fr` is also the message id for gettext."""

    fr: str
    en: str
    __pydantic_config__: ClassVar[dict] = {"extra": "forbid"}

    def said_in(self, language: str) -> str:
        """The text for a language code such as "fr", "fr-FR" or "en"; French when in doubt."""
        return self.en if language.lower().startswith("en") else self.fr

    def filled(self, *, fr: dict[str, str], en: dict[str, str]) -> "Sentence":
        """The same sentence with its `{placeholders}` replaced, one set of words per language."""
        return Sentence(self.fr.format_map(fr), self.en.format_map(en))

    def saying(self, **words: str) -> "Sentence":
        """The same sentence with placeholders that read alike in both languages."""
        return self.filled(fr=words, en=words)


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translation; the interface translates it in the reader's language."""
    return sentence


def number_in(language: str, value: float, *, decimals: int) -> str:
    """A number as people write it: `38,2` in French, `38.2` in English."""
    written = f"{value:.{decimals}f}"
    return written if language.startswith("en") else written.replace(".", ",")
