"""One lead, and how leads are ranked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from vigie.model import Kind

IN_PLACE, KNOWN, ANNOUNCED, LISTING, MENU, SITEMAP, GUESSED = 0, 10, 20, 40, 60, 70, 80
"""Ranks: what stands on the page itself, an interface of a platform that shows, what the page announces, a list that
it links to, what else stands in its menu, a sitemap, an address that is merely usual."""


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that may answer. `platform` "" = a page to look at, `wordpress_index` = the index of an interface.

    The smallest `rank` is asked first. `confidence` (0 to 100) is what a fitting answer is worth.
    """

    url: str
    platform: str
    kinds: tuple[Kind, ...]
    because: str
    rank: int
    confidence: int
    options: tuple[tuple[str, str], ...] = ()


def root_of(url: str) -> str:
    """Scheme and host of an address, no slash at the end."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses lie below one registered name, as far as two labels tell (`a.ville.be`, `ville.be`)."""
    hosts = [(urlsplit(url).hostname or "").split(".")[-2:] for url in (one, other)]
    return hosts[0] == hosts[1] != [""]
