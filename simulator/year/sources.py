"""What an operator would write in a catalogue for each platform: options and recipes, as an observer of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from simulator.sites.site import Entry
from simulator.year.records import YearSource

_DRUPAL: Mapping[str, object] = {
    "item": ".views-row",
    "next": ".pager__item--next a",
    "fields": {
        "title": ".node__title",
        "url": {"select": ".node__title a", "attr": "href"},
        "category": ".field--name-field-rubrique",
        "date_text": ".field--name-field-dates",
        "place_text": ".field--name-field-lieu",
    },
    "detail": {
        "place_text": ".field--name-field-lieu .field__item",
        "price_text": ".field--name-field-prix .field__item",
        "organizer": ".field--name-field-organisateur .field__item",
        "body": {"select": ".field--name-body", "attr": "html"},
    },
}
_AMOUNT = r".*?(?:€|EUR|euros)(?: à .*?(?:€|EUR|euros))?"
_TYPO3: Mapping[str, object] = {
    "item": ".news-list-item",
    "next": ".news-list-browse a.next",
    "fields": {
        "title": "h3",
        "url": {"select": "h3 a", "attr": "href"},
        "published": {"select": ".news-list-date"},
    },
    "detail": {
        "title": ".news-single-item h1",
        "body": {"select": ".news-single-item > p", "attr": "html", "all": True},
        "funder": {"select": ".funder", "match": "Organisme : (.+)"},
        "amount_text": {"select": ".news-single-item > p", "match": _AMOUNT},
        "envelope": {"select": ".news-single-item > p", "match": "enveloppe totale de (.+)"},
    },
}
_PLAIN_CALLS: Mapping[str, object] = {
    "item": "#liste > li",
    "fields": {
        "title": "b",
        "url": {"select": "b a", "attr": "href"},
        "call_state": {"select": "em", "match": "clôturé"},
        "deadline_text": {"select": "", "attr": "html", "match": "<br/?>([^<]+)<br/?>"},
    },
    "detail": {
        "title": "h1",
        "body": {"select": "h1 ~ p", "attr": "html", "all": True},
        "funder": {"select": "p", "all": True, "match": "Organisme : (.+)"},
        "amount_text": {"select": "h1 ~ p", "match": _AMOUNT},
        "envelope": {"select": "h1 ~ p", "match": "enveloppe totale de (.+)"},
    },
}
_PLAIN_AGENDA: Mapping[str, object] = {
    "item": "#contenu .bloc",
    "fields": {
        "title": "a",
        "url": {"select": "a", "attr": "href"},
        "date_text": "b",
        "place_text": {"select": "", "attr": "html", "match": r"</a>\s*<br/?>\s*([^<]+)"},
        "price_text": {
            "select": "",
            "attr": "html",
            "match": r"</a>\s*<br/?>[^<]+<br/?>\s*([^<\s][^<]*)<br/?>\s*<small",
        },
        "description": "small",
    },
}
# simulator's platform → reader, whether the reader begins at the root, options, recipe
_READERS: Mapping[str, tuple[str, bool, Mapping[str, str], Mapping[str, object] | None]] = {
    "tribe": ("tribe_events", True, {}, None),
    "wordpress": ("wordpress", True, {}, None),
    "rss": ("feed", False, {}, None),
    "atom": ("feed", False, {}, None),
    "plone": ("feed", False, {}, None),
    "imio": ("plone", True, {}, None),
    "opendatasoft": ("opendatasoft", True, {"dataset": "evenements-en-wallonie", "order_by": "start_datetime"}, None),
    "ical": ("ical", False, {}, None),
    "json-ld": ("schema_org", False, {"follow": "a.card-link"}, None),
    "json-ld-graph": ("schema_org", False, {"follow": "a.card-link", "clock": "local"}, None),
    "microdata": ("schema_org", False, {"follow": "a.card-link"}, None),
    "drupal": ("recipe", False, {}, _DRUPAL),
    "html": ("recipe", False, {}, _PLAIN_AGENDA),
    "html-calls": ("recipe", False, {}, _PLAIN_CALLS),
    "typo3": ("recipe", False, {}, _TYPO3),
    "sedia": ("eu_funding", False, {"status": "31094501,31094502,31094503"}, None),
}


def sources(platform: str, entries: tuple[Entry, ...]) -> tuple[YearSource, ...]:
    """One catalogue entry for each kind that the site lists."""
    found = []
    for entry in entries:
        # A site on The Events Calendar keeps its news in WordPress.
        reader, at_root, options, recipe = _READERS[
            "wordpress" if entry.kind == "news" and platform == "tribe" else platform
        ]
        parts = urlsplit(entry.url)
        url = entry.url
        if at_root:
            url = f"{parts.scheme}://{parts.netloc}/"
        elif platform == "sedia":
            url = url.partition("?")[0]
        chosen = [p for p in parts.query.split("&") if p.startswith("categories=")]
        found.append(
            YearSource(entry.kind, reader, url, {**options, **({"query": chosen[0]} if chosen else {})}, recipe)
        )
    return tuple(found)
