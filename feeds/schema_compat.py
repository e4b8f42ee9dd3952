"""What breaks who reads by a JSON Schema when the schema changes: the guard of versions (FEEDS.md §1). Pure.

A minor version may add members that are optional, values to a list (the descriptions say that lists grow), and words
for people. All else is breaking, whichever way it goes: what is narrowed fails documents that were right, what is
widened fails programs that trusted the promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]
WORDS = frozenset({"$schema", "$id", "$comment", "$defs", "title", "description", "examples", "default", "deprecated"})
"""For people, or read through the references that lead there."""
_MAPS = ("properties", "patternProperties", "dependentSchemas")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_HANDLED = frozenset({*WORDS, *_MAPS, *_LISTS, "$ref", "type", "enum", "const", "required"})


def breaking(old: Node, new: Node) -> list[str]:
    """The breaking differences between two versions of a schema (2020-12, references within the document), each as
    `path: what`; empty when the new one may be a minor version."""
    return _Comparison(old, new).between(old, new, "#")


class _Comparison:
    def __init__(self, old: Node, new: Node) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[str, str]] = set()

    def between(self, old: Any, new: Any, path: str) -> list[str]:
        if isinstance(old, bool) or isinstance(new, bool):
            return [] if old == new else [f"{path}: {_short(old)} became {_short(new)}"]
        pair = old.get("$ref"), new.get("$ref")
        if pair[0] and pair[1]:
            if pair in self._seen:  # a schema that leads to itself
                return []
            self._seen.add(pair)
        old, new = _followed(old, self._old), _followed(new, self._new)
        found = _type(old, new, path) + _values(old, new, path) + _required(old, new, path)
        for name in _MAPS:
            found += self._members(old.get(name, {}), new.get(name, {}), f"{path}/{name}", name)
        for name in _LISTS:
            found += self._parts(old.get(name, []), new.get(name, []), f"{path}/{name}")
        for name in sorted((old.keys() | new.keys()) - _HANDLED):
            found += self._other(old.get(name), new.get(name), f"{path}/{name}")
        return found

    def _members(self, old: Node, new: Node, path: str, name: str) -> list[str]:
        found = [f"{path}/{member}: removed" for member in old if member not in new]
        if name != "properties":
            found += [f"{path}/{member}: added" for member in new if member not in old]
        for member in old:
            if member in new:
                found += self.between(old[member], new[member], f"{path}/{member}")
        return found

    def _parts(self, old: list[Any], new: list[Any], path: str) -> list[str]:
        if len(old) != len(new):
            return [f"{path}: {len(old)} parts became {len(new)}"]
        return [d for n, (a, b) in enumerate(zip(old, new, strict=True)) for d in self.between(a, b, f"{path}/{n}")]

    def _other(self, old: Any, new: Any, path: str) -> list[str]:
        """Limits, patterns, formats; and words that hold one schema: items, not, if, then, else …"""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            return self.between(old, new, path)
        if old == new:
            return []
        said = (_short(value) if value is not None else "nothing" for value in (old, new))
        return [f"{path}: {' became '.join(said)}"]


def _followed(node: Node, document: Node) -> Node:
    """A schema with its reference laid open; what stands beside the reference holds too."""
    passed: set[str] = set()
    while "$ref" in node and node["$ref"] not in passed:
        passed.add(node["$ref"])
        target: Any = document
        for part in node["$ref"].removeprefix("#").split("/")[1:]:
            target = target[part]
        node = {**target, **{k: v for k, v in node.items() if k != "$ref"}}
    return node


def _type(old: Node, new: Node, path: str) -> list[str]:
    before, after = (_listed(node.get("type")) for node in (old, new))
    return [] if before == after else [f"{path}: type {_short(before)} became {_short(after)}"]


def _values(old: Node, new: Node, path: str) -> list[str]:
    before, after = ([n["const"]] if "const" in n else n.get("enum") for n in (old, new))
    if before is None or after is None:
        return [] if before == after else [f"{path}: a list of values {'appeared' if after else 'disappeared'}"]
    return [f"{path}: value {_short(value)} removed" for value in before if value not in after]


def _required(old: Node, new: Node, path: str) -> list[str]:
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    found = [f"{path}/properties/{name}: no longer required" for name in sorted(before - after)]
    return found + [f"{path}/properties/{name}: newly required" for name in sorted(after - before)]


def _listed(type: str | list[str] | None) -> list[str]:
    return [] if type is None else [type] if isinstance(type, str) else sorted(type)


def _short(value: object) -> str:
    return str(value)[:60]
