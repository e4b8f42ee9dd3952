"""What a source must keep beside its shape: names, addresses, rights, options, selectors. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.address import AddressError, check_url
from scrapers.located import PathOf
from scrapers.readers.options import is_option, options_of
from scrapers.schedules import schedule_error

_BLANK = LexborHTMLParser("<p></p>")
RESERVED = {
    "desk": "what editors announce themselves",
    "read": "pages read by hand",
    "simulated": "the folder of the made-up web's sources",
}
"""Slugs that no entry may have, with what they stand for."""


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
    slug = plain["slug"]
    if slug != stem:
        yield ("slug",), f"the file is {stem}.yaml: slug and file name must be the same"
    if slug in RESERVED:
        yield ("slug",), f"{slug!r} is reserved for {RESERVED[slug]}: choose another"
    if slug in plain.get("see_also", ()):
        yield ("see_also",), "an entry does not name itself"
    platform = plain.get("platform")
    if platform is not None and platform not in platforms:
        yield ("platform",), f"unknown platform {platform!r}; known: {', '.join(sorted(platforms))}"
    elif platform is not None:
        yield from _options(plain, platform)
    wrong = schedule_error(plain.get("schedule", "@daily"))
    if wrong:
        yield ("schedule",), wrong
    yield from _addresses(plain)
    yield from _rights(plain)
    yield from _recipes(plain)


def recipes_of(plain: dict[str, Any]) -> tuple[tuple[PathOf, dict[str, Any]], ...]:
    """The recipes of an entry with their paths, newest first; one without a list is `recipe`."""
    said = plain.get("recipe")
    if isinstance(said, list):
        return tuple((("recipe", number), recipe) for number, recipe in enumerate(said))
    return ((("recipe",), said),) if said else ()


def _options(plain: dict[str, Any], platform: str) -> Iterator[tuple[PathOf, str]]:
    for name, value in (plain.get("options") or {}).items():
        try:
            known = is_option(platform, name)
        except KeyError:
            return  # a platform that only the caller knows
        meaning = dict(options_of(platform)).get(name, "")
        if not known:
            yield ("options", name), f"{platform} has no option {name!r} (docs/platforms.md lists them)"
        elif meaning.startswith("regular expression") or name.endswith("_when"):
            yield from _expression(("options", name), str(value))
        elif meaning.startswith("CSS selector"):
            yield from _selector(("options", name), str(value))


def _addresses(plain: dict[str, Any]) -> Iterator[tuple[PathOf, str]]:
    urls: list[tuple[PathOf, str]] = [((name,), plain[name]) for name in ("site", "url") if name in plain]
    urls += [(("urls", i), url) for i, url in enumerate(plain.get("urls", ()))]
    for path, url in urls:
        try:
            check_url(url)
        except AddressError as error:
            yield path, f"{url!r}: {error}"


def _rights(plain: dict[str, Any]) -> Iterator[tuple[PathOf, str]]:
    rights = plain.get("rights") or {}
    read = plain.get("state", "unconfirmed") not in ("blocked", "dead")
    if plain.get("nature") == "aggregator" and read and not rights.get("permission_ref"):
        yield ("nature",), "an aggregator needs rights.permission_ref, or state: blocked until then (SECURITY.md D14)"
    if "checked_on" in rights and not _is_day(rights["checked_on"]):
        yield ("rights", "checked_on"), f"{rights['checked_on']!r} is no day of the calendar"


def _recipes(plain: dict[str, Any]) -> Iterator[tuple[PathOf, str]]:
    recipes = recipes_of(plain)
    if not recipes and plain.get("platform") == "recipe":
        yield ("platform",), "platform recipe needs a recipe"
    later = date.max.isoformat()
    for number, (path, recipe) in enumerate(recipes):
        since = recipe.get("since")
        if since is None and number < len(recipes) - 1:
            yield path, "missing: since; every recipe but the oldest says from which day it holds"
        elif since is not None and not _is_day(since):
            yield (*path, "since"), f"{since!r} is no day of the calendar"
        elif since is not None and since >= later:
            yield (*path, "since"), f"{since} is not before {later}, the recipe above it: newest first"
        later = since or later
        yield from _recipe(path, recipe)


def _recipe(where: PathOf, recipe: dict[str, Any]) -> Iterator[tuple[PathOf, str]]:
    if "detail" in recipe and "url" not in recipe["fields"]:
        yield (*where, "detail"), "detail pages need a field url in recipe.fields"
    for name in ("item", "next"):
        if name in recipe:
            yield from _selector((*where, name), recipe[name])
    rules: list[tuple[PathOf, Any]] = [((*where, "key"), recipe["key"])] if "key" in recipe else []
    for part in ("fields", "detail"):
        rules += [((*where, part, name), rule) for name, rule in recipe.get(part, {}).items()]
    for path, rule in rules:
        select = rule if isinstance(rule, str) else rule["select"]
        yield from _selector(path, select.lstrip().removeprefix("+"))  # "+ dd": in the element behind the item
        if isinstance(rule, dict) and "match" in rule:
            yield from _expression((*path, "match"), rule["match"])


def _expression(path: PathOf, text: str) -> Iterator[tuple[PathOf, str]]:
    try:
        re.compile(text)
    except re.error as error:
        yield path, f"no regular expression: {error}"


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
