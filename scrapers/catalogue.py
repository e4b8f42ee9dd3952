"""The catalogue: one small YAML file per source, checked before anything runs (docs/rooms.md, schema/source-v1.json).

The JSON Schema says the shape, for editors and for us alike; what a schema cannot say is checked in `source_rules.py`,
what entries must keep among themselves in `catalogue_rules.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from scrapers.catalogue_rules import Entry, catalogue_findings
from scrapers.located import Located, PathOf, YamlError, dotted, read_yaml
from scrapers.source_rules import Finding, recipes_of, rule_findings
from vigie.model import FieldRule, Kind, Nature, Recipe, Rights, Source, SourceState

SCHEMA = Path(__file__).parent / "schema" / "source-v1.json"


class CatalogueError(ValueError):
    """At least one file of a catalogue is wrong; `findings` lists everything that is."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def load(folder: Path, platforms: Collection[str] | None = None) -> tuple[Source, ...]:
    """Every source of a folder, sorted by slug. Raises CatalogueError with every finding when there is one."""
    sources, findings = _read(folder, platforms)
    if findings:
        raise CatalogueError(findings)
    return sources


def lint(folder: Path, platforms: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What is wrong with the files of a folder: nothing when `load` would succeed."""
    return _read(folder, platforms)[1]


def read_source(path: Path, platforms: Collection[str] | None = None) -> Source:
    """The source of one file. Raises CatalogueError."""
    text, findings = _text(path)
    located, more = _checked(path, text, _known(platforms)) if text is not None else (None, [])
    if located is None or findings or more:
        raise CatalogueError((*findings, *more))
    return _source(located.value, path)


def _read(folder: Path, platforms: Collection[str] | None) -> tuple[tuple[Source, ...], tuple[Finding, ...]]:
    if not folder.is_dir():
        return (), (Finding(str(folder), 1, "", "there is no such folder"),)
    sources: list[Source] = []
    entries: list[Entry] = []
    findings = [Finding(str(p), 1, "", "not read: name it .yaml") for p in sorted(folder.glob("*.yml"))]
    known = _known(platforms)
    for path in sorted(folder.glob("*.yaml")):
        text, unread = _text(path)
        findings += unread
        if text is None:
            continue
        located, found = _checked(path, text, known)
        findings += found
        if located is not None and not found:
            sources.append(_source(located.value, path))
            entries.append(Entry(sources[-1], located))
    present = frozenset(path.stem for path in folder.glob("*.yaml"))
    findings += catalogue_findings(entries, present)
    return tuple(sorted(sources, key=lambda s: s.slug)), tuple(findings)


def _known(platforms: Collection[str] | None) -> frozenset[str]:
    if platforms is not None:
        return frozenset(platforms)
    from scrapers.readers import PLATFORMS

    return frozenset(PLATFORMS)


def _text(path: Path) -> tuple[str | None, list[Finding]]:
    try:
        return path.read_text("utf-8"), []
    except (OSError, UnicodeDecodeError) as error:
        return None, [Finding(str(path), 1, "", f"cannot be read: {error}")]


def _checked(path: Path, text: str, platforms: frozenset[str]) -> tuple[Located | None, list[Finding]]:
    try:
        located = read_yaml(text)
    except YamlError as error:
        return None, [Finding(str(path), error.line, error.field, error.message)]
    findings = [
        Finding(str(path), located.line(where), dotted(where), message) for where, message in _shape(located.value)
    ]
    if not findings:
        findings = [
            Finding(str(path), located.line(where), dotted(where), message)
            for where, message in rule_findings(located.value, path.stem, platforms)
        ]
    return located, sorted(findings, key=lambda f: (f.line, f.field))


@lru_cache(maxsize=1)
def _validator() -> Any:
    return Draft202012Validator(orjson.loads(SCHEMA.read_bytes()))


def _shape(value: Any) -> Iterator[tuple[PathOf, str]]:
    for error in _validator().iter_errors(value):
        yield from _said(error)


def _said(error: Any) -> Iterator[tuple[PathOf, str]]:
    """Findings of one schema error, in words that name what to write."""
    path: PathOf = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            known = sorted(error.schema["properties"])
            for key in sorted(set(error.instance) - set(known)):
                yield (*path, key), f"unknown key {key!r}; known here: {', '.join(known)}"
        case "propertyNames":
            yield (*path, error.instance), f"unknown raw field {error.instance!r} (docs/rooms.md lists them)"
        case "enum" if path and "propertyNames" in error.absolute_schema_path:
            yield (*path, error.instance), f"unknown raw field {error.instance!r} (docs/rooms.md lists them)"
        case "enum":
            yield path, f"{error.instance!r} is none of {', '.join(map(str, error.validator_value))}"
        case "enum" | "const":
            yield path, error.message
        case "required" if error.validator_value == ["platform"]:
            yield path, "missing: platform (or find: true, when nobody knows yet how it can be read)"
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            if error.message.startswith(repr(missing[0])) or len(missing) == 1:
                yield path, "missing: " + ", ".join(missing)
        case "oneOf":
            yield ("url",), "either url or urls is needed, and only one of them"
        case "not" if len(error.validator_value["required"]) > 1:
            yield ("url",), "only one of url and urls"
        case "not":
            (name,) = error.validator_value["required"]
            yield (name,), f"find: true says that nobody knows it yet: leave {name} out, or take find away"
        case "pattern" if path == ("known",):
            yield path, f"{error.instance!r} does not say seen, composed, inferred or found, and then where or how"
        case "anyOf":
            yield path, "a CSS selector, or {select, attr, match, all}, was expected"
        case "type":
            yield path, f"{error.instance!r}: a value of type {error.validator_value} was expected"
        case "pattern" if error.validator_value.startswith("^https"):
            yield path, f"{error.instance!r} is no absolute http(s) URL"
        case _:
            yield path, error.message


def _source(plain: dict[str, Any], path: Path) -> Source:
    rights = dict(plain.get("rights") or {})
    if "checked_on" in rights:
        rights["checked_on"] = date.fromisoformat(rights["checked_on"])
    given = {k: v for k, v in plain.items() if k not in ("url", "urls", "options", "recipe", "rights")}
    given |= {"kinds": tuple(Kind(k) for k in plain["kinds"]), "see_also": tuple(plain.get("see_also", ()))}
    given |= {"site": plain.get("site"), "platform": plain.get("platform", "")}
    if "nature" in given:
        given["nature"] = Nature(given["nature"])
    if "state" in given:
        given["state"] = SourceState(given["state"])
    recipes = tuple(_recipe(recipe) for _, recipe in recipes_of(plain))
    return Source(
        **given,
        urls=tuple(plain.get("urls") or ([plain["url"]] if "url" in plain else ())),
        rights=Rights(**rights),
        options=tuple(sorted((k, _option(v)) for k, v in (plain.get("options") or {}).items())),
        recipe=recipes[0] if recipes else None,
        earlier=recipes[1:],
        file=str(path),
    )


def _option(value: Any) -> str:
    """YAML reads a bare `no` as false: readers get the words, `yes` and `no`."""
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"


def _recipe(plain: dict[str, Any]) -> Recipe:
    return Recipe(
        item=plain["item"],
        fields=tuple(_rule(name, rule) for name, rule in plain["fields"].items()),
        detail=tuple(_rule(name, rule) for name, rule in (plain.get("detail") or {}).items()),
        next=plain.get("next"),
        key=_rule("key", plain["key"]) if "key" in plain else None,
        since=date.fromisoformat(plain["since"]) if "since" in plain else None,
    )


def _rule(name: str, plain: str | dict[str, Any]) -> FieldRule:
    return FieldRule(name, plain) if isinstance(plain, str) else FieldRule(name, **plain)
