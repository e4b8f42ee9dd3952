"""What the JSON API says: a page of items, the choices of its filters. Pure, but for the reading of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from feeds.channel import BEGINNING, Site
from feeds.cloudevents import state
from feeds.instants import rfc3339
from feeds.json_text import Plain, dumped, present
from feeds.slices import TYPES, standing
from vigie.model import WallTime
from warehouse import selected
from warehouse.item_selection import Order
from warehouse.selected import MOST_REMOVED, Removed
from web import schemas
from web.feed_pages import Asked, Page, page_signature, read_page
from web.feed_query import FACETS, FeedQuery, days, selection
from web.fresh_bodies import Question
from web.labels import topic_label
from web.machine_answers import Body, body_of

ITEMS, FACETS_PATH, DESCRIPTION = "api/v1/items", "api/v1/facets", "api/v1/openapi.json"
MEDIA_TYPE = "application/json; charset=utf-8"
USUAL, MOST = 50, 200


def address(site: Site, path: str, query: FeedQuery) -> str:
    """The one spelling of the address of a question."""
    rest = query.canonical()
    return f"{site.url}/{path}?kind={query.kind.value}" + (f"&{rest}" if rest else "")


def items_question(query: FeedQuery, day: date, site: Site) -> Question:
    """A page of items. Raises BadParameter for a cursor of another question."""
    asked = Asked(ITEMS, query if query.limit else replace(query, limit=USUAL), Order.TIME, MOST)
    asked.cursor()

    def make(connection: Connection) -> tuple[Body, bytes]:
        page = read_page(connection, asked, day)
        data = _page(page, query, site)
        links = [("self", address(site, ITEMS, query)), *_described(query, site)]
        if page.cursor:
            links.append(("next", address(site, ITEMS, replace(query, cursor=page.cursor))))
        newest = max((i.revised_at for i in page.items), default=BEGINNING)
        return body_of(data, MEDIA_TYPE, newest, links=tuple(links)), data

    def signature(connection: Connection) -> str:
        return page_signature(connection, asked, day)

    return Question(address(site, ITEMS, query), query.kind, day, make, signature)


def facets_question(query: FeedQuery, day: date, site: Site) -> Question:
    """How many items each value of each filter would give, the other filters kept."""

    def make(connection: Connection) -> tuple[Body, bytes]:
        counts = selected.facet_counts(connection, selection(query, day), _anchor(day))
        facets = _facets(query, counts, selected.source_names(connection))
        data = dumped({"kind": query.kind.value, "day": day.isoformat(), "facets": facets})
        links = (("self", address(site, FACETS_PATH, query)), ("service-desc", f"{site.url}/{DESCRIPTION}"))
        return body_of(data, MEDIA_TYPE, links=links), data

    def signature(connection: Connection) -> str:
        return selected.signature(connection, selection(query, day), _anchor(day))

    return Question(address(site, FACETS_PATH, query), query.kind, day, make, signature)


def removal(gone: Removed) -> Plain:
    """An item that left."""
    return present(id=gone.id, removed_at=rfc3339(gone.at), merged_into=gone.merged_into)


def _page(page: Page, query: FeedQuery, site: Site) -> bytes:
    until = selection(query, page.day).until
    following = replace(query, cursor=page.cursor)
    body: Plain = {
        "kind": query.kind.value,
        "day": page.day.isoformat(),
        "since": days(query, page.day)[0].isoformat(),
        **({"until": until.isoformat()} if until else {}),
        "items": [state(item, site) for item in page.items],
    }
    if page.cursor:
        body |= {"next": address(site, ITEMS, following), "cursor": page.cursor}
    if page.removed is not None:
        body["removed"] = [removal(gone) for gone in page.removed]
        if len(page.removed) == MOST_REMOVED:
            body["removed_truncated"] = True
    return dumped(body)


def _facets(
    query: FeedQuery, counts: Mapping[str, Mapping[str, int]], sources: Mapping[str, str]
) -> dict[str, list[Plain]]:
    """Every value that a filter may have, those of the closed lists without items too."""
    named = standing(query.kind) | {f"source:{slug}": name for slug, name in sources.items()}
    found: dict[str, list[Plain]] = {name: [] for name in FACETS}
    for value, label in named.items():
        facet, _, slug = value.partition(":")
        held = counts.get(TYPES[query.kind] if facet == "type" else facet, {}).get(slug, 0)
        found[facet].append({"slug": slug, "label": label, "count": held})
    # What has a parameter of its own stands there; `topic` holds the rest of the taxonomy.
    for facet, slugs in counts.items():
        if facet not in (*FACETS, TYPES[query.kind]):
            found["topic"] += [
                {"slug": f"{facet}:{slug}", "label": topic_label(f"{facet}:{slug}"), "count": count}
                for slug, count in slugs.items()
            ]
    return found


def _described(query: FeedQuery, site: Site) -> list[tuple[str, str]]:
    schema = schemas.address(site.url, query.kind)
    return [("describedby", schema), ("service-desc", f"{site.url}/{DESCRIPTION}")]


def _anchor(day: date) -> datetime:
    return WallTime.of_day(day).utc
