"""From findings to a level: one function for every criterion, whose numbers stand in the rubric's file."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from math import fsum

import attrs
from hartcity.answers import Answers
from hartcity.city import City
from hartcity.coach import Finding
from hartcity.service_user import ServiceUser

from hartgrader.checks.privacy import Privacy
from hartgrader.context import Context, Result
from hartgrader.rubric import Cap, Criterion, FlagRule, Indicator, Rubrics
from hartgrader.sheet import CriterionScore, Flag, ScoreSheet

_REASONS = 3


@attrs.frozen
class Judgment:
    """How a level came about.

    Attributes
    ----------
    share : what is met, by weight, 0 to 100.
    level : after cuts and caps.
    caps : the caps that apply, the lowest level first; `cap` is the one that decided, if one did.
    margin : distance in points of share to where the level would change.
    """

    share: float
    level: int
    caps: list[Cap]
    cap: Cap | None
    margin: float


def judge(criterion: Criterion, met: dict[str, float]) -> Judgment:
    """Return the level that an answer's indicators (id → 0 to 1) come to, and what decided it."""
    # `sum` rounds differently in other versions of Python.
    share = 100 * fsum([weight * met[name] for name, weight in criterion.weighty.items()]) / criterion.total_weight
    cuts = criterion.cuts
    level = 1 + bisect_right(cuts, share + 1e-9)
    caps = criterion.caps(met)
    cap = caps[0] if caps else None
    if cap is not None and cap.level < level:
        # The share would have to fall below the capped level to change anything.
        floor = cuts[cap.level - 2] if cap.level >= 2 else None
        margin = share - floor if floor is not None else 100.0
        return Judgment(share, cap.level, caps, cap, margin)
    reach = [abs(share - cut) for n, cut in enumerate(cuts, 2) if cap is None or n <= cap.level]
    return Judgment(share, level, caps, None, min(reach, default=100.0))


def confidence(criterion: Criterion, judgment: Judgment) -> float:
    """Return the calibrated chance that a careful reader gives exactly this level."""
    steps = criterion.scale.confidence.get(str(judgment.level), ())
    return next((c for reach, c in reversed(steps) if judgment.margin >= reach), steps[0][1] if steps else 0.5)


def finding(criterion: Criterion, indicator: Indicator, result: Result) -> Finding:
    """Return what a check found as a sentence to the student."""
    # Most are met or not, nowhere in particular, and then say the same to everybody.
    key = None if result.spans else (indicator.id, result.met)
    if key in criterion.findings:
        return criterion.findings[key]
    good = result.met >= 1
    kind = "evidence" if good or (result.met > 0 and not indicator.fault) else "fault" if indicator.fault else "missing"
    sentences = (indicator.yes, "") if good else (indicator.no, indicator.suggestion)
    made = Finding(
        indicator.id,
        criterion.id,
        indicator.label,
        # Most are 0 or 1, and rounding is slow.
        result.met if result.met in (0.0, 1.0) else round(result.met, 4),
        _filled(sentences[0], result),
        _filled(sentences[1], result),
        result.spans,
        result.replacements[0] if result.replacements else None,
        kind,
        isinstance(indicator.check, Privacy) and indicator.check.about == "never",
    )
    if key and result.met in (0.0, 1.0) and "{" not in "".join(sentences):
        criterion.findings[key] = made
    return made


def _filled(sentence: str, result: Result) -> str:
    """Return a sentence of the rubric with what a check found in place of the braces."""
    if "{" not in sentence:
        return sentence
    measured = "" if result.measured is None else f"{result.measured:g}"
    for name, value in {"measured": measured, **result.detail}.items():
        sentence = sentence.replace("{" + name + "}", value)
    return " ".join(sentence.split())


def _is_empty(context: Context, criterion: Criterion) -> bool:
    answers = context.answers
    if criterion.fields == ("services",):
        return not answers.services
    if criterion.fields == ("benefits",):
        return all(context.blank(f"benefits.{s}") for s in answers.services)
    return all(context.blank(field) for field in criterion.fields)


def results(context: Context, criterion: Criterion) -> dict[str, Result]:
    """Return what each of a criterion's checks found, by indicator."""
    return {i.id: context.result(i.check) for i in criterion.indicators}


def _because(criterion: Criterion, judgment: Judgment, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return the two or three sentences that decided the level."""
    cap = judgment.cap or next((c for c in judgment.caps if c.level == judgment.level), None)
    weight = criterion.weights
    missed = _missed(criterion, findings, cap.below if cap else ())
    good = sorted([f for f in findings if f.met >= 1 and weight[f.indicator]], key=lambda f: -weight[f.indicator])
    if judgment.level >= len(criterion.scale.cuts):
        highest = judgment.level > len(criterion.scale.cuts)
        ranked = [*good[: _REASONS if highest else 2], *missed[:2]]
    else:
        # That a fault isn't there decides no low level.
        ranked = [*missed[:2], *(f for f in good if not criterion.by_id[f.indicator].fault)][:_REASONS]
    if cap and len(cap.below) == 1:
        # The cap says it already, unless the finding says what.
        ranked = [f for f in ranked if f.indicator not in cap.below or "{" in criterion.by_id[f.indicator].no]
    reasons = dict.fromkeys([*([cap.because] if cap else []), *[f.message for f in ranked if f.message]])
    return tuple([r for r in reasons if not [o for o in reasons if o.startswith(r) and o != r]])[:_REASONS]


def _missed(criterion: Criterion, findings: tuple[Finding, ...], holding: Collection[str]) -> list[Finding]:
    """Return what isn't met: first what holds the level down (indicators), then what weighs most."""
    weight = criterion.weights
    return sorted(
        [f for f in findings if f.met < 1 and (weight[f.indicator] or f.indicator in holding)],
        key=lambda f: (f.indicator not in holding, (f.met - 1) * weight[f.indicator]),
    )


def _raises(
    criterion: Criterion, judgment: Judgment, met: dict[str, float], findings: tuple[Finding, ...]
) -> tuple[str, ...]:
    """Return suggestions, what counts most first, that together come to the next level; none at the highest."""
    level = judgment.level
    if level == len(criterion.scale.cuts) + 1:
        return ()
    holding = {name for cap in judgment.caps if cap.level <= level for name in cap.below}
    steps: list[str] = []
    then = {**met}
    for step in dict.fromkeys(f.suggestion for f in _missed(criterion, findings, holding) if f.suggestion):
        steps.append(step)
        then.update((f.indicator, 1.0) for f in findings if f.suggestion == step)
        if judge(criterion, then).level > level:
            break
    return tuple(steps)


def score_criterion(context: Context, criterion: Criterion) -> CriterionScore:
    """Return one criterion's level with everything it stands on."""
    if _is_empty(context, criterion):
        blank = criterion.level(0)
        return CriterionScore(criterion.id, 0, blank.points, criterion.max_points, 1.0, True, (blank.descriptor,))
    found = results(context, criterion)
    met = {name: r.met for name, r in found.items()}
    judgment = judge(criterion, met)
    every = tuple([finding(criterion, i, found[i.id]) for i in criterion.indicators])
    findings = tuple([f for f in every if f.indicator not in criterion.hidden])
    chance = confidence(criterion, judgment)
    return CriterionScore(
        criterion.id,
        judgment.level,
        criterion.level(judgment.level).points,
        criterion.max_points,
        chance,
        chance >= criterion.scale.sure,
        _because(criterion, judgment, findings),
        findings,
        _raises(criterion, judgment, met, every),
    )


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Keep the garbage collector from looking through all that is made meanwhile: none of it needs a collector."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_collecting_later()
def score(answers: Answers, city: City, user: ServiceUser, rubrics: Rubrics) -> ScoreSheet:
    """Return the judgment of one submission: the same for the same answers, always and everywhere."""
    context = Context(answers, city, user, rubrics.library)
    criteria = {c.id: score_criterion(context, c) for c in rubrics.criteria.values()}
    flags: list[Flag] = []
    for rule in rubrics.flags:
        result = context.result(rule.check)
        concerned = _concerned(rule, result, rubrics, criteria) if result.met < rule.below else ()
        if not concerned:
            continue
        flags.append(Flag(rule.kind, _filled(rule.reason, result), concerned))
        for name in concerned:
            criteria[name] = _doubted(criteria[name], rubrics[name], rule)
    return ScoreSheet(rubrics.hashes, criteria, tuple(flags))


def _concerned(rule: FlagRule, result: Result, rubrics: Rubrics, scores: dict[str, CriterionScore]) -> tuple[str, ...]:
    """Return the criteria with a level that read an answer in which something was found."""
    places = result.places
    named = [c for c in rule.criteria or scores if scores[c].level]
    return tuple(c for c in named if not places or places & rubrics[c].places)


def _doubted(score: CriterionScore, criterion: Criterion, rule: FlagRule) -> CriterionScore:
    """Return a score that a flag makes unsure, and caps when the flag's rule says so."""
    score = attrs.evolve(score, sure=False, confidence=min(score.confidence, 0.5))
    if rule.at_most is None or score.level < rule.at_most:
        return score
    steps = score.raises if score.level == rule.at_most else ()
    if rule.suggestion and rule.suggestion not in steps:
        score = attrs.evolve(score, raises=(rule.suggestion, *steps))
    if score.level == rule.at_most:
        return score
    because = (rule.because, *score.because)[:_REASONS] if rule.because else score.because
    points = criterion.level(rule.at_most).points
    return attrs.evolve(score, level=rule.at_most, points=points, because=because)
