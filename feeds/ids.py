"""The ids that leave the house (FEEDS.md D3): all from the item's minted id, none from title, hour or address."""

from __future__ import annotations

from feeds.channel import Channel, Site
from vigie.model import Call, Content, Event, Item, WallTime
from warehouse.session_names import first_names

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


def calendar_uids(item: Item, domain: str) -> tuple[str, ...]:
    """One UID for each session or deadline of an item, in the order of its content: `ITEM@domain`, or
    `ITEM-NAME@domain` for a session that has a name of its own.

    The warehouse remembers the names, so a UID stays when its session moves and when others come and go. An item that
    was never there gets those that it would get first.
    """
    starts = _starts(item.content)
    known = len(item.session_names) == len(starts)
    names = item.session_names if known else first_names([start.day for start in starts])
    return tuple(f"{item.id}-{name}@{domain}" if name else f"{item.id}@{domain}" for name in names)


def _starts(content: Content) -> list[WallTime]:
    """When the sessions of an event start, when the deadlines of a call are."""
    if isinstance(content, Event):
        return [occurrence.start for occurrence in content.occurrences]
    return [deadline.at for deadline in content.deadlines] if isinstance(content, Call) else []
