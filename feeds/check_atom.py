"""What the W3C feed validator, RFC 4287 and RFC 5005 say about Atom: findings as sentences. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from feeds.check_values import absolute, identifier, rfc3339, twice
from feeds.check_words import language, markup, plain
from feeds.check_xml import ATOM, head_first, hrefs, link_findings, local_name, once, parsed, self_link, told

HISTORY = "{http://purl.org/syndication/history/1.0}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PAGING = ("current", "first", "last", "next", "next-archive", "prev-archive", "previous")
_ONCE = ("id", "title", "subtitle", "updated", "published", "summary", "content", "source", "rights", "generator")
_KNOWN = frozenset(
    (*_ONCE, "feed", "entry", "link", "author", "contributor", "category", "icon", "logo", "name", "uri", "email")
)


def atom_feed(root: ElementTree.Element, self_url: str) -> Iterator[str]:
    """Findings on an Atom feed that is served at `self_url`."""
    for name in ("id", "title", "updated", "author"):
        if root.find(ATOM + name) is None:
            yield f"feed without {name}"
    yield from self_link(root, self_url)
    yield from once(root, "feed", ATOM, _ONCE)
    yield from head_first(root, f"{ATOM}entry")
    yield from _paging(root, self_url)
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        yield from _entry(entry, root)
    yield from twice(e.findtext(f"{ATOM}id") or "" for e in (root, *entries))
    yield from (f"updated {finding}" for finding in twice(e.findtext(f"{ATOM}updated") or "" for e in entries))
    yield from _everywhere(root)
    if not root.get(_LANG):
        yield "feed without a language"


def _entry(entry: ElementTree.Element, feed: ElementTree.Element) -> Iterator[str]:
    for name in ("id", "title", "updated", "summary"):
        count = len(entry.findall(ATOM + name))
        if count != 1:
            yield f"entry has {count} {name}"
    yield from once(entry, "entry", ATOM, ("published", "source", "rights", "content"))
    if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
        yield "entry without author"
    if not hrefs(entry, "alternate"):
        yield "entry without alternate link"
    yield from (f"rel {rel} in an entry" for rel in _PAGING if hrefs(entry, rel))
    for name in ("title", "summary"):
        if entry.find(ATOM + name) is not None and not (entry.findtext(ATOM + name) or "").strip():
            yield f"empty {ATOM}{name}"
    source = entry.find(f"{ATOM}source")
    if source is not None:
        yield from (f"source without {n}" for n in ("id", "title", "updated") if source.find(ATOM + n) is None)


def _everywhere(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        name, text = local_name(element.tag), element.text or ""
        yield from told(name, [text, *(v for v in element.attrib.values())])
        if element.get(_LANG):
            yield from language(name, element.get(_LANG) or "")
        if not element.tag.startswith(ATOM):
            continue
        if name not in _KNOWN:
            yield f"{name} is no element of Atom"
        if name == "id":
            yield from identifier(text)
        elif name in ("updated", "published"):
            yield from rfc3339(name, text)
        elif name in ("title", "subtitle", "summary", "rights", "content"):
            yield from _construct(name, element)
        elif name == "link":
            yield from link_findings(element)
        elif name == "category" and not element.get("term"):
            yield "category without term"
        elif name in ("name", "generator") and not text.strip():
            yield f"empty {name}"
        elif name == "uri" and not absolute(text):
            yield f"{text!r} is not absolute"
    yield from _alternates(root)


def _construct(name: str, element: ElementTree.Element) -> Iterator[str]:
    kind, text = element.get("type", "text"), element.text or ""
    if kind not in ("text", "html"):
        yield f"{name} of type {kind!r}"
    if len(element):
        yield f"{name} with elements inside"
    yield from markup(name, text) if kind == "html" else plain(name, text)


def _alternates(root: ElementTree.Element) -> Iterator[str]:
    for parent in (root, *root.iter(f"{ATOM}entry")):
        kinds = Counter(
            (link.get("type"), link.get("hreflang"))
            for link in parent.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        )
        yield from (f"{n} alternate links of one type and language" for n in kinds.values() if n > 1)


def _paging(feed: ElementTree.Element, self_url: str) -> Iterator[str]:
    """RFC 5005: what a complete feed and an archive must and must not link to."""
    complete, archive = feed.find(f"{HISTORY}complete") is not None, feed.find(f"{HISTORY}archive") is not None
    rels = {rel: hrefs(feed, rel) for rel in _PAGING if hrefs(feed, rel)}
    if complete:
        yield from (f"complete feed with rel {rel}" for rel in rels if rel != "current" or rels[rel] != [self_url])
    if archive and not complete and not ({"prev-archive", "next-archive"} & set(rels)):
        yield "archive without prev-archive and next-archive"
    if archive and not complete and "current" not in rels:
        yield "archive without current"
    yield from (f"{len(found)} links of rel {rel}" for rel, found in rels.items() if len(found) > 1)
    for end, past in (("first", "previous"), ("last", "next")):
        if self_url in rels.get(end, []) and past in rels:
            yield f"rel {past} beyond the {end} page"


def archive_chain(files: Mapping[str, bytes], live: str) -> list[str]:
    """Findings on the archives that one reaches from the feed at `live`; `files` are Atom feeds by their address."""
    found: list[str] = []
    seen, at = [live], live
    while at in files:
        root, said = parsed(files[at])
        if root is None:
            return [*found, *said]
        (before, *_) = hrefs(root, "prev-archive") or [""]
        if at != live and root.find(f"{HISTORY}archive") is None:
            found.append(f"{at} is no archive")
        if not before:
            break
        if before in seen:
            return [*found, f"{before} comes twice"]
        if before not in files:
            return [*found, f"{at} leads to {before}, which is not there"]
        older, _ = parsed(files[before])
        if older is not None and at != live and hrefs(older, "next-archive") != [at]:
            found.append(f"{before} does not lead back to {at}")
        if older is not None and hrefs(older, "current") != [live]:
            found.append(f"{before} does not name the live feed")
        seen.append(before)
        at = before
    return found
