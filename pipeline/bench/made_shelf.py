"""A shelf of made-up items that holds none of them: each is made when it is asked for, so that memory is the product's.

Eight in ten are events, one in ten a news item, one a call, of 200 sources; they were last revised over two years.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from feeds.shelf import Told
from pipeline.bench.made import NOW, SENTENCE, event, things
from vigie.model import Article, Call, Content, Deadline, Item, Kind, Money, MoneyRole, Sighting, WallTime

SOURCES = 200
SPREAD = 700  # days over which items were revised
KINDS = (*(Kind.EVENT,) * 8, Kind.NEWS, Kind.CALL)


@dataclass(frozen=True)
class Made:
    """`size` items; those of `moved` (their numbers) have another title and a newer revision."""

    size: int
    moved: frozenset[int] = frozenset()

    def fingerprints(self, kind: Kind) -> Iterator[tuple[str, str]]:
        for n in self._of(kind):
            yield _id(n), hashlib.sha256(f"{n} {n in self.moved}".encode()).hexdigest()

    def load(self, ids: Sequence[str]) -> Iterator[Item]:
        for id in ids:
            yield self.item(UUID(id).int - 1)

    def months(self, kind: Kind) -> list[str]:
        return sorted({f"{self._revised(n):%Y-%m}" for n in self._of(kind)})

    def revised(self, kind: Kind, since: datetime, until: datetime) -> Iterator[Item]:
        for n in self._of(kind):
            if since <= self._revised(n) < until:
                yield self.item(n)

    def last_changes(self, most: int) -> Sequence[Told]:
        return ()

    def item(self, n: int) -> Item:
        """The item with a number, the same at every call."""
        content, created = _content(n), NOW - timedelta(days=SPREAD + 1)
        if n in self.moved:
            content = replace(content, title=f"{content.title} (nouvel horaire)")
        slug = f"source-{n % SOURCES}"
        seen = Sighting(slug, slug, str(n), f"https://{slug}.example/e/{n}", created, NOW, republish=n % 3 == 0)
        return Item(_id(n), content, (seen,), created, self._revised(n))

    def _of(self, kind: Kind) -> Iterator[int]:
        return (n for n in range(self.size) if KINDS[n % 10] is kind)

    def _revised(self, n: int) -> datetime:
        if n in self.moved:
            return NOW.astimezone(UTC) + timedelta(seconds=n % 60)
        return NOW - timedelta(days=n % SPREAD + 1, seconds=n % 86_399)


def _id(n: int) -> str:
    return str(UUID(int=n + 1))


def _content(n: int) -> Content:
    (thing,) = things(1, seed=n)
    made = replace(event(replace(thing, n=n)), description=SENTENCE * Random(n).randrange(1, 12))
    if KINDS[n % 10] is Kind.EVENT:
        return made
    if KINDS[n % 10] is Kind.NEWS:
        published = WallTime(datetime(2026, 11, 20) - timedelta(days=n % 380))
        topics = ("watch_type:article", made.topics[1])
        return Article(
            made.title, made.url, made.description, published, place=made.place, language="fr", topics=topics
        )
    closes = WallTime(thing.start.local)
    return Call(
        made.title, made.url, made.description, deadlines=(Deadline(closes),), place=made.place, language="fr",
        amounts=(Money(MoneyRole.GRANT, None, Decimal(1_000 + n % 50_000)),), funders=made.organizers,
        topics=("call_type:residency", made.topics[1]),
    )  # fmt: skip
