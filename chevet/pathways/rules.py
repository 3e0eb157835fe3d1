"""The protocol judges: answers and facts in, findings out. No database, no clock, nothing executed from text.

Rules are compiled once per pathway into closures and kept on the object; a call costs some microseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from chevet.kernel.sentences import Sentence
from chevet.pathways import thresholds
from chevet.pathways.compiled import CompiledRule, compile_pathway
from chevet.pathways.definition import LEVELS, Pathway
from chevet.pathways.thresholds import Bounds
from chevet.questionnaires.definition import Answer, is_known
from chevet.vitals.kinds import KINDS

EMPTY: Mapping = MappingProxyType({})
RED, ORANGE = LEVELS["red"], LEVELS["orange"]
READ_BY_A_HUMAN = Sentence(
    "Une règle n'a pas pu être appliquée : à lire par un humain.", "A rule could not be applied: to be read by a human."
)
LOWERED = Sentence(
    "{first} La seconde mesure est rassurante ({second}).", "{first} The second measure is reassuring ({second})."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules may know besides today's answers.

    `baseline`, `yesterday`: measures by kind (yesterday = the last answer of an earlier day).
    `history`: `{"levels": [oldest … newest]}` of the previous questionnaires.
    `targets`: the person's own bound by kind of measure, e.g. `{"spo2": 88}`.
    `thresholds`: bounds set for her for a time (thresholds.py); `silent`: the measures on their good side, for `judge`.
    """

    age: int
    day: int
    risk: bool = False
    alone: bool = False
    day_since_onset: int | None = None
    baseline: Mapping[str, float] = field(default_factory=lambda: EMPTY)
    yesterday: Mapping[str, float] = field(default_factory=lambda: EMPTY)
    history: Mapping[str, list] = field(default_factory=lambda: EMPTY)
    targets: Mapping[str, float] = field(default_factory=lambda: EMPTY)
    answered_by_proxy: bool = False
    thresholds: Bounds = field(default_factory=lambda: EMPTY)
    silent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that holds. `values` are the answers it looked at; `version` is the rule's."""

    rule: str
    version: int
    kind: str
    level: int
    emergency: bool
    needs_confirmation: bool
    distress: bool
    sentence: Sentence
    advice: Sentence | None
    values: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`level` counts unconfirmed findings as if they were confirmed. `failed` rules raised: an alert "to be read by a
    human" is due."""

    level: int
    findings: tuple[Finding, ...]
    failed: tuple[str, ...]
    informative: bool
    danger: bool

    @property
    def waits_for_confirmation(self) -> bool:
        return any(finding.needs_confirmation for finding in self.findings)

    @property
    def distress(self) -> bool:
        return any(finding.distress for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one measure means when it arrives alone. `confirm`: ask to measure again.

    `emergency`: red now, show the emergency panel. `unlikely`: kept, but ask the person to look again.
    `refusal` is set when the value is impossible and was not kept.
    """

    outcome: Literal["impossible", "accepted"]
    finding: Finding | None = None
    confirm: bool = False
    emergency: bool = False
    unlikely: bool = False
    refusal: Sentence | None = None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an alarm that waited for a second measure ends: red (3) or orange (2), never closed."""

    level: int
    emergency: bool
    finding: Finding


def judge(
    pathway: Pathway, *, answers: Mapping[str, Answer], facts: Facts, confirmed: frozenset[str] = frozenset()
) -> Verdict:
    """Every rule of the pathway on one set of compact answers.

    `confirmed` names the measures (link_ids) whose second reading is already in: they wait no more.
    A rule about repetition speaks only when it raises the level of today's answers.
    """
    compiled = compile_pathway(pathway)
    if facts.thresholds:
        facts = replace(facts, silent=thresholds.silenced(answers, facts.thresholds))
    findings, failed = _apply(compiled.immediate, answers, facts, confirmed)
    if facts.thresholds:
        findings = _personally(findings, answers, facts)
    findings = _without_needless_waits(findings)
    level = max((finding.level for finding in findings), default=0)
    if compiled.repeated:
        levels = (*facts.history.get("levels", ()), level)
        later, failed_later = _apply(compiled.repeated, answers, facts, confirmed, levels)
        findings += [finding for finding in later if finding.level > level]
        failed += failed_later
    return Verdict(
        level=max((finding.level for finding in findings), default=0),
        findings=tuple(sorted(findings, key=lambda finding: -finding.level)),
        failed=tuple(failed),
        informative=any(map(is_known, answers.values())),
        danger=any(finding.emergency for finding in findings),
    )


def assess_measure(pathway: Pathway, *, kind: str, value: float, facts: Facts) -> Assessment:
    """One measure, on the rules that look at it alone; the worst finding counts.

    An alarming value (a red rule with `confirm`) asks to measure again; in the emergency band, or for a
    person at risk, it is an emergency at once.
    """
    measure = KINDS[kind]
    if measure.is_impossible(value):
        return Assessment(outcome="impossible", refusal=measure.refusal)
    rules = compile_pathway(pathway).alone.get(kind, ())
    findings, failed = _apply(rules, {kind: value}, facts, frozenset())
    worst = max(findings, key=lambda found: (found.emergency, found.level), default=None)
    return Assessment(
        outcome="accepted",
        finding=worst,
        confirm=worst is not None and worst.needs_confirmation,
        emergency=worst is not None and worst.emergency,
        unlikely=measure.is_unlikely(value),
        failed=tuple(failed),
    )


def settle_confirmation(pathway: Pathway, *, kind: str, first: float, second: float | None, facts: Facts) -> Settlement:
    """The end of a wait for a second measure, which nobody may close.

    Second alarming: red, with the second value. Second normal: orange, with both. No second in time
    (`None`): red on the first. Raises ValueError when the first value was not alarming.
    """
    before = assess_measure(pathway, kind=kind, value=first, facts=facts).finding
    if before is None or before.level < RED:
        raise ValueError(f"{kind} {first} was not alarming")
    if second is None:
        return Settlement(RED, before.emergency, replace(before, needs_confirmation=False))
    after = assess_measure(pathway, kind=kind, value=second, facts=facts)
    if after.finding is not None and after.finding.level == RED:
        return Settlement(RED, after.emergency, replace(after.finding, needs_confirmation=False))
    return Settlement(ORANGE, False, _lowered(before, kind, second))


def advance(state: Mapping, *, answers: Mapping[str, Answer], day: int, level: int) -> dict:
    """The small state rules need next time, as compact JSON.

    Keys: b baseline, d the last day answered, t its measures, e the measures of the day answered before it,
    l levels of the last questionnaires (oldest first, at most 7, one per day: the worst).
    """
    measured = {kind: answers[kind] for kind in KINDS if is_number(answers.get(kind))}
    same_day = state.get("d") == day
    last, levels = state.get("t", {}), list(state.get("l", ()))
    if same_day and levels:
        level = max(level, levels.pop())
    return {
        "b": {**measured, **state.get("b", {})},
        "e": dict(state.get("e", {}) if same_day else last),
        "t": {**last, **measured} if same_day else measured,
        "d": day,
        "l": [*levels, level][-7:],
    }


def recall(state: Mapping, *, day: int) -> dict:
    """The part of `Facts` that the state knows: baseline, yesterday and history, as keyword arguments.

    A second answer on the same day is compared with the day before, not with itself.
    """
    baseline, levels = state.get("b", {}), state.get("l", [])
    if state.get("d") == day:
        return {"baseline": baseline, "yesterday": state.get("e", {}), "history": {"levels": levels[:-1]}}
    return {"baseline": baseline, "yesterday": state.get("t", {}), "history": {"levels": levels}}


def _apply(
    rules: tuple[CompiledRule, ...],
    answers: Mapping,
    facts: Facts,
    confirmed: frozenset[str],
    levels: tuple[int, ...] = (),
) -> tuple[list[Finding], list[str]]:
    findings, failed = [], []
    whole = replace(facts, silent=frozenset()) if facts.silent else facts
    for rule in rules:
        try:
            if rule.holds(answers, whole if rule.emergency else facts, levels):
                findings.append(_finding(rule, answers, facts, confirmed))
        except Exception:
            failed.append(rule.id)
    return findings, failed


def _personally(findings: list[Finding], answers: Mapping, facts: Facts) -> list[Finding]:
    """A value beyond the person's own bound says so; where no ordinary rule speaks of it, it is orange."""
    for kind, sentence in thresholds.crossed(answers, facts.thresholds):
        own = [one for one in findings if one.kind == kind and one.level >= ORANGE]
        findings = [
            replace(one, sentence=sentence) if one in own and not one.emergency else one for one in findings
        ]  # fmt: skip
        if not own:
            findings.append(_beyond(kind, sentence, answers[kind]))
    return findings


def _beyond(kind: str, sentence: Sentence, value: float) -> Finding:
    return Finding(
        rule=thresholds.RULE, version=1, kind=kind, level=ORANGE, emergency=False, needs_confirmation=False,
        distress=False, sentence=sentence, advice=None, values={kind: value},
    )  # fmt: skip


def _without_needless_waits(findings: list[Finding]) -> list[Finding]:
    """In an emergency nobody is asked to rest and measure again: call 15 comes first, alarms are red as they stand."""
    if not any(finding.emergency for finding in findings):
        return findings
    return [replace(finding, needs_confirmation=False) for finding in findings]


def _finding(rule: CompiledRule, answers: Mapping, facts: Facts, confirmed: frozenset[str]) -> Finding:
    at_once = rule.emergency or (rule.confirm and facts.risk)
    return Finding(
        rule=rule.id,
        version=rule.version,
        kind=rule.kind,
        level=rule.level,
        emergency=at_once,
        needs_confirmation=rule.confirm and not at_once and not rule.items & confirmed,
        distress=rule.distress,
        sentence=rule.say(answers, facts),
        advice=rule.advice,
        values={name: answers[name] for name in rule.ordered_items if name in answers},
    )


def _lowered(finding: Finding, kind: str, second: float) -> Finding:
    written = KINDS[kind].written(second)
    sentence = LOWERED.filled(
        fr={"first": finding.sentence.fr, "second": written.fr}, en={"first": finding.sentence.en, "second": written.en}
    )
    return replace(
        finding,
        level=ORANGE,
        emergency=False,
        needs_confirmation=False,
        sentence=sentence,
        values={**finding.values, "second": second},
    )


def is_number(answer: object) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool)
