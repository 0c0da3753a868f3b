"""What makes an answer suspicious, whatever it says: invisible characters, another language, copies, far too long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import attrs

from hartgrader.context import BODY, Context, Result
from hartgrader.vocabulary import frequencies
from hartgrader.words import NEGATIONS, small

_CONTRACTION = re.compile(
    r"\b(?=\w+')(?:\w+n't|(?:i|we|you|they)'(?:m|re|ve|ll|d)|(?:he|she|it)'(?:s|ll|d)|(?:that|here|there|what|who|let)'s)\b",
    re.I,
)
# Every contraction has this in it, and hardly a name; looked for first, because it is found faster.
_CONTRACTED = re.compile(r"'(?:(?<=[eot]')s|[^\Ws])", re.I)
_EXCLAIMED = re.compile(r"!+|\?{2,}")
# That nothing stands before the first letter is asked behind it: so the letter is found faster.
_CAPITALS = re.compile(r"[A-Z](?<!\w.)[A-Z]{3,}\b")
# No English word is as long as this.
_NO_WORD = 60
# So many words show whether the same ones come again and again.
_FIRST = 400
# A sentence that denies what it tells does so in its first words.
_BEGINNING = 7
_BULLETS = re.compile(r"(?m)^[ ]{0,8}(?:[-*•–·]|\(?\d{1,2}[.)])[ ]+\S.*$")
# [sic] in capitals is no gap.
_SHORTEST_GAP = 3
# What stands in brackets; whether it is a gap, its words say.
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]|<([A-Za-z][^<>\n]{0,60})>")
# A Title XX grant is no gap.
_GAPS = re.compile(r"\{[A-Za-z_ ]{1,30}\}|_{4,}|(?<!Title )(?<![\w-])(?:X{2,}|x{3,})\b")
# What every gap has in it; looked for first, because it is found faster.
_GAP_SIGNS = ("[", "<", "{", "____", "XX", "xxx")
# Question marks or dots in place of a word.
_DOUBTS = re.compile(r"\(\w{0,12}\?\)|(?<![\w?!)\"])\?{2,}")
_DOUBT_SIGNS = ("??", "?)", "...")
_DOTS = re.compile(r"(?<!\S)\.{3,}(?!\S)")
# Letters set apart (r e h a b), and signs in place of letters (tre@tment, f**k); an address has a period behind it.
_DISGUISED = re.compile(
    r"\b[A-Za-z](?:([ .*_-])[a-z])(?:\1[a-z]){2,}\b(?!')"
    r"|(?<![\w.+/#-])[01345]{1,2}[a-z]{1,3}[01345]{1,3}(?!th|st|nd|rd|am|pm)[a-z]{1,10}"
    r"|(?<![\w.+/-])[A-Za-z]{1,20}(?:[@$][a-z]{2,}|\*{1,4}[a-z]{1,6}|[01345](?!th|st|nd|rd|am|pm)[a-z]{3,})\b"
    r"(?![\w.-]*\.[a-z]|@|\*)",
)
# Every disguise has one of these in it, which are found faster, one after the other; *4th* and *3pm* have none.
_DISGUISES = (
    re.compile(r"[@$*01345](?!(?<=\d)(?:th|st|nd|rd|am|pm))[A-Za-z*](?!(?<=@.)[\w.-]*\.[a-z])"),
    re.compile(r"[ .*_-][a-z][ .*_-][a-z][ .*_-][a-z]"),
)
# A score sheet as a program writes it.
_SHEET = re.compile(r"[\"'](?:level|score|points|grade|confidence|criterion|met)[\"']\s?:\s?[\"'\d]", re.I)


def _disguised(text: str) -> list[tuple[int, int]]:
    likely = any(sign.search(text) for sign in _DISGUISES)
    return [m.span() for m in _DISGUISED.finditer(text)] if likely else []


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return what finds out at once whether a text has one of some phrases."""
    ends: dict[str, list[str]] = {}
    for phrase in phrases:
        ends.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in ends.items()))


@attrs.frozen(cache_hash=True)
class Tricks:
    """`about`: ``invisible`` characters and ``look-alikes``; words that are ``disguised``; ``placeholders`` of a form
    left in; what is ``unfinished``; ``instructions`` to the grader; ``fantastic`` words, of a fairy tale;
    ``level-words``, those of the level texts; ``no-benefit``, a good that is called none; ``denials``, the share of
    sentences that deny something; ``language``, whether enough of the words of every paragraph are English function
    words, or the share `worst` of them English at all; ``length``, whether a field is longer than `limit` characters;
    ``variety``, whether enough of a long text's words differ; ``articles``, whether enough of them are *a* or *the*;
    ``shouting``, words in capitals; ``exclaiming``, exclamation marks; ``contractions``; ``bullets``, lines of a list.
    `fields`: the fields read, all when empty. `limit`: what is still fine. `words`: shorter texts are left out.
    """

    about: Literal[
        "invisible",
        "look-alikes",
        "disguised",
        "placeholders",
        "unfinished",
        "instructions",
        "fantastic",
        "level-words",
        "no-benefit",
        "denials",
        "language",
        "length",
        "variety",
        "shouting",
        "exclaiming",
        "contractions",
        "bullets",
        "articles",
    ]
    lexicon: str
    limit: float = 0
    worst: float = 1
    words: int = 60
    fields: tuple[str, ...] = ()

    def run(self, context: Context) -> Result:
        fields = [f for f in context.written if f in self.fields] if self.fields else context.written
        return getattr(self, "_" + self.about.replace("-", "_"))(context, fields)

    def _fall(self, count: float) -> float:
        return 1.0 - min(1.0, max(0.0, count - self.limit) / max(1e-9, self.worst - self.limit))

    def _counted(self, counts: dict[str, int]) -> Result:
        count = sum(counts.values())
        return Result(self._fall(count), measured=count, fields=tuple(f for f in counts if counts[f]))

    def _found(self, context: Context, found: list[tuple[str, int, int]]) -> Result:
        return Result(self._fall(len(found)), tuple(context.span(*place) for place in found), len(found))

    def _invisible(self, context: Context, fields: Sequence[str]) -> Result:
        return self._counted({f: context.clean(f).invisible for f in fields})

    def _look_alikes(self, context: Context, fields: Sequence[str]) -> Result:
        return self._counted({f: context.clean(f).look_alikes for f in fields})

    def _disguised(self, context: Context, fields: Sequence[str]) -> Result:
        found = (context.once(("disguised", f), lambda f=f: _disguised(context.text(f))) for f in fields)
        return self._found(context, [(f, *span) for f, spans in zip(fields, found, strict=True) for span in spans])

    def _instructions(self, context: Context, fields: Sequence[str]) -> Result:
        found = self._tagged(context, "to-grader", fields)
        signs, sheet = context.once(("signs", self.lexicon), lambda: self._signs(context))
        for field in fields if signs or sheet else ():
            text = small(context.text(field))
            found += [(field, at, at + len(sign)) for sign in signs if (at := text.find(sign)) >= 0]
            found += [(field, *m.span()) for m in _SHEET.finditer(text)]
        return self._found(context, found)

    def _signs(self, context: Context) -> tuple[list[str], bool]:
        """Return what speaks to the grader anywhere in the answers, and whether a score sheet stands there."""
        whole = small(context.whole)
        anywhere = context.lexicon(self.lexicon)["anywhere"]
        return [sign for sign in anywhere if sign in whole], _SHEET.search(whole) is not None

    def _fantastic(self, context: Context, fields: Sequence[str]) -> Result:
        """Count the different words; one sentence of them is a child's game."""
        return self._different_phrases(context, "fantastic", fields, 2)

    def _no_benefit(self, context: Context, fields: Sequence[str]) -> Result:
        return self._found(context, self._tagged(context, "no-benefit", fields))

    def _level_words(self, context: Context, fields: Sequence[str]) -> Result:
        return self._different_phrases(context, "level-words", fields, 2)

    def _different_phrases(self, context: Context, tag: str, fields: Sequence[str], sentences: int) -> Result:
        """Count the different phrases with a tag in the field that has most, when so many sentences have one."""
        most: list[tuple[str, int, int]] = []
        for field in fields:
            tagged = context.tagged(field, self.lexicon)
            if len(tagged.having((tag,))) < sentences:
                continue
            hits = {h.value: h for tags in tagged.sentences for h in tags.get(tag, ())}
            if len(hits) > len(most):
                most = [(field, *tagged.words.place(h.start, h.end)) for h in hits.values()]
        return self._found(context, most)

    def _denials(self, context: Context, fields: Sequence[str]) -> Result:
        """Measure the share of a longer text's sentences that begin with a denial: *The navigator doesn't …*."""
        shares = {}
        for field in fields:
            text = context.words(field)
            if len(text.words) >= self.words:
                denied = sum(
                    not NEGATIONS.isdisjoint(text.words[a : min(a + _BEGINNING, b)]) for a, b in text.sentences
                )
                shares[field] = denied / max(1, len(text.sentences))
        return Result(
            self._fall(max(shares.values(), default=0.0)), fields=tuple(f for f in shares if shares[f] > self.limit)
        )

    def _tagged(self, context: Context, tag: str, fields: Sequence[str]) -> list[tuple[str, int, int]]:
        """Return the places of a tag."""
        found = []
        for field in fields:
            tagged = context.tagged(field, self.lexicon)
            if tag in tagged.tags:
                hits = (h for tags in tagged.sentences for h in tags.get(tag, ()))
                found += [(field, *tagged.words.place(h.start, h.end)) for h in hits]
        return found

    def _bullets(self, context: Context, fields: Sequence[str]) -> Result:
        spans = [context.span(f, *m.span()) for f in fields for m in _BULLETS.finditer(context.text(f))]
        return Result(self._fall(len(spans)), tuple(spans), len(spans))

    def _placeholders(self, context: Context, fields: Sequence[str]) -> Result:
        known = context.lexicon(self.lexicon)
        whole = small(context.whole)
        fills = [fill for fill in known["fills"] if fill in whole]
        if not fills and not any(sign in context.whole for sign in _GAP_SIGNS):
            return self._found(context, [])
        words, begins, found = frozenset(known["gap-words"]), frozenset(known["gap-begins"]), []
        for field in fields:
            text = context.text(field)
            found += [(field, at, at + len(fill)) for fill in fills if (at := small(text).find(fill)) >= 0]
            if not any(sign in text for sign in _GAP_SIGNS):
                continue
            found += [(field, *m.span()) for m in _GAPS.finditer(text) if not _is_rule(context, field, *m.span())]
            for match in _BRACKETS.finditer(text):
                if _is_gap(match.group(1) or match.group(2), words, begins):
                    found.append((field, *match.span()))
        return self._found(context, found)

    def _unfinished(self, context: Context, fields: Sequence[str]) -> Result:
        found = self._tagged(context, "unfinished", fields)
        listed = context.lexicon(self.lexicon)["unfilled"]
        gaps = context.library.once(("unfilled", self.lexicon), context.city, lambda: _any_of(listed))
        names = listed if gaps.search(context.whole) else []
        for field in fields if names or any(sign in context.whole for sign in _DOUBT_SIGNS) else ():
            text = context.text(field)
            if "??" in text or "?)" in text:
                found += [(field, *m.span()) for m in _DOUBTS.finditer(text)]
            dots = [(field, *m.span()) for m in _DOTS.finditer(text)] if "..." in text else []
            found += dots if len(dots) > 1 else []
            for name in names:
                at = text.find(name)
                if at < 0:
                    continue
                before, after = text[at - 1 : at] if at else "", text[at + len(name) : at + len(name) + 1]
                if after != ":" and not (before + after).strip(" .,;:()\n'"):
                    found.append((field, at, at + len(name)))
        return self._found(context, found)

    def _language(self, context: Context, fields: Sequence[str]) -> Result:
        listed = context.lexicon(self.lexicon)["english"]
        common = context.library.once(("english", self.lexicon), context.city, lambda: frozenset(listed))
        shares = {f: self._english(context, f, common) for f in fields}
        least = min(shares.values(), default=1.0)
        foreign = tuple(f for f in fields if shares[f] < self.limit)
        return Result(float(least >= self.limit), measured=round(least, 2), fields=foreign)

    def _english(self, context: Context, field: str, common: frozenset[str]) -> float:
        """Return the least share of common words in a paragraph; a short one is read with the next."""
        least, start, words = 1.0, 0, context.words(field).words
        unknown = set(filter(str.isalpha, context.unknown(field)))
        if not unknown or sum(map(unknown.__contains__, words)) <= (1 - self.worst) * self.words:
            return least
        ends = [i for i, word in enumerate(words) if word == "\n"] if "\n" in words else []
        for end in [*ends, len(words)]:
            here = list(filter(str.isalpha, words[start:end]))
            if len(here) < self.words:
                continue
            start, share = end, sum(map(common.__contains__, here)) / len(here)
            # A telegram has few of them too, but English words.
            if share < self.limit and sum(map(frequencies().__contains__, here)) >= self.worst * len(here):
                share = self.limit
            least = min(least, share)
        return least

    def _length(self, context: Context, fields: Sequence[str]) -> Result:
        sizes = {f: len(context.raw(f)) for f in fields}
        longest = max(sizes.values(), default=0)
        return Result(
            float(longest <= self.limit), measured=longest, fields=tuple(f for f in fields if sizes[f] > self.limit)
        )

    def _variety(self, context: Context, fields: Sequence[str]) -> Result:
        shares = {f: self._different(context, f) for f in fields}
        least = min(shares.values(), default=1.0)
        return Result(
            float(least >= self.limit),
            measured=round(least, 2),
            fields=tuple(f for f in fields if shares[f] < self.limit),
        )

    def _different(self, context: Context, field: str) -> float:
        """Return the share of different ones among the first words of a text."""
        if max(map(len, context.unknown(field)), default=0) > _NO_WORD:
            return 0.0
        words = context.words(field).written
        different = context.written_words(field) if len(words) <= _FIRST else set(words[:_FIRST])
        return len(different) / min(len(words), _FIRST) if len(words) >= max(1, self.words) else 1.0

    def _articles(self, context: Context, fields: Sequence[str]) -> Result:
        words = [w for f in fields for w in context.words(f).written]
        articles = sum(map(words.count, context.lexicon(self.lexicon)["articles"]))
        # Without its signs and figures a text has a larger share of them.
        if len(words) < self.words or articles >= self.limit * len(words):
            return Result(1.0)
        words = [w for w in words if w[0].isalpha()]
        share = articles / len(words) if len(words) >= self.words else 1.0
        return Result(float(share >= self.limit), measured=round(share, 3))

    def _shouting(self, context: Context, fields: Sequence[str]) -> Result:
        known = context.lexicon(self.lexicon)["capitals"]
        spans = []
        for field in fields:
            for match in _CAPITALS.finditer(context.text(field)):
                signed = field == BODY and match.start() >= context.letter.body.end
                if match.group() not in known and not signed:
                    spans.append(context.span(field, *match.span()))
        return Result(self._fall(len(spans)), tuple(spans), len(spans))

    def _exclaiming(self, context: Context, fields: Sequence[str]) -> Result:
        loud = [f for f in fields if "!" in context.text(f) or "??" in context.text(f)]
        spans = [context.span(f, *m.span()) for f in loud for m in _EXCLAIMED.finditer(context.text(f))]
        return Result(self._fall(sum(s.end - s.start for s in spans)), tuple(spans), len(spans))

    def _contractions(self, context: Context, fields: Sequence[str]) -> Result:
        """Leave out what somebody is quoted with."""
        texts = {f: context.text(f) for f in fields if _CONTRACTED.search(context.text(f))}
        found = ((f, m) for f in texts for m in _CONTRACTION.finditer(texts[f]))
        spans = [context.span(f, *m.span()) for f, m in found if texts[f].count('"', 0, m.start()) % 2 == 0]
        return Result(self._fall(len(spans)), tuple(spans), len(spans))


def _is_gap(inside: str, words: frozenset[str], begins: frozenset[str]) -> bool:
    """Whether what stands in brackets waits to be filled in: nothing but names of things, an order, or all capitals."""
    said = re.findall("[a-z]+", inside.lower())
    if not said:
        return False
    return words.issuperset(said) or said[0] in begins or (inside.isupper() and len(inside) > _SHORTEST_GAP)


def _is_rule(context: Context, field: str, start: int, end: int) -> bool:
    """Whether a line of underscores is a rule across the page or a place to sign, not a gap in a sentence."""
    text = context.text(field)
    if text[start] != "_":
        return False
    line = text[text.rfind("\n", 0, start) + 1 : start] + text[end:].partition("\n")[0]
    return not any(map(str.isalnum, line)) or (field == BODY and start >= context.letter.body.end)
