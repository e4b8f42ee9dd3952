"""A WordPress of which only the feed is of use: RSS 2.0, the newest items, guids that are no links."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.sites.site import Entry, Sighting
from simulator.sites.wordpress import WordPress
from simulator.view import View

_LENGTH = 10


class WordPressFeed(WordPress):
    """`/feed/` alone: what is older than the ten newest has left it."""

    platform = "rss"

    def entries(self) -> tuple[Entry, ...]:
        return (Entry(self.kinds[0], f"{self.root}/feed/"),)

    def sightings(self, view: View) -> Iterator[Sighting]:
        for shown in list(super().sightings(view))[:_LENGTH]:
            yield Sighting(shown.thing, self.host, f"{self.root}/?p={shown.key}", shown.url, shown.title)
