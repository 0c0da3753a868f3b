"""Write a student's answers into Markdown cells so that they read well anywhere and can do nothing."""

from __future__ import annotations

from hartgrader.feedback import Part

# Characters that mean something to Markdown, to a math renderer, or to a template; entities keep them literal.
_ACTIVE = {ord(c): f"&#{ord(c)};" for c in "\\`*_{}[]()#+-.!|~$:<>\"'@=%"}


def literal(text: str) -> str:
    """Return text as HTML that shows exactly this text, in Markdown, in HTML, and past a math renderer."""
    shown = []
    for line in text.strip().splitlines():
        # & first, so that the entities added next stay as they are.
        escaped = line.replace("&", "&amp;").translate(_ACTIVE)
        shown.append("".join(c if c.isprintable() else " " for c in escaped))
    return "<br>".join(shown)


def markdown(pieces: tuple[Part, ...]) -> str:
    """Return the source of an answer cell: each piece with its heading, line breaks kept, everything escaped."""
    blocks = []
    for piece in pieces:
        label = f"<strong>{literal(piece.label)}</strong><br>" if piece.label else ""
        # One line for a block: Markdown reads nothing inside until the next empty line.
        blocks.append(f'<div class="hart-answer mathjax_ignore tex2jax_ignore">{label}{literal(piece.text)}</div>')
    return "\n\n".join(blocks)
