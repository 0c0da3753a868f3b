"""The kinds of checks. To add one, write a module here and name its class in `KINDS`.

A check is an attrs class whose fields are the keys an author writes under ``check:`` in a rubric's file, besides
``kind``. Its constructor validates (a ValueError becomes an error with path and line). Its `run` is a pure function
from a `hartgrader.context.Context` to a `hartgrader.context.Result`. Each is run once for an answer, whoever asks; of
equal ones in the rubrics' files the loader makes one, so that nobody need compare them::

    @attrs.frozen(eq=False)
    class TwoParagraphs:
        wanted: int = 2

        def run(self, context: Context) -> Result: ...

A check that reads a lexicon has a field ``lexicon: str``; the loader refuses a name that isn't in ``rubrics/lexicons``.
``TELLS`` names the words in braces that it has for an indicator's sentences; the loader refuses others.
Offsets go through `Context.span`, so that they point into the text as the student typed it.
No check imports another; no threshold, sentence or word list stands here, they stand in ``rubrics/``.
"""

from __future__ import annotations

from hartgrader.checks import (
    copied,
    costs,
    distinct,
    gaps,
    language,
    letter,
    links,
    manner,
    order,
    phrases,
    privacy,
    recipient,
    repeats,
    said,
    selection,
    shape,
    spelling,
    stories,
    strengths,
    sums,
    tricks,
    variety,
    whom,
)

KINDS: dict[str, type] = {
    "said": said.Said,
    "things": distinct.Things,
    "actors": distinct.Actors,
    "gaps": gaps.Gaps,
    "language": language.Language,
    "links": links.Links,
    "told-of-it": links.ToldOfIt,
    "copied": copied.Copied,
    "costs": costs.Costs,
    "selection": selection.Selection,
    "letter-part": letter.LetterPart,
    "manner": manner.Manner,
    "phrases": phrases.Phrases,
    "privacy": privacy.Privacy,
    "recipient": recipient.Recipient,
    "repeats": repeats.Repeats,
    "word-order": order.WordOrder,
    "paragraphs": shape.Paragraphs,
    "length": shape.Length,
    "sentence-length": shape.SentenceLength,
    "fragments": shape.Fragments,
    "request-place": shape.RequestPlace,
    "spelling": spelling.Spelling,
    "stories": stories.Stories,
    "strengths": strengths.Strengths,
    "sums": sums.Sums,
    "tricks": tricks.Tricks,
    "variety": variety.Variety,
    "whom": whom.Whom,
}
