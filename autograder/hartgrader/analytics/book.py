"""Everything the dashboard shows, as files: one workbook, a CSV a table, pictures, and a page to print."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from hartcity import handout
from hartcity.errors import WorkspaceError

from hartgrader import table
from hartgrader.analytics import page, similarity
from hartgrader.analytics.frames import Frames, frames
from hartgrader.gradebook.record import ClassRecord

FOLDER = "exports"
SAMPLE = "the sample email"


def sample_text() -> str:
    """Return the body of the sample email that students have seen."""
    return handout.sample().good.body


def pairs(data: Frames, city: Path | None = None) -> list[similarity.Pair]:
    """Return the pairs of a class that share words, and the emails that share them with the sample.

    The words of the sample and of the city's files, which everybody has read, don't count between students.
    """
    files = sorted(city.rglob("*.yml")) if city else []
    known = [sample_text(), *(" ".join(f.read_text(encoding="utf-8").split()) for f in files)]
    whole = {who: "\n\n".join(parts.values()) for who, parts in data.texts.items()}
    emails = {who: parts["Email"] for who, parts in data.texts.items() if "Email" in parts}
    return [*similarity.pairs(whole, known), *similarity.to_sample(emails, known[0])]


def alike(found: list[similarity.Pair]) -> pd.DataFrame:
    """Return pairs as a table."""
    rows = [(p.one, p.other or SAMPLE, p.percent) for p in found]
    return pd.DataFrame(rows, columns=["student", "and", "shared words, percent"])


def save(record: ClassRecord, folder: Path, *, hide_names: bool = False) -> list[Path]:
    """Write the dashboard of a class into a folder, in place of what an earlier call wrote there; return the files.

    Raises
    ------
    WorkspaceError : when the folder can't be written, with the reason.
    """
    data = frames(record, hide_names=hide_names)
    parts, pairs_table = page.sections(data, record.due), alike(pairs(data, record.city))
    everything = [*parts, page.alike_section(pairs_table)]
    tables = {p.name: p.table for p in everything} | {"answers": data.answers, "findings": data.findings}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / "class.xlsx", folder / "class.html"]
        table.write_xlsx(tables, files[0])
        files[1].write_text(page.document(data, parts, pairs_table), encoding="utf-8")
        for name, frame in tables.items():
            files.append(folder / f"{name}.csv")
            table.write_csv(frame, files[-1])
        for part in parts:
            for form in ("svg", "png") if part.picture and not part.table.empty else ():
                files.append(folder / f"{part.name}.{form}")
                files[-1].write_bytes(part.picture(form))
    except OSError as error:
        raise WorkspaceError(f"{folder}: can't be written ({error.strerror}).") from None
    return files
