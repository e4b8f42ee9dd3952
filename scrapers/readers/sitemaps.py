"""Sitemaps (sitemaps.org 0.9) and their indexes: XML, compressed or not, and plain lists of addresses."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from scrapers.readers.decoding import WrongContent, looks_like_html, text_of
from scrapers.readers.instants import iso
from vigie.model import Capture

LARGEST = 50_000_000
"""Bytes of an uncompressed sitemap (sitemaps.org: 50 MB)."""


_ROOTS = ("urlset", "sitemapindex")
_ENTRY = re.compile(r"<(?:\w+:)?(url|sitemap)>(.*?)</(?:\w+:)?\1>", re.S)
_LOC = re.compile(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^\s<\]]+)")
_LASTMOD = re.compile(r"<(?:\w+:)?lastmod>\s*([^<]+?)\s*<")


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a sitemap. `is_map`: it is a sitemap itself. `title`, `published`: of a news sitemap."""

    url: str
    lastmod: str | None = None
    is_map: bool = False
    title: str | None = None
    published: str | None = None

    @property
    def day(self) -> date | None:
        try:
            return date.fromisoformat((self.lastmod or "")[:10])
        except ValueError:
            return None


def listed_in(capture: Capture) -> tuple[Listed, ...]:
    """Every address that a sitemap lists, in its order. Raises WrongContent when the answer is no sitemap."""
    body = _plain(capture.body).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body:
        raise WrongContent("the answer is empty")
    if looks_like_html(body):
        raise WrongContent("an HTML page was answered where a sitemap was expected")
    if not body.startswith(b"<"):
        return _addresses(text_of(capture) if body == capture.body else body.decode("utf-8", "replace"))
    try:
        root = fromstring(body)
    except DefusedXmlException as error:
        raise WrongContent(f"a sitemap needs no entities: {error}") from error
    except ParseError as error:
        return _torn(body, error)
    if _name(root) not in _ROOTS:
        raise WrongContent(f"no sitemap: its root is <{_name(root)}>")
    return tuple(_listed(root, is_map=_name(root) == "sitemapindex"))


def _torn(body: bytes, error: ParseError) -> tuple[Listed, ...]:
    """What can be told of a file that breaks off or holds a bare `&`: its whole entries."""
    text = body.decode("utf-8", "replace")
    found = [
        Listed(
            html.unescape(loc[1]), iso(said[1]) if (said := _LASTMOD.search(entry[2])) else None, entry[1] == "sitemap"
        )
        for entry in _ENTRY.finditer(text)
        if (loc := _LOC.search(entry[2]))
    ]
    if not found or not any(name in text[:2000] for name in _ROOTS):
        raise WrongContent(f"broken XML: {error}") from error
    return tuple(found)


def _plain(body: bytes) -> bytes:
    """The body without the gzip of its file name (`sitemap.xml.gz`), up to LARGEST bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST)
    except zlib.error as error:
        raise WrongContent(f"a broken gzip file: {error}") from error


def _addresses(text: str) -> tuple[Listed, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) and " " not in line for line in lines):
        raise WrongContent("neither XML nor a list of addresses")
    return tuple(Listed(line) for line in lines)


def _listed(root: Element, is_map: bool) -> Iterator[Listed]:
    for entry in root:
        said: dict[str, str] = {}
        for node in [*entry, *(inner for one in entry if _name(one) == "news" for inner in one)]:
            text = (node.text or "").strip()
            if text:
                said.setdefault(_name(node), text)
        if "loc" in said:
            published = iso(said.get("publication_date"))
            yield Listed(said["loc"], iso(said.get("lastmod")), is_map, said.get("title"), published)


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
