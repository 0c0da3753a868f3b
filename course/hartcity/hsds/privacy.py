"""What a directory tells of people on the staff and of places that must stay unknown: found, so it can be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import attrs

from hartcity import content, yamlfile

SOMEBODY = "a staff member"
NO_EMAIL = "(e-mail left out)"


@attrs.frozen
class _Words:
    confidential_places: tuple[str, ...]
    sheltering: tuple[str, ...]
    fleeing: tuple[str, ...]
    honorifics: tuple[str, ...]
    given_names: tuple[str, ...] = attrs.field(converter=frozenset)
    place_words: tuple[str, ...] = attrs.field(converter=frozenset)
    roles: tuple[str, ...] = attrs.field(converter=frozenset)
    phone_words: tuple[str, ...] = attrs.field(converter=frozenset)


@cache
def words() -> _Words:
    """Return the word lists of scenarios/hsds/privacy.yml."""
    return yamlfile.load(content.locate("scenarios", "hsds", "privacy.yml"), _Words)


_NAME = r"[A-Z][a-zà-öø-ÿ]+(?:[’'-][A-Z]?[a-zà-öø-ÿ]+)*|[A-Z][’'][A-Z][a-z]+"
_PAIR = re.compile(rf"\b({_NAME})((?:\s+[A-Z]\.)?)\s+({_NAME})\b")
_MORE = re.compile(rf"[\s-]+({_NAME})(?=[,;:()/]|\s+(?:and|at|or)\b|\s*$)")
_AFTER = re.compile(r"\s+([A-Z]?[\w’'-]+)")
_ROLE = re.compile(r"\s*(?:,|\(|[-–])\s*(?:our |the |an? )?((?:[A-Za-z&/-]+\s+){0,5}[A-Za-z]+)")
_ASK = re.compile(
    r"(?:contact|ask for|attn:?|attention:?|c/o|reach|speak (?:to|with)|talk to|see|email|call)\s*:?\s*$", re.I
)
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}")
_OWN = re.compile(r"[a-z]{2,}[._][a-z]{2,}@")


class People:
    """Finds people's names; `names` are the directory's organizations, places and services, `known` the contacts'."""

    def __init__(self, names: Iterable[str], known: Iterable[str]):
        lists = [re.findall(r"[\w’'-]+", n.casefold()) for n in names]
        self.called = {pair for found in lists for pair in pairwise(found)}
        self.words = frozenset(w for found in lists for word in found for w in re.findall(r"\w+", word))
        # “Front Desk” and “Intake Coordinator” stand there too, and are nobody's name.
        common = words().roles | words().phone_words | words().place_words
        named = [re.findall(r"[^\W\d_][\w’'-]+", n.casefold()) for n in known]
        self.known = {f"{a} {b}" for found in named for a, b in pairwise(found) if not {a, b} & common}
        self.parts = {part for name in self.known for part in re.findall(r"\w{4,}", name)}
        self.honorific = re.compile(rf"\b(?:{'|'.join(words().honorifics)})\.?\s+(?:{_NAME})(?:\s+(?:{_NAME}))?\b")

    def without(self, text: str) -> tuple[str, int, bool]:
        """Return a text with people's names left out, how many were, and whether another may be left."""
        found, maybe = 0, False
        out, done, at = [], 0, 0
        while match := _PAIR.search(text, at):
            verdict = self._is_person(match, text)
            at = self._end(match, text) if verdict else match.start(3)
            if verdict:
                out += [text[done : match.start()], SOMEBODY]
                done, found = at, found + 1
                self.parts.update(re.findall(r"\w{4,}", match.group().casefold()))
            maybe = maybe or verdict is None
        text = "".join([*out, text[done:]])
        text, titled = self.honorific.subn(lambda m: m.group() if self._called(m.group()) else SOMEBODY, text)
        kept = text.count(SOMEBODY)
        text = _ADDRESS.sub(lambda m: NO_EMAIL if self.own_email(m.group()) else m.group(), text)
        return text, found + min(titled, kept) + text.count(NO_EMAIL), maybe

    @staticmethod
    def _end(match: re.Match, text: str) -> int:
        """Where a name ends: a second family name belongs to it."""
        more = _MORE.match(text, match.end())
        known = words().place_words | words().roles
        return more.end(1) if more and more[1].casefold() not in known else match.end()

    def _called(self, phrase: str) -> bool:
        """Whether two words follow each other in a name of the directory's own things."""
        found = re.findall(r"[\w’'-]+", phrase.casefold())
        return any(pair in self.called for pair in pairwise(found))

    def _is_person(self, match: re.Match, text: str) -> bool | None:
        """True, False, or None when it may be one."""
        first, last = match[1], match[3]
        lower = f"{first} {last}".casefold()
        if lower in self.known:
            return True
        if self._called(match.group()) or last.casefold() in words().place_words:
            return False
        after = _AFTER.match(text, match.end())
        if after and after[1].casefold().rstrip(".,") in words().place_words and after[1][0].isupper():
            return False
        if first in words().given_names:
            return True
        role = _ROLE.match(text, match.end())
        if role and any(w.casefold() in words().roles for w in role[1].split()):
            return first.casefold() not in words().place_words
        return None if _ASK.search(text, max(0, match.start() - 16), match.start()) else False

    def names_somebody(self, name: str) -> bool:
        """Whether what should be a thing's other name is that of one of the directory's contacts."""
        return any(f"{a} {b}" in self.known for a, b in pairwise(re.findall(r"[^\W\d_][\w’'-]+", name.casefold())))

    def own_email(self, address: str) -> bool:
        """Whether an e-mail address is a person's own: first.last@, or with a name that was found."""
        local = address.lower().split("@")[0]
        own = _OWN.match(address.lower())
        if own and local.split(".")[0].capitalize() in words().given_names:
            return True
        least = 4 if own else 5
        return any(local[i:end] in self.parts for i in range(len(local)) for end in range(i + least, len(local) + 1))

    def plain_remark(self, remark: str) -> bool:
        """Whether a telephone's remark holds nothing but common words and what the directory's things are called."""
        return all(w in words().phone_words or w in self.words for w in re.findall(r"[^\W\d]+", remark.casefold()))


def confidential(place: str, services: Iterable[str]) -> bool:
    """Whether a place may have to stay unknown, by its own words or by those of a service that is offered there."""
    place = place.casefold()
    if any(w in place for w in words().confidential_places):
        return True
    for text in services:
        line = text.casefold()
        if any(w in line for w in words().fleeing) and any(w in line for w in words().sheltering):
            return True
    return False
