"""Where the content folders are: inside an installed wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

from hartcity.errors import WorkspaceError

_PACKAGED = Path(__file__).parent / "_content"
_CHECKOUT = Path(__file__).parents[2]
# In the checkout these three live in course/, beside the package.
_IN_COURSE = ("units", "guide", "nbgrader_config.py", "assignment.yml")


def locate(*parts: str) -> Path:
    """Return the path of a content file or folder, e.g. ``locate("scenarios", "hart-city")``.

    Raises
    ------
    WorkspaceError : when neither the wheel nor the checkout has it.
    """
    root = _CHECKOUT / "course" if parts[0] in _IN_COURSE else _CHECKOUT
    for base in (_PACKAGED, root):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise WorkspaceError(f"{'/'.join(parts)} is not in this installation of hartcity: reinstall it.")


def checkout() -> Path | None:
    """Return the checkout this package is used from, or None when it was installed as a wheel."""
    return None if _PACKAGED.exists() else _CHECKOUT
