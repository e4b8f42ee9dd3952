"""The ids that leave the house (FEEDS.md D3): all from the item's minted id, none from title, hour or address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from feeds.channel import Channel, Site

MINTED = 2026  # the year of RFC 4151 tag URIs: when the authority named ids, never the present year


def item_page(site: Site, item: str) -> str:
    """Address of our page about an item."""
    return f"{site.url}{site.item_path}{item}"


def tag(site: Site, item: str) -> str:
    """The tag URI of an item: Atom id, RSS guid, JSON Feed id and JSON-LD @id are this one string."""
    return f"tag:{site.domain},{MINTED}:{item}"


def feed_tag(channel: Channel) -> str:
    """The tag URI of a feed."""
    return f"tag:{channel.domain},{MINTED}:feed:{channel.name}"


def source_tag(site: Site, slug: str) -> str:
    """The tag URI of a source of the catalogue."""
    return f"tag:{site.domain},{MINTED}:source:{slug}"


def calendar_uids(item: str, days: Sequence[date], domain: str) -> tuple[str, ...]:
    """One UID for each session (or deadline) of an item, given the first day of *all* of them in order.

    A single session is `ITEM@domain`, so a move to another day keeps its UID. One of several is `ITEM-YYYYMMDD@domain`:
    a change of hour keeps it, and neither a session added before it nor one that the source dropped renumbers it. The
    second one of a day gets `-2`.
    """
    if len(days) == 1:
        return (f"{item}@{domain}",)
    taken: Counter[date] = Counter()
    uids = []
    for day in days:
        taken[day] += 1
        again = f"-{taken[day]}" if taken[day] > 1 else ""
        uids.append(f"{item}-{day:%Y%m%d}{again}@{domain}")
    return tuple(uids)
