"""The parts of a letter: subject, salutation, close, who writes, and how to answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import Literal

import attrs
from hartcity.text import Piece

from hartgrader.context import BODY, MISSING, SUBJECT, Context, Result

_PHONE = re.compile(r"\(?\d{3}\)?[ .-]{0,3}\d{3}[ .-]?\d{4}|\b\d{3}[ .-]\d{4}\b")
# It has a figure as long as this, and reaches at most so far before and behind it.
_LONG_FIGURE, _BEFORE, _BEHIND = 4, 12, 9
# Other addresses to answer to; each is found faster by what stands in it, at most so far behind its start.
_ADDRESSES = [
    (re.compile("@"), 64, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")),
    (re.compile(r"xt[a-z]*\.? ?\d"), 1, re.compile(r"\b[Ee]xt(?:ension)?\.? ?\d+")),
]
# What a signature is made of, besides the name: role, office, address.
_SEGMENT = re.compile(r"[^\s,|•·](?:[^\n,|•·]*[^\s,|•·])?")
_TO_ANSWER = re.compile(r"[\d@]")
# So many sentences in which somebody speaks of themselves are the opening.
_OPENING = 4
# Behind these a name goes on: *Office of Student Life*.
_JOINS = frozenset(["of", "for", "at", "in", "and", "with", "to", "&", "-", "–", "("])
# Where somebody works: *I'm Yusra Benali with Tenants Together*. Others are known by their tag or the word before.
_AFFILIATED = re.compile(r"\b(?:with|at|from) (?:the )?((?:[A-Z][\w'&-]*+ ){1,5}[A-Z][\w'&-]*+)")
_OFFICES, _NO_OFFICE = ("partner", "service"), ("person", "day")
_SOMEBODYS, _WORD = ("your ", "her ", "his ", "their "), 6
# Nobody names more in an opening, and each is held against all that the text names.
_TRIED = 20
_CAPITAL = re.compile(r"\b[A-Z]")
# Nobody's signature has more parts that say who writes.
_SEGMENTS = 6


@attrs.frozen(eq=False)
class LetterPart:
    """Whether a part of the letter is there, and good.

    `part`: ``subject`` is 1 when it says something specific, 0.5 when it is short or vague; ``salutation`` is 1 when it
    names a person, a role or a team, 0.5 for a greeting to nobody; ``close`` a closing phrase, or thanks in the last
    sentence; ``name`` a name at the end or an introduction; ``role`` and ``agency`` of the writer, at the end or in the
    opening; ``contact`` a number or address to answer to.

    Tags of the lexicon: ``role``, ``agency``, ``vague`` subjects, ``nobody`` greeted, ``casual`` greetings and closes.
    """

    part: Literal["subject", "salutation", "close", "name", "role", "agency", "contact"]
    lexicon: str

    def run(self, context: Context) -> Result:
        return getattr(self, f"_{self.part}")(context)

    def _piece(self, context: Context, start: int, end: int, met: float) -> Result:
        return Result(met, (context.span(BODY, start, end),) if end > start else ())

    def _hits(self, context: Context, tag: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return the places of a tag in a stretch of the body."""
        places = context.once(("places", self.lexicon, tag), lambda: self._places(context, tag))
        return [(a, b) for a, b in places if start <= a and b <= end]

    def _places(self, context: Context, tag: str) -> list[tuple[int, int]]:
        tagged = context.tagged(BODY, self.lexicon)
        return [tagged.words.place(h.start, h.end) for tags in tagged.those_with((tag,)) for h in tags[tag]]

    def _subject(self, context: Context) -> Result:
        subject = context.text(SUBJECT).strip()
        tagged = context.tagged(SUBJECT, self.lexicon)
        words = [w for w in tagged.words.words if w[0].isalnum()]
        span = (context.span(SUBJECT, 0, len(context.text(SUBJECT))),) if subject else ()
        if not words:
            return MISSING
        vague = frozenset(context.lexicon(self.lexicon)["vague-words"])
        content = [w for w in words if w not in vague]
        shouted = subject.isupper() and len(words) > 2
        return Result(1.0 if len(content) >= 2 and len(words) >= 3 and not shouted else 0.5, span)

    def _salutation(self, context: Context) -> Result:
        piece = context.letter.salutation
        if not piece:
            return MISSING
        nobody = self._hits(context, "nobody", piece.start, piece.end)
        casual = self._hits(context, "casual", piece.start, piece.end)
        words = len(piece.of(context.text(BODY)).split())
        return self._piece(context, piece.start, piece.end, 0.5 if nobody or casual or words < 2 else 1.0)

    def _close(self, context: Context) -> Result:
        piece, last = context.letter.close, context.body_sentences[-1:]
        if not piece and last and last[0].of(context.text(BODY)).lower().startswith("thank"):
            piece = last[0]
        return self._piece(context, piece.start, piece.end, 1.0 if piece else 0.0)

    def _name(self, context: Context) -> Result:
        piece = context.letter.signature
        if piece and len(list(filter(str.isalpha, piece.of(context.text(BODY))))) > 3:
            return self._piece(context, piece.start, piece.end, 1.0)
        said = self._hits(context, "introduces", 0, len(context.text(BODY)))
        return self._piece(context, *said[0], 1.0) if said else MISSING

    def _opening_or_end(self, context: Context, tag: str, other: str) -> Result:
        letter = context.letter
        end = self._hits(context, tag, letter.signature.start, letter.signature.end) if letter.signature else []
        parts = [part for part in self._parts(context) if self._heads(context, tag, *part)] if end else []
        found = parts or self._in_opening(context, tag) or self._besides(context, other) or end
        return self._piece(context, *found[0], 1.0) if found else MISSING

    def _in_opening(self, context: Context, tag: str) -> list[tuple[int, int]]:
        opening = context.once(("opening", self.lexicon), lambda: self._opening(context))
        found = [h for s in opening for h in self._hits(context, tag, s.start, s.end)]
        if tag == "own-role":
            return found
        text = context.text(BODY)
        whole = [m.span(1) for s in opening for m in _AFFILIATED.finditer(text, s.start, s.end)]
        found = [*whole, *((a, b) for a, b in found if " " in text[a:b] or text[a].isupper())]
        return [place for place in found[:_TRIED] if self._is_own(context, *place)]

    def _is_own(self, context: Context, start: int, end: int) -> bool:
        """Whether a name may be the writer's office, and not *your Clinic*, *Tri-Rivers Legal Aid* or a person."""
        text = context.text(BODY)
        if text[max(0, start - _WORD) : start].lower().endswith(_SOMEBODYS):
            return False
        places = {tag: self._hits(context, tag, 0, len(text)) for tag in (*_OFFICES, *_NO_OFFICE)}
        theirs = any(a <= start and end <= b for tag in _OFFICES for a, b in places[tag])
        return not theirs and not any(a < end and start < b for tag in _NO_OFFICE for a, b in places[tag])

    def _opening(self, context: Context) -> list[Piece]:
        """Return the first sentences in which somebody speaks of themselves."""
        sentences, speaking = context.body_sentences, {}
        starts = [s.start for s in sentences]
        for start, end in self._hits(context, "writer", 0, len(context.text(BODY))):
            number = bisect_right(starts, start) - 1
            if number >= 0 and end <= sentences[number].end:
                speaking[number] = sentences[number]
        return list(islice(speaking.values(), _OPENING))

    def _besides(self, context: Context, other: str) -> list[tuple[int, int]]:
        """Return what stands in a signature with a name and two things more, and isn't the `other` one of the two.

        So a role and an office are known by their place, whatever they are called. An office may stand there alone.
        """
        text = context.text(BODY)
        parts = [(a, b) for a, b in self._parts(context)[1:] if not _TO_ANSWER.search(text, a, b)]
        alone = other == "own-role" and len(parts) == 1 and len(_CAPITAL.findall(text, *parts[0])) > 1
        enough = len(parts) > 1 or alone
        return [(a, b) for a, b in parts if not self._heads(context, other, a, b)] if enough else []

    def _parts(self, context: Context) -> list[tuple[int, int]]:
        """Return the parts of the signature: name, role, office, address."""
        text, piece = context.text(BODY), context.letter.signature
        return [m.span() for m in _SEGMENT.finditer(text, piece.start, piece.end)][:_SEGMENTS]

    def _heads(self, context: Context, tag: str, start: int, end: int) -> bool:
        """Whether a tag names what a part of a signature is: *Community Services Librarian* is no office."""
        after = (context.text(BODY)[b:end].split() for _, b in self._hits(context, tag, start, end))
        return any(not words or words[0] in _JOINS for words in after)

    def _role(self, context: Context) -> Result:
        return self._opening_or_end(context, "own-role", "own-agency")

    def _agency(self, context: Context) -> Result:
        return self._opening_or_end(context, "own-agency", "own-role")

    def _contact(self, context: Context) -> Result:
        text = context.text(BODY)
        long = [(text.find(f), len(f)) for f in context.words(BODY).figures if len(f) >= _LONG_FIGURE]
        matches = [_PHONE.search(text, max(0, at - _BEFORE), at + size + _BEHIND) for at, size in long]
        signs = ((sign.search(text), within, pattern) for sign, within, pattern in _ADDRESSES)
        matches += [pattern.search(text, max(0, sign.start() - within)) for sign, within, pattern in signs if sign]
        found = [match.span() for match in matches if match]
        return self._piece(context, *min(found), 1.0) if found else MISSING
