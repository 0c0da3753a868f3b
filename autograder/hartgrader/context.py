"""What a check sees: one submission, the city, the person, the lexicons; every text read once, whoever asks."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs
from hartcity import letter as letters
from hartcity import text as texts
from hartcity.answers import Answers
from hartcity.city import City
from hartcity.coach import Span
from hartcity.directory import Organization, Service
from hartcity.letter import Letter
from hartcity.service_user import ServiceUser
from hartcity.text import Clean, Piece

from hartgrader.library import Library
from hartgrader.names import person_names
from hartgrader.tags import READER, Lexicon, Tagged
from hartgrader.vocabulary import frequencies
from hartgrader.words import PERSON, SIGNS, Words, small

BODY, SUBJECT = "email.body", "email.subject"
# A field, and where in its plain text something begins and ends.
Place = tuple[str, int, int]
# What nobody reads to the end: a longer text is judged by its beginning and flagged.
READ_AT_MOST = 20_000
# More words than this are an answer, whatever they are.
PLACE_HELD = 5
_LONG_WORD = 30


@attrs.define(eq=False)
class Result:
    """What a check found; nobody changes one, but a frozen one takes three times as long to make.

    Attributes
    ----------
    met : 0.0 (missing, or the fault is there) to 1.0.
    spans : the words it stands on.
    replacements : for each span what it could be replaced with, or None; empty when nothing has one.
    detail : words for the braces in the indicator's sentences, by name.
    fields : where it was found, when no span says it; see `places`.
    """

    met: float
    spans: tuple[Span, ...] = ()
    replacements: tuple[str | None, ...] = ()
    detail: Mapping[str, str] = MappingProxyType({})
    fields: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """The answers that it was found in (``email``, ``benefits``, ``finances`` …); none when no text is at fault."""
        return frozenset(f.partition(".")[0] for f in (*self.fields, *(s.field for s in self.spans)))


# What says nothing but this is said again and again.
MET, MISSING = Result(1.0), Result(0.0)


def fall(count: float, fine: float, worst: float) -> float:
    """Return 1.0 for a count up to `fine`, 0.0 from `worst` on, and what lies evenly between."""
    return 1.0 - min(1.0, max(0.0, count - fine) / max(1e-9, worst - fine))


class Context:
    """One submission as the checks see it."""

    def __init__(self, answers: Answers, city: City, user: ServiceUser, library: Library) -> None:
        self.answers, self.city, self.user, self.library = answers, city, user, library
        self._memo: dict[Any, Any] = {}
        self._clean: dict[str, Clean] = {}
        self._words: dict[str, Words] = {}
        self._tagged: dict[tuple[str, str], Tagged] = {}

    def once(self, key: Any, make) -> Any:
        """Return what `make` returns, made once for this submission."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def result(self, check: Any) -> Result:
        """Return what a check finds; it is run once, whichever criteria or flags have it."""
        found = self._memo.get(check)
        if found is None:
            found = self._memo[check] = check.run(self)
        return found

    @functools.cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that hold a text."""
        return (SUBJECT, BODY, "coordination", "finances", *(f"benefits.{s}" for s in self.answers.services))

    @functools.cached_property
    def written(self) -> tuple[str, ...]:
        """The fields in which something is written."""
        return tuple(f for f in self.fields if self.raw(f).strip())

    @functools.cached_property
    def whole(self) -> str:
        """All that is written, in plain characters, to look at once for what hardly anybody writes."""
        return "\n".join(map(self.text, self.written))

    @functools.cached_property
    def small(self) -> str:
        """The same in small letters."""
        return small(self.whole)

    def raw(self, field: str) -> str:
        """Return a field's text as typed: ``email.body``, ``finances``, ``benefits.<service>`` …"""
        head, _, rest = field.partition(".")
        if head == "benefits":
            return self.answers.benefits.get(rest, "")
        if head == "email":
            return getattr(self.answers.email, rest)
        return getattr(self.answers, head)

    def clean(self, field: str) -> Clean:
        """Return a field's text in plain characters, at most the first `READ_AT_MOST` of them."""
        found = self._clean.get(field)
        if found is None:
            found = self._clean[field] = texts.clean(self.raw(field)[:READ_AT_MOST])
        return found

    def text(self, field: str) -> str:
        return self.clean(field).text

    def blank(self, field: str) -> bool:
        """Whether nothing is written there, or only what holds the place of an answer (*n/a*, *will add later*)."""
        if len(self.text(field)) > PLACE_HELD * _LONG_WORD:
            return False
        words = [w for w in self.words(field).words if w[0].isalnum()]
        if not words or len(words) > PLACE_HELD:
            return not words
        return any("no-answer" in tags for tags in self.tagged(field, "blank").sentences)

    def words(self, field: str) -> Words:
        """Return a field's text as tokens."""
        found = self._words.get(field)
        if found is None:
            found = self._words[field] = Words(self.text(field), self.people)
        return found

    def written_words(self, field: str) -> frozenset[str]:
        """Return the different words of a field, as they were written."""
        return self.once(("words", field), lambda: frozenset(self.words(field).written))

    @functools.cached_property
    def unknown(self) -> frozenset[str]:
        """The different words and figures, as they were written, that aren't in the dictionary."""
        return frozenset().union(*map(self.written_words, self.written)).difference(frequencies(), SIGNS)

    @functools.cached_property
    def people(self) -> frozenset[str]:
        """The parts of the person's name, in small letters."""
        return person_names(self.user.name)

    def lexicon(self, name: str) -> dict[str, Any]:
        return self.library.lexicons[name]

    def tagged(self, field: str, lexicon: str) -> Tagged:
        """Return a field's text with the tags of a lexicon and the city's names, and which of them is written to."""
        key = field, lexicon
        tagged = self._tagged.get(key)
        if tagged is None:
            host = self.library.read_as(field, lexicon)
            if host != lexicon:
                tagged = self._tagged[key] = self.tagged(field, host)
                return tagged
            names = self.lexicon(lexicon).get("names")
            named = self._near_named(field) if names and not self.library.names(self.city) else None
            tagged = self.library.tags(lexicon, self.city).read(self.words(field), named)
            if names:
                tagged.add(PERSON, self.people)
                tagged.name(READER, "partner", self.answers.email.to)
            self._tagged[key] = tagged
        return tagged

    def named(self, field: str) -> Tagged:
        """Return a field's text with the names of organizations and services."""
        return self.tagged(field, field.partition(".")[0])

    def _near_named(self, field: str) -> Tagged:
        return self._near_names.read(self.words(field))

    @functools.cached_property
    def _near_names(self) -> Lexicon:
        return self.library.near_names(self.city, self.answers, map(self.words, self.fields))

    def having(self, lexicon: str) -> dict[str, list[str]]:
        """Return for each tag of a lexicon the fields that have it, among those in which something is written."""

        def find() -> dict[str, list[str]]:
            # A field may be read with other lexicons in the same go.
            own, found = self.lexicon(lexicon)["tags"].keys(), {}
            for field in self.written:
                for tag in own & self.tagged(field, lexicon).tags.keys():
                    found.setdefault(tag, []).append(field)
            return found

        return self.once(("having", lexicon), find)

    def places(self, lexicon: str, tag: str) -> list[Place]:
        """Return where a tag of a lexicon stands, in all fields."""
        read = [(f, self.tagged(f, lexicon)) for f in self.having(lexicon).get(tag, ())]
        return [(f, *t.words.place(h.start, h.end)) for f, t in read for s in t.those_with((tag,)) for h in s[tag]]

    def span(self, field: str, start: int, end: int) -> Span:
        """Return a piece of a field's plain text as a place in the text as typed."""
        return Span(field, *self.clean(field).original(start, end))

    def spans(self, field: str, tagged: Tagged, tokens: list[tuple[int, int]]) -> tuple[Span, ...]:
        """Return tokens of a tagged text as places in the text as typed."""
        if not tokens:
            return ()
        original, place = self.clean(field).original, tagged.words.place
        return tuple([Span(field, *original(*place(a, b))) for a, b in tokens])

    @functools.cached_property
    def letter(self) -> Letter:
        """The email's parts, as places in its plain text."""
        return letters.letter(self.text(BODY))

    @functools.cached_property
    def body_sentences(self) -> list[Piece]:
        """The sentences of the email's paragraphs, as places in its plain text."""
        text = self.text(BODY)
        return [s for p in self.letter.paragraphs for s in texts.sentences(text, p.start, p.end)]

    @functools.cached_property
    def recipient(self) -> Organization | None:
        return self.city.organizations.get(self.answers.email.to)

    @functools.cached_property
    def chosen(self) -> tuple[Service, ...]:
        """The chosen services that the directory has."""
        return tuple(self.city.services[s] for s in self.answers.services if s in self.city.services)
