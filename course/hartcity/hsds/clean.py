"""One cell at a time: what it says in plain text, or nothing when it says nothing. Pure functions."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

# Longest text by column; a directory's card is no page.
LIMITS = {"name": 150, "alternate_name": 150, "description": 2_000, "title": 120, "department": 120, "code": 40}
LIMIT = 700
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,24});")
_WRITTEN_BREAK = re.compile(r"(?:\\r)?\\n")  # the two characters, as some programs write them
_MARKS = re.compile(r"#{3}[A-Z]{2,12}#{3}")
_BREAKS = {"p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
_HIDDEN = {"script", "style", "head", "title", "template", "noscript", "iframe", "object"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        if tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def without_html(text: str) -> str:
    """Return a text without tags, entities and a program's marks (“###COL###”); paragraphs stay on their own lines."""
    text = _MARKS.sub("", text)
    if _TAG.search(text):
        parser = _Words()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
    for _ in range(2):  # “&amp;nbsp;” is common
        if _ENTITY.search(text):
            text = html.unescape(text)
    return text


def plain(text: str) -> str:
    """Return a text in one kind of spaces, without control characters and without more than one empty line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _WRITTEN_BREAK.sub("\n", text)
    if not text.isascii() or "\t" in text:
        text = "".join(
            " " if unicodedata.category(c) == "Zs" or c == "\t" else c
            for c in text
            if c in "\n\t" or unicodedata.category(c)[0] != "C"
        )
    else:
        text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", text)
    text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def unscramble(text: str) -> str:
    """Return a text with its garbled characters repaired (“donâ€™t” → “don't”); a sound text comes back as it is."""
    if text.isascii():
        return text
    from ftfy import TextFixerConfig, fix_text

    return fix_text(text, TextFixerConfig(unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False,
                                          fix_character_width=False, explain=False))  # fmt: skip


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters: up to the end of a sentence, else of a word, then “…”."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s)", cut)]
    if ends and ends[-1] > limit // 2:
        return cut[: ends[-1]] + " …"
    return cut.rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


_EXTENSION = re.compile(r"[,; ]*(?:\bext(?:ension)?|\bx|(?<=\d)x)[.:]?\s*(\d{1,6})\s*$", re.I)


def phone(text: str) -> tuple[str, str, bool] | None:
    """Return a number as people write it here, its extension, and whether it is doubtful; None when it is no number.

    “202.939.7630” → (202) 939-7630; “1 (800) 676-4477 ext 5” → 1-800-676-4477 and 5; 211 and 988 stay as they are.
    """
    line = re.sub(r"^[^\d+(]*", "", text.strip(' "'))
    extension = ""
    if match := _EXTENSION.search(line):
        extension, line = match[1], line[: match.start()]
    if re.fullmatch(r"1?[-. (]*[2-9]\d\d[-. )]*[A-Za-z0-9][A-Za-z0-9-. ]{5,14}", line) and re.search("[A-Z]{3}", line):
        return line.strip(), extension, False  # 1-800-FLOWERS
    if not re.fullmatch(r"[+\d\s().\-/–]+", line.strip()):
        first = re.split(r"\s*(?:[;,/&]|\bor\b|\band\b)\s*", line, maxsplit=1)[0]
        return phone(first) if first != line else None
    digits = re.sub(r"\D", "", line)
    if re.fullmatch(r"[2-9]11|988", digits):
        return digits, extension, False
    if line.startswith("+") and not digits.startswith("1"):
        return (f"+{digits}", extension, False) if 8 <= len(digits) <= 15 else None
    if len(digits) == 11 and digits[0] == "1":
        return f"1-{digits[1:4]}-{digits[4:7]}-{digits[7:]}", extension, False
    if len(digits) == 10:
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", extension, digits[0] in "01" or len(set(digits)) < 3
    if len(digits) in (7, 11, 12, 13):
        return line.strip(), extension, True
    return None


_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")


def email(text: str) -> str | None:
    """Return the first e-mail address of a cell that holds nothing else, in lower case; None else."""
    first = re.split(r"[;,\s]+", re.sub(r"^mailto:", "", text.strip(), flags=re.I))[0]
    return first.lower() if _EMAIL.fullmatch(first) else None


def url(text: str) -> str | None:
    """Return a web address with http or https; None for anything else, such as javascript: or two words."""
    line = text.strip()
    if re.match(r"(?:https?:|www\.)", line, re.I):
        line = re.split(r"\s*;\s*|\s+", line, maxsplit=1)[0]  # two addresses in a cell
    if re.match(r"https?:/?/?(?!/)", line, re.I) and not line.lower().startswith(("http://", "https://")):
        line = re.sub(r"^(https?):/*", r"\1://", line, flags=re.I)
    if not re.match(r"https?://", line, re.I):
        line = f"https://{line}"
    host = re.match(r"https?://((?:[\w-]+\.)+[a-z]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?$", line, re.I)
    return line if host and len(line) <= 500 and not re.search(r'[<>"\\^`{|}\s]', line) else None


def number(text: str) -> int | float | None:
    """Return a number, whole when it can be; None when it isn't one."""
    try:
        value = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) > 10**9:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def dollars(text: str) -> str | None:
    """Return an amount of money as ``12.50``; None when it isn't one."""
    match = re.fullmatch(
        r"(?:usd|us)?\s*\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2})0*)?(?:\s*usd)?", text.strip(), re.I
    )
    return f"{match[1].replace(',', '')}.{(match[2] or '').ljust(2, '0')}" if match else None


def several(cell: str) -> list[str]:
    """Return the things that a cell lists: “ID; proof of income”, “English, Spanish”."""
    return [part.strip() for part in re.split(r"[;\n|]|,(?! )|, (?=[A-Z])", cell) if part.strip()]


def slug(text: str, limit: int = 60) -> str:
    """Return a name as an id: lower case, plain letters, hyphens; “x” when nothing is left."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", text.replace("'", "")).strip("-")
    return words[:limit].rsplit("-", 1)[0] if len(words) > limit and "-" in words[:limit] else words[:limit] or "x"


def unlike(wanted: str, taken: set[str] | dict, key: str) -> str:
    """Return an id that isn't taken yet: `wanted`, else with some letters made from `key`, the same each time."""
    if wanted not in taken:
        return wanted
    digest = hashlib.sha256(key.encode()).hexdigest()
    return next(name for size in range(4, 64) if (name := f"{wanted}-{digest[:size]}") not in taken)
