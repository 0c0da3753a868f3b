"""Short drills as an author wrote them, and the check of an answer: pure functions of text and data.

One file a kind, ``scenarios/drills/<kind>.yml``. An item is choosing, ordering or rewriting, by what it has: `options`,
`steps` or `text`. What the judge finds in a rewritten text is handed in by whoever asks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Literal

import attrs

from hartcity import content, yamlfile
from hartcity.coach import Finding
from hartcity.errors import ContentError
from hartcity.lessons import Option
from hartcity.yamlfile import ensure

FOLDER = ("scenarios", "drills")
# The least a rewritten text must have, as a share of the example's words: a row of keywords is no text.
_LEAST = 0.5
Criterion = Literal[
    "selection", "benefits", "coordination", "finances", "collaboration", "professionalism", "concision"
]


@attrs.frozen
class Step:
    """A step of a plan; steps with the same `at` may come in any order. `because` says why it stands there."""

    text: str
    at: int
    because: str


@attrs.frozen
class Fact:
    """A fact that must stay in a text: one of the words or phrases of `any` shows that it did."""

    fact: str
    any: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        return any(_has(text, phrase) for phrase in self.any)


@attrs.frozen
class Item:
    """One drill.

    Attributes
    ----------
    situation : what a learner has to know first.
    ask : the question, when it is another than the kind's.
    options, steps : what to choose, what to put in order (in the file: in the right order).
    text : what to write anew; `to` and `service_user` are whom it goes to and whom it is about, by id.
    keep : facts that must stay; `avoid` : words that must go → what is wrong with them.
    cut : of 100 words of the text, how many have to go; 0 for any length.
    indicators : ids of the judge's indicators that the new text must meet.
    example : one good answer, shown after trying.
    because : what to take along, whatever the answer was.
    """

    id: str
    because: str
    situation: str = ""
    ask: str = ""
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    text: str = ""
    to: str = ""
    service_user: str = ""
    keep: tuple[Fact, ...] = ()
    avoid: dict[str, str] = attrs.field(factory=dict)
    cut: int = 0
    indicators: tuple[str, ...] = ()
    example: str = ""
    line: int = 0

    def __attrs_post_init__(self) -> None:
        ensure(
            sum(map(bool, (self.options, self.steps, self.text))) == 1, "give options, steps or a text: one of them."
        )
        if self.options:
            right = sum(option.right for option in self.options)
            ensure(0 < right < len(self.options), "a right option and a wrong one are needed.")
        if self.steps:
            places = [step.at for step in self.steps]
            ensure(places == sorted(places) and len(set(places)) > 2, "steps go by `at`, in three places or more.")
        if self.text:
            ensure(bool(self.example and self.keep), "a text needs an `example`, and what to `keep`.")
            lost = next((f.fact for f in self.keep if not f.is_in(self.text)), "")
            ensure(not lost, f"“{lost}” is to be kept, but the text doesn't have it in these words.")
        ensure(0 <= self.cut < 100, "`cut` is how many of 100 words have to go.")

    @property
    def form(self) -> Literal["choose", "order", "rewrite"]:
        return "choose" if self.options else "order" if self.steps else "rewrite"

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.right for option in self.options) > 1

    @property
    def most_words(self) -> int:
        """How many words the new text may have; 0 for any number."""
        return len(self.text.split()) * (100 - self.cut) // 100 if self.cut else 0

    def mixed(self) -> tuple[int, ...]:
        """Return the places of the options or steps, mixed: always the same way, and steps never right."""
        places = list(range(len(self.options or self.steps)))
        chance = random.Random(self.id)
        chance.shuffle(places)
        while self.steps and check_order(self, places).right:
            chance.shuffle(places)
        return tuple(places)


@attrs.frozen
class Kind:
    """A kind of drill: what it asks, how to go about it, and the criterion it trains.

    `as_written` leaves options in the file's order, as for the sentences of an email; else they are mixed.
    """

    id: str
    schema: Literal[1]
    title: str
    ask: str
    help: str
    criterion: Criterion
    items: tuple[Item, ...]
    as_written: bool = False
    line: int = 0


@attrs.frozen
class Remark:
    """One line of a verdict: whether it is fine, and why. `place` is the option or step it is about, if any."""

    good: bool
    text: str
    place: int | None = None


@attrs.frozen
class Verdict:
    """What became of an answer; `remarks` say why, for what was right and for what wasn't."""

    right: bool
    summary: str
    remarks: tuple[Remark, ...] = ()


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").replace("‘", "'").split())


def _has(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text as whole words."""
    return re.search(rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)", _plain(text)) is not None


def check_choice(item: Item, chosen: Collection[int]) -> Verdict:
    """Return whether exactly the right options were chosen, with the reason for each that matters."""
    picked = {n for n in chosen if 0 <= n < len(item.options)}
    wanted = {n for n, option in enumerate(item.options) if option.right}
    shown = sorted(picked | wanted) if item.several else sorted(picked) + sorted(wanted - picked)
    remarks = tuple(Remark(item.options[n].right and n in picked, item.options[n].because, n) for n in shown)
    if picked == wanted:
        return Verdict(True, "Right.", remarks)
    missed, extra = len(wanted - picked), len(picked - wanted)
    if not item.several:
        return Verdict(False, "Not this one.", remarks)
    parts = [f"{missed} missed" if missed else "", f"{extra} too many" if extra else ""]
    return Verdict(False, f"Not quite: {' and '.join(filter(None, parts))}.", remarks)


def check_order(item: Item, order: Sequence[int]) -> Verdict:
    """Return whether the steps, given by their places in the file, stand in an order that works."""
    if sorted(order) != list(range(len(item.steps))):
        return Verdict(False, "Put every step in its place first.")
    remarks = []
    for at, step in enumerate(item.steps[n] for n in order):
        first = sum(other.at < step.at for other in item.steps)
        last = first + sum(other.at == step.at for other in item.steps) - 1
        moves = "" if first <= at <= last else "Comes earlier: " if at > last else "Comes later: "
        remarks.append(Remark(not moves, moves + step.because, order[at]))
    fitting = sum(remark.good for remark in remarks)
    if fitting == len(remarks):
        return Verdict(True, "Right: each step makes the next one possible.", tuple(remarks))
    return Verdict(False, f"{fitting} of {len(remarks)} steps are in their place.", tuple(remarks))


def check_text(item: Item, text: str, findings: Sequence[Finding] = ()) -> Verdict:
    """Return whether a new text keeps what must stay, loses what must go, and meets what the judge looks for.

    `findings` are the judge's on this text; an indicator that has none counts as met.
    """
    words = len(text.split())
    if not words or _plain(text) == _plain(item.text):
        return Verdict(False, "Change the text first, then check it.")
    remarks = []
    if item.most_words:
        fits = words <= item.most_words
        said = f"{words} words; {item.most_words} or fewer are asked for."
        remarks.append(Remark(fits, said))
    least = int(len(item.example.split()) * _LEAST)
    if words < least:
        remarks.append(Remark(False, f"{words} words are too few for whole sentences that a stranger understands."))
    for fact in item.keep:
        kept = fact.is_in(text)
        remarks.append(Remark(kept, f"{'Still there' if kept else 'Lost'}: {fact.fact}."))
    remarks += [
        Remark(False, f"“{phrase}” is still there: {why}") for phrase, why in item.avoid.items() if _has(text, phrase)
    ]
    for finding in findings:
        if finding.indicator in item.indicators and finding.met < 1:
            remarks.append(Remark(False, f"{finding.message} {finding.suggestion}".strip()))
    wrong = sum(not remark.good for remark in remarks)
    if not wrong:
        return Verdict(True, "That works.", tuple(remarks))
    return Verdict(
        False, f"{wrong} thing{'s' if wrong > 1 else ''} to look at.", tuple(sorted(remarks, key=lambda r: r.good))
    )


def is_answer(item: Item, answer: Any) -> bool:
    """Whether there is anything to judge: something chosen, every step placed, the text changed."""
    if item.form == "rewrite":
        return isinstance(answer, str) and bool(answer.strip()) and _plain(answer) != _plain(item.text)
    if not isinstance(answer, list) or not answer:
        return False
    return item.form == "choose" or sorted(n for n in answer if type(n) is int) == list(range(len(item.steps)))


def check(item: Item, answer: Any, findings: Sequence[Finding] = ()) -> Verdict:
    """Return the verdict on an answer as a page sends it: places of options, places of steps in order, or a text."""
    if item.form == "rewrite":
        return check_text(item, answer if isinstance(answer, str) else "", findings)
    places = [n for n in answer if type(n) is int] if isinstance(answer, list) else []
    return check_choice(item, places) if item.form == "choose" else check_order(item, places)


@cache
def load() -> dict[str, Kind]:
    """Return every kind of drill by its id, in the order of their files; ids of items are unique among all.

    Raises
    ------
    ContentError : with path, line and what is allowed.
    """
    kinds: dict[str, Kind] = {}
    seen: dict[str, str] = {}
    for path in sorted(content.locate(*FOLDER).glob("*.yml")):
        kind = yamlfile.load_named(path, Kind)
        for item in kind.items:
            if item.id in seen:
                raise ContentError(path, item.line, f"the id “{item.id}” stands in {seen[item.id]} too.")
            seen[item.id] = path.name
        kinds[kind.id] = kind
    if not kinds:
        raise ContentError(content.locate(*FOLDER), None, "there is no drill here (*.yml).")
    return kinds
