"""YAML with the line of every key and value, and nothing clever: no duplicate keys, no anchors, no tags of Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import isnan
from typing import Any

import yaml

PathOf = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """The text is no YAML that we read; `line` counts from 1, `field` is a dotted path or ""."""

    def __init__(self, line: int, field: str, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Located:
    """Plain values (str, int, float, bool, None, list, dict; dates as ISO strings) and the line of each path."""

    value: Any
    lines: dict[PathOf, int]

    def line(self, path: PathOf) -> int:
        """The line of a path, or of the nearest part of it that exists."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def dotted(path: PathOf) -> str:
    """`("urls", 0)` as `urls[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_yaml(text: str) -> Located:
    """One YAML document. Raises YamlError at the first thing that is wrong with its form."""
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise YamlError(
                    _line(event.start_mark), "", "anchors and aliases are not used here: write the value out"
                )
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(_line(mark), "", f"not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise YamlError(1, "", f"not YAML: {error}") from error
    if node is None:
        raise YamlError(1, "", "the file is empty")
    lines: dict[PathOf, int] = {}
    return Located(_plain(node, (), lines), lines)


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


def _plain(node: yaml.Node, path: PathOf, lines: dict[PathOf, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, i), lines) for i, child in enumerate(node.value)]
    return _scalar(node, path)


def _mapping(node: yaml.MappingNode, path: PathOf, lines: dict[PathOf, int]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            raise YamlError(line, dotted(path), "a key must be one word")
        if key in plain:
            raise YamlError(line, dotted((*path, key)), f"the key {key!r} stands here twice")
        lines[(*path, key)] = line
        plain[key] = _plain(value_node, (*path, key), lines)
    return plain


def _scalar(node: yaml.Node, path: PathOf) -> Any:
    try:
        value = yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(node.start_mark.line + 1, dotted(path), f"not a value: {error}") from error
    if isinstance(value, float) and isnan(value):
        raise YamlError(node.start_mark.line + 1, dotted(path), ".nan is no number")
    return value.isoformat() if isinstance(value, (date, datetime)) else value
