"""Strict YAML: a file becomes attrs objects, or an error with path, line and what is allowed."""

from __future__ import annotations

import difflib
import re
import types
import typing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import attrs
import yaml

from hartcity.errors import ContentError
from hartcity.yamladvice import advice

T = TypeVar("T")
# Money: an author writes dollars, as “12.50”; the program holds whole cents.
Cents = typing.NewType("Cents", int)
_DOLLARS = re.compile(r"(-?)(\d+)(?:\.(\d\d))?")
_BAD: Any = object()
LIMIT_BYTES = 20_000_000
_SCALARS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
_SAFE = yaml.SafeLoader("")
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # twenty times as fast, but not to be had everywhere


def load(path: Path | str, cls: type[T]) -> T:
    """Return the file's content as `cls`: an attrs class, or any type made of them.

    Supported in annotations: str, int, float, bool, Cents, Any, Literal, None in a union, ``tuple[X, ...]``,
    ``dict[str, X]`` and attrs classes. A class may have a field ``line: int``, which receives its line; fields with
    ``metadata={"made": True}`` are filled in by the caller, never by the file.

    Raises
    ------
    ContentError : the file can't be read, isn't YAML, or holds a wrong key, type or word; with its line.
    """
    path = Path(path)
    return _Decoder(path).decode(parse(path), cls, "")


def load_named(path: Path, cls: type[T]) -> T:
    """Return the file's content as `cls`, whose ``id`` must be the file's name; else as `load`."""
    found = load(path, cls)
    if found.id != path.stem:
        raise ContentError(path, getattr(found, "line", 1), f"the id “{found.id}” must be the file's name.")
    return found


def ensure(condition: bool, problem: str) -> None:
    """Say in a class's ``__attrs_post_init__`` what must hold; `load` adds path and line to the problem."""
    if not condition:
        raise ValueError(problem)


def problems(path: Path | str, cls: type[T]) -> tuple[T | None, list[ContentError]]:
    """Return the file's content as far as it can be read, and every mistake in it, not only the first.

    What is missing or wrong is empty in the content; None when the file isn't YAML.
    """
    collector = _Collector(Path(path))
    try:
        value = collector.decode(parse(path), cls, "")
    except ContentError as error:
        return None, [*collector.found, error]
    return value, collector.found


def line_of(node: yaml.Node, *way: str | int) -> int:
    """Return the line of what stands at `way` (keys and places in lists) below a node, or of the last part there is."""
    line = node.start_mark.line + 1
    for step in way:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def decode(path: Path | str, node: yaml.Node, cls: type[T], where: str = "") -> T:
    """Return one node of a parsed file as `cls`; `where` names the node in errors. As strict as `load`."""
    return _Decoder(Path(path)).decode(node, cls, where)


def node_of(data: Any) -> yaml.Node:
    """Return plain data (mappings, lists, text, numbers, truth values, None) as a node that `decode` reads."""
    mark = yaml.Mark("", 0, 0, 0, "", 0)
    if isinstance(data, dict):
        rows = [(node_of(str(key)), node_of(value)) for key, value in data.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", rows, mark, mark)
    if isinstance(data, (list, tuple)):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [node_of(item) for item in data], mark, mark)
    tag = {bool: "bool", int: "int", type(None): "null"}.get(type(data), "str")
    text = str(data).lower() if tag == "bool" else "" if data is None else str(data)
    return yaml.ScalarNode(f"tag:yaml.org,2002:{tag}", text, mark, mark)


def plain(node: yaml.Node, path: Path | str = "") -> Any:
    """Return a node as plain data."""
    return _Decoder(Path(path)).plain(node)


def parse(path: Path | str) -> yaml.Node:
    """Return the root node of a YAML file, its duplicate keys refused; ContentError when it isn't YAML."""
    path = Path(path)
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise ContentError(path, None, f"more than {LIMIT_BYTES // 1_000_000} MB is too large for a content file.")
        text = path.read_text("utf-8-sig")
        node = _compose(text)
    except OSError as error:
        raise ContentError(path, None, f"can't be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise ContentError(path, None, "this is not UTF-8 text: save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.line if mark else 0
        lines = [*text.splitlines()[: at + 1], ""][: at + 1]
        before = next((line for line in reversed(lines[:at]) if line.strip()), "")
        said = advice(str(error.problem), lines[at], before)
        raise ContentError(path, at + 1 if mark else None, f"this is not valid YAML: {said}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentError(path, None, f"this is not valid YAML: {str(error).splitlines()[0]}.") from None
    if node is None:
        raise ContentError(path, None, "the file is empty.")
    return node


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_FAST)
    except (yaml.YAMLError, RecursionError):
        return yaml.compose(text, Loader=yaml.SafeLoader)  # it says better what is wrong


def suggest(word: str, allowed: typing.Iterable[str]) -> str:
    """Return “ Did you mean …?” when one of the allowed words is near, else nothing."""
    near = difflib.get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


def unload(value: Any, kind: Any) -> Any:
    """Return an object of `kind` as lists, dicts and scalars that `load` reads back: cents as dollars, no defaults."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if value is None or kind is Any:
        return value
    if origin in (typing.Union, types.UnionType):
        return unload(value, next(a for a in args if a is not type(None)))
    if origin is tuple:
        return [unload(item, args[0]) for item in value]
    if origin is dict:
        return {k: unload(v, args[1]) for k, v in value.items()}
    if kind is Cents:
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if not attrs.has(kind):
        return value
    fields, hints = _shape(kind)
    held = {name: (getattr(value, name), f.default) for name, f in fields.items()}
    return {
        name: unload(now, hints[name])
        for name, (now, default) in held.items()
        if now != (default.factory() if isinstance(default, attrs.Factory) else default)
    }


class _Decoder:
    def __init__(self, path: Path):
        self.path = path

    def fail(self, node: yaml.Node, where: str, message: str, allowed: typing.Iterable[str] = ()) -> ContentError:
        prefix = f"{where}: " if where else ""
        return ContentError(self.path, node.start_mark.line + 1, prefix + message, tuple(allowed))

    def decode(self, node: yaml.Node, kind: Any, where: str) -> Any:
        origin, args = typing.get_origin(kind), typing.get_args(kind)
        if kind is Any:
            return self.plain(node)
        if origin in (typing.Union, types.UnionType):
            if type(None) in args and self.is_null(node):
                return None
            choices = [a for a in args if a is not type(None)]
            return self.union(node, choices, where)
        if origin is typing.Literal:
            return self.literal(node, args, where)
        if origin is tuple:
            if not isinstance(node, yaml.SequenceNode):
                raise self.fail(node, where, "a list is expected here (lines that begin with “- ”).")
            found = [self.attempt(item, args[0], f"{where}[{i}]") for i, item in enumerate(node.value)]
            return tuple(item for item in found if item is not _BAD)
        if origin is dict:
            rows = [
                (k, self.attempt(v, args[1], f"{where}.{k}" if where else k)) for k, _n, v in self.items(node, where)
            ]
            return {k: v for k, v in rows if v is not _BAD}
        if attrs.has(kind):
            return self.object(node, kind, where)
        return self.scalar(node, kind, where)

    @staticmethod
    def is_null(node: yaml.Node) -> bool:
        return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")

    def complain(self, error: ContentError) -> None:
        """What happens to a mistake after which reading could go on."""
        raise error

    def attempt(self, node: yaml.Node, kind: Any, where: str) -> Any:
        """Decode a part; `_BAD` when it is wrong and reading goes on."""
        return self.decode(node, kind, where)

    def sound(
        self, values: dict[str, Any], fields: dict[str, attrs.Attribute], hints: dict[str, Any]
    ) -> dict[str, Any]:
        """The values without those that are `_BAD`."""
        return values

    def plain(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {k: self.plain(v) for k, _n, v in self.items(node, "")}
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item) for item in node.value]
        return self.construct(node, "")

    def construct(self, node: yaml.ScalarNode, where: str) -> Any:
        if not node.tag.startswith("tag:yaml.org,2002:"):
            raise self.fail(node, where, f"the tag {node.tag} is not allowed in a content file.")
        if node.tag.endswith((":timestamp", ":binary")):
            return node.value
        return _SAFE.construct_object(node)

    def union(self, node: yaml.Node, choices: list[Any], where: str) -> Any:
        problems = []
        for choice in choices:
            try:
                return self.decode(node, choice, where)
            except ContentError as error:
                problems.append(error)
        # The mistake deepest in the file is the one the author meant to be right.
        raise max(problems, key=lambda e: e.line or 0)

    def literal(self, node: yaml.Node, allowed: tuple[Any, ...], where: str) -> Any:
        value = self.construct(node, where) if isinstance(node, yaml.ScalarNode) else None
        for word in allowed:
            if value == word and type(value) is type(word):
                return value
            if isinstance(node, yaml.ScalarNode) and isinstance(word, str) and node.value == word:
                return word  # YAML reads a bare on/off/yes/no as a truth value
        words = [str(a) for a in allowed]
        shown = node.value if isinstance(node, yaml.ScalarNode) else "a list or mapping"
        raise self.fail(node, where, f"“{shown}” is not a word known here.{suggest(str(shown), words)}", words)

    def items(self, node: yaml.Node, where: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, where, "“key: value” lines are expected here.")
        seen: dict[str, int] = {}
        rows = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fail(key, where, "a key must be a word.")
            if key.value in seen:
                raise self.fail(key, where, f"“{key.value}” stands here twice (first on line {seen[key.value]}).")
            seen[key.value] = key.start_mark.line + 1
            rows.append((key.value, key, value))
        return rows

    def object(self, node: yaml.Node, cls: type, where: str) -> Any:
        fields, hints = _shape(cls)
        values: dict[str, Any] = {}
        for name, key, value in self.items(node, where):
            if name not in fields:
                self.complain(
                    self.fail(key, where, f"“{name}” is not a key known here.{suggest(name, fields)}", fields)
                )
                continue
            values[name] = self.attempt(value, hints[name], f"{where}.{name}" if where else name)
        for name, field in fields.items():
            if field.default is attrs.NOTHING and name not in values:
                self.complain(self.fail(node, where, f"“{name}” is missing."))
                values[name] = _BAD
        values = self.sound(values, fields, hints)
        if "line" in hints:
            values["line"] = node.start_mark.line + 1
        try:
            return cls(**values)
        except ValueError as error:
            raise self.fail(node, where, str(error)) from None

    def scalar(self, node: yaml.Node, kind: Any, where: str) -> Any:
        if kind is Cents:
            return self.cents(node, where)
        value = self.construct(node, where) if isinstance(node, yaml.ScalarNode) else None
        if kind is str and isinstance(node, yaml.ScalarNode) and not self.is_null(node):
            return node.value.strip()
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise self.fail(node, where, f"{_SCALARS.get(kind, kind)} is expected here.")
        return value

    def cents(self, node: yaml.Node, where: str) -> int:
        match = _DOLLARS.fullmatch(node.value.strip()) if isinstance(node, yaml.ScalarNode) else None
        if match is None:
            raise self.fail(node, where, "dollars are expected here, such as 15 or 12.50.")
        sign, whole, rest = match.groups()
        return (-1 if sign else 1) * (100 * int(whole) + int(rest or 0))


class _Collector(_Decoder):
    """Reads on after a mistake, and keeps all of them."""

    def __init__(self, path: Path):
        super().__init__(path)
        self.found: list[ContentError] = []

    def complain(self, error: ContentError) -> None:
        self.found.append(error)

    def attempt(self, node: yaml.Node, kind: Any, where: str) -> Any:
        try:
            return self.decode(node, kind, where)
        except ContentError as error:
            self.found.append(error)
            return _BAD

    def union(self, node: yaml.Node, choices: list[Any], where: str) -> Any:
        # Which of several was meant is told by the mistakes of each: they must not count.
        return (
            super().union(node, choices, where)
            if len(choices) == 1
            else _Decoder(self.path).union(node, choices, where)
        )

    def sound(
        self, values: dict[str, Any], fields: dict[str, attrs.Attribute], hints: dict[str, Any]
    ) -> dict[str, Any]:
        good = {name: value for name, value in values.items() if value is not _BAD}
        for name, field in fields.items():
            if name not in good and field.default is attrs.NOTHING:
                kind = typing.get_origin(hints[name]) or hints[name]
                good[name] = kind() if kind in (tuple, dict, str, int, float, bool) else None
        return good


@cache
def _shape(cls: type) -> tuple[dict[str, attrs.Attribute], dict[str, Any]]:
    """The fields an author may write, by name, and every field's type."""
    hints = typing.get_type_hints(cls)
    fields = {a.name: a for a in attrs.fields(cls) if a.name != "line" and not a.metadata.get("made")}
    return fields, hints
