"""What a reader of the agenda asked for, from the address of a page and back: all of it lies in the URL.

A repeated parameter means any of its values, different ones must all hold. Reading is lenient, as in `web.query`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from vigie.model import Kind
from warehouse.agenda import Question
from web.facets import BY_NAME, FACETS, inside
from web.feed_query import FACETS as FED
from web.feed_query import FeedQuery, values_of
from web.labels import facet_labels
from web.query import SLUG, TOPIC, When, read_query

NEW_DAYS = timedelta(days=7)
MOST_VALUES = 20
"""Values of one facet that an address may hold."""


@dataclass(frozen=True, slots=True)
class AgendaQuery:
    """One address of the agenda. `chosen` are pairs of facet (name in addresses) and sorted values, in the order of
    FACETS; `topics` further ones as `facet:slug`. `start` (`du`) is the first day shown; `page` counts from 1."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    topics: tuple[str, ...] = ()
    new: bool = False
    text: str | None = None
    when: When | None = None
    start: date | None = None
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list, the time window aside."""
        return bool(self.chosen or self.topics or self.new or self.text)

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        return dict(self.chosen)

    def url(self, path: str, **changes: Any) -> str:
        """Address of `path` with this query after `changes`; paging restarts unless it is among the changes."""
        restart: dict[str, Any] = {"start": None, "page": 1}
        changed = replace(self, **(restart | changes))
        pairs = [(name, value) for name, values in changed.chosen for value in values]
        pairs += [("sujet", topic) for topic in changed.topics]
        single = (("nouveau", "1" if changed.new else None), ("q", changed.text), ("quand", changed.when))
        pairs += [(name, str(value)) for name, value in single if value]
        pairs += [("du", changed.start.isoformat())] if changed.start else []
        pairs += [("page", str(changed.page))] if changed.page > 1 else []
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def here(self, path: str) -> str:
        """The one address of this very page."""
        return self.url(path, start=self.start, page=self.page)

    def without(self, path: str, name: str, value: str) -> str:
        """Address of `path` without one chosen value."""
        kept = [(n, tuple(v for v in values if (n, v) != (name, value))) for n, values in self.chosen]
        return self.url(path, chosen=tuple((n, values) for n, values in kept if values))

    def only(self, path: str, name: str, value: str) -> str:
        """Address of `path` with this value alone of its facet."""
        return self.url(path, chosen=in_order({**self.values, name: (value,)}))

    def anything(self, path: str) -> str:
        """Address of `path` for the same days, with nothing chosen."""
        return AgendaQuery(when=self.when).url(path)

    def question(self, first: date, last: date, today: date) -> Question:
        """What the warehouse is asked for these days."""
        groups = [
            (BY_NAME[name].inside, tuple(f"{BY_NAME[name].inside}:{inside(BY_NAME[name], v)}" for v in values))
            for name, values in self.chosen
        ]
        groups += [("topic", tuple(group)) for _, group in groupby(self.topics, _facet)]
        return Question(first, last, tuple(groups), self.text, today - NEW_DAYS, self.new)

    def feed(self, sources: Collection[str]) -> FeedQuery:
        """The feed of this choice, as far as feeds can say it (`unfed` is the rest)."""
        known = {**values_of(Kind.EVENT), "source": tuple(sources)}
        said = {name: tuple(v for v in values if v in known.get(name, ())) for name, values in self.chosen}
        said["topic"] = tuple(topic for topic in self.topics if topic.partition(":")[2] in facet_labels(_facet(topic)))
        return FeedQuery(Kind.EVENT, tuple((name, said[name]) for name in FED if said.get(name)), text=self.text)

    def unfed(self, sources: Collection[str]) -> tuple[tuple[str, str], ...]:
        """What was chosen and no feed can say: pairs of facet and value; ("nouveau", "1") for what is new."""
        fed = {(name, value) for name, values in self.feed(sources).facets for value in values}
        left = [(name, v) for name, values in self.chosen for v in values if (name, v) not in fed]
        return (*left, *((("nouveau", "1"),) if self.new else ()))


def _facet(topic: str) -> str:
    return topic.partition(":")[0]


def in_order(chosen: Mapping[str, Collection[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Chosen values as a query holds them."""
    return tuple((f.name, tuple(sorted(chosen[f.name]))) for f in FACETS if chosen.get(f.name))


def read_agenda_query(pairs: Sequence[tuple[str, str]], today: date) -> AgendaQuery:
    """The query of an address. Dates farther than ten years from `today` are left out."""
    single = read_query(dict(pairs), today)
    chosen: dict[str, set[str]] = {}
    for name, value in pairs:
        if name in BY_NAME and SLUG.fullmatch(value) and len(chosen.get(name, ())) < MOST_VALUES:
            chosen.setdefault(name, set()).add(value)
    topics = {value for name, value in pairs if name == "sujet" and TOPIC.fullmatch(value)}
    return AgendaQuery(
        in_order(chosen),
        tuple(sorted(topics)[:MOST_VALUES]),
        ("nouveau", "1") in pairs,
        single.text,
        single.when,
        single.start,
        single.page,
    )
