"""What every widget of the course shares: how its files are bundled, and how offsets cross into the browser."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

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


class PageWidget(HartWidget):
    """A widget that shows one dict of a desk's, `page`, and hears wishes from it: ``{"do": "meet", …}``.

    Subclasses say in `follows` which stores of the desk they show (``store``, ``record``), set `page` in `_show`, and
    have a method ``_do_meet(content, buffers)`` for each wish; other messages are passed over.
    """

    page = traitlets.Dict().tag(sync=True)
    follows: tuple[str, ...] = ()

    def __init__(self, desk: Any, **kwargs: Any):
        super().__init__(**kwargs)
        self.desk = desk
        self._show()
        for store in self.follows:
            getattr(desk, store).subscribe(self._changed)
        self.on_msg(self._asked)

    def _show(self) -> None:
        raise NotImplementedError

    def _changed(self, _now: Any) -> None:
        self._show()

    def _asked(self, _widget: Any, content: Any, buffers: Any) -> None:
        wish = content.get("do") if isinstance(content, dict) else None
        act = getattr(self, f"_do_{wish}", None)
        if act:
            act(content, buffers)


def to_utf16(text: str) -> Callable[[int], int]:
    """Return the function from offsets in code points (Python) to offsets in UTF-16 units (JavaScript)."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return lambda offset: offset
    wide = [at for at, char in enumerate(text) if ord(char) > 0xFFFF]
    return lambda offset: offset + bisect_left(wide, offset)
