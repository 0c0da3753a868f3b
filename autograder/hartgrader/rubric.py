"""The rubrics as their YAML files give them, read strictly: what is wrong is said with path, line and allowed words."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import attrs
import yaml
from hartcity import content, yamlfile
from hartcity.errors import ContentError

from hartgrader.checks import KINDS
from hartgrader.criterion import Criterion, FlagRule, Indicator, Rubrics
from hartgrader.library import Library

CRITERIA = ("selection", "benefits", "coordination", "finances", "collaboration", "professionalism", "concision")
_LEVELS = (4, 3, 2, 1, 0)
_BRACES = re.compile(r"\{(\w*)\}")
# Each answer is read for names by the lexicon that is called like it; some checks look into the last two by name.
_ANSWERS = ("email", "benefits", "coordination", "finances")
_NEEDED = (*_ANSWERS, "names", "blank")


def load_rubrics(folder: Path | str | None = None) -> Rubrics:
    """Load and check the rubrics: those of the course, or of a folder laid out like it.

    Raises
    ------
    ContentError : with path, line and the allowed words.
    """
    folder = Path(folder) if folder else content.locate("rubrics")
    files = sorted((folder / "lexicons").glob("*.yml"))
    lexicons = {path.stem: yamlfile.load(path, dict[str, Any]) for path in files}
    for name in _NEEDED:
        if name not in lexicons:
            raise ContentError(
                folder / "lexicons" / f"{name}.yml", None, "is missing: the judge reads every answer by it."
            )
        if name in _ANSWERS and not lexicons[name].get("names"):
            raise ContentError(folder / "lexicons" / f"{name}.yml", None, "“names” is missing: answers name services.")
    digest = hashlib.sha256()
    for path in files:
        _check_sources(path, lexicons)
        digest.update(path.read_bytes())
    words = digest.digest()
    criteria, checks = {}, {}
    for name in CRITERIA:
        path = folder / f"{name}.yml"
        criteria[name] = _criterion(path, lexicons, checks, hashlib.sha256(words + _bytes(path)).hexdigest()[:16])
    flags = folder / "flags.yml"
    rules = tuple(_with_check(flags, n, FlagRule, lexicons, checks) for n in _sequence(flags, yamlfile.parse(flags)))
    return Rubrics(criteria, rules, Library(lexicons), folder)


def _check_sources(path: Path, lexicons: dict[str, dict[str, Any]]) -> None:
    """Refuse a lexicon that is to be read with one that isn't there."""
    own = lexicons[path.stem]
    for key in ("with", "beside"):
        for name in own.get(key, ()):
            if name not in lexicons:
                hint = yamlfile.suggest(str(name), lexicons)
                raise ContentError(path, None, f"“{key}”: “{name}” is not a lexicon.{hint}", tuple(lexicons))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(path, None, f"can't be read ({error.strerror}).") from None


def _sequence(path: Path, node: yaml.Node) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise ContentError(path, node.start_mark.line + 1, "a list is expected here (lines that begin with “- ”).")
    return node.value


def _pop(node: yaml.Node, key: str) -> yaml.Node | None:
    """Take a key's value out of a mapping node."""
    if not isinstance(node, yaml.MappingNode):
        return None
    for pair in node.value:
        if pair[0].value == key:
            node.value.remove(pair)
            return pair[1]
    return None


def _criterion(path: Path, lexicons: dict, checks: dict[str, Any], digest: str) -> Criterion:
    root = yamlfile.parse(path)
    listed = _pop(root, "indicators")
    if listed is None:
        raise ContentError(path, root.start_mark.line + 1, "“indicators” is missing.")
    criterion = yamlfile.decode(path, root, Criterion)
    indicators = tuple(_with_check(path, n, Indicator, lexicons, checks) for n in _sequence(path, listed))
    levels = tuple(
        attrs.evolve(lv, points=round(criterion.max_points * lv.share / 100, 2))
        for lv in sorted(criterion.levels, key=lambda lv: -lv.level)
    )
    made = attrs.evolve(criterion, indicators=indicators, levels=levels, hash=digest)
    _check(path, made)
    return made


def _with_check(path: Path, node: yaml.Node, cls: type, lexicons: dict, checks: dict[str, Any]) -> Any:
    """Decode a mapping that has a ``check``: the kind named there says which keys it has.

    Of equal checks (by all they say of themselves, in `checks`) one is taken, so that it is run once.
    """
    line = node.start_mark.line + 1
    check = _pop(node, "check")
    if check is None:
        raise ContentError(path, line, "“check” is missing: it names the kind of check.")
    kind = _pop(check, "kind")
    word = getattr(kind, "value", None)
    if not isinstance(word, str) or word not in KINDS:
        at = (kind or check).start_mark.line + 1
        hint = yamlfile.suggest(str(word), KINDS)
        raise ContentError(path, at, f"“{word}” is not a kind of check.{hint}", tuple(KINDS))
    runner = yamlfile.decode(path, check, KINDS[word], "check")
    lexicon = getattr(runner, "lexicon", None)
    if lexicon is not None and lexicon not in lexicons:
        hint = yamlfile.suggest(lexicon, lexicons)
        raise ContentError(path, check.start_mark.line + 1, f"“{lexicon}” is not a lexicon.{hint}", tuple(lexicons))
    made = yamlfile.decode(path, node, cls)
    _check_braces(path, line, made, getattr(runner, "TELLS", ()))
    return attrs.evolve(made, check=checks.setdefault(repr(runner), runner), line=line)


def _check_braces(path: Path, line: int, made: Indicator | FlagRule, tells: tuple[str, ...]) -> None:
    """Refuse a sentence with a word in braces that the check has nothing for."""
    for sentence in attrs.astuple(made, recurse=False):
        for word in _BRACES.findall(sentence) if isinstance(sentence, str) else ():
            if word not in tells:
                raise ContentError(path, line, f"“{{{word}}}” is nothing that this check tells.", tells)


def _check(path: Path, criterion: Criterion) -> None:
    """Refuse what fits the form but makes no sense."""
    if criterion.id != path.stem:
        raise ContentError(path, criterion.line, f"the id “{criterion.id}” must be the file's name.")
    numbers = tuple(lv.level for lv in criterion.levels)
    if numbers != _LEVELS:
        raise ContentError(path, criterion.line, "levels 4, 3, 2, 1 and 0 must each be there once.")
    shares = [lv.share for lv in criterion.levels]
    if shares[0] != 100 or shares[-1] != 0 or sorted(shares, reverse=True) != shares:
        raise ContentError(path, criterion.line, "the levels' shares must fall from 100 (level 4) to 0 (level 0).")
    seen: set[str] = set()
    for indicator in criterion.indicators:
        if indicator.id in seen:
            raise ContentError(path, indicator.line, f"the indicator “{indicator.id}” stands here twice.")
        if indicator.weight < 0:
            raise ContentError(path, indicator.line, f"{indicator.id}: a weight can't be negative.")
        seen.add(indicator.id)
    for cap in criterion.scale.caps:
        if not cap.below or not all(0 < least <= 1 for least in cap.below.values()):
            raise ContentError(path, cap.line, "“below” names indicators, each with a number over 0 and up to 1.")
        for name in cap.below:
            if name not in seen:
                hint = yamlfile.suggest(name, seen)
                raise ContentError(path, cap.line, f"“{name}” is not an indicator.{hint}", tuple(seen))
    if set(criterion.scale.cuts) != {"2", "3", "4"}:
        raise ContentError(path, criterion.scale.line, "cuts must be given for the levels 2, 3 and 4.")
    if criterion.cuts != sorted(criterion.cuts):
        raise ContentError(path, criterion.scale.line, "cuts must rise from level 2 to level 4.")
    if not seen or criterion.total_weight <= 0:
        raise ContentError(path, criterion.line, "no indicator has a weight.")
