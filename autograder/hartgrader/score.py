"""From findings to a level: one function for every criterion, whose numbers stand in the rubric's file."""

from __future__ import annotations

import gc
from collections.abc import Collection
from itertools import filterfalse, islice

import attrs
from hartcity.answers import Answers
from hartcity.city import City
from hartcity.coach import Finding
from hartcity.service_user import ServiceUser

from hartgrader.checks.privacy import Privacy
from hartgrader.context import Context, Result
from hartgrader.criterion import Cap, Criterion, FlagRule, Indicator, Rubrics
from hartgrader.sheet import CriterionScore, Flag, ScoreSheet

_REASONS = 3


@attrs.define
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
    """Return the level that an answer's indicators (id → 0 to 1) come to, and what decided it.

    What isn't named is wholly met.
    """
    share, cuts, caps = criterion.share(met), criterion.cuts, criterion.caps(met)
    level = criterion.reached(share)
    cap = caps[0] if caps else None
    if cap is None or cap.level >= level:
        near = cuts if cap is None else cuts[: cap.level - 1]
        return Judgment(share, level, caps, None, min([abs(share - cut) for cut in near], default=100.0))
    # The share would have to fall below the capped level to change anything.
    margin = share - cuts[cap.level - 2] if cap.level >= 2 else 100.0
    return Judgment(share, cap.level, caps, cap, margin)


def confidence(criterion: Criterion, judgment: Judgment) -> float:
    """Return the calibrated chance that a careful reader gives exactly this level."""
    steps = criterion.scale.confidence.get(str(judgment.level), ())
    chance = steps[0][1] if steps else 0.5
    for reach, higher in steps:
        if reach > judgment.margin + 1e-9:
            break
        chance = higher
    return chance


def finding(criterion: Criterion, indicator: Indicator, result: Result) -> Finding:
    """Return what a check found as a sentence to the student."""
    # Most say the same to everybody who meets it or doesn't, only in another place.
    said = indicator.said.get(result.met) or _said(criterion, indicator, result)
    if not result.spans:
        return said
    return said.at(result.spans, result.replacements[0] if result.replacements else None)


def _said(criterion: Criterion, indicator: Indicator, result: Result) -> Finding:
    """Return what a check found, wherever it stands; kept with the indicator when everybody is told so."""
    good = result.met >= 1
    kind = "evidence" if good or (result.met > 0 and not indicator.fault) else "fault" if indicator.fault else "missing"
    missed = (result.met > 0 and indicator.partly) or indicator.no
    message, suggestion = (indicator.yes, "") if good else (missed, indicator.suggestion)
    said = Finding(
        indicator.id,
        criterion.id,
        indicator.label,
        round(result.met, 4),
        _filled(message, result),
        _filled(suggestion, result),
        kind=kind,
        consent=isinstance(indicator.check, Privacy) and indicator.check.about == "never",
    )
    if result.met in (0.0, 1.0) and "{" not in message + suggestion:
        indicator.said[result.met] = said
    return said


def _filled(sentence: str, result: Result) -> str:
    """Return a sentence of the rubric with what a check found in place of the braces."""
    if "{" not in sentence:
        return sentence
    for name, value in result.detail.items():
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


def _because(
    criterion: Criterion, judgment: Judgment, findings: dict[str, Finding], missed: dict[str, Indicator]
) -> tuple[str, ...]:
    """Return the two or three sentences that decided the level."""
    level, caps = judgment.level, judgment.caps
    cap = caps[0] if caps and caps[0].level == level else None
    holding = cap.below if cap else {}
    wrong = [name for name in _first(holding, missed) if not missed[name].hidden][:2]
    low = level < criterion.highest - 1
    good = filterfalse(missed.__contains__, criterion.deeds if low else criterion.heaviest)
    if low:
        ranked = [*wrong, *islice(good, _REASONS - len(wrong))]
    else:
        ranked = [*islice(good, _REASONS if level == criterion.highest else 2), *wrong]
    if len(holding) == 1:
        # The cap says it already, unless the finding says what.
        ranked = [name for name in ranked if name not in holding or "{" in missed[name].no]
    said = [findings[name].message for name in ranked]
    # What a finding says more fully needn't be said before.
    if cap and not [m for m in said if m.startswith(cap.because) and m != cap.because]:
        said.insert(0, cap.because)
    return tuple(dict.fromkeys(filter(None, said)))[:_REASONS]


def _first(holding: Collection[str], missed: dict[str, Indicator]) -> list[str]:
    """Return what isn't met and counts, with what holds the level down in front."""
    front = [name for name in missed if name in holding]
    return front + [name for name, i in missed.items() if i.weight and name not in holding]


def _raises(
    criterion: Criterion, judgment: Judgment, findings: dict[str, Finding], missed: dict[str, Indicator]
) -> tuple[str, ...]:
    """Return suggestions, what counts most first, that together come to the next level; none at the highest."""
    level, share = judgment.level, judgment.share
    if level == criterion.highest:
        return ()
    caps = [cap for cap in judgment.caps if cap.level <= level]
    steps: dict[str, list[str]] = {}
    for name in _first({name for cap in caps for name in cap.below}, missed):
        steps.setdefault(findings[name].suggestion, []).append(name)
    steps.pop("", None)
    taken: list[str] = []
    for step, done in steps.items():
        taken.append(step)
        share += 100 * sum([(1 - findings[name].met) * missed[name].weight for name in done]) / criterion.total_weight
        caps = [cap for cap in caps if cap.below.keys().isdisjoint(done)]
        if not caps and criterion.reached(share) > level:
            break
    return tuple(taken)


def score_criterion(context: Context, criterion: Criterion) -> CriterionScore:
    """Return one criterion's level with everything it stands on."""
    if _is_empty(context, criterion):
        blank = criterion.level(0)
        return CriterionScore(criterion.id, 0, blank.points, criterion.max_points, 1.0, True, (blank.descriptor,))
    findings: dict[str, Finding] = {}
    met: dict[str, float] = {}
    for name, indicator in criterion.by_id.items():
        result = context.result(indicator.check)
        findings[name] = finding(criterion, indicator, result)
        if result.met < 1.0:
            met[name] = result.met
    judgment = judge(criterion, met)
    by_id = criterion.by_id
    missed = {n: by_id[n] for n in sorted(met, key=lambda n: (findings[n].met - 1.0) * by_id[n].weight)}
    chance = confidence(criterion, judgment)
    return CriterionScore(
        criterion.id,
        judgment.level,
        criterion.level(judgment.level).points,
        criterion.max_points,
        chance,
        chance >= criterion.scale.sure,
        _because(criterion, judgment, findings, missed),
        tuple(map(findings.__getitem__, criterion.shown)),
        _raises(criterion, judgment, findings, missed),
    )


def score(answers: Answers, city: City, user: ServiceUser, rubrics: Rubrics) -> ScoreSheet:
    """Return the judgment of one submission: the same for the same answers, always and everywhere."""
    # Nothing that is made meanwhile needs the garbage collector, and it would look through all of it.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _sheet(Context(answers, city, user, rubrics.library), rubrics)
    finally:
        if collects:
            gc.enable()


def _sheet(context: Context, rubrics: Rubrics) -> ScoreSheet:
    """Return the criteria's levels, and the flags with what they change."""
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
