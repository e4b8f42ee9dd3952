"""What a site calls itself, for the name of its entry."""

from __future__ import annotations

import re

from scrapers.readers.decoding import looks_like_html
from scrapers.readers.html_nodes import parse_page, seen_text
from vigie.model import Capture

LONGEST = 60
_PARTING = re.compile(r"\s+[|–—•·»«:-]\s+|\s*\|\s*")
_USUAL = re.compile(
    r"^(?:home|accueil|bienvenue|welkom|welcome|startseite|agenda|actualités|news|nieuws)$", re.IGNORECASE
)


def site_name(capture: Capture) -> str | None:
    """`og:site_name`, else the part of the title that is no name of a page; None when the page says neither."""
    if not looks_like_html(capture.body) and b"<title" not in capture.body[:5000]:
        return None
    tree = parse_page(capture)
    said = tree.css_first('meta[property="og:site_name"], meta[name="application-name"]')
    name = (said.attributes.get("content") or "").strip() if said else ""
    if not name:
        title = tree.css_first("head > title")
        # The site stands last in most titles; first on its own front page.
        parts = [part.strip() for part in _PARTING.split(seen_text(title) if title else "") if part.strip()]
        named = [part for part in parts if not _USUAL.match(part)]
        name = named[-1] if named else ""
    name = re.sub(r"\s+", " ", name)
    return name if 1 < len(name) <= LONGEST else None
