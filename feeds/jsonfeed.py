"""JSON Feed 1.1 (jsonfeed.org/version/1.1); what the format has no word for stands under `_vigie` (FEEDS.md §3)."""

from __future__ import annotations

from collections.abc import Sequence

from feeds import french
from feeds.atom import newest_first, published_at
from feeds.channel import Channel
from feeds.facts import facts
from feeds.ids import item_page, tag
from feeds.instants import rfc3339
from feeds.json_text import Plain, dumped, present
from feeds.rights import released, source_link
from feeds.status import shown_title
from vigie.model import Item

SCHEMA_VERSION = "1.0.0"


def render(items: Sequence[Item], channel: Channel) -> bytes:
    """All of `items`, the one that was revised last first."""
    feed = present(
        version="https://jsonfeed.org/version/1.1",
        title=channel.title,
        home_page_url=channel.page_url,
        feed_url=channel.self_url,
        description=channel.description,
        language=channel.language,
        authors=[{"name": channel.site.name, "url": channel.site_url + "/"}],
        _vigie={
            "about": channel.site_url + "/",
            "schema_version": SCHEMA_VERSION,
            "licence": channel.licence,
            "updated": rfc3339(channel.updated),
        },
    )
    return dumped(feed | {"items": [_item(released(i), channel) for i in newest_first(items)]})


def _item(item: Item, channel: Channel) -> Plain:
    content = item.content
    return present(
        id=tag(channel.site, item.id),
        url=item_page(channel.site, item.id),
        external_url=source_link(item),
        title=shown_title(item),
        content_text=french.summary(item) or content.title,
        summary=content.description,
        image=content.image,
        date_published=rfc3339(published_at(item)),
        date_modified=rfc3339(item.revised_at),
        authors=[present(name=s.name, url=s.url) for s in item.sightings],
        tags=[t.split(":", 1)[1] for t in content.topics],
        language=content.language,
        _vigie=facts(item, channel.site),
    )
