"""What validators say about any XML feed: its bytes, its links, elements that come once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from feeds.check_values import absolute, media_type
from feeds.check_words import characters, language, words

ATOM = "{http://www.w3.org/2005/Atom}"
_RELATIONS = words(
    "alternate current describedby edit enclosure first hub last license next next-archive payment prev-archive "
    "previous related replies search self service up via"
)
_SELF_TYPES = ("application/atom+xml", "application/rss+xml")
_DECLARATION = re.compile(rb"""\s*<\?xml version=["']1\.0["'] encoding=["']utf-8["']\?>""", re.IGNORECASE)


def parsed(data: bytes) -> tuple[ElementTree.Element | None, list[str]]:
    """The root of a document, and findings on its bytes."""
    found = [] if _DECLARATION.match(data) else ["no declaration of XML 1.0 in UTF-8 at its beginning"]
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        found.append("a document type")
    try:
        return ElementTree.fromstring(data), found
    except ElementTree.ParseError:
        return None, ["not well-formed"]


def hrefs(element: ElementTree.Element, rel: str) -> list[str]:
    """Where the links of a relation lead."""
    return [link.get("href", "") for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def self_link(element: ElementTree.Element, self_url: str) -> Iterator[str]:
    """Whether a feed says where it is."""
    if self_url not in hrefs(element, "self"):
        yield "no self link to its own address"


def once(element: ElementTree.Element, where: str, space: str, names: Iterable[str]) -> Iterator[str]:
    """Children that must not come twice."""
    for name in sorted(names):
        count = len(element.findall(space + name))
        if count > 1:
            yield f"{where} has {count} {name}"


def head_first(element: ElementTree.Element, last: str) -> Iterator[str]:
    """What describes a feed stands before its entries."""
    tags = [child.tag for child in element]
    if last in tags and any(tag != last for tag in tags[tags.index(last) :]):
        yield f"something comes after the first {local_name(last)}"


def told(where: str, texts: Iterable[str]) -> Iterator[str]:
    """The characters of texts and attributes."""
    for text in texts:
        yield from characters(where, text)


def local_name(tag: str) -> str:
    """The name of an element without its space."""
    return tag.rsplit("}", 1)[-1]


def link_findings(link: ElementTree.Element) -> Iterator[str]:
    """An atom:link, in Atom or in RSS."""
    rel = link.get("rel", "alternate")
    if rel not in _RELATIONS:
        yield f"rel {rel!r} is not registered"
    if not absolute(link.get("href")):
        yield f"{link.get('href')!r} is not absolute"
    said = link.get("type")
    if said is not None and not media_type(said):
        yield f"link of type {said!r}"
    if rel == "self" and said is not None and said.split(";")[0] not in _SELF_TYPES:
        yield f"self link of type {said!r}"
    if link.get("hreflang") is not None:
        yield from language("link", link.get("hreflang") or "")
    if (link.text or "").strip() or len(link):
        yield "link is not empty"
