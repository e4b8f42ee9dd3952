"""Saved views of the desk: a question of the feed service under a name that editors chose, with feeds of its own.

A view keeps its slug for life, and a slug is never given twice: who subscribed to one never finds another view there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from transforms.text import fold
from vigie.model import Kind
from warehouse import editorial, journal
from warehouse.editorial import Shelf
from warehouse.tables import saved_views

LONGEST_TITLE = 120
LONGEST_SLUG = 60
RESERVED = frozenset({"new"})
"""Words of the desk's own addresses."""
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class View:
    """One view. `query` is the query string of the feed service in its one spelling: slugs alone, no labels."""

    slug: str
    title: str
    title_en: str | None
    kind: Kind
    query: str
    shared: bool
    author: str
    at: datetime


class Told(StrEnum):
    """What stands behind a public address of a view."""

    SHARED = "shared"
    GONE = "gone"  # it was public once
    NEVER = "never"


def every(connection: Connection) -> tuple[View, ...]:
    """All views by title."""
    rows = connection.execute(select(saved_views).order_by(saved_views.c.title, saved_views.c.slug))
    return tuple(_view(row) for row in rows)


def get(connection: Connection, slug: str) -> View | None:
    row = connection.execute(select(saved_views).where(saved_views.c.slug == slug)).one_or_none()
    return _view(row) if row else None


def save(
    connection: Connection,
    title: str,
    title_en: str | None,
    kind: Kind,
    query: str,
    shared: bool,
    author: str,
    at: datetime,
) -> View:
    """A new view under a slug that no view ever had. ValueError for a title that says nothing or too much."""
    title, title_en = _titles(title, title_en)
    view = View(_slug(connection, title), title, title_en, kind, query, shared, author, at)
    editorial.put(connection, Shelf.VIEWS, _values(view), author, at)
    return view


def change(
    connection: Connection,
    slug: str,
    title: str,
    title_en: str | None,
    query: str,
    shared: bool,
    author: str,
    at: datetime,
) -> bool:
    """Renames a view, asks another question of its kind, shares it or not; its slug stays. False when it already was
    so. KeyError when there is no such view, ValueError for a title that cannot be one."""
    stood = get(connection, slug)
    if stood is None:
        raise KeyError(slug)
    title, title_en = _titles(title, title_en)
    if (stood.title, stood.title_en, stood.query, stood.shared) == (title, title_en, query, shared):
        return False
    view = View(slug, title, title_en, stood.kind, query, shared, author, at)
    return editorial.put(connection, Shelf.VIEWS, _values(view), author, at)


def remove(connection: Connection, slug: str, author: str, at: datetime) -> bool:
    """Takes a view away; false when there was none. Its feeds answer that they are gone; undoing brings both back."""
    return editorial.take(connection, Shelf.VIEWS, {"slug": slug}, author, at)


def told(connection: Connection, slug: str) -> Told:
    """What the public address of a slug stands for. A view that was never public leaves no trace outside."""
    view = get(connection, slug)
    if view is not None and view.shared:
        return Told.SHARED
    return Told.GONE if any(_shared(entry) for entry in _acts(connection, slug)) else Told.NEVER


def _shared(entry: journal.Entry) -> bool:
    body: Mapping[str, Any] = entry.body or {}
    return any((body.get(name) or {}).get("shared") is True for name in ("before", "after"))


def _acts(connection: Connection, slug: str) -> list[journal.Entry]:
    subject = f"{Shelf.VIEWS.value}/{slug}"
    return list(journal.read(connection, acts=(journal.Act.DESK,), subject=subject))


def _slug(connection: Connection, title: str) -> str:
    """A readable name that was never given: `ateliers-a-namur`, then `ateliers-a-namur-2`."""
    base = _NOT_IN_SLUG.sub("-", fold(title)).strip("-")[:LONGEST_SLUG].strip("-") or "vue"
    number, slug = 1, base
    while slug in RESERVED or get(connection, slug) is not None or _acts(connection, slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _titles(title: str, title_en: str | None) -> tuple[str, str | None]:
    french, english = _line(title), _line(title_en or "") or None
    if not french:
        raise ValueError("a view needs a title")
    if max(len(french), len(english or "")) > LONGEST_TITLE:
        raise ValueError(f"a title has at most {LONGEST_TITLE} signs")
    return french, english


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _values(view: View) -> dict[str, Any]:
    named = ("slug", "title", "title_en", "query", "shared", "author", "at")
    return {name: getattr(view, name) for name in named} | {"kind": view.kind.value}


def _view(row: Any) -> View:
    return View(row.slug, row.title, row.title_en, Kind(row.kind), row.query, row.shared, row.author, row.at)
