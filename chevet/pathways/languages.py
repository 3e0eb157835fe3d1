"""The languages of a questionnaire: what the pathway says, and what the page says around it.

French and English come from the pathway itself. Every other language is one file of `library/languages`, where each
string stands beside the French that it translates: a French sentence that has changed since is shown in French until
somebody translates it again. Nothing is translated by a machine while a patient waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from chevet.kernel.sentences import Sentence, number_in
from chevet.pathways import library
from chevet.pathways.definition import LEVELS, Pathway
from chevet.pathways.language_files import Direction, Translated, codes, phrases, read
from chevet.vitals.kinds import PER_MINUTE, MeasureKind

SCREENS = {"fr": "Français", "en": "English"}
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
# What to say for each code of `questionnaires.typed.NotUnderstood`.
REFUSALS = {
    "empty": "write_or_not_measured",
    "not_a_number": "write_like",
    "several_numbers": "one_number",
    "too_precise": "whole_number",
    "wrong_unit": "wrong_unit",
    "fahrenheit": "in_fahrenheit",
    "impossible": "out_of_range",
}


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    direction: Direction


class Said(str):
    """A sentence that knows its language: the page marks one that fell back to French with `lang` and `dir`."""

    language: str
    direction: Direction
    validated: bool

    def __new__(cls, text: str, *, language: Language, validated: bool) -> "Said":
        said = super().__new__(cls, text)
        said.language, said.direction, said.validated = language.code, language.direction, validated
        return said

    def filled(self, **words: object) -> "Said":
        """The same sentence with its `{placeholders}` replaced. KeyError for one that was not given.

        Among right-to-left words, what is put in is set apart: `38,2 °C` and a telephone number keep their order.
        """
        if self.direction == "rtl":
            words = {name: f"{ISOLATE}{word}{END_OF_ISOLATE}" for name, word in words.items()}
        language = Language(self.language, "", self.direction)
        return Said(self.format_map(words), language=language, validated=self.validated)


class Wording:
    """One pathway in one language, string by string; what is not translated is said in French.

    `validated`: every string is in this language and was validated. French and English are the pathway's own words,
    which its signature covers (`pathway.status`): for them it is always true.
    """

    def __init__(self, *, language: Language, sentences: dict[str, Sentence], said: dict[str, Said]) -> None:
        self.language, self.name, self.direction = language.code, language.name, language.direction
        self._sentences, self._said, self._phrases = sentences, said, _around(language.code)

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys that are said in French for want of a translation."""
        return tuple(key for key, said in self._everything() if said.language != self.language)

    @property
    def validated(self) -> bool:
        return all(said.validated and said.language == self.language for _, said in self._everything())

    @property
    def title(self) -> Said:
        return self._said["title"]

    def text(self, link_id: str, by_proxy: bool = False) -> Said:
        """The question. KeyError, here and below, for what the pathway does not ask."""
        own = self._said[f"{link_id}.text"]
        return self._said.get(f"{link_id}.proxy", own) if by_proxy else own

    def hint(self, link_id: str) -> Said | str:
        """Empty when the question has none."""
        return self._said.get(f"{link_id}.hint", "")

    def option(self, link_id: str, code: str, by_proxy: bool = False) -> Said:
        own = self._said[f"{link_id}.option.{code}"]
        return self._said.get(f"{link_id}.option.{code}.proxy", own) if by_proxy else own

    def instructions(self, level: str) -> tuple[Said, ...]:
        """level: green, yellow, orange or red."""
        if level not in LEVELS:
            raise KeyError(level)
        return tuple(said for key, said in self._said.items() if key.startswith(f"instructions.{level}."))

    def advice(self, rule_id: str) -> Said | str:
        """Empty when the rule says nothing to the patient."""
        return self._said.get(f"advice.{rule_id}", "")

    def distress(self, number: str) -> Said:
        """What a listening line is for; `number` as the pathway writes it."""
        return self._said[_help_line(number)]

    def phrase(self, key: str, **words: object) -> Said:
        """A sentence of the page around the questions (`phrase_keys`), its placeholders filled."""
        return self._phrases[key].filled(**words) if words else self._phrases[key]

    def measure(self, value: float, kind: MeasureKind) -> str:
        """A value with its unit as this language writes it: `38,2 °C`, in that order among right-to-left words too."""
        written = f"{number_in(self.language, value, decimals=kind.decimals)} {self.unit(kind)}"
        return f"{ISOLATE}{written}{END_OF_ISOLATE}" if self.direction == "rtl" else written

    def unit(self, kind: MeasureKind) -> str:
        return self.phrase("per_minute") if kind.unit_shown == PER_MINUTE else kind.unit_shown.fr

    def refusal(self, code: str, kind: MeasureKind) -> Said:
        """Why a typed measure cannot be kept; `code` is that of NotUnderstood."""
        words = {"example": kind.example, "low": kind.lowest, "high": kind.highest}
        written = {name: self.measure(value, kind) for name, value in words.items()}
        return self.phrase(REFUSALS[code], unit=self.unit(kind), **written)

    def saying(self, sentence: str) -> Said:
        """For a sentence that arrives already in French or English (a receipt's instructions): the same one in this
        language. Itself, as French, when this wording does not know it.
        """
        return self._by_sentence.get(sentence) or Said(sentence, language=_known("fr"), validated=True)

    def translated(self, sentence: Sentence) -> Said:
        """For a sentence that carries its own French and English (an item of an older version, what a measure is called)."""
        if self.language in SCREENS:
            return Said(sentence.said_in(self.language), language=_known(self.language), validated=True)
        return self.saying(sentence.fr)

    @cached_property
    def _by_sentence(self) -> dict[str, Said]:
        pairs = [(self._sentences[key], said) for key, said in self._said.items()]
        pairs += [(sentence, self._phrases[key]) for key, sentence in phrases().items()]
        return {text: said for sentence, said in reversed(pairs) for text in (sentence.en, sentence.fr)}

    def _everything(self) -> Iterator[tuple[str, Said]]:
        yield from self._said.items()
        yield from self._phrases.items()


@cache
def load(slug: str, language: str) -> Wording:
    """A shipped pathway in a language (`available`). KeyError when either is unknown."""
    return worded(library.load(slug), language)


def worded(pathway: Pathway, language: str) -> Wording:
    """Any pathway, shipped or not, in a language: only the sentences whose French is still the same are translated."""
    known, own = _known(language), strings_of(pathway)
    if language in SCREENS:
        return Wording(language=known, sentences=own, said=_own(own, known))
    file = read(language)
    translated = {key: one for slug in _ancestry(pathway) for key, one in file.pathways.get(slug, {}).items()}
    return Wording(language=known, sentences=own, said=_translated(own, translated, known))


@cache
def without_pathway(language: str) -> Wording:
    """Only what the page says around the questions, for a page that knows no pathway. KeyError as above."""
    return Wording(language=_known(language), sentences={}, said={})


def of_screens() -> tuple[Language, ...]:
    """Those of every page: French and English."""
    return tuple(_known(code) for code in SCREENS)


def every() -> tuple[Language, ...]:
    """All that somebody wrote, for a page that knows no pathway."""
    return (*of_screens(), *(_known(code) for code in codes()))


def available(slug: str) -> tuple[Language, ...]:
    """The languages of a shipped pathway, French and English first. A variant speaks those of what it extends."""
    slugs = set(_ancestry(library.load(slug)))
    others = [code for code in codes() if slugs & set(read(code).pathways)]
    return (*of_screens(), *(_known(code) for code in others))


def phrase_keys() -> tuple[str, ...]:
    """What `Wording.phrase` can say, in the order of the page; written in `library/languages/phrases.yaml`."""
    return tuple(phrases())


def strings_of(pathway: Pathway) -> dict[str, Sentence]:
    """Everything of a pathway that a patient reads on the page, by the keys of the language files.

    `title`, `<link id>.text|proxy|hint`, `<link id>.option.<code>`, `instructions.<level>.<number from 1>`,
    `advice.<rule id>`, `distress.<digits>`. SMS and e-mails stay in French and English.
    """
    found = {"title": pathway.questionnaire.title}
    for item in pathway.questionnaire.items:
        found |= {f"{item.link_id}.{part}": getattr(item, part) for part in ("text", "proxy", "hint")}
        found |= {f"{item.link_id}.option.{one.code}": one.label for one in item.options}
        found |= {f"{item.link_id}.option.{one.code}.proxy": one.proxy for one in item.options}
    for level in LEVELS:
        sentences = getattr(pathway.instructions, level)
        found |= {f"instructions.{level}.{at}": sentence for at, sentence in enumerate(sentences, start=1)}
    found |= {f"advice.{rule.id}": rule.advice for rule in pathway.rules}
    found |= {_help_line(line.number): line.label for line in pathway.distress}
    return {key: sentence for key, sentence in found.items() if sentence is not None}


def _known(code: str) -> Language:
    if code in SCREENS:
        return Language(code, SCREENS[code], "ltr")
    return Language(code, read(code).name, read(code).direction)


@cache
def _around(code: str) -> dict[str, Said]:
    known, around = _known(code), phrases()
    return _own(around, known) if code in SCREENS else _translated(around, read(code).phrases, known)


def _help_line(number: str) -> str:
    return f"distress.{number.replace(' ', '')}"


def _own(sentences: dict[str, Sentence], language: Language) -> dict[str, Said]:
    return {key: Said(one.said_in(language.code), language=language, validated=True) for key, one in sentences.items()}


def _translated(
    sentences: dict[str, Sentence], translations: dict[str, Translated], language: Language
) -> dict[str, Said]:
    french = _known("fr")

    def said(key: str, sentence: Sentence) -> Said:
        found = translations.get(key)
        if found is None or found.fr != sentence.fr:
            return Said(sentence.fr, language=french, validated=True)
        return Said(found.says, language=language, validated=bool(found.validated))

    return {key: said(key, sentence) for key, sentence in sentences.items()}


def _ancestry(pathway: Pathway) -> list[str]:
    """The slugs a pathway stands on, the furthest first, its own last."""
    slugs = [pathway.slug]
    parent = pathway.extends
    while parent in library.shipped() and parent not in slugs:
        slugs.insert(0, parent)
        parent = library.load(parent).extends
    return slugs
