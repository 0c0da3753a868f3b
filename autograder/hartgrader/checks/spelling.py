"""Words that are in no dictionary: not in English, not in British spelling, not in the city's directory."""

from __future__ import annotations

import functools
import re
from itertools import compress
from typing import ClassVar

import attrs
from hartcity.city import City

from hartgrader.context import MET, Context, Result
from hartgrader.vocabulary import frequencies

# Names, addresses and joined words are left alone: only a word in small letters can be misspelled for certain.
_SHORTEST = 4
_WORD = re.compile(r"(?<![\w@./'&-])[a-z]{4,24}(?![\w@/'&-])(?!\.[a-z])")
# British endings and the American ones the dictionary knows.
_BRITISH = (
    ("isation", "ization"),
    ("isations", "izations"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("lled", "led"),
    ("lling", "ling"),
    ("ogue", "og"),
    ("amme", "am"),
    ("ammes", "ams"),
    ("re", "er"),
    ("res", "ers"),
    ("ence", "ense"),
    ("lment", "llment"),
)
_ASKED = 10_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _city_text(city: City) -> str:
    """Return all that a city's files say, in small letters."""
    said = [city.description, *city.needs.values(), *city.tags.values()]
    for organization in city.organizations.values():
        said += [organization.name, organization.description, organization.accessibility, organization.transit]
        for s in organization.services:
            said += [s.name, s.description, s.cost, s.note, s.unit, s.eligibility_description, *s.documents]
    return " ".join(map(str, said)).lower()


@attrs.frozen
class _CityWords:
    """Which words a city's files have; looked for one by one, because few are asked for."""

    text: str
    asked: dict[str, bool] = attrs.field(factory=dict)

    def __contains__(self, word: str) -> bool:
        if word not in self.asked:
            if len(self.asked) > _ASKED:
                self.asked.clear()
            self.asked[word] = re.search(rf"(?<![a-z]){word}(?![a-z])", self.text) is not None
        return self.asked[word]


@attrs.frozen(eq=False)
class Spelling:
    """How few misspelled words a text has: `worst` of them cost everything. `right` in the lexicon adds good words."""

    TELLS: ClassVar = ("phrases",)

    fields: tuple[str, ...]
    lexicon: str
    worst: int

    def run(self, context: Context) -> Result:
        city = context.library.once(("words",), context.city, lambda: _CityWords(_city_text(context.city)))
        good = context.lexicon(self.lexicon)["right"]
        right = context.library.once(("right",), context.city, lambda: frozenset(good))
        spans, replacements, wrong = [], [], []
        for field in self.fields:
            text = context.text(field)
            words = context.unknown & context.written_words(field)
            words = [w for w in words if len(w) >= _SHORTEST and w not in right and w in text]
            unknown = {w for w in words if w[0].isalpha() and not _variant(w) and w not in city}
            tokens = context.words(field)
            for start in compress(tokens.starts, map(unknown.__contains__, tokens.written)) if unknown else ():
                match = _WORD.match(text, start)
                if not match or (word := match.group()) not in unknown:
                    continue
                spans.append(context.span(field, *match.span()))
                wrong.append(word)
                replacements.append(_nearest(word) if len(wrong) <= 2 * self.worst else None)
        if not wrong:
            return MET
        count = len(set(wrong))
        shown = ", ".join(f"“{w}”" for w in dict.fromkeys(wrong[:8]))
        return Result(1.0 - min(1.0, count / self.worst), tuple(spans), tuple(replacements), {"phrases": shown})


@functools.lru_cache(maxsize=_ASKED)
def _variant(word: str) -> bool:
    """Whether a word is a known one in British spelling, or with an ending the dictionary doesn't list."""
    known = frequencies()
    if "our" in word and word.replace("our", "or") in known:
        return True
    if any(word.endswith(a) and word[: -len(a)] + b in known for a, b in _BRITISH):
        return True
    return any(word.endswith(e) and word[: -len(e)] in known for e in ("s", "ly", "ness"))


@functools.lru_cache(maxsize=_ASKED)
def _nearest(word: str) -> str | None:
    """Return the most frequent word one slip away, the first by the alphabet of several, or None."""
    known = frequencies()
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS}
    near |= {a + c + b for a, b in cuts for c in _LETTERS}
    return min((w for w in near if w in known), key=lambda w: (-known[w], w), default=None)
