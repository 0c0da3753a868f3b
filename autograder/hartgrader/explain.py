"""One judgment in words: what was found and where, what was missing, how the level came about. As text or as HTML."""

from __future__ import annotations

from html import escape

from hartcity.answers import Answers
from hartcity.coach import Finding, Span

from hartgrader.bench import Bench
from hartgrader.rubric import Criterion
from hartgrader.score import judge, results
from hartgrader.sheet import CriterionScore, ScoreSheet

_QUOTE = 80
_HEAD = """<!doctype html><html lang='en'><head><meta charset='utf-8'>
<meta name='viewport' content='width=device-width'>
<title>Your score, explained</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b;
  background: #fff }
q { background: #fff3c4 }
li { margin: .4rem 0 }
.next { color: #0b4f6c }
</style></head><body>
"""


def _words(answers: Answers, span: Span) -> str:
    head, _, rest = span.field.partition(".")
    if head == "benefits":
        text = answers.benefits.get(rest, "")
    else:
        text = getattr(answers.email, rest) if head == "email" else getattr(answers, head)
    quoted = " ".join(text[span.start : span.end].split())
    return quoted if len(quoted) <= _QUOTE else quoted[: _QUOTE - 1].rstrip() + "…"


def _quotes(answers: Answers, finding: Finding) -> str:
    return " · ".join(f"“{_words(answers, s)}”" for s in finding.spans[:4])


def _way(bench: Bench, answers: Answers, criterion: Criterion, score: CriterionScore) -> str:
    """Return how the indicators became the level, with the numbers of the rubric's file."""
    if not score.findings:
        return "There is nothing to judge."
    judgment = judge(criterion, {n: r.met for n, r in results(bench.context(answers), criterion).items()})
    cuts = ", ".join(f"{level} from {criterion.scale.cuts[level]:g}" for level in ("4", "3", "2"))
    way = f"By weight {judgment.share:.0f} of 100 is met (level {cuts})."
    if judgment.cap:
        way += f" No more than level {judgment.cap.level}: {judgment.cap.because}"
    if score.level < judgment.level:
        way += f" Lowered to {score.level}: {score.because[0]}"
    return f"{way} Chance that a careful reader gives this level: {score.confidence:.0%}."


def _raises(criterion: Criterion, score: CriterionScore) -> list[str]:
    """Return the two suggestions that weigh most toward a higher level."""
    open_ones = [f for f in score.findings if f.met < 1 and f.suggestion]
    needed = {name for cap in criterion.scale.caps if cap.level <= score.level for name in cap.below}
    open_ones.sort(key=lambda f: (f.indicator not in needed, (f.met - 1) * criterion.by_id[f.indicator].weight))
    return [f.suggestion for f in open_ones[:2]] if score.level < 4 else []


def text(bench: Bench, answers: Answers, sheet: ScoreSheet) -> str:
    """Return the judgment as plain text for a terminal."""
    lines: list[str] = []
    for flag in sheet.flags:
        lines.append(f"LOOK FIRST ({flag.kind}): {flag.reason}")
    for score in sheet.criteria.values():
        criterion = bench.rubrics[score.criterion]
        level = criterion.level(score.level)
        lines += [
            "",
            f"{criterion.title}: level {score.level} ({level.name}), {score.points:g} of {score.max_points:g} points",
        ]
        lines += [f"  {_way(bench, answers, criterion, score)}"]
        lines += [f"  because: {reason}" for reason in score.because]
        lines += [f"  to raise it: {suggestion}" for suggestion in _raises(criterion, score)]
        for finding in score.findings:
            mark = "+" if finding.met >= 1 else "±" if finding.met > 0 else "–"
            quotes = _quotes(answers, finding)
            lines.append(f"  {mark} {finding.label}: {finding.message}{f' {quotes}' if quotes else ''}")
            if finding.suggestion:
                lines.append(f"      → {finding.suggestion}")
    return "\n".join(lines).strip() + "\n"


def html(bench: Bench, answers: Answers, sheet: ScoreSheet) -> str:
    """Return the judgment as a page for the student; everything they wrote is escaped."""
    parts = [_HEAD, "<h1>Your score, explained</h1>"]
    for score in sheet.criteria.values():
        criterion = bench.rubrics[score.criterion]
        level = criterion.level(score.level)
        parts.append(f"<section><h2>{escape(criterion.title)}</h2>")
        parts.append(
            f"<p><strong>Level {score.level} ({escape(level.name)})</strong>, {score.points:g} of "
            f"{score.max_points:g} points. {escape(level.descriptor)}</p>"
        )
        parts.append(f"<p>{escape(_way(bench, answers, criterion, score))}</p>")
        if raises := _raises(criterion, score):
            parts.append(f"<p class='next'>To raise it: {escape(' '.join(raises))}</p>")
        parts.append("<ul>")
        for finding in score.findings:
            state = "found" if finding.met >= 1 else "partly" if finding.met > 0 else "not yet"
            quotes = " ".join(f"<q>{escape(_words(answers, s))}</q>" for s in finding.spans[:4])
            item = f"<li><strong>{escape(finding.label)}</strong> ({state}): {escape(finding.message)} {quotes}"
            if finding.suggestion:
                item += f"<br><span class='next'>Next: {escape(finding.suggestion)}</span>"
            parts.append(item + "</li>")
        parts.append("</ul></section>")
    return "".join(parts) + "</body></html>\n"
