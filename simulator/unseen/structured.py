"""schema.org in pages: JSON-LD (array, single objects, ItemList, @graph), microdata in the list itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from simulator.sites.site import esc
from simulator.unseen.item import Item
from simulator.unseen.saying import full, when
from simulator.unseen.shell import Shell
from simulator.view import offset


def script(value: object) -> str:
    """A value as a JSON-LD block."""
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>\n'


def event(shell: Shell, item: Item, context: bool = True) -> dict[str, object]:
    """One item as an Event (events) or an Article (news)."""
    made: dict[str, object] = {"@context": "https://schema.org"} if context else {}
    address = shell.root + item.path
    if item.kind == "news":
        return made | {
            "@type": "NewsArticle",
            "headline": item.title,
            "url": address,
            "mainEntityOfPage": address,
            "datePublished": offset(item.published),
            "dateModified": offset(item.published),
            "description": item.summary,
        }
    made |= {"@type": "Event", "name": item.title, "url": address, "description": item.summary}
    made["startDate"] = _instant(item.start, item)
    if item.end:
        made["endDate"] = _instant(item.end, item)
    made["eventStatus"] = "https://schema.org/EventScheduled"
    if item.spot:
        made["location"] = {
            "@type": "Place",
            "name": item.spot.name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": item.spot.street,
                "postalCode": item.spot.postcode,
                "addressLocality": item.spot.town,
                "addressCountry": "BE",
            },
        }
    return made


def array(shell: Shell, items: Sequence[Item]) -> str:
    """Every event of a page in one array."""
    return script([event(shell, item) for item in items])


def item_list(shell: Shell, items: Sequence[Item]) -> str:
    """An ItemList that holds addresses alone: what each one is stands on its own page."""
    elements = [{"@type": "ListItem", "position": n + 1, "url": shell.root + i.path} for n, i in enumerate(items)]
    return script({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": elements})


def graph(shell: Shell, extra: Sequence[dict[str, object]] = ()) -> str:
    """What a plugin for search engines puts on every page: the site and its publisher, and perhaps what is there."""
    nodes = [
        {"@type": "WebSite", "@id": f"{shell.root}/#website", "url": f"{shell.root}/", "name": shell.name},
        {"@type": "Organization", "@id": f"{shell.root}/#organization", "name": shell.name, "url": f"{shell.root}/"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": shell.heading}]},
        *extra,
    ]
    return script({"@context": "https://schema.org", "@graph": nodes})


def microdata(shell: Shell, items: Sequence[Item]) -> str:
    """The list, each item marked up as an Event."""
    return "\n".join(_marked(shell, item) for item in items)


def _marked(shell: Shell, item: Item) -> str:
    said = when(item, shell.wording, full(shell.wording))
    end = f'<meta itemprop="endDate" content="{_local(item.end, item)}">' if item.end else ""
    where = ""
    if item.spot:
        where = (
            '<p itemprop="location" itemscope itemtype="https://schema.org/Place">'
            f'<span itemprop="name">{esc(item.spot.name)}</span>, '
            f'<span itemprop="address">{esc(item.spot.address)}</span></p>'
        )
    return (
        f'<div{shell.theme.attr("item")} itemscope itemtype="https://schema.org/Event">'
        f'<h3><a itemprop="url" href="{esc(item.path)}"><span itemprop="name">{esc(item.title)}</span></a></h3>'
        f'<time itemprop="startDate" datetime="{_local(item.start, item)}">{esc(said)}</time>{end}{where}'
        f'<p itemprop="description">{esc(item.summary)}</p></div>'
    )


def _instant(value: datetime, item: Item) -> str:
    return value.date().isoformat() if item.all_day else offset(value)


def _local(value: datetime | None, item: Item) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if item.all_day else value.isoformat(timespec="minutes")


def exclusive_end(item: Item) -> datetime:
    """The end as calendars write it: the day after the last one of an all-day event."""
    end = item.end or item.start
    return end + timedelta(days=1) if item.all_day else end
