"""What a student may read and copy, as runs of words: sample answers, the directory, the cases, level texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from pathlib import Path
from typing import Any

from hartcity import content, yamlfile
from hartcity.city import City
from hartcity.errors import ContentError

from hartgrader import vocabulary
from hartgrader.words import Words

# So many words in a row, names and figures left out, are one run.
RUN = 4
# What holds the text of an answer, of a case, or of a level.
_TEXTS = frozenset(["body", "benefits", "coordination", "finances", "situation", "story", "why", "descriptor"])


def runs(text: Words) -> tuple[list[int], Iterator[tuple[str, ...]]]:
    """Return where the words of a text that count begin, and the run that begins with each but the last ones.

    A word with a capital may be a name and is left out, and figures are.
    """
    counts = list(map(str.islower, map(text.text.__getitem__, text.starts)))
    words = list(compress(text.words, counts))
    return list(compress(text.starts, counts)), zip(*(words[i:] for i in range(RUN)), strict=False)


def of_city(city: City) -> frozenset[tuple[str, ...]]:
    """Return the runs of words of the sample answers, the cases, the level texts and the directory."""
    folders = (city.path / "examples", city.path / "service-users", content.locate("scenarios", "lessons"))
    folders = (*folders, content.locate("rubrics"))
    texts: list[object] = [text for folder in folders for path in _files(folder) for text in _read(path)]
    texts += [text for o in city.organizations.values() for text in vocabulary.of_organization(o)]
    texts += [text for s in city.services.values() for text in vocabulary.of_service(s)]
    return frozenset(run for text in texts for run in runs(Words(str(text)))[1])


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _read(path: Path) -> Iterator[str]:
    try:
        return _answers(yamlfile.load(path, Any))
    except ContentError:
        # A file that isn't finished holds nothing yet to copy; `hartcity check` says what is wrong with it.
        return iter(())


def _answers(data: Any, key: str = "") -> Iterator[str]:
    """Yield what a student could take over: the bodies of emails, the texts of Part 1, a person's story."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _answers(value, key if key in _TEXTS else name)
    elif isinstance(data, list):
        for value in data:
            yield from _answers(value, key)
    elif isinstance(data, str) and key in _TEXTS:
        yield data
