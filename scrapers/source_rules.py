"""What a source must keep beside its shape: names, addresses, rights, selectors. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.address import AddressError, check_url
from scrapers.located import PathOf
from scrapers.schedules import schedule_error

_BLANK = LexborHTMLParser("<p></p>")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the catalogue. `line` counts from 1; `field` is a dotted path, "" for the file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field + ': ' if self.field else ''}{self.message}"


def rule_findings(plain: dict[str, Any], stem: str, platforms: frozenset[str]) -> Iterator[tuple[PathOf, str]]:
    """(path, message) of each rule that a source of good shape breaks; `stem` is its file's name without .yaml."""
    if plain["slug"] != stem:
        yield ("slug",), f"the file is {stem}.yaml: slug and file name must be the same"
    if plain["platform"] not in platforms:
        yield ("platform",), f"unknown platform {plain['platform']!r}; known: {', '.join(sorted(platforms))}"
    wrong = schedule_error(plain.get("schedule", "@daily"))
    if wrong:
        yield ("schedule",), wrong
    yield from _addresses(plain)
    rights = plain.get("rights") or {}
    if plain.get("nature") == "aggregator" and not rights.get("permission_ref"):
        yield ("nature",), "an aggregator needs rights.permission_ref (SECURITY.md D14)"
    if "checked_on" in rights and not _is_day(rights["checked_on"]):
        yield ("rights", "checked_on"), f"{rights['checked_on']!r} is no day of the calendar"
    yield from _recipe(plain)


def _addresses(plain: dict[str, Any]) -> Iterator[tuple[PathOf, str]]:
    urls: list[tuple[PathOf, str]] = [((name,), plain[name]) for name in ("site", "url") if name in plain]
    urls += [(("urls", i), url) for i, url in enumerate(plain.get("urls", ()))]
    for path, url in urls:
        try:
            check_url(url)
        except AddressError as error:
            yield path, f"{url!r}: {error}"


def _recipe(plain: dict[str, Any]) -> Iterator[tuple[PathOf, str]]:
    recipe = plain.get("recipe")
    if recipe is None:
        if plain["platform"] == "recipe":
            yield ("platform",), "platform recipe needs a recipe"
        return
    if "detail" in recipe and "url" not in recipe["fields"]:
        yield ("recipe", "detail"), "detail pages need a field url in recipe.fields"
    for name in ("item", "next"):
        if name in recipe:
            yield from _selector(("recipe", name), recipe[name])
    rules: list[tuple[PathOf, Any]] = [(("recipe", "key"), recipe["key"])] if "key" in recipe else []
    for part in ("fields", "detail"):
        rules += [(("recipe", part, name), rule) for name, rule in recipe.get(part, {}).items()]
    for path, rule in rules:
        select = rule if isinstance(rule, str) else rule["select"]
        yield from _selector(path, select.lstrip().removeprefix("+"))  # "+ dd": in the element behind the item
        if isinstance(rule, dict) and "match" in rule:
            try:
                re.compile(rule["match"])
            except re.error as error:
                yield (*path, "match"), f"no regular expression: {error}"


def _selector(path: PathOf, select: str) -> Iterator[tuple[PathOf, str]]:
    if not select:
        return
    try:
        _BLANK.css(select)
    except Exception as error:
        yield path, f"no CSS selector: {select!r} ({type(error).__name__})"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
