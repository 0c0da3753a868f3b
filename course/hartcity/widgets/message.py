"""One message in place of a widget that can't be shown."""

from __future__ import annotations

import traitlets

from hartcity.widgets.base import HartWidget, bundle


class MessageWidget(HartWidget):
    """Shows `text`, as text."""

    _esm = bundle("message.js")
    _css = bundle("common.css")
    text = traitlets.Unicode().tag(sync=True)
