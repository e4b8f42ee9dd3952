"""An entry of the catalogue from a way: the plain mapping that its YAML file would hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from vigie.model import FieldRule, Recipe
from vigie.ways import Way


def entry_of(way: Way, url: str, slug: str | None = None, name: str | None = None) -> dict[str, Any]:
    """The entry of a source that is read by `way`; slug and name come from the host of `url` when none are given."""
    parts = urlsplit(url)
    host = (parts.hostname or "source").removeprefix("www.")
    entry: dict[str, Any] = {
        "slug": slug or slug_of(host.rpartition(".")[0] or host),
        "name": name or host,
        "site": f"{parts.scheme}://{parts.netloc}",
        "kinds": [kind.value for kind in way.kinds],
        "platform": way.platform,
    }
    entry |= {"url": way.urls[0]} if len(way.urls) == 1 else {"urls": list(way.urls)}
    if way.language and way.language != "fr":
        entry["language"] = way.language
    if way.options:
        entry["options"] = dict(way.options)
    if way.recipe:
        entry["recipe"] = _recipe(way.recipe)
    return entry


def slug_of(text: str) -> str:
    """A slug from a name or host: lower case, digits and hyphens, at most 80 characters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "source"


def _recipe(recipe: Recipe) -> dict[str, Any]:
    plain: dict[str, Any] = {"item": recipe.item}
    if recipe.next:
        plain["next"] = recipe.next
    if recipe.key:
        plain["key"] = _rule(recipe.key)
    plain["fields"] = {rule.name: _rule(rule) for rule in recipe.fields}
    if recipe.detail:
        plain["detail"] = {rule.name: _rule(rule) for rule in recipe.detail}
    return plain


def _rule(rule: FieldRule) -> str | dict[str, Any]:
    more = {"attr": rule.attr, "match": rule.match, "all": rule.all or None}
    given = {name: value for name, value in more.items() if value is not None}
    return {"select": rule.select, **given} if given or not rule.select else rule.select
