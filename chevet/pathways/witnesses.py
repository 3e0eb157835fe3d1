"""Looks for answers that make a rule true: a rule without any is dead, and nobody would notice."""

from collections.abc import Iterator
from itertools import islice, product

from chevet.pathways.closures import compile_condition
from chevet.pathways.conditions import Change, Measured, Person, Repeated, Target, items_of, leaves_of
from chevet.pathways.definition import LEVELS, Pathway, Rule
from chevet.pathways.rules import Facts
from chevet.questionnaires.definition import UNKNOWN, Item, Questionnaire
from chevet.questionnaires.reading import asked_only
from chevet.vitals.kinds import KINDS

TRIALS = 100_000
OLDEST = 120
Choices = dict[str, list]


def witness(rule: Rule, pathway: Pathway) -> tuple[dict, Facts] | None:
    """Answers and facts that make the rule true, or None when none of the first TRIALS combinations does.

    Tried: every answer of the questions it looks at and of those that open them; measures at each bound and one
    step on either side; people with and without each trait it names.
    """
    holds = compile_condition(rule.when)
    levels = (LEVELS["red"],) * 7 if _looks_back(rule) else ()
    for answers, facts in islice(_situations(rule, pathway), TRIALS):
        kept, _ = asked_only(pathway.questionnaire, answers, by_proxy=facts.answered_by_proxy)
        if holds(kept, facts, levels):
            return kept, facts
    return None


def possible_answers(item: Item) -> list:
    """Every answer to a question that is not a measure, None for no answer first."""
    known = [True, False] if item.type == "boolean" else [option.code for option in item.options]
    return [None, *known, *([UNKNOWN] if item.unknown else [])]


def with_controls(names: frozenset[str], questionnaire: Questionnaire) -> tuple[Item, ...]:
    """These questions and all those that decide whether they are put, in order."""
    wanted = set(names)
    for item in reversed(questionnaire.items):
        if item.link_id in wanted:
            wanted.update(condition.item for condition in item.enable_when)
    return tuple(item for item in questionnaire.items if item.link_id in wanted)


def _looks_back(rule: Rule) -> bool:
    return any(isinstance(leaf, Repeated) for leaf in leaves_of(rule.when))


def _situations(rule: Rule, pathway: Pathway) -> Iterator[tuple[dict, Facts]]:
    items = with_controls(items_of(rule.when), pathway.questionnaire)
    answers = [_measures(item.link_id, rule) if item.type == "measure" else possible_answers(item) for item in items]
    names = [item.link_id for item in items]
    people = list(_people(rule, pathway))
    for given in product(*answers):
        known = {name: answer for name, answer in zip(names, given, strict=True) if answer is not None}
        for facts in people:
            yield known, facts


def _people(rule: Rule, pathway: Pathway) -> Iterator[Facts]:
    leaves = list(leaves_of(rule.when))
    traits = [leaf.person for leaf in leaves if isinstance(leaf, Person)]
    oldest = pathway.ages.oldest or OLDEST
    named = (age for trait in traits for age in (trait.age_at_least, trait.age_at_most) if age is not None)
    ages = {pathway.ages.youngest, oldest, *named}
    onsets = {None, *(trait.since_onset_from for trait in traits), *(trait.since_onset_to for trait in traits)}
    flags = [False, True] if traits else [False]
    before = {leaf.change: _middle(leaf.change) for leaf in leaves if isinstance(leaf, Change)}
    for age, onset, risk, alone, proxy, targets in product(
        sorted(age for age in ages if pathway.ages.youngest <= age <= oldest), onsets, flags, flags, [False, True],
        [{}, {name: _middle(name) for name in KINDS}],
    ):  # fmt: skip
        yield Facts(age=age, day=1, risk=risk, alone=alone, day_since_onset=onset, baseline=before, yesterday=before,
                    targets=targets, answered_by_proxy=proxy)  # fmt: skip


def _middle(name: str) -> float:
    kind = KINDS[name]
    return round((kind.lowest + kind.highest) / 2, kind.decimals)


def _measures(name: str, rule: Rule) -> list[float | None]:
    """Values worth trying: around every bound that the rule names for this measure."""
    kind, step = KINDS[name], 10 ** -KINDS[name].decimals
    bounds = {kind.example, *_bounds(name, rule)}
    tried = {round(bound + shift, kind.decimals) for bound in bounds for shift in (-step, 0, step)}
    return [None, *sorted(value for value in tried if not kind.is_impossible(value))]


def _bounds(name: str, rule: Rule) -> Iterator[float]:
    for leaf in leaves_of(rule.when):
        match leaf:
            case Measured(measure=measure) if measure == name:
                yield from (
                    bound for bound in (leaf.below, leaf.at_most, leaf.above, leaf.at_least) if bound is not None
                )
            case Target(target=target) if target == name:
                yield _middle(name) + (leaf.above or 0) - (leaf.below or 0)
            case Change(change=change) if change == name:
                yield _middle(name) + (leaf.rise or 0) - (leaf.drop or 0)
