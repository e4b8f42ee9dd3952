"""What a reader of the watch, or of the calls, asked for: from an address and back. Lenient, as web.query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from feeds.slices import TYPES
from vigie.model import CallState, Kind
from web.feed_query import FACETS, FeedQuery
from web.query import SLUG, read_query
from web.watch import monday_of, week_name

NAMES = {
    "topic": "sujet",
    "discipline": "discipline",
    "level": "niveau",
    "audience": "public",
    "state": "etat",
    "text": "q",
    "week": "semaine",
    "page": "page",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What both pages share: an address with changes."""

    topic: str | None = None
    text: str | None = None
    page: int = 1

    def url(self, path: str, **changes: Any) -> str:
        """Address of `path` with this question after `changes`; paging restarts unless it is among the changes."""
        changed = replace(self, **({"page": 1} | changes))
        pairs = [(NAMES[f.name], str(getattr(changed, f.name) or "")) for f in fields(changed)]
        kept = [(name, value) for name, value in pairs if value and (name, value) != ("page", "1")]
        return f"{path}?{urlencode(kept)}" if kept else path

    def here(self, path: str) -> str:
        """The one address of this very page."""
        return self.url(path, page=self.page)


@dataclass(frozen=True, slots=True)
class WatchQuery(Asked):
    """News: `topic` as `facet:slug`, `week` as `2026-W47`."""

    week: str | None = None

    @property
    def filtered(self) -> bool:
        return bool(self.topic or self.text)

    @property
    def feed(self) -> str:
        """The query string of this choice's feeds; "" when nothing is chosen."""
        return _feed(Kind.NEWS, (self.topic,) if self.topic else (), self.text)


@dataclass(frozen=True, slots=True)
class CallQuery(Asked):
    """Calls: `topic` is a `call_type:slug`, the others are slugs of their facets; `state` that of a section."""

    discipline: str | None = None
    level: str | None = None
    audience: str | None = None
    state: CallState | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that a call must all carry."""
        named = (("discipline", self.discipline), ("call_level", self.level), ("audience", self.audience))
        chosen = tuple(f"{facet}:{slug}" for facet, slug in named if slug)
        return (*chosen, self.topic) if self.topic else chosen

    @property
    def filtered(self) -> bool:
        return bool(self.topics or self.text or self.state)

    @property
    def feed(self) -> str:
        """The query string of this choice's feeds; "" when nothing is chosen. A feed knows no state: it tells all."""
        return _feed(Kind.CALL, self.topics, self.text)


def read_watch(parameters: Mapping[str, str], today: date) -> WatchQuery:
    asked = read_query(parameters, today)
    monday = monday_of(parameters.get("semaine", ""))
    return WatchQuery(asked.topic, asked.text, asked.page, week_name(monday) if monday else None)


def read_calls(parameters: Mapping[str, str], today: date) -> CallQuery:
    asked = read_query(parameters, today)
    state = parameters.get("etat")
    return CallQuery(
        asked.topic,
        asked.text,
        asked.page,
        _slug(parameters.get("discipline")),
        _slug(parameters.get("niveau")),
        _slug(parameters.get("public")),
        CallState(state) if state in {s.value for s in CallState} else None,
    )


def _feed(kind: Kind, topics: tuple[str, ...], text: str | None) -> str:
    """Topics as the feed service spells them: those that it has a parameter for under its name, in its order."""
    names = {TYPES[kind]: "type", "discipline": "discipline", "audience": "audience"}
    found: dict[str, tuple[str, ...]] = {}
    for topic in topics:
        facet, _, slug = topic.partition(":")
        name, value = (names[facet], slug) if facet in names else ("topic", topic)
        found[name] = tuple(sorted((*found.get(name, ()), value)))
    return FeedQuery(kind, tuple((name, found[name]) for name in FACETS if name in found), text).canonical()


def _slug(value: str | None) -> str | None:
    return value if value and SLUG.fullmatch(value) else None
