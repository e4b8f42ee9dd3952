"""Any filter as a feed: the items and words of the published slices, in every format, made when it is asked for."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import orjson
from sqlalchemy import Connection

from feeds import ics_recurrence
from feeds.channel import Channel, Link, Site
from feeds.formats import ATOM, JSON, NAMES, RSS, Feed, channel_for
from feeds.ids import tag
from feeds.instants import rfc3339
from feeds.json_text import dumped, present
from feeds.pieces import Format, Piece, within
from feeds.rights import released
from feeds.slices import standing
from warehouse.item_selection import Order
from warehouse.selected import MOST_REMOVED, Removed
from web import schemas
from web.feed_pages import Asked, Page, page_signature, read_page
from web.feed_query import FeedQuery, days, words_of
from web.fresh_bodies import Question
from web.machine_answers import Body, body_of

MOST = 2000
REVISED_FIRST = (ATOM, RSS, JSON)


def also_of(feed: Feed) -> tuple[str, ...]:
    """The parameters that a feed knows beside those of all feeds."""
    if feed.format is JSON:
        return ("removed", "cursor")
    return ("recurrence",) if feed.path == "agenda.ics" else ()


@dataclass(frozen=True, slots=True)
class Named:
    """A question that has an address, an id and a title of its own (web.view_feeds), whatever it asks for."""

    path: str
    name: str
    title: str


def question_of(feed: Feed, query: FeedQuery, day: date, site: Site, named: Named | None = None) -> Question:
    """How the body of a filtered feed is made. Raises BadParameter for a cursor of another question."""
    order = Order.REVISED if feed.format in REVISED_FIRST else Order.TIME
    # A format that holds the newest few needs no more; a feed that leads on to its next page may be cut there.
    most = min(feed.format.most or MOST, MOST) if order is Order.REVISED else MOST
    asked = Asked(named.path if named else feed.path, query, order, most)
    asked.cursor()

    def make(connection: Connection) -> tuple[Body, bytes]:
        return _made(feed, asked, read_page(connection, asked, day), site, named)

    def signature(connection: Connection) -> str:
        return page_signature(connection, asked, day)

    title = f"#{named.title}" if named else ""
    return Question(f"{asked.path}?{query.canonical()}{title}", query.kind, day, make, signature)


def _made(feed: Feed, asked: Asked, page: Page, site: Site, named: Named | None) -> tuple[Body, bytes]:
    query = asked.query
    channel = _channel(feed, query, page, site, named)
    format = ics_recurrence.FORMAT if query.recurrence else feed.format
    pieces = [p for item in page.items for p in format.cut(released(item), site) if within(p, channel)]
    data, rows = _written(format, pieces, channel)
    # What leads on to its next page is not cut; all else says that it is, in a header and in its own words.
    cut = (page.more or rows < len(pieces)) and channel.link("next") is None
    if cut:
        note = f" Limité à {rows} éléments : d’autres correspondent."
        data, rows = _written(format, pieces, replace(channel, description=channel.description + note))
    if page.removed is not None:
        data = _with_removed(data, page.removed, site)
    described = schemas.address(site.url, query.kind) if feed.format is JSON else site.feed("index.json")
    links = [("self", channel.self_url), ("describedby", described)]
    links += [(link.rel, link.href) for link in channel.links]
    more = (("x-vigie-truncated", str(rows)),) if cut else ()
    return body_of(data, feed.format.media_type, channel.updated, links=tuple(links), more=more), data


def _written(format: Format, pieces: Sequence[Piece], channel: Channel) -> tuple[bytes, int]:
    """A file of pieces, and how many of them it holds."""
    out = io.BytesIO()
    ordered = sorted(pieces, key=lambda p: p.key)[: format.most]
    rows = format.write((p.data for p in ordered), channel, out)
    return out.getvalue(), rows


def _channel(feed: Feed, query: FeedQuery, page: Page, site: Site, named: Named | None) -> Channel:
    base = channel_for(feed.path, query.kind, page.items, site, page.day)
    since, until = days(query, page.day)
    # No hub: it tells of the published files, and refuses any other address (feeds.topics).
    links: tuple[Link, ...] = ()
    if feed.format is JSON and page.cursor:
        links = (Link("next", _address(feed, replace(query, cursor=page.cursor), site, named)),)
    words = words_of(query)
    return replace(
        base,
        name=named.name if named else _name(feed, query),
        title=named.title if named else f"{base.title} – {words}" if words else base.title,
        self_url=_address(feed, query, site, named),
        since=since,
        until=until,
        links=links,
    )


def _name(feed: Feed, query: FeedQuery) -> str:
    """The name behind the feed's id: that of the published slice when it is the same question."""
    base = NAMES[query.kind]
    asked = [f"{name}:{value}" for name, values in query.facets for value in values]
    if len(asked) == 1 and query == FeedQuery(query.kind, query.facets):
        known = asked[0] in standing(query.kind) or asked[0].startswith("source:")
        if known:
            return f"{base}.{asked[0].replace(':', '.')}"
    digest = hashlib.sha256(query.canonical(paged=False).encode()).hexdigest()[:16]
    return f"{base}.{digest}"


def _address(feed: Feed, query: FeedQuery, site: Site, named: Named | None) -> str:
    if named is None:
        return f"{site.url}/{feed.path}?{query.canonical()}"
    return f"{site.url}/{named.path}" + (f"?cursor={query.cursor}" if query.cursor else "")


def _with_removed(data: bytes, removed: tuple[Removed, ...], site: Site) -> bytes:
    feed = orjson.loads(data)
    feed["_vigie"]["removed"] = [
        present(id=tag(site, r.id), item=r.id, removed_at=rfc3339(r.at), merged_into=r.merged_into) for r in removed
    ]
    if len(removed) == MOST_REMOVED:
        feed["_vigie"]["removed_truncated"] = True
    return dumped(feed)
