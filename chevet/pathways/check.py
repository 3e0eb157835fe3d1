"""What a pathway's author should know before anybody answers it. Everything here is advice on data: nothing is sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

from chevet.kernel.sentences import Sentence
from chevet.notifications.gsm7 import ONE_PART, outside, septets
from chevet.notifications.words import health_words
from chevet.pathways.definition import Pathway, placeholders
from chevet.pathways.rules import Facts, judge
from chevet.pathways.witnesses import TRIALS, possible_answers, with_controls, witness
from chevet.pathways.yaml_source import Place, Source
from chevet.questionnaires.definition import Item

LONGEST_LINK, LONGEST_TEAM, LONGEST_DAY = 70, 30, 3
LONGEST_SENTENCE = 20
ALLOWED = {"link", "team", "day"}
MOMENTS = ("invitation", "reminder", "nudge")


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is the path in the file, such as `rules.3.sentence.fr`; file and line when the source is known."""

    place: str
    severity: Literal["error", "warning"]
    sentence: Sentence
    file: str | None = None
    line: int | None = None


Found = tuple[Place, Literal["error", "warning"], Sentence]


def check(pathway: Pathway, *, source: Source | None = None) -> tuple[Problem, ...]:
    """Everything found, in the order of the file when the source is known. A shipped pathway has nothing."""
    searches = (
        _unreachable_questions,
        _dead_rules,
        _quiet_dangers,
        _sms,
        _health_words,
        _translations,
        _long_sentences,
    )
    problems = [_located(found, source) for search in searches for found in search(pathway)]
    return tuple(sorted(problems, key=lambda problem: (problem.file or "", problem.line or 0)))


def _located(found: Found, source: Source | None) -> Problem:
    place, severity, sentence = found
    file, line = source.where(place) if source else (None, None)
    return Problem(".".join(map(str, place)), severity, sentence, file, line)


def _unreachable_questions(pathway: Pathway) -> Iterator[Found]:
    for at, item in enumerate(pathway.questionnaire.items):
        if item.enable_when and not _can_be_put(item, pathway):
            yield (
                ("questionnaire", "items", at),
                "error",
                Sentence(
                    f"La question « {item.link_id} » n'est jamais posée.",
                    f'The question "{item.link_id}" is never put.',
                ),
            )


def _can_be_put(item: Item, pathway: Pathway) -> bool:
    """Whether some run of answers, each to a question that was put, leads to this one."""
    before = [one for one in with_controls(frozenset({item.link_id}), pathway.questionnaire) if one is not item]
    by_proxy = [False, True] if item.asked_to == "everyone" else [item.asked_to == "proxy"]
    domains = [[answer for answer in possible_answers(one) if answer is not None] for one in before]
    for given in islice(product(*domains), TRIALS):
        answers = dict(zip([one.link_id for one in before], given, strict=True))
        for proxy in by_proxy:
            if _opens(item, before, answers, pathway, proxy):
                return True
    return False


def _opens(item: Item, before: list[Item], answers: dict, pathway: Pathway, by_proxy: bool) -> bool:
    put = {one.link_id for one in before if pathway.questionnaire.is_enabled(one, answers, by_proxy=by_proxy)}
    needed = {condition.item for condition in item.enable_when}
    return needed <= put and pathway.questionnaire.is_enabled(item, answers, by_proxy=by_proxy)


def _dead_rules(pathway: Pathway) -> Iterator[Found]:
    for at, rule in enumerate(pathway.rules):
        if witness(rule, pathway) is None:
            yield (
                ("rules", at),
                "error",
                Sentence(
                    f"Aucune réponse trouvée ne déclenche la règle « {rule.id} ».",
                    f'No answer was found that makes the rule "{rule.id}" true.',
                ),
            )


def _quiet_dangers(pathway: Pathway) -> Iterator[Found]:
    """Danger signs of the questionnaire that no emergency rule hears."""
    facts = Facts(age=pathway.ages.youngest, day=1)
    for at, item in enumerate(pathway.questionnaire.items):
        for answer in item.dangerous:
            if not judge(pathway, answers={item.link_id: answer}, facts=facts).danger:
                yield (
                    ("questionnaire", "items", at),
                    "error",
                    Sentence(
                        f"Le signe de danger « {item.link_id} » ne déclenche aucune urgence.",
                        f'The danger sign "{item.link_id}" raises no emergency.',
                    ),
                )


def _sms(pathway: Pathway) -> Iterator[Found]:
    for moment in MOMENTS:
        text = getattr(pathway.texts.sms, moment)
        for language in ("fr", "en"):
            place = ("texts", "sms", moment, language)
            yield from ((place, "error", sentence) for sentence in _sms_faults(text.said_in(language)))


def _sms_faults(text: str) -> Iterator[Sentence]:
    if strange := placeholders(text) - ALLOWED:
        yield Sentence(f"Ce SMS attend {strange}, que rien ne remplit.", f"Nothing fills {strange} in this SMS.")
        return
    if "link" not in placeholders(text):
        yield Sentence("Ce SMS n'a pas de lien.", "This SMS has no link.")
    filled = text.format(link="x" * LONGEST_LINK, team="x" * LONGEST_TEAM, day="9" * LONGEST_DAY)
    if letters := outside(filled):
        yield Sentence(f"Ce SMS sort de l'alphabet GSM : {letters}", f"This SMS leaves the GSM alphabet: {letters}")
    elif (length := septets(filled)) > ONE_PART:
        yield Sentence(
            f"Ce SMS peut atteindre {length} caractères, plus que les {ONE_PART} d'un seul message.",
            f"This SMS can reach {length} characters, more than the {ONE_PART} of one message.",
        )


def _health_words(pathway: Pathway) -> Iterator[Found]:
    for place, text in sentences_of(pathway.texts, ("texts",)):
        for language in ("fr", "en"):
            if words := health_words(text.said_in(language)):
                yield (
                    (*place, language),
                    "error",
                    Sentence(
                        f"Ce message contient un mot de santé : {', '.join(words)}.",
                        f"This message contains a health word: {', '.join(words)}.",
                    ),
                )


def _translations(pathway: Pathway) -> Iterator[Found]:
    for place, text in sentences_of(pathway, ()):
        if not text.fr.strip() or not text.en.strip():
            yield place, "error", Sentence("Une traduction manque.", "A translation is missing.")
        elif text.fr == text.en and len(_words(text.fr)) > 2:
            yield (
                place,
                "warning",
                Sentence("Le français et l'anglais sont identiques.", "French and English are the same."),
            )


def _long_sentences(pathway: Pathway) -> Iterator[Found]:
    for place, text in _read_by_patients(pathway):
        for language in ("fr", "en"):
            longest = max((len(_words(one)) for one in _split(text.said_in(language))), default=0)
            if longest > LONGEST_SENTENCE:
                yield (
                    (*place, language),
                    "warning",
                    Sentence(
                        f"Une phrase de {longest} mots ; le patient en lit {LONGEST_SENTENCE} au plus.",
                        f"A sentence of {longest} words; patients read {LONGEST_SENTENCE} at most.",
                    ),
                )


def _read_by_patients(pathway: Pathway) -> Iterator[tuple[Place, Sentence]]:
    for name in ("questionnaire", "instructions", "texts", "distress"):
        yield from sentences_of(getattr(pathway, name), (name,))
    for at, rule in enumerate(pathway.rules):
        if rule.advice:
            yield ("rules", at, "advice"), rule.advice


def sentences_of(part: object, place: Place) -> Iterator[tuple[Place, Sentence]]:
    """Every bilingual sentence under a part of a pathway, with its place in the file."""
    if isinstance(part, Sentence):
        yield place, part
    elif isinstance(part, tuple):
        for at, one in enumerate(part):
            yield from sentences_of(one, (*place, at))
    elif hasattr(type(part), "model_fields"):
        for name, field in type(part).model_fields.items():
            yield from sentences_of(getattr(part, name), (*place, field.alias or name))


def _split(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s|[\n:;]", text)


def _words(sentence: str) -> list[str]:
    return [word for word in re.split(r"\s+", sentence) if any(letter.isalnum() for letter in word)]


def gravest(problems: tuple[Problem, ...]) -> Literal["error", "warning"] | None:
    """The worst severity found, None for none."""
    severities = {problem.severity for problem in problems}
    return "error" if "error" in severities else "warning" if severities else None
