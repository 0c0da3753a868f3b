"""What `hartcity check` says of the lessons, and the report of `hartcity check --lessons`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs

from hartcity import content, lessons, outline, readability
from hartcity.city import load_city
from hartcity.errors import ContentError
from hartcity.service_user import load_service_users
from hartcity.settings import load as load_settings

# No lecture longer than a screen: so many words stand on one of 1280 × 900.
SCREEN_WORDS = 260
_ROW = "{:29} {:>6} {:>6} {:>6} {:>8} {:>5} {:>4} {:>8} {:>9}"


@attrs.frozen
class Report:
    """One lesson: what is to be read, what is to be done, and the minutes the outline promises.

    `reading` measures the page's prose, `tasks` the sentences of its exercises;
    `longest` is the number of words of the longest stretch of text without anything to do in it.
    """

    unit: str
    reading: readability.Reading
    tasks: readability.Reading
    doing: int
    promised: int
    longest: int

    @property
    def minutes(self) -> float:
        """Minutes to read the page and to do everything on it; what an exercise says is in its own minutes."""
        return self.reading.minutes + self.doing

    def row(self) -> str:
        grades = (f"{self.reading.grade:.1f}", f"{self.tasks.grade:.1f}")
        numbers = (self.reading.words, *grades, self.longest, f"{self.reading.minutes:.1f}")
        return _ROW.format(self.unit, *numbers, self.doing, f"{self.minutes:.1f}", self.promised)


def stretches(notebook: Path) -> list[str]:
    """Return a page's prose, a text for each section; the sources at its end are looked up, not read."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    parts = [part for text in texts for part in re.split(r"^(?=##? )", text, flags=re.MULTILINE)]
    return [readability.plain(part) for part in parts if part.strip() and not part.startswith("## Sources")]


def report(unit: outline.Unit) -> Report:
    """Return the measures of one lesson."""
    prose = stretches(content.locate("notebooks", f"{unit.unit}.ipynb"))
    lesson = lessons.load(unit.unit)
    return Report(
        unit.unit,
        readability.reading(prose),
        readability.reading(map(readability.plain, lesson.words())),
        sum(exercise.minutes for exercise in lesson.exercises().values()),
        unit.minutes,
        max(readability.reading([text]).words for text in prose),
    )


def table() -> str:
    """Return the report of all lessons as a table."""
    rows = [report(unit) for unit in outline.lessons()]
    head = _ROW.format("lesson", "words", "grade", "tasks", "longest", "read", "do", "minutes", "promised")
    words, promised = sum(row.reading.words for row in rows), sum(row.promised for row in rows)
    minutes = f"{sum(row.minutes for row in rows):.1f}"
    total = _ROW.format("together", words, "", "", "", "", "", minutes, promised)
    return "\n".join([head, *(row.row() for row in rows), total])


def check() -> str:
    """Check the lessons, the outline and the references; return what there is, in a line.

    Raises
    ------
    ContentError : with path and, where there is one, line.
    """
    city = load_city(load_settings().city)
    people = load_service_users(city)
    units = outline.lessons()
    for unit in units:
        lesson = lessons.load(unit.unit)
        path = content.locate(*lessons.FOLDER, f"{unit.unit}.yml")
        for id_, repair in lesson.repairs.items():
            known = [
                (repair.service_user, people),
                (repair.to, city.organizations),
                *((service, city.services) for service in (repair.service, *repair.also)),
            ]
            for word, allowed in known:
                if word not in allowed:
                    raise ContentError(path, None, f"repairs.{id_}: “{word}” is unknown.", tuple(allowed))
    lost = set(lessons.names()) - {unit.unit for unit in units}
    if lost:
        raise ContentError(
            content.locate(*lessons.FOLDER, f"{min(lost)}.yml"), None, "no unit in outline.yml is this lesson."
        )
    number = sum(len(lessons.load(unit.unit).exercises()) for unit in units)
    return f"{len(units)} lessons with {number} exercises, {len(outline.works())} works to cite"
