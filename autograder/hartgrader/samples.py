"""What a student may read and copy, the course's sample answers and the directory, as runs of words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hartcity import content, yamlfile
from hartcity.city import City

from hartgrader import vocabulary
from hartgrader.words import Words

# So many words in a row, names and figures left out, are one run.
RUN = 4
_TEXTS = frozenset(["body", "benefits", "coordination", "finances"])


def runs(text: Words) -> list[tuple[str, ...]]:
    """Return the runs of words of a text; a word with a capital may be a name and is left out, and figures are."""
    words = [w for w, (a, _) in zip(text.words, text.spans, strict=True) if text.text[a].islower()]
    return list(zip(*(words[i:] for i in range(RUN)), strict=False))


def of_city(city: City) -> frozenset[tuple[str, ...]]:
    """Return the runs of words of the sample answers and of the directory."""
    folders = (city.path / "examples", content.locate("scenarios", "lessons"))
    texts: list[object] = [text for folder in folders for path in _files(folder) for text in _read(path)]
    texts += [text for o in city.organizations.values() for text in vocabulary.of_organization(o)]
    texts += [text for s in city.services.values() for text in vocabulary.of_service(s)]
    return frozenset(run for text in texts for run in runs(Words(str(text))))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _read(path: Path) -> Iterator[str]:
    return _answers(yamlfile.load(path, dict[str, Any]))


def _answers(data: Any, key: str = "") -> Iterator[str]:
    """Yield what a student could have written: the bodies of emails, and the texts of Part 1."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _answers(value, key if key in _TEXTS else name)
    elif isinstance(data, str) and key in _TEXTS:
        yield data
