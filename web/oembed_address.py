"""Which embedded page stands for one of our addresses: a page of the site, a feed, a filter. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from feeds.formats import NAMES
from feeds.slices import FACETS
from vigie.model import Kind
from web.agenda_query import read_agenda_query
from web.embed_query import PATH, EmbedQuery, read_embed_query
from web.facets import BY_NAME
from web.feed_parameters import BadParameter
from web.language import BASES, Language, language_of
from web.query import ITEM_ID, read_query

LONGEST = 2000
PAGES = {"": Kind.EVENT, "/": Kind.EVENT, "/agenda": Kind.EVENT, "/veille": Kind.NEWS, "/appels": Kind.CALL}
KINDS = {name: kind for kind, name in NAMES.items()}
_FEED = re.compile(r"(?:/feeds)?(?:/([a-z]{1,20})/([a-z0-9-]{1,80}))?/([a-z]{1,20})(?:\.[a-z.]{1,30})")
# What a feed takes and an embedded page has no use for.
_LEFT_OUT = ("cursor", "removed", "recurrence", "limit", "updated_since")

Pairs = list[tuple[str, str]]


def embedded_by(url: str, site_url: str, today: date, sources: Collection[str]) -> EmbedQuery | None:
    """The embedded page of an address of ours; None for another site, and for what has none."""
    if len(url) > LONGEST or not url.isprintable():
        return None
    try:
        parts, ours = urlsplit(url), urlsplit(site_url)
        asked = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return None
    # A site that moved to https is still the same site to the pages that link to it.
    if parts.scheme.lower() not in ("http", "https") or parts.netloc.lower() != ours.netloc.lower():
        return None
    if not parts.path.startswith(ours.path):
        return None
    path = parts.path.removeprefix(ours.path)
    language = language_of(path)
    pairs = _pairs(path.removeprefix(BASES[language]), asked, today)
    if pairs is not None and language is not Language.FR:
        pairs = [*pairs, ("langue", language.value)]
    try:
        return None if pairs is None else read_embed_query(pairs, today, sources)
    except BadParameter:
        return None


def page_choice(kind: Kind, parameters: Pairs, today: date) -> Pairs:
    """What the address of a list page chooses, as filters of the feeds. Its period ("ce week-end") is left out: an
    embedded page lives longer than a week-end."""
    if kind is Kind.EVENT:
        asked = read_agenda_query(parameters, today)
        chosen = [(name, value) for name, values in asked.chosen if BY_NAME[name].fed for value in values]
        chosen += [("topic", topic) for topic in asked.topics] + ([("q", asked.text)] if asked.text else [])
        return [("kind", kind.value), *chosen]
    query = read_query(dict(parameters), today)
    said = [("province", query.province), ("discipline", query.discipline), ("q", query.text), ("topic", query.topic)]
    return [("kind", kind.value), *((name, value) for name, value in said if value)]


def _pairs(path: str, asked: Pairs, today: date) -> Pairs | None:
    item = path.removeprefix("/e/")
    if item != path:
        return [("item", item)] if ITEM_ID.fullmatch(item) else None
    if path in PAGES:
        return page_choice(PAGES[path], asked, today)
    if path == PATH:
        return asked
    feed = _FEED.fullmatch(path)
    if not feed or feed[3] not in KINDS or (feed[1] and feed[1] not in FACETS):
        return None
    slice = [(feed[1], feed[2])] if feed[1] else []
    return [("kind", KINDS[feed[3]].value), *slice, *(pair for pair in asked if pair[0] not in _LEFT_OUT)]
