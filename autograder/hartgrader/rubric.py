"""The rubrics: criteria, levels, indicators, and the numbers that turn one into the other. Read from YAML, strictly."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import Any

import attrs
import yaml
from hartcity import content, yamlfile
from hartcity.coach import Finding
from hartcity.errors import ContentError

from hartgrader.checks import KINDS
from hartgrader.context import Library

CRITERIA = ("selection", "benefits", "coordination", "finances", "collaboration", "professionalism", "concision")
_LEVELS = (4, 3, 2, 1, 0)


@attrs.frozen
class Level:
    """A level: its number, name and descriptor; `share` is the percentage of the maximum, `points` follows from it."""

    level: int
    name: str
    share: int
    descriptor: str
    points: float = attrs.field(default=0.0, metadata={"made": True})


@attrs.frozen
class Indicator:
    """A small observable thing.

    Attributes
    ----------
    label : two to five words for a checklist.
    check : the kind of check with its parameters.
    weight : how much it counts toward the level; 0 when it only serves a cap or is shown to the student.
    yes, no : the sentence to the student when it is met, and when it isn't.
    suggestion : how to go on, when it isn't met.
    fault : whether what it finds is something to change.
    source : where the rule comes from.
    hidden : whether it only serves a cap and says nothing new to a student.
    """

    id: str
    label: str
    yes: str
    no: str
    suggestion: str = ""
    weight: float = 0.0
    fault: bool = False
    source: str = ""
    hidden: bool = False
    check: Any = attrs.field(default=None, metadata={"made": True})
    line: int = 0


@attrs.frozen
class Cap:
    """Without this, no higher level: applies when every indicator in `below` is met less than its number."""

    below: dict[str, float]
    level: int
    because: str
    line: int = 0


@attrs.frozen
class Scale:
    """How indicators become a level.

    The weighted share of what is met, 0 to 100, is held against `cuts`: the least share for levels 2, 3 and 4 (1 is
    what remains). Then the lowest cap that applies holds. `confidence` gives for each level the chance that the median
    reader gives it too, by the distance to the nearest boundary: pairs of (points of share, chance), rising. From the
    chance `sure` on, a level is called sure.
    """

    cuts: dict[str, float]
    caps: tuple[Cap, ...] = ()
    confidence: dict[str, tuple[tuple[float, ...], ...]] = attrs.field(factory=dict)
    sure: float = 0.85
    line: int = 0


@attrs.frozen(slots=False)
class Criterion:
    """One criterion, as its file gives it; `fields` are the answers it reads."""

    id: str
    title: str
    asks: str
    max_points: float
    fields: tuple[str, ...]
    levels: tuple[Level, ...]
    scale: Scale
    indicators: tuple[Indicator, ...] = attrs.field(default=(), metadata={"made": True})
    line: int = 0
    hash: str = attrs.field(default="", metadata={"made": True})

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        return {i.id: i for i in self.indicators}

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much each indicator counts, by id."""
        return {i.id: i.weight for i in self.indicators}

    @cached_property
    def weighty(self) -> dict[str, float]:
        """The weights of the indicators that have one."""
        return {name: weight for name, weight in self.weights.items() if weight}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The indicators that say nothing new to a student."""
        return frozenset(i.id for i in self.indicators if i.hidden)

    @cached_property
    def _caps(self) -> list[Cap]:
        return sorted(self.scale.caps, key=lambda cap: cap.level)

    @cached_property
    def findings(self) -> dict[tuple[str, float], Finding]:
        """What is said to everybody alike, by indicator and how far it is met; filled as it is needed."""
        return {}

    @cached_property
    def total_weight(self) -> float:
        return fsum(self.weights.values())

    @cached_property
    def cuts(self) -> list[float]:
        """The least share of what is met for the levels 2, 3 and 4."""
        return [self.scale.cuts[level] for level in ("2", "3", "4")]

    @cached_property
    def places(self) -> frozenset[str]:
        """The answers it reads: ``services``, ``email``, ``benefits`` …"""
        return frozenset(f.partition(".")[0] for f in self.fields)

    def caps(self, met: Mapping[str, float]) -> list[Cap]:
        """Return the caps that apply when the indicators are met so far, the lowest level first."""
        applying = []
        for cap in self._caps:
            for name, least in cap.below.items():
                if met[name] >= least:
                    break
            else:
                applying.append(cap)
        return applying

    def level(self, number: int) -> Level:
        return next(lv for lv in self.levels if lv.level == number)


@attrs.frozen
class FlagRule:
    """When a person should look first.

    Attributes
    ----------
    kind : a word for the flag.
    reason : a sentence to the instructor.
    below : it is raised when the check is met less than this.
    criteria : whose levels it may make unsure, all when empty; of these it concerns those that read the answer in
        which the check found something.
    at_most : the highest level these criteria may have then.
    because : the sentence to the student when it lowered a level.
    suggestion : what the student can do about it then.
    """

    kind: str
    reason: str
    below: float = 1.0
    at_most: int | None = None
    criteria: tuple[str, ...] = ()
    because: str = ""
    suggestion: str = ""
    check: Any = attrs.field(default=None, metadata={"made": True})
    line: int = 0


@attrs.frozen
class Rubrics:
    """All criteria by id in the order of the assignment, the rules for flags, and the lexicons they read."""

    criteria: dict[str, Criterion]
    flags: tuple[FlagRule, ...]
    library: Library
    path: Path

    def __getitem__(self, criterion: str) -> Criterion:
        return self.criteria[criterion]

    @property
    def hashes(self) -> dict[str, str]:
        return {c.id: c.hash for c in self.criteria.values()}


def load_rubrics(folder: Path | str | None = None) -> Rubrics:
    """Load and check the rubrics: those of the course, or of a folder laid out like it.

    Raises
    ------
    ContentError : with path, line and the allowed words.
    """
    folder = Path(folder) if folder else content.locate("rubrics")
    lexicons = {p.stem: yamlfile.load(p, dict[str, Any]) for p in sorted((folder / "lexicons").glob("*.yml"))}
    digest = hashlib.sha256()
    for path in sorted((folder / "lexicons").glob("*.yml")):
        digest.update(path.read_bytes())
    words = digest.digest()
    criteria = {}
    for name in CRITERIA:
        path = folder / f"{name}.yml"
        criteria[name] = _criterion(path, lexicons, hashlib.sha256(words + _bytes(path)).hexdigest()[:16])
    flags = folder / "flags.yml"
    rules = tuple(_with_check(flags, n, FlagRule, lexicons) for n in _sequence(flags, yamlfile.parse(flags)))
    return Rubrics(criteria, rules, Library(lexicons), folder)


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


def _criterion(path: Path, lexicons: dict, digest: str) -> Criterion:
    root = yamlfile.parse(path)
    listed = _pop(root, "indicators")
    if listed is None:
        raise ContentError(path, root.start_mark.line + 1, "“indicators” is missing.")
    criterion = yamlfile.decode(path, root, Criterion)
    indicators = tuple(_with_check(path, n, Indicator, lexicons) for n in _sequence(path, listed))
    levels = tuple(
        attrs.evolve(lv, points=round(criterion.max_points * lv.share / 100, 2))
        for lv in sorted(criterion.levels, key=lambda lv: -lv.level)
    )
    made = attrs.evolve(criterion, indicators=indicators, levels=levels, hash=digest)
    _check(path, made)
    return made


def _with_check(path: Path, node: yaml.Node, cls: type, lexicons: dict) -> Any:
    """Decode a mapping that has a ``check``: the kind named there says which keys it has."""
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
    return attrs.evolve(yamlfile.decode(path, node, cls), check=runner, line=line)


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
