"""`hartgrader export`: the grades as a table that opens in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root
from hartcity.errors import WorkspaceError
from hartcity.yamlfile import suggest

from hartgrader.lms import grades as lms_grades


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--assignment", default="hart-city", show_default=True)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv", show_default=True)
@click.option("--for", "platform", type=click.Choice(lms_grades.PLATFORMS), help="A file this platform imports.")
@click.option("--title", default="", help="With --for: what the assignment is called there. Default: its title.")
@click.option("--column", default="", help="With --for canvas or blackboard: the id of the column that is there.")
@click.option(
    "--missing",
    type=click.Choice(["blank", "zero"]),
    default="blank",
    show_default=True,
    help="With --for: work that was not handed in gets no grade, or 0.",
)
@click.option("--section", default="", metavar="NAME", help="Only the students of this section.")
def export(
    file: Path | None,
    assignment: str,
    folder: Path | None,
    form: str,
    platform: str | None,
    title: str,
    column: str,
    missing: str,
    section: str,
) -> None:
    """Write the grades to FILE, or to the terminal when there is none.

    One row for each student: a column for each criterion, the total, whether a person has looked, what waits for one,
    when it was handed in and how many days late. Text that a spreadsheet would take for a formula gets an apostrophe. A
    workbook also has every decision that led there.
    """
    from hartgrader import table

    root = (folder or default_root()).absolute()
    if platform:
        _for_platform(root, assignment, file, platform, title, column, missing, section)
        return
    if form == "xlsx" and file is None:
        raise WorkspaceError("a workbook needs a FILE to be written to.")
    frame = table.load(root, assignment)
    if section:
        frame = frame[frame["student"].isin(_students(root, section))]
    text = frame.to_json(orient="records", force_ascii=False, indent=1) if form == "json" else None
    try:
        if file is None:
            click.echo(text if text is not None else table.write_csv(frame, None), nl=form == "json")
        elif form == "xlsx":
            told = table.decisions(root, assignment)
            told = told[told["student"].isin(frame["student"])]
            table.write_xlsx({assignment: frame, "history of decisions": told}, file)
        elif text is not None:
            file.write_text(text, encoding="utf-8")
        else:
            table.write_csv(frame, file)
    except OSError as error:
        raise WorkspaceError(f"{file}: can't be written ({error.strerror}).") from None
    if file is not None:
        click.echo(f"{len(frame)} students written to {file}.", err=True)
        standing = frame["standing"].value_counts() if len(frame) else {}
        if standing.get("withheld"):
            click.echo(
                f"{standing['withheld']} of them have scores that wait for you; those cells are empty.",
                err=True,
            )
        if standing.get("provisional"):
            click.echo(
                f"{standing['provisional']} of them are provisional: see the columns “standing” and “waiting”.",
                err=True,
            )


def _for_platform(
    root: Path, assignment: str, file: Path | None, platform: str, title: str, column: str, missing: str, section: str
) -> None:
    from hartgrader.gradebook import platforms

    most, found = platforms.grades(root, assignment, zero=missing == "zero")
    if section:
        among = _students(root, section)
        found = [g for g in found if g.person.id in among]
    raw = lms_grades.write(platform, title or platforms.title_of(root, assignment), most, found, column)
    if file is None:
        click.echo(raw.decode("utf-16" if raw.startswith(b"\xff\xfe") else "utf-8"), nl=False)
        return
    try:
        file.write_bytes(raw)
    except OSError as error:
        raise WorkspaceError(f"{file}: can't be written ({error.strerror}).") from None
    there = lms_grades.sent(platform, found)
    click.echo(f"{file}: {len(there)} students for {platform.capitalize()}.", err=True)
    if len(there) < len(found):
        click.echo(
            f"{len(found) - len(there)} have no grade yet and are left out, so that nothing is erased there.", err=True
        )
    above = [g.person.id for g in there if (g.points or 0) > 100]
    if platform == "moodle" and above:
        click.echo(
            f"Moodle refuses the whole file when a grade is above 100 ({', '.join(above)}), unless its administrator "
            "allows unlimited grades.",
            err=True,
        )


def _students(root: Path, section: str) -> set[str]:
    """Return the ids of a section's students."""
    from hartgrader.gradebook import sections

    known = sections.load(root / "course").by_name
    if section not in known:
        raise WorkspaceError(f"there is no section “{section}”.{suggest(section, known)} Sections: {', '.join(known)}.")
    return set(known[section].students)
