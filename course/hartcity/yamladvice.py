"""What is wrong with a file that isn't YAML, in the words of somebody who writes one: what to look at, what to type."""

from __future__ import annotations

import re

_LINE = "this line isn't indented like the lines around it, or the line before it isn't of the form “key: value”"
_QUOTES = "put the whole text in double quotes, with single ones inside of it"


def advice(problem: str, line: str, before: str) -> str:
    """Return a sentence on a problem that PyYAML names, with the line where it saw it and the last line before that."""
    text = re.sub(r"^\s*(?:- )?[\w-]+:\s*", "", line)
    if "'\\t'" in problem or "\t" in line[: len(line) - len(line.lstrip())]:
        return "there is a tab at the beginning of the line: use spaces"
    if re.search(r"cannot start any token|alphabetic or numeric|sequence entries are not allowed", problem):
        return f"a text that begins with “{text[:1]}” needs quotes around it: {_QUOTES}"
    unspaced = re.match(r"\s*(?:- )?([\w-]+):[^\s/]", before) or re.match(r"\s*(?:- )?([\w-]+):[^\s/]", line)
    if unspaced and re.search(r"mapping values|could not find expected ':'", problem):
        return f"write a space after the colon of “{unspaced[1]}:”"
    if "mapping values" in problem:
        inside = re.search(r":(?:\s|$)", text)
        return f"a text with “: ” in it needs quotes around it: {_QUOTES}" if inside else _LINE
    if "could not find expected ':'" in problem:
        return "a line here or before it has no “: ” after its key"
    if "<scalar>" in problem:
        return f"the text goes on after its closing quotation mark: {_QUOTES}"
    if "<block" in problem or "indent" in problem:
        return _LINE
    if "',' or" in problem:
        return "a bracket that opens in this line or before it isn't closed, or a comma is missing"
    if "end of stream" in problem or "quoted scalar" in problem:
        return "a quotation mark opens a text and nothing closes it"
    return problem
