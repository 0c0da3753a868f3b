"""The sample email as a handout: Markdown for the guide, PDF for the printer, both from the lesson's own text."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from hartcity import lessons
from hartcity.lessons import Letter, Sample

NAME = "sample-email"
LESSON, EXERCISE = "advocacy-in-two-paragraphs", "sample"
_HEAD = (
    "Borrow the moves from this email, not its sentences: your person has other strengths and your reader has another "
    "job. The people and agencies in it are invented, and none of them is in the Hart City directory."
)


def sample() -> Sample:
    """Return the sample of the lesson on advocacy."""
    return lessons.load(LESSON).samples[EXERCISE]


def can_print() -> bool:
    """Whether a PDF can be made here: the library for it and its fonts are there."""
    return bool(find_spec("fpdf") and find_spec("matplotlib"))


def _numbered(pieces: list[tuple[str, int]], mark: str) -> str:
    return "".join(text + (mark.format(number) if number else "") for text, number in pieces)


def _letter_markdown(letter: Letter) -> list[str]:
    subject, body = (_numbered(pieces, " **({})**") for pieces in letter.pieces())
    rows = [
        f"| {number if r.quote else 'all'} | {r.criterion} | {r.note.replace('|', '/')} |"
        for number, r in enumerate(letter.remarks, 1)
    ]
    return [
        f"**To:** {letter.to}",
        f"**Subject:** {subject or '(none)'}",
        "\n\n".join(part.replace("\n", "  \n") for part in body.split("\n\n")),
        "\n".join(["| | criterion | what to notice |", "|---|---|---|", *rows]),
    ]


def markdown(sample: Sample) -> str:
    """Return the handout as the Markdown file that stands in ``course/guide``."""
    note = f"<!-- Made by `hartcity build` from scenarios/lessons/{LESSON}.yml: change it there. -->"
    parts = [
        "# A sample advocacy email, with remarks",
        note,
        _HEAD,
        f"**The situation.** {sample.situation}",
        "---",
        *_letter_markdown(sample.good),
        "## The same request, gone wrong",
        *_letter_markdown(sample.wrong),
    ]
    return "\n\n".join(parts) + "\n"


def pdf(sample: Sample) -> bytes:
    """Return the handout as a PDF on US letter paper; needs what `can_print` asks for."""
    from fpdf import FPDF, FontFace

    page = FPDF(format="letter", unit="mm")
    page.set_title(sample.title)
    page.set_author("The Hart City authors")
    page.set_lang("en-US")
    page.set_margin(18)
    page.set_auto_page_break(True, 12)
    page.set_draw_color(190, 198, 203)
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf"), ("I", "DejaVuSans-Oblique.ttf")):
        page.add_font("Body", style, _fonts() / file)
    page.add_page()

    def heading(text: str, size: int) -> None:
        page.ln(2)
        page.set_font("Body", "B", size)
        page.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        page.ln(1.5)

    def paragraph(text: str, style: str = "", indent: float = 0) -> None:
        page.set_font("Body", style, 9.5)
        page.set_x(page.l_margin + indent)
        page.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        page.ln(1.5)

    def letter(it: Letter) -> None:
        subject, body = (_numbered(pieces, " [{}]") for pieces in it.pieces())
        paragraph(f"To: {it.to}\nSubject: {subject or '(none)'}", "B", 6)
        for part in body.split("\n\n"):
            paragraph(part, "", 6)
        page.ln(1)
        page.set_font("Body", "", 8.5)
        head = FontFace(emphasis="BOLD", fill_color=(235, 240, 241))
        with page.table(col_widths=(10, 30, 130), text_align="LEFT", line_height=4.6, headings_style=head) as table:
            table.row(("", "criterion", "what to notice"))
            for number, remark in enumerate(it.remarks, 1):
                table.row((str(number) if remark.quote else "all", remark.criterion, remark.note))

    heading(sample.title, 15)
    paragraph(_HEAD, "I")
    paragraph(f"The situation. {sample.situation}")
    letter(sample.good)
    page.add_page()
    heading("The same request, gone wrong", 13)
    letter(sample.wrong)
    page.ln(4)
    paragraph("From the Hart City course. The text may be shared and changed under CC BY 4.0.", "I")
    return bytes(page.output())


def _fonts() -> Path:
    """Where matplotlib keeps the fonts that have every character a text may hold."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
