"""The lexicons of the rubrics, made ready for a city once: what is read with what, and the names that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hartcity.answers import Answers
from hartcity.city import City
from hartcity.errors import ContentError

from hartgrader.names import index_of, names_of
from hartgrader.tags import Lexicon
from hartgrader.words import Words

# A city with more services is read by the names that the answers may use; so many sets of names are kept.
_ALL_NAMES, _KEPT = 300, 30
# A class of words in a lexicon's phrase: `<idle>`.
_CLASS = re.compile(r"<([a-z-]+)>")


def _spelled_out(phrase: str, classes: dict[str, str]) -> str:
    """Return a lexicon's phrase with the words of a class in place of its name."""
    return _CLASS.sub(lambda name: classes[name[1]], phrase) if "<" in phrase else phrase


class Library:
    """The lexicons by name, as their files give them, and what is made of them.

    A lexicon's ``with`` names others whose tags it has too: their phrases are its own. Its ``beside`` names others that
    are only read in the same go: each keeps its own phrases that mean something else. Its ``names`` are the tags of
    `hartgrader.names.names_of` that it has, too.
    """

    def __init__(self, lexicons: dict[str, dict[str, Any]]) -> None:
        self.lexicons = lexicons
        self._compiled: dict[tuple[int, str], tuple[City, Lexicon]] = {}
        self._made: dict[tuple, tuple[City, Any]] = {}
        self._near: dict[tuple, tuple[City, Lexicon]] = {}

    def names(self, city: City) -> tuple[tuple[str, str, str], ...]:
        """Return what a city's organizations and services are called, for every lexicon; nothing of a large city."""
        if len(city.services) > _ALL_NAMES:
            return ()
        return self.once(("names",), city, lambda: tuple(names_of(city, self.lexicons["names"])))

    def near_names(self, city: City, answers: Answers, words: Iterable[Words]) -> Lexicon:
        """Return a lexicon of the names in a large city that these answers may use."""
        index = self.once(("index",), city, lambda: index_of(city))
        chosen = [city.services[s].organization_id for s in answers.services if s in city.services]
        said = {w for text in words for w in text.written}
        near = frozenset([*chosen, answers.email.to, *(o for w in said & index.keys() for o in index[w])])
        if len(self._near) > _KEPT:
            self._near.clear()
        key = (id(city), near)
        if key not in self._near:
            self._near[key] = city, Lexicon({}, names_of(city, self.lexicons["names"], near))
        return self._near[key][1]

    def tags(self, name: str, city: City) -> Lexicon:
        """Return a lexicon of tags, with those that are read beside it."""
        key = (id(city), name)
        if key not in self._compiled:
            own = self.lexicons[name]
            beside = {other: self._tags(other) for other in own.get("beside", ())}
            # The city is kept beside, so that its id can't be given to another one.
            try:
                names = [name for name in self.names(city) if name[0] in own.get("names", ())]
                self._compiled[key] = city, Lexicon(self._tags(name), names, own.get("written", False), beside)
            except ValueError as error:
                raise ContentError(
                    Path("lexicons") / f"{self._owner(name, str(error))}.yml", None, str(error)
                ) from None
        return self._compiled[key][1]

    def _tags(self, name: str) -> dict[str, list[str]]:
        """Return the phrases of a lexicon and of those that it is read with, by tag."""
        tags: dict[str, list[str]] = {}
        for source in (*self.lexicons[name].get("with", ()), name):
            classes = self.lexicons[source].get("classes", {})
            for tag, phrases in self.lexicons[source]["tags"].items():
                tags[tag] = [*tags.get(tag, ()), *(_spelled_out(str(p), classes) for p in phrases)]
        return tags

    def read_as(self, field: str, lexicon: str) -> str:
        """Return the lexicon that a field is read by for another one's sake: that of its answer, if it has that too."""
        answer = field.partition(".")[0]
        return answer if lexicon in self.lexicons.get(answer, {}).get("beside", ()) else lexicon

    def _owner(self, name: str, error: str) -> str:
        """Return which of a lexicon and those it is read with or beside has the phrase that an error speaks of."""

        def has(source: str) -> bool:
            return any(f"“{p}”" in error for phrases in self.lexicons[source]["tags"].values() for p in phrases)

        beside = self.lexicons[name].get("beside", ())
        sources = [source for one in (name, *beside) for source in self.lexicons[one].get("with", ())]
        return next(filter(has, (*sources, *beside)), name)

    def once(self, key: tuple, city: City, make) -> Any:
        """Return what `make` returns, made once for a city and a key."""
        full = (id(city), *key)
        if full not in self._made:
            self._made[full] = city, make()
        return self._made[full][1]
