"""The two-part assignment as a document: the pieces in the order an instructor expects, and the files made of them.

Word and PDF need libraries that a browser-only course lacks; `formats` says what can be made here.
"""

from __future__ import annotations

import importlib.util
import io
import re
import time
from pathlib import Path
from typing import Any, Literal

import attrs

from hartcity.answers import Answers
from hartcity.errors import HartError

Kind = Literal["title", "meta", "heading", "subheading", "field", "text", "none"]
# What XML, and so Word, can't hold: control characters and halves of characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain",
}


@attrs.frozen
class Piece:
    """One block of the document; `none` stands where nothing is written."""

    kind: Kind
    text: str


def pieces(answers: Answers, desk: Any, name: str = "") -> list[Piece]:
    """Return title, name, date, Part 1 and Part 2 of one student's answers, free of what no file can hold."""
    city, user = desk.city, desk.user
    rows = [("title", desk.settings.title)]
    rows += [("meta", name)] if name.strip() else []
    rows += [("meta", f"{time.strftime('%B')} {time.localtime().tm_mday}, {time.strftime('%Y')}")]
    rows += [("meta", f"Service user: {user.name}")] if user else []
    rows += [("heading", "Part 1: services")]
    for service_id in answers.services:
        service = city.services.get(service_id)
        where = f" ({city.organizations[service.organization_id].name})" if service else ""
        rows += [("subheading", f"{service.name if service else service_id}{where}")]
        rows += _written(answers.benefits.get(service_id, ""), "[no text on the benefits]")
    if not answers.services:
        rows += [("none", "[no service chosen]")]
    for title, text in (("Coordination", answers.coordination), ("Finances", answers.finances)):
        rows += [("subheading", title), *_written(text, "[nothing written]")]
    to = city.organizations.get(answers.email.to)
    recipient = (f"{to.name} <{to.email}>" if to.email else to.name) if to else answers.email.to or "[no recipient]"
    rows += [("heading", "Part 2: email"), ("field", f"To: {recipient}")]
    rows += [("field", f"Subject: {answers.email.subject.strip() or '[no subject]'}")]
    rows += _written(answers.email.body, "[nothing written]")
    return [Piece(kind, _ILLEGAL.sub("", text)) for kind, text in rows]


def _written(text: str, nothing: str) -> list[tuple[str, str]]:
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if p.strip()]
    return [("text", p) for p in paragraphs] or [("none", nothing)]


def _font_folder() -> Path | None:
    found = importlib.util.find_spec("matplotlib")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    return folder if folder and (folder / "DejaVuSans.ttf").is_file() else None


def formats() -> list[str]:
    """Return what can be made here, of docx, pdf and txt."""
    made = ["docx"] if importlib.util.find_spec("docx") else []
    if importlib.util.find_spec("fpdf") and _font_folder():
        made.append("pdf")
    return [*made, "txt"]


def write(parts: list[Piece], kind: str) -> tuple[bytes, str]:
    """Return a file of the kind docx, pdf or txt, and one line on what it lost; "" when nothing."""
    if kind not in formats():
        raise HartError(f"A .{kind} file can't be made here. Download it as plain text (.txt) instead.")
    return {"docx": _docx, "pdf": _pdf, "txt": _txt}[kind](parts)


def _txt(parts: list[Piece]) -> tuple[bytes, str]:
    lines: list[str] = []
    for before, piece in zip([None, *parts], parts, strict=False):
        together = before and before.kind == piece.kind and piece.kind in ("meta", "field")
        together = together or (before and before.kind == "title")
        lines += [] if together or not before else [""]
        lines.append(piece.text.upper() if piece.kind == "heading" else piece.text)
    return ("\n".join(lines) + "\n").encode(), ""


def _docx(parts: list[Piece]) -> tuple[bytes, str]:
    import docx

    document = docx.Document()
    document.core_properties.title = parts[0].text
    document.core_properties.author = ""
    styles = {"title": "Title", "heading": "Heading 1", "subheading": "Heading 2"}
    for piece in parts:
        paragraph = document.add_paragraph(style=styles.get(piece.kind, "Normal"))
        if piece.kind == "field":
            label, _, rest = piece.text.partition(": ")
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(rest)
        else:
            paragraph.add_run(piece.text).italic = piece.kind == "none" or None
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), ""


def _pdf(parts: list[Piece]) -> tuple[bytes, str]:
    import fpdf

    folder = _font_folder()
    pdf = fpdf.FPDF(format="letter")
    pdf.set_title(parts[0].text)
    pdf.set_lang("en-US")
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf"), ("I", "DejaVuSans-Oblique.ttf")):
        pdf.add_font("DejaVu", style, folder / file)
    pdf.set_margins(25, 25)
    pdf.set_auto_page_break(True, 25)
    pdf.add_page()
    # kind → style, size in points, room above in millimeters
    looks = {"title": ("B", 18, 0), "meta": ("", 10.5, 0), "heading": ("B", 14, 7), "subheading": ("B", 11.5, 4)}
    has = pdf.fonts["dejavu"].cmap
    lost: dict[str, None] = {}
    for piece in parts:
        style, size, above = looks.get(piece.kind, ("I" if piece.kind == "none" else "", 10.5, 2))
        lost.update(dict.fromkeys(c for c in piece.text if ord(c) not in has and c.isprintable() and not c.isspace()))
        pdf.set_font("DejaVu", style, size)
        pdf.ln(above)
        text = "".join(c if ord(c) in has or c == "\n" else "□" if c in lost else " " for c in piece.text)
        pdf.multi_cell(0, size * 0.52, text, align="L", new_x="LMARGIN", new_y="NEXT")
    note = ""
    if lost:
        note = (
            f"The PDF shows □ for characters that its typeface lacks ({' '.join(list(lost)[:5])}). Word has them all."
        )
    return bytes(pdf.output()), note
