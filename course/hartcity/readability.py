"""How long a text is and how hard to read: words, minutes, and the Flesch-Kincaid grade. Pure functions of text.

grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59   (Kincaid et al., 1975)

Syllables are counted by groups of vowels, less a silent e at the end: right for about nine words in ten, and wrong in
both directions, which is good enough for a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from hartcity.text import sentences

# An adult reads plain prose at about 200 to 240 words a minute; slower when there is something to think about.
WORDS_A_MINUTE = 200
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDS = re.compile(r"[.!?:][\"'”’)]*$")
_VOWELS = re.compile(r"[aeiouy]+")
_MARKUP = [
    (re.compile(r"```.*?```|<!--.*?-->|^\s*\|?[-:| ]+\|?\s*$", re.DOTALL | re.MULTILINE), " "),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?<!\n)\n(?!\s*(?:\n|#|\||[-*>] |\d+\. ))"), " "),
    (re.compile(r"^\s*(?:#+|[-*>]|\d+\.)\s+", re.MULTILINE), ""),
    (re.compile(r"[*_`]"), ""),
    (re.compile(r"\s*(?:\||\n)\s*"), "\n"),
]


@attrs.frozen
class Reading:
    """A text's number of words, the minutes it takes to read, and its grade in US school years."""

    words: int
    minutes: float
    grade: float


def plain(markdown: str) -> str:
    """Return Markdown as it is read aloud: a line for every paragraph, every item of a list and cell of a table."""
    for pattern, instead in _MARKUP:
        markdown = pattern.sub(instead, markdown)
    return markdown.strip()


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; at least one."""
    word = word.lower()
    silent_e = word.endswith("e") and not word.endswith(("le", "ee"))
    silent_ed = word.endswith("ed") and word[-3:-2] not in ("t", "d")
    return max(1, len(_VOWELS.findall(word)) - silent_e - silent_ed)


def reading(texts: Iterable[str]) -> Reading:
    """Return the measures of some texts taken together.

    Every word counts for the length, and only whole sentences for the grade: titles, labels and the cells of a table
    would make it look easier than it is.
    """
    words = in_sentences = sentence_count = syllable_count = 0
    for text in texts:
        words += len(_WORD.findall(text))
        for piece in sentences(text):
            sentence = piece.of(text)
            found = _WORD.findall(sentence)
            if found and _ENDS.search(sentence):
                sentence_count += 1
                in_sentences += len(found)
                syllable_count += sum(map(syllables, found))
    if not sentence_count:
        return Reading(words, words / WORDS_A_MINUTE, 0.0)
    grade = 0.39 * in_sentences / sentence_count + 11.8 * syllable_count / in_sentences - 15.59
    return Reading(words, words / WORDS_A_MINUTE, grade)
