"""One thing taken out of a capture that holds many: a takedown must not cost the other items of the page.

The element that the evidence points into is removed, whatever still names it is removed, and then it is proved on the
result: none of the needles can be found any more, and the same reader reads every other item with equal values.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from scrapers import redaction_calendar, redaction_feed, redaction_json, redaction_page
from scrapers.readers import reader_for
from scrapers.readers.decoding import text_of
from scrapers.redaction_needles import LONG, Needles, words
from vigie.model import Capture, Page, RawItem, Request, Source

_JSON_OR_NOT = frozenset(
    ("digital_wallonia", "drupal_jsonapi", "eu_funding", "feed", "json", "mec", "openagenda", "opendatasoft",
     "plone", "tribe_events", "wordpress")
)  # fmt: skip
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_TEXTS = ("description", "body")


def redact(capture: Capture, source: Source, pointers: Sequence[str], needles: Sequence[str]) -> bytes | None:
    """The body without the items that `pointers` (of `Evidence.pointer`, of this capture) lead into, in the same media
    type; None when it cannot be shown that nothing of them is left and nothing else changed: the whole body then goes.

    `needles` are what must be found nowhere any more: titles, addresses or their paths, texts; compared without case,
    accents and punctuation, under all escapes. A page that holds nothing but these items gives None, too. Without
    pointers a page is cleared that only names something: a list whose details are elsewhere.
    """
    before = _read(capture, source)
    named = set(pointers)
    gone = [item for item in before.items if any(f.evidence.pointer in named for f in item.fields)]
    stay = [item for item in before.items if item not in gone]
    wanted = Needles(needles, (f.value for item in stay for f in item.fields))
    if not wanted or (pointers and not (gone and stay)):
        return None
    named |= {f.evidence.pointer for item in gone for f in item.fields}
    for draft in _drafts(capture, source, named, wanted, stay):
        for body in _encoded(capture, draft):
            if not _still_says(capture, body, wanted) and _same_but(capture, body, source, before, gone, wanted):
                return body
    return None


def needles_of(item: RawItem, page: str) -> tuple[str, ...]:
    """What of an item must be found nowhere: titles, addresses other than that of the page itself, long texts."""
    found = [f.value for f in item.fields if f.name == "title"]
    found += [f.value for f in item.fields if f.name == "url" and _path(f.value) != _path(page)]
    found += [f.value for f in item.fields if f.name in _TEXTS and words(f.value).count(" ") >= LONG]
    return tuple(dict.fromkeys(found))


def _read(capture: Capture, source: Source) -> Page:
    return reader_for(source.platform).read(source, capture, capture.fetched_at)


def _with(capture: Capture, body: bytes) -> Capture:
    return replace(capture, body=body, sha256=hashlib.sha256(body).hexdigest())


def _drafts(
    capture: Capture, source: Source, pointers: Collection[str], wanted: Needles, stay: Iterable[RawItem]
) -> Iterator[str]:
    text = capture.body.decode(_charset(capture))
    if source.platform in _JSON_OR_NOT and text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        yield from redaction_json.drafts(capture, source, pointers, wanted)
    elif source.platform == "feed":
        yield from redaction_feed.drafts(text, pointers, wanted)
    elif source.platform == "ical":
        yield from redaction_calendar.drafts(text, pointers, wanted, lambda part: _keys(capture, source, part))
    else:
        names = [f.value for item in stay for f in item.fields if f.name in ("title", "url")]
        others = Needles(name for name in names if _path(name) != _path(capture.url))
        yield from redaction_page.drafts(capture, text, source, pointers, wanted, others)


def _keys(capture: Capture, source: Source, calendar: str) -> list[str]:
    """The keys in the evidence of what a reader finds in a part of a calendar."""
    page = _read(_with(capture, b"\xef\xbb\xbf" + calendar.encode("utf-8", "replace")), source)
    return [f.evidence.pointer[len("VEVENT[UID=") :].rpartition("]/")[0] for i in page.items for f in i.fields[:1]]


def _charset(capture: Capture) -> str:
    """The encoding in which the body can be read without a loss: said by it or by the server, else a usual one."""
    body = capture.body
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return name
    header = _CHARSET.search((capture.header("content-type") or "").encode())
    own = _CHARSET.search(body[:2048])
    for found in (header, own):
        name = found.group(1).decode("ascii", "replace").lower() if found else "utf-8"
        try:
            body.decode(name)
            return name
        except (UnicodeError, LookupError):
            continue
    return "latin-1"


def _encoded(capture: Capture, text: str) -> Iterator[bytes]:
    """The text in bytes: in the encoding of the old body, else in UTF-8, else in UTF-8 that says so."""
    for name in dict.fromkeys((_charset(capture), "utf-8", "utf-8-sig")):
        yield text.lstrip("\ufeff").encode(name, "xmlcharrefreplace" if "<" in text else "replace")


def _still_says(capture: Capture, body: bytes, wanted: Needles) -> bool:
    made = _with(capture, body)
    readings = {text_of(made), body.decode(_charset(made), "replace")}
    if b"BEGIN:V" in body:  # lines may be folded within a character
        readings.add(body.replace(b"\r\n ", b"").replace(b"\n ", b"").decode("utf-8", "replace"))
    return any(wanted.found(reading) for reading in readings)


def _same_but(
    capture: Capture, body: bytes, source: Source, before: Page, gone: Sequence[RawItem], wanted: Needles
) -> bool:
    """The other items in the same order with the same values, and the requests of the page but for theirs."""
    after = _read(_with(capture, body), source)
    if [_said(item) for item in after.items] != [_said(item) for item in before.items if item not in gone]:
        return False
    keys = {item.key for item in gone}
    details = Counter(_asked(r) for r in before.next if r.label != "list" and not _theirs(r, keys, wanted))
    lists = [sum(r.label == "list" for r in page.next) for page in (before, after)]
    return lists[0] == lists[1] and details <= Counter(_asked(r) for r in after.next)


def _theirs(request: Request, keys: Collection[str], wanted: Needles) -> bool:
    return request.item_key in keys or wanted.found(request.url)


def _asked(request: Request) -> tuple[str, str, str | None]:
    return request.url, request.label, request.item_key


def _said(item: RawItem) -> tuple[object, ...]:
    return item.key, item.kind, item.url, tuple((f.name, f.value, f.html, f.group) for f in item.fields)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path.rstrip('/')}?{parts.query}"
