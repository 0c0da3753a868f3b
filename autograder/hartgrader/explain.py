"""One judgment in words: what was found and where, what was missing, how the level came about. As text or as HTML."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path

from hartcity.answers import Answers
from hartcity.coach import Finding, Span

from hartgrader.bench import Bench
from hartgrader.context import Context
from hartgrader.criterion import Criterion
from hartgrader.score import judge, results
from hartgrader.sheet import CriterionScore, ScoreSheet

# A line for the terminal is at most so long.
_WIDTH = 100
# A quotation shows so many characters around the words that count, and is cut at so many; so many are shown.
_AROUND, _LONGEST, _QUOTES = 36, 160, 3
# Words so near to each other stand in one quotation.
_NEAR = 40
# What would steer a terminal or turn the direction of reading.
_STEERING = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# A mark for each state of a finding in plain text; its name in HTML.
_STATES = {"found": "+", "partly": "±", "not yet": "–", "to change": "–"}


def text(bench: Bench, answers: Answers, sheet: ScoreSheet) -> str:
    """Return the judgment as plain text for a terminal; the words that count stand in [brackets]."""
    context = bench.context(answers)
    flagged = {name for flag in sheet.flags for name in flag.criteria}
    lines = [f"{_of(context)}: {sheet.points:g} of {sheet.max_points:g} points"]
    lines += [f"LOOK FIRST ({flag.kind}): {flag.reason}" for flag in sheet.flags]
    for score in sheet.criteria.values():
        criterion = bench.rubrics[score.criterion]
        level = criterion.level(score.level)
        points = f"{score.points:g} of {score.max_points:g} points"
        lines += ["", f"{criterion.title}: level {score.level} ({level.name}), {points}"]
        lines += [f"  because: {reason}" for reason in score.because]
        lines += [f"  {_goal(criterion, score)}", *(f"  to raise it: {a}{b}" for a, b in _steps(criterion, score))]
        for finding in (*_open(score), *_found(score)):
            line = f"  {_STATES[_state(finding)]} {finding.label}: {finding.message}"
            lines.append(" ".join([line, *(f"“{_plain(q)}”" for q in _quotes(context, finding))]))
            if finding.suggestion:
                lines.append(f"      → {finding.suggestion}")
        lines += [f"  {_way(context, criterion, score, score.criterion in flagged)}"] if score.level else []
    wrapped = (textwrap.fill(_STEERING.sub(" ", line), _WIDTH, subsequent_indent=" " * 6) for line in lines)
    return "\n".join(wrapped) + "\n"


def html(bench: Bench, answers: Answers, sheet: ScoreSheet) -> str:
    """Return the judgment as a page for the student; everything they wrote is escaped."""
    context = bench.context(answers)
    flagged = {name for flag in sheet.flags for name in flag.criteria}
    style = Path(__file__).with_suffix(".css").read_text("utf-8")
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>Your score, explained</title><style>\n{style}</style></head><body><main>",
        f"<h1>Your score, explained</h1><p>{escape(_of(context))}</p>",
        *(
            f"<p class='first'><strong>Your instructor looks at this first.</strong> {escape(f.reason)}</p>"
            for f in sheet.flags
        ),
        _overview(bench, sheet),
        "<p>The levels are proposed by a program that reads for what the rubric asks. Your instructor’s own score "
        "always counts.</p>",
    ]
    for score in sheet.criteria.values():
        criterion = bench.rubrics[score.criterion]
        level = criterion.level(score.level)
        parts += [
            f"<section aria-labelledby='{criterion.id}'><h2 id='{criterion.id}'>{escape(criterion.title)}</h2>",
            f"<p class='level'>Level {score.level} of 4 ({escape(level.name)}), {score.points:g} of "
            f"{score.max_points:g} points</p>",
            *([f"<p>In the rubric’s words: {escape(level.descriptor)}</p>"] if score.level else []),
            "<h3>What decided it</h3>",
            _list("ul", map(escape, score.because)),
            f"<div class='raise'><h3>{escape(_goal(criterion, score))}</h3>",
            _list("ol", (f"<strong>{escape(a)}</strong>{escape(b)}" for a, b in _steps(criterion, score))),
            "</div>",
        ]
        for title, findings in (("What is open", _open(score)), ("What was found", _found(score))):
            if findings:
                parts += [f"<h3>{title}</h3>", _list("ul", (_item(context, f) for f in findings))]
        parts += (
            [f"<p class='way'>{escape(_way(context, criterion, score, score.criterion in flagged))}</p>"]
            if score.level
            else []
        )
        parts.append("</section>")
    return "".join(parts) + "</main></body></html>\n"


def _overview(bench: Bench, sheet: ScoreSheet) -> str:
    """Return a table of the levels, each row leading to its reasons."""
    rows = "".join(
        f"<tr><th scope='row'><a href='#{s.criterion}'>{escape(bench.rubrics[s.criterion].title)}</a></th>"
        f"<td>{s.level} ({escape(bench.rubrics[s.criterion].level(s.level).name)})</td>"
        f"<td class='number'>{s.points:g} of {s.max_points:g}</td></tr>"
        for s in sheet.criteria.values()
    )
    head = "<th scope='col'>Criterion</th><th scope='col'>Level</th><th scope='col' class='number'>Points</th>"
    together = (
        f"<th scope='row'>Together</th><td colspan='2' class='number'>{sheet.points:g} of {sheet.max_points:g}</td>"
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot><tr>{together}</tr></tfoot></table>"


def _list(kind: str, items: Iterable[str]) -> str:
    inside = "".join(f"<li>{item}</li>" for item in items)
    return f"<{kind}>{inside}</{kind}>" if inside else ""


def _item(context: Context, finding: Finding) -> str:
    quotes = "".join(
        "<br><q dir='auto'>"
        + "".join(f"<mark>{escape(words)}</mark>" if marked else escape(words) for words, marked in quote)
        + "</q>"
        for quote in _quotes(context, finding)
    )
    how = f"<br><span class='how'>How: {escape(finding.suggestion)}</span>" if finding.suggestion else ""
    state = _state(finding)
    shown = "" if state == "found" else f" ({state})"
    return f"<strong>{escape(finding.label)}</strong>{shown}: {escape(finding.message)}{quotes}{how}"


def _of(context: Context) -> str:
    """Return whom the answers are about, and to whom the email goes."""
    to = context.recipient
    return f"For {context.user.name}" + (f", with an email to {to.name}" if to else "")


def _state(finding: Finding) -> str:
    if finding.met >= 1:
        return "found"
    return "to change" if finding.kind == "fault" else "partly" if finding.met > 0 else "not yet"


def _open(score: CriterionScore) -> list[Finding]:
    return [f for f in score.findings if f.met < 1]


def _found(score: CriterionScore) -> list[Finding]:
    """Return what is met, with words to show first."""
    return sorted((f for f in score.findings if f.met >= 1), key=lambda f: not f.spans)


def _goal(criterion: Criterion, score: CriterionScore) -> str:
    """Return what the steps lead to."""
    if score.level == len(criterion.scale.cuts) + 1:
        return "This is the highest level."
    following = criterion.level(score.level + 1)
    more = " or more" if following.level <= len(criterion.scale.cuts) else ""
    return f"To reach level {following.level} ({following.name}){more}:"


def _steps(criterion: Criterion, score: CriterionScore) -> list[tuple[str, str]]:
    """Return what to do to get there: what it is about, when it is about one thing, and how."""
    if score.level == 0:
        return [("", f"Write this part. It is about this: {criterion.asks[0].lower()}{criterion.asks[1:]}")]
    labels = {i.suggestion: f"{i.label}: " for i in reversed(criterion.indicators)}
    labels |= {f.suggestion: f"{f.label}: " for f in reversed(score.findings)}
    return [(labels.get(step, ""), step) for step in score.raises]


def _way(context: Context, criterion: Criterion, score: CriterionScore, flagged: bool) -> str:
    """Return how the indicators became the level, with the numbers of the rubric's file."""
    judgment = judge(criterion, {name: r.met for name, r in results(context, criterion).items()})
    cuts = ((level, cut) for level, cut in sorted(criterion.scale.cuts.items(), reverse=True) if cut > 0)
    begins = ", ".join(f"level {level} at {cut:g}" for level, cut in cuts).replace(" at", " begins at", 1)
    # Never rounded up, or it would seem to reach a level that it doesn't.
    share = math.floor(10 * judgment.share + 1e-6) / 10
    way = f"How it came about: weighed together, {share:g} of 100 is met; {begins}."
    if judgment.cap:
        way += f" But it can’t be more than level {judgment.cap.level}: {judgment.cap.because}"
    if score.level < judgment.level:
        way += f" It was lowered to {score.level}: {score.because[0]}"
    if flagged:
        return f"{way} What is said at the top makes it unsure, so a person looks at it."
    way += f" Of 100 such answers, about {100 * score.confidence:.0f} got exactly this level from careful readers."
    return way if score.sure else f"{way} That isn’t sure enough, so a person looks at it."


Quote = list[tuple[str, bool]]


def _quotes(context: Context, finding: Finding) -> list[Quote]:
    """Return the places in the text that a finding stands on, each as pieces: (words, whether they are what counts)."""
    groups: list[list[Span]] = []
    for span in sorted(finding.spans, key=lambda s: (s.field, s.start)):
        last = groups[-1] if groups else None
        if last and last[-1].field == span.field and span.start - last[-1].end <= _NEAR:
            last.append(span)
        else:
            groups.append([span])
    return [_quote(context.raw(group[0].field), group) for group in groups[:_QUOTES]]


def _quote(raw: str, spans: list[Span]) -> Quote:
    """Return some words of a text with what stands around them in the same line."""
    start, end = spans[0].start, max(s.end for s in spans)
    if end > start + _LONGEST:
        end = max(start + 1, raw.rfind(" ", start, start + _LONGEST))
    left = raw[max(0, start - _AROUND) : start].rpartition("\n")[2]
    right = raw[end : end + _AROUND].partition("\n")[0]
    before = start > len(left) and raw[start - len(left) - 1] != "\n"
    behind = raw[end + len(right) : end + len(right) + 1] not in ("", "\n")
    # A word that was cut is left out.
    left = ("…" + left.partition(" ")[2]) if before else left
    right = (right.rpartition(" ")[0] + "…") if behind else right
    pieces: Quote = [(left, False)]
    at = start
    for span in spans:
        if span.start >= end:
            break
        if raw[at : span.start].strip():
            pieces.append((raw[at : span.start], False))
        if span.end > at:
            # What stands side by side is one.
            begin = pieces.pop() if pieces[-1][1] else ("", True)
            pieces.append((begin[0] + raw[at if begin[0] else span.start : min(span.end, end)], True))
            at = min(span.end, end)
    pieces.append((right, False))
    return [(" ".join(f"|{_STEERING.sub(' ', words)}|".split())[1:-1], marked) for words, marked in pieces if words]


def _plain(quote: Quote) -> str:
    """Return a quotation with what counts in brackets, unless all of it does."""
    only = len(quote) == 1
    return "".join(f"[{words}]" if marked and not only else words for words, marked in quote)
