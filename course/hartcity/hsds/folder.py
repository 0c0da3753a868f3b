"""A city's folder: written whole or not at all, never over somebody's work."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from hartcity.errors import WorkspaceError

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def dump(node: dict[str, Any]) -> str:
    """Return YAML as our files are written: keys in their order, long lines, letters as they are."""
    return yaml.dump(node, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110)


def write_city(folder: Path, head: dict[str, Any], organizations: list[dict[str, Any]], note: str = "") -> None:
    """Write ``city.yml`` and one file an organization into a folder that isn't there yet.

    Raises
    ------
    WorkspaceError : the folder is taken or can't be written, or an id can't be a file's name.
    """
    for organization in organizations:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,100}", str(organization.get("id", ""))):
            raise WorkspaceError(
                f"“{organization.get('id', '')}” can't be an organization's id: use a-z, 0-9 and hyphens."
            )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(f"{folder}: this is taken. Choose another --name, or move the folder away.")
    making = folder.with_name(f".{folder.name}.making")
    try:
        shutil.rmtree(making, ignore_errors=True)
        (making / "organizations").mkdir(parents=True)
        (making / "city.yml").write_text(note + dump(head), "utf-8")
        for organization in organizations:
            path = making / "organizations" / f"{organization['id']}.yml"
            path.write_text(dump(organization), "utf-8")
        if folder.is_dir():
            folder.rmdir()
        making.rename(folder)
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise WorkspaceError(f"{folder}: can't be written ({error.strerror}).") from None
