"""Which platform answered: told from the bytes of one capture, never from its address alone."""

from __future__ import annotations

import json
import re
from typing import Any

from vigie.model import Capture

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_STRUCTURED = re.compile(rb"application/ld\+json|itemscope|typeof\s*=", re.IGNORECASE)


def media_type_of(body: bytes, name: str = "") -> str:
    """The media type that a server would have sent for these bytes (a file says none)."""
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.upper().startswith(b"BEGIN:V"):
        return "text/calendar"
    if b"\x00" in start or start.startswith((b"PK\x03\x04", b"%PDF")):
        return "application/octet-stream"
    if start[:1] in (b"{", b"["):
        return "application/json"
    if _FEED.search(start):
        return "application/xml"
    return "text/html" if b"<" in start or name.endswith((".html", ".htm")) else "text/plain"


def recognise(capture: Capture) -> str:
    """Name of the platform whose reader fits a capture; `schema_org` for any page (its reader says what it lacks)."""
    media = media_type_of(capture.body)
    if media == "text/calendar":
        return "ical"
    if media == "application/xml":
        return "feed"
    if media == "application/json":
        return _of_json(capture)
    if _SITEMAP.search(capture.body[:2000]):
        return "sitemap"
    return "schema_org"


def _of_json(capture: Capture) -> str:
    try:
        data = json.loads(capture.body)
    except ValueError:
        return "json"
    first = _first_row(data)
    if isinstance(data, dict):
        if "jsonfeed.org" in str(data.get("version", "")):
            return "feed"
        if "next_rest_url" in data or {"utc_start_date", "start_date"} <= first.keys():
            return "tribe_events"
        if "apiVersion" in data and "results" in data:
            return "eu_funding"
        if "items_total" in data or "batching" in data:
            return "plone"
        if "total_count" in data or "nhits" in data:
            return "opendatasoft"
        if isinstance(data.get("hits"), dict) and "hits" in data["hits"]:
            return "digital_wallonia"
        if "jsonapi" in data or str(first.get("type")).startswith("node--"):
            return "drupal_jsonapi"
        if "events" in data and ("timings" in first or "uid" in first):
            return "openagenda"
        if isinstance(data.get("website"), dict) and isinstance(data.get("collection"), dict):
            return "squarespace"
        if {"uuid", "slug", "published_at"} <= first.keys():
            return "prezly"
        if "@context" in data or "@graph" in data:
            return "schema_org"
    if isinstance(first.get("title"), dict) and "rendered" in first["title"]:
        return "wordpress"
    if {"timings", "uid"} <= first.keys():
        return "openagenda"
    return "json"


def _first_row(data: Any) -> dict[str, Any]:
    rows = data
    if isinstance(data, dict):
        rows = next(
            (
                data[k]
                for k in ("events", "items", "results", "records", "data", "stories")
                if isinstance(data.get(k), list)
            ),
            [],
        )
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
