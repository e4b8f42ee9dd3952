"""WordPress: what the index of its interface (`/wp-json/`) says that there is to read. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers.discovery.lead import KNOWN, Lead
from scrapers.discovery.lead_words import kind_in
from scrapers.readers.decoding import json_of
from vigie.model import Capture, Kind

INDEX = "wordpress_index"
_OWN = frozenset(
    ("posts", "pages", "media", "blocks", "templates", "template-parts", "navigation", "types", "statuses",
     "taxonomies", "categories", "tags", "users", "comments", "search", "settings", "themes", "plugins", "sidebars",
     "widgets", "widget-types", "block-types", "block-directory", "block-renderer", "menus", "menu-items",
     "menu-locations", "pattern-directory", "block-patterns", "font-families", "font-collections", "global-styles",
     "wp_pattern_category")
)  # fmt: skip
_PLUGINS = frozenset(("tribe_events", "tribe_venue", "tribe_organizer"))


def leads_in_index(capture: Capture) -> Iterator[Lead]:
    """The Events Calendar when it is installed, types of posts whose name says events, news or calls, and posts.

    Raises ValueError when the answer is no index.
    """
    index = json_of(capture)
    if not isinstance(index, dict) or not isinstance(index.get("routes"), dict):
        raise ValueError("no index of WordPress: no routes in it")
    root = capture.url if capture.url.endswith("/") or "rest_route=" in capture.url else capture.url + "/"
    if "tribe/events/v1" in (index.get("namespaces") or ()):
        because = "the interface of the site names The Events Calendar"
        yield Lead(f"{root}tribe/events/v1/events", "tribe_events", (Kind.EVENT,), because, KNOWN + 1, 95)
    for number, name in enumerate(sorted(_types(index["routes"]))):
        kind = kind_in(name)
        if kind and name not in _PLUGINS and number < 40:
            because = f"the interface of the site lists the type of posts “{name}”"
            yield Lead(f"{root}wp/v2/{name}", "wordpress", (kind,), because, KNOWN + 2, 84)
    yield Lead(f"{root}wp/v2/posts", "wordpress", (Kind.NEWS,), "the interface of WordPress lists posts", KNOWN + 3, 87)


def _types(routes: dict[str, object]) -> Iterator[str]:
    for route in routes:
        parts = route.strip("/").split("/")
        if len(parts) == 3 and parts[:2] == ["wp", "v2"] and parts[2] not in _OWN and "(" not in parts[2]:
            yield parts[2]
