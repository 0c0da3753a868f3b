"""What a change of the rubric does to sample texts: levels and findings before and after. For authors."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

import attrs
import yaml
from hartcity import answers as answers_file
from hartcity.answers import Answers
from hartcity.errors import AnswersError, ContentError

from hartgrader.bench import Bench
from hartgrader.meeting import coached
from hartgrader.sheet import CriterionScore, ScoreSheet
from hartgrader.versions import differences, structure

_FIELDS = ("service_user", "services", "benefits", "coordination", "finances", "email")


@attrs.frozen
class Sample:
    """A text to try a rubric on; `levels` are those it should get, by criterion, where somebody said so."""

    id: str
    answers: Answers
    levels: dict[str, int] = attrs.field(factory=dict)


@attrs.frozen
class Row:
    """One criterion of one sample: level and points after, and before (None when there is nothing to compare with).

    `turned` are the findings that changed: (label, met before, met after, the sentence a student reads now). `coach` is
    what the coach shows while somebody writes this text, `flags` (and `flags_before`) why an instructor looks first.
    """

    sample: str
    criterion: str
    level: int
    points: float
    before: int | None
    points_before: float | None
    expected: int | None
    turned: tuple[tuple[str, float, float, str], ...]
    says: tuple[str, ...]
    coach: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    flags_before: tuple[str, ...] | None = None

    @property
    def changed(self) -> bool:
        now, was = (self.level, self.points, self.flags), (self.before, self.points_before, self.flags_before)
        return self.before is not None and (now != was or bool(self.turned))


def samples(paths: Iterable[Path]) -> list[Sample]:
    """Return the samples in files: cases (``.yml``), answers (``.json``), or folders of either.

    Raises
    ------
    ContentError, AnswersError : a file that holds neither.
    """
    found: list[Sample] = []
    for path in paths:
        files = sorted(p for p in path.iterdir() if p.suffix in (".yml", ".json")) if path.is_dir() else [path]
        for file in files:
            found += _cases(file) if file.suffix == ".yml" else [Sample(file.stem, answers_file.read(file))]
    return found


def _cases(path: Path) -> list[Sample]:
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        raise ContentError(path, None if line is None else line + 1, "this is not readable YAML.") from None
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, list):
        return []  # another kind of file beside the cases
    found = []
    for number, case in enumerate(cases, 1):
        if not isinstance(case, dict) or "service_user" not in case or case.get("repeat"):
            continue
        try:
            answers = answers_file.from_dict({k: case[k] for k in _FIELDS if k in case}, f"{path.name}, case {number}")
        except AnswersError as error:
            raise ContentError(path, None, str(error)) from None
        levels = {k: v for k, v in (case.get("levels") or {}).items() if isinstance(v, int)}
        found.append(Sample(str(case.get("id", number)), answers, levels))
    return found


def compare(
    after: Bench, before: Bench | None, texts: Iterable[Sample], only: tuple[str, ...] = (), mode: str = "full"
) -> list[Row]:
    """Return a row for each sample and criterion that there is something to judge for; `mode` is the coach's."""
    rows = []
    for sample in texts:
        if sample.answers.service_user not in after.users:
            continue
        new = after.score(sample.answers)
        old = before.score(sample.answers) if before else None
        for name in sample.levels or after.rubrics.criteria:
            if name not in new.criteria or (only and name not in only):
                continue
            if new.criteria[name].level == 0 and name not in sample.levels:
                continue
            row = _row(sample, name, new.criteria[name], old.criteria.get(name) if old else None)
            coach = coached(new.criteria[name].findings, mode)
            flags, was = _flags(new, name), _flags(old, name) if old else None
            rows.append(attrs.evolve(row, coach=coach, flags=flags, flags_before=was))
    return rows


def _flags(sheet: ScoreSheet, criterion: str) -> tuple[str, ...]:
    """Return the reasons of the flags that make a criterion's level unsure."""
    return tuple(f.reason for f in sheet.flags if criterion in f.criteria)


def _row(sample: Sample, name: str, new: CriterionScore, old: CriterionScore | None) -> Row:
    met = {f.indicator: f for f in old.findings} if old else {}
    turned = []
    for f in new.findings:
        was = met.get(f.indicator)
        if old and (was is None or was.met != f.met or was.message != f.message):
            turned.append((f.label, was.met if was else 0.0, f.met, f.message))
    gone = {f.indicator for f in new.findings}
    turned += [(f.label, f.met, 0.0, "no longer looked at") for k, f in met.items() if k not in gone]
    return Row(
        sample.id, name, new.level, new.points, old.level if old else None, old.points if old else None,
        sample.levels.get(name), tuple(turned), new.because,
    )  # fmt: skip


def summary(rows: list[Row], after: Bench, before: Bench | None) -> list[str]:
    """Return what a change comes to, a sentence each."""
    lines = [f"{len({r.sample for r in rows})} texts, {len(rows)} levels."]
    known = [r for r in rows if r.expected is not None]
    if known:
        right = sum(r.level == r.expected for r in known)
        was = sum(r.before == r.expected for r in known)
        lines.append(f"As it should be: {right} of {len(known)}" + (f" (before: {was})." if before else "."))
    flagged = len({r.sample for r in rows if r.flags})
    was = len({r.sample for r in rows if r.flags_before})
    lines.append(f"Flagged for an instructor: {flagged} texts" + (f" (before: {was})." if before else "."))
    if before is None:
        return lines
    moved = [r for r in rows if r.before != r.level]
    up = sum(r.level > (r.before or 0) for r in moved)
    lines.append(f"Levels that move: {len(moved)} ({up} up, {len(moved) - up} down).")
    parts = differences(structure(before.rubrics), structure(after.rubrics))
    if parts:
        lines.append(
            f"The structure differs ({'; '.join(parts)}): where grades stand already, it needs a new version "
            "(`hartgrader grade --new-version`); they keep theirs."
        )
    elif before.rubrics.hashes != after.rubrics.hashes:
        lines.append("Only words differ: no new version is needed.")
    else:
        lines.append("Nothing differs.")
    return lines


def shown(rows: list[Row], before: bool, everything: bool) -> list[Row]:
    """Return the rows worth looking at: all, those that change, or without a before those not as they should be."""
    if everything:
        return rows
    return [r for r in rows if (r.changed if before else r.expected not in (None, r.level))]


def html(rows: list[Row], lines: list[str], settings: list[str], refresh: bool = False) -> str:
    """Return a page with the rows and what the settings come to; with `refresh` it loads itself every two seconds."""
    again = '<meta http-equiv="refresh" content="2">' if refresh else ""
    body = "".join(
        f"<tr><th scope=row>{escape(r.sample)}</th><td>{escape(r.criterion)}</td><td>{_arrow(r)}</td>"
        f"<td>{'' if r.expected is None else r.expected}</td><td>{_list(_turns(r) or list(r.says))}</td>"
        f"<td>{_list(list(r.coach)) or '–'}</td><td>{_list(list(r.flags)) or '–'}</td></tr>"
        for r in rows
    )
    style = (
        "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#1d2327}"
        "table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;"
        "border-top:1px solid #c3cbd0}ul{margin:0;padding-inline-start:1.1rem}"
    )
    columns = ("text", "criterion", "level", "should be", "what changes", "coach, while writing", "flags, to you")
    head = "<tr>" + "".join(f"<th scope=col>{c}</th>" for c in columns) + "</tr>"
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>" if rows else "<p>No text changes.</p>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{again}<title>Preview</title>'
        f"<style>{style}</style></head><body><h1>Preview</h1><h2>What students and you meet</h2>{_list(settings)}"
        f"<h2>What the rubric says of the samples</h2>{_list(lines)}{table}</body></html>"
    )


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def _arrow(row: Row) -> str:
    level = str(row.level) if row.before in (None, row.level) else f"{row.before} → {row.level}"
    same = row.points_before in (None, row.points)
    return f"{level}, {f'{row.points:g}' if same else f'{row.points_before:g} → {row.points:g}'} points"


def _turns(row: Row) -> list[str]:
    return [
        f"{label}: {was:g} → {now:g}. {says}" if was != now else f"{label}: now reads “{says}”"
        for label, was, now, says in row.turned
    ]


def text(rows: list[Row], lines: list[str], settings: list[str]) -> str:
    """Return the rows for a terminal, and what the settings come to."""
    parts = []
    for r in rows:
        should = "" if r.expected is None else f", should be {r.expected}"
        parts.append(f"{r.sample} · {r.criterion}: {_arrow(r)}{should}")
        parts += [f"    {line}" for line in _turns(r) or r.says]
        parts += [f"    coach, {line}" for line in r.coach]
        parts += [f"    flag, {line}" for line in r.flags]
    return "\n".join([*parts, *([""] if parts else []), *settings, "", *lines])
