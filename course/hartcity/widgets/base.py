"""What every widget of the course shares: how its files are bundled, and how offsets cross into the browser."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from pathlib import Path

import anywidget

_ASSETS = Path(__file__).parent / "assets"


@cache
def bundle(*names: str) -> str:
    """Return one self-contained text: the common file, then the named assets in this order.

    The kind (``.js`` or ``.css``) is that of the first name; naming a common file gives it alone. A script's
    last file ends with ``export default { render }``; the others define one constant each. Nothing is imported,
    nothing is fetched.
    """
    kind = Path(names[0]).suffix
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in dict.fromkeys((f"common{kind}", *names)))


class HartWidget(anywidget.AnyWidget):
    """A widget of the course; subclasses give `_esm` and `_css` made by `bundle`."""

    _esm = "export default { render() {} }"


def to_utf16(text: str) -> Callable[[int], int]:
    """Return the function from offsets in code points (Python) to offsets in UTF-16 units (JavaScript)."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return lambda offset: offset
    wide = [at for at, char in enumerate(text) if ord(char) > 0xFFFF]
    return lambda offset: offset + bisect_left(wide, offset)
