"""Templates of people: choices and {slots} in a person's file, and how a chance generator fills them.

In a template's data ``{any: [a, b]}`` is one of them; ``{pick: 2, of: [a, b, c], first: [d]}`` is d and two of the
others, in their order; ``{name}`` in a text is a slot. A text that is one slot alone takes its value as it is.
"""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

import attrs

from hartcity.money.tables import cents

_SLOT = re.compile(r"\{(\w+)\}")
_PRONOUNS = {
    "she/her": ("she", "her", "her", "herself", "s", "es", "is", "has", "was", "does"),
    "he/him": ("he", "him", "his", "himself", "s", "es", "is", "has", "was", "does"),
    "they/them": ("they", "them", "their", "themself", "", "", "are", "have", "were", "do"),
}
_WORDS = ("they", "them", "their", "themself", "s", "es", "is", "has", "was", "does")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@attrs.frozen
class Range:
    """A whole number from one to another, both included, in steps."""

    least: int
    most: int
    step: int = 1


@attrs.frozen
class Children:
    """The household's children: how many, and how old; the oldest is at least `oldest`."""

    count: Range = Range(0, 0)
    ages: Range = Range(1, 16)
    oldest: int = 0
    relation: tuple[str, ...] = ("daughter", "son")


@attrs.frozen
class Template:
    """How a case varies.

    Attributes
    ----------
    age : the person's. children : of the household. partner : relation words, when there is one.
    pronouns : which of them go with the case. abroad : the person came from another country.
    draw : slot → a range, a choice, or a sum, read in order; a choice of mappings fills several slots at once.
    person : a person's file with choices and slots; what it leaves out is taken from the person of the city.
    """

    age: Range
    draw: dict[str, Any]
    person: dict[str, Any]
    children: Children = Children()
    partner: bool = False
    pronouns: tuple[str, ...] = tuple(_PRONOUNS)
    abroad: bool = False


@attrs.frozen
class _Group:
    speaks: tuple[str, ...]
    she: tuple[str, ...]
    he: tuple[str, ...]
    family: tuple[str, ...]


@attrs.frozen
class Names:
    """Names by group, languages, and how many of 100 people speak them in which way."""

    languages: tuple[str, ...]
    ways: tuple[int, ...]
    anyone: tuple[str, ...]
    groups: tuple[_Group, ...]


class UnknownSlot(Exception):
    """A text asks for a slot that its template doesn't draw."""


class Draws:
    """One person's draws: the slots, the household and the languages, all from one generator."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng, self.names = rng, names
        self.slots: dict[str, Any] = {}
        self.members: list[dict[str, Any]] = []
        self.languages: list[dict[str, Any]] = []
        self.used: set[str] = set()

    def somebody(self, template: Template) -> None:
        """Draw who it is, and the template's slots."""
        pronouns = self.one(template.pronouns)
        language = self._speak(template.abroad)
        group = self.one([g for g in self.names.groups if language == "English" or language in g.speaks])
        first = self._first(group, pronouns)
        family = self.one([name for name in group.family if first not in name])
        age = self.within(template.age)
        self.slots |= {"name": f"{first} {family}", "first": first, "family": family, "language": language}
        self.slots |= {"age": age, "next_age": age + 1, "pronouns": pronouns}
        for key, word in zip(_WORDS, _PRONOUNS[pronouns], strict=True):
            self.slots |= {key: word, key.capitalize(): word.capitalize()}
        self._household(template, group, age)
        for name, drawn in template.draw.items():
            value = self.value(drawn)
            self.slots |= value if isinstance(value, dict) else {name: value}

    def one(self, choices: Any) -> Any:
        return choices[self.rng.randrange(len(choices))]

    def within(self, among: Range) -> int:
        return among.least + among.step * self.rng.randrange((among.most - among.least) // among.step + 1)

    def value(self, drawn: Any) -> Any:
        """Return the value of one entry of `draw`."""
        if isinstance(drawn, dict) and "least" in drawn:
            return self.within(Range(**{k: self.fill(v) for k, v in drawn.items()}))
        if isinstance(drawn, dict) and "monthly" in drawn:
            hours, wage = (self.fill(v) for v in drawn["monthly"])
            return _dollars(Fraction(Fraction(str(hours)) * Fraction(str(wage)) * 5200, 12))
        if isinstance(drawn, dict) and "minus" in drawn:
            return int(self.fill(drawn["of"])) - int(self.fill(drawn["minus"]))
        if isinstance(drawn, dict) and "in_words" in drawn:
            number = int(self.fill(drawn["in_words"]))
            return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
        return self.resolve(drawn)

    def resolve(self, data: Any) -> Any:
        """Return data with its choices made and its slots filled."""
        if isinstance(data, dict) and set(data) == {"any"}:
            return self.resolve(self.one(data["any"]))
        if isinstance(data, dict) and "pick" in data and "of" in data:
            places = list(range(len(data["of"])))
            while len(places) > data["pick"]:
                del places[self.rng.randrange(len(places))]
            return self.resolve([*data.get("first", []), *(data["of"][i] for i in places)])
        if isinstance(data, dict):
            return {self.fill(key): self.resolve(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self.resolve(item) for item in data]
        return self.fill(data)

    def fill(self, text: Any) -> Any:
        """Return a text with its slots filled; one slot alone keeps its value's type."""
        if not isinstance(text, str) or "{" not in text:
            return text
        alone = _SLOT.fullmatch(text)
        if alone:
            return self._slot(alone.group(1))
        return _SLOT.sub(lambda m: self._said(m, text), text)

    def _slot(self, name: str) -> Any:
        """Return a slot; ``{Host}`` is ``{host}`` at the beginning of a sentence."""
        if name in self.slots:
            return self.slots[name]
        if name.lower() not in self.slots:
            raise UnknownSlot(f"{{{name}}} is no slot")
        value = str(self.slots[name.lower()])
        return value[:1].upper() + value[1:]

    def _said(self, match: re.Match[str], text: str) -> str:
        value = self._slot(match.group(1))
        dollars = text[: match.start()].endswith("$")
        return f"{value:,}" if dollars and isinstance(value, int) else str(value)

    def _first(self, group: _Group, pronouns: str) -> str:
        lists = {"she/her": group.she, "he/him": group.he, "they/them": self.names.anyone}
        free = [n for n in lists[pronouns] if n not in self.used]
        name = self.one(free)
        self.used.add(name)
        return name

    def _speak(self, abroad: bool) -> str:
        """Draw the languages; return the one whose names go with the person."""
        at = self.rng.randrange(100)
        way = next(i for i in range(4) if at < sum(self.names.ways[: i + 1]))
        other = self.one(self.names.languages)
        if abroad and way < 2:
            way += 2
        some = {"name": "English", "level": "some"}
        self.languages = [
            [{"name": "English"}],
            [{"name": "English"}, {"name": other}],
            [{"name": other, "level": "preferred", "interpreter": True}, some],
            [{"name": other, "interpreter": True}],
        ][way]
        return "English" if way == 0 else other

    def _household(self, template: Template, group: _Group, age: int) -> None:
        if template.partner:
            pronouns = self.one(("she/her", "he/him"))
            who = self._first(group, pronouns)
            relation = "wife" if pronouns == "she/her" else "husband"
            self.members.append({"who": who, "relation": relation, "age": max(19, age - 3 + self.rng.randrange(8))})
            self.slots |= {"partner": who, "partner_relation": relation}
        children = []
        oldest = min(template.children.ages.most, max(template.children.ages.least, age - 19))
        ages = list(range(template.children.ages.least, oldest + 1))
        for number in range(min(len(ages), self.within(template.children.count))):
            relation = self.one(template.children.relation)
            girl = relation in ("daughter", "granddaughter", "niece")
            who = self._first(group, "she/her" if girl else "he/him")
            free = [a for a in ages if number or a >= template.children.oldest] or ages
            children.append({"who": who, "relation": relation, "age": self.one(free)})
            ages.remove(children[-1]["age"])
        children.sort(key=lambda child: (-child["age"], child["who"]))
        self.members += children
        if children:
            said = [f"{c['who']} ({c['age']})" for c in children]
            self.slots |= {
                "children": said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}",
                "oldest": children[0]["who"],
                "youngest": children[-1]["who"],
                "child_or_children": "child" if len(children) == 1 else "children",
            }
        self.slots |= {"household": 1 + len(self.members), "household_words": _NUMBERS[1 + len(self.members)]}


def _dollars(amount: Fraction) -> str:
    """Return cents as an author writes dollars."""
    whole = cents(amount)
    return f"{whole // 100}.{whole % 100:02d}" if whole % 100 else str(whole // 100)
