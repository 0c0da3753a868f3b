"""Small packages of human services data, as files: what others export, and how it goes wrong."""

import csv
import io
import json
from pathlib import Path

import yaml

_ALL = yaml.safe_load((Path(__file__).parent / "cases" / "hsds-packages.yml").read_text("utf-8"))
VERSION_1, VERSION_2 = _ALL["version 1"], _ALL["version 2"]
DIRT = yaml.safe_load((Path(__file__).parent / "cases" / "import-dirt.yml").read_text("utf-8"))


def write(folder, tables, encoding="utf-8", delimiter=","):
    """Write tables, file's name → rows as dicts, as CSV files; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        (folder / name).write_bytes(out.getvalue().encode(encoding))
    return folder


def with_rows(**rows):
    """The package of version 1 with more rows, by table."""
    tables = {name.removesuffix(".csv"): list(found) for name, found in VERSION_1.items()}
    for name, more in rows.items():
        tables[name] = [*tables.get(name, []), *more]
    return {f"{name}.csv": found for name, found in tables.items()}


def version_3_json(path):
    """Write the nested form of HSDS 3; return its path."""
    path.write_text(json.dumps({"contents": _ALL["version 3"]}), "utf-8")
    return path
