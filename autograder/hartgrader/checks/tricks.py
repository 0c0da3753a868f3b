"""What makes an answer suspicious, whatever it says: invisible characters, another language, copies, far too long."""

from __future__ import annotations

import re
from typing import Literal

import attrs

from hartgrader.context import BODY, SUBJECT, Context, Result

_CONTRACTION = re.compile(
    r"\b(?=\w+')(?:\w+n't|(?:i|we|you|they)'(?:m|re|ve|ll|d)|(?:he|she|it)'(?:s|ll|d)|(?:that|here|there|what|who|let)'s)\b",
    re.I,
)
# No English word is as long as this.
_NO_WORD = 60
_BULLETS = re.compile(r"(?m)^[ ]{0,8}(?:[-*•–·]|\(?\d{1,2}[.)])[ ]+\S.*$")
_ARTICLES = frozenset(["a", "an", "the"])
_GAPS = re.compile(
    r"\[[A-Za-z]+(?:[ ’'/_-]{1,2}[A-Za-z]+){0,3}\]|<[A-Za-z]+(?:[ ’'/_-][A-Za-z]+){0,3}>|\{[A-Za-z_ ]{1,30}\}"
    r"|_{4,}|\bX{3,}\b|\blorem ipsum\b",
    re.I,
)
# What every gap has in it, in small letters; looked for first, because it is found faster.
_GAP_SIGNS = ("[", "<", "{", "____", "xxx", "lorem")


def _fields(context: Context) -> list[str]:
    benefits = [f"benefits.{s}" for s in context.answers.services]
    return [SUBJECT, BODY, "coordination", "finances", *benefits]


@attrs.frozen
class Tricks:
    """`about`: ``invisible`` characters and look-alike letters; ``placeholders`` left in; ``language``, whether enough
    of the words are English function words; ``length``, whether a field is longer than `limit` characters;
    ``variety``, whether enough of a long text's words differ; ``articles``, whether enough of them are *a* or *the*;
    ``shouting``, words in capitals; ``exclaiming``, exclamation marks; ``contractions``; ``bullets``, lines of a list.
    `fields`: the fields read, all when empty. `limit`: what is still fine. `words`: shorter texts are left out.
    """

    about: Literal[
        "invisible",
        "look-alikes",
        "placeholders",
        "instructions",
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
        fields = self.fields or _fields(context)
        return getattr(self, "_" + self.about.replace("-", "_"))(context, [f for f in fields if context.raw(f).strip()])

    def _fall(self, count: float) -> float:
        return 1.0 - min(1.0, max(0.0, count - self.limit) / max(1e-9, self.worst - self.limit))

    def _invisible(self, context: Context, fields: list[str]) -> Result:
        count = sum(context.clean(f).invisible for f in fields)
        return Result(self._fall(count), measured=count)

    def _look_alikes(self, context: Context, fields: list[str]) -> Result:
        count = sum(context.clean(f).look_alikes for f in fields)
        return Result(self._fall(count), measured=count)

    def _instructions(self, context: Context, fields: list[str]) -> Result:
        spans = []
        everything = "\n".join(map(context.text, fields)).lower()
        said = [phrase for phrase in context.lexicon(self.lexicon)["to-grader"] if phrase in everything]
        for field in fields:
            text = context.text(field).lower()
            for phrase in said:
                at = text.find(phrase)
                if at >= 0 and not text[at - 1 : at].isalpha():
                    spans.append(context.span(field, at, at + len(phrase)))
        return Result(self._fall(len(spans)), tuple(spans), len(spans))

    def _bullets(self, context: Context, fields: list[str]) -> Result:
        spans = [context.span(f, *m.span()) for f in fields for m in _BULLETS.finditer(context.text(f))]
        return Result(self._fall(len(spans)), tuple(spans), len(spans))

    def _placeholders(self, context: Context, fields: list[str]) -> Result:
        everything = "\n".join(map(context.text, fields)).lower()
        if not any(sign in everything for sign in _GAP_SIGNS):
            return Result(1.0, measured=0)
        spans = [context.span(f, *m.span()) for f in fields for m in _GAPS.finditer(context.text(f))]
        return Result(self._fall(len(spans)), tuple(spans), len(spans))

    def _language(self, context: Context, fields: list[str]) -> Result:
        listed = context.lexicon(self.lexicon)["english"]
        common = context.library.once(("english", self.lexicon), context.city, lambda: frozenset(listed))
        least = 1.0
        for field in fields:
            words = list(filter(str.isalpha, context.words(field).words))
            if len(words) >= self.words:
                least = min(least, sum(map(common.__contains__, words)) / len(words))
        return Result(float(least >= self.limit), measured=round(least, 2))

    def _length(self, context: Context, fields: list[str]) -> Result:
        longest = max((len(context.raw(f)) for f in fields), default=0)
        return Result(float(longest <= self.limit), measured=longest)

    def _variety(self, context: Context, fields: list[str]) -> Result:
        least = 1.0
        for field in fields:
            words = context.words(field).words[:400]
            if max(map(len, words), default=0) > _NO_WORD:
                return Result(0.0, measured=0.0)
            words = list(filter(str.isalpha, words))
            if len(words) >= self.words:
                least = min(least, len(set(words)) / len(words))
        return Result(float(least >= self.limit), measured=round(least, 2))

    def _articles(self, context: Context, fields: list[str]) -> Result:
        words = [w for f in fields for w in context.words(f).written if w[0].isalpha()]
        if len(words) < self.words:
            return Result(1.0)
        share = sum(map(words.count, _ARTICLES)) / len(words)
        return Result(float(share >= self.limit), measured=round(share, 3))

    def _shouting(self, context: Context, fields: list[str]) -> Result:
        known = context.lexicon(self.lexicon)["capitals"]
        spans = []
        for field in fields:
            for match in re.finditer(r"\b[A-Z]{4,}\b", context.text(field)):
                signed = field == BODY and match.start() >= context.letter.body.end
                if match.group() not in known and not signed:
                    spans.append(context.span(field, *match.span()))
        return Result(self._fall(len(spans)), tuple(spans), len(spans))

    def _exclaiming(self, context: Context, fields: list[str]) -> Result:
        spans = [context.span(f, *m.span()) for f in fields for m in re.finditer(r"!+|\?{2,}", context.text(f))]
        return Result(self._fall(sum(s.end - s.start for s in spans)), tuple(spans), len(spans))

    def _contractions(self, context: Context, fields: list[str]) -> Result:
        spans = [context.span(f, *m.span()) for f in fields for m in _CONTRACTION.finditer(context.text(f))]
        return Result(self._fall(len(spans)), tuple(spans), len(spans))
