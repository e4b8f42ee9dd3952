"""What the own page of a thing says when its list no longer holds it: cancelled, postponed, rescheduled, alive, other.

A marker counts in three places only (law 4): the status field of the structured data that names the thing, the page's
own heading beside the title, and a badge right beside that heading. A word of the text, of a teaser, of a comment or of
the navigation is never one. Pure: bytes in, a value out, never an exception.
"""

from __future__ import annotations

import json
import re

from selectolax.lexbor import LexborHTMLParser

from transforms.page_marks_answer import PageAnswer, PageReading
from transforms.page_marks_data import read_blocks, read_nodes, walk
from transforms.page_marks_headings import words
from transforms.page_marks_html import microdata, read_headings, shows, tree_of

MARKERS = frozenset({PageAnswer.CANCELLED, PageAnswer.POSTPONED, PageAnswer.RESCHEDULED})
BODY_LIMIT = 3_000_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,30})", re.I)
_OTHER = PageReading(PageAnswer.OTHER)

__all__ = ["MARKERS", "PageAnswer", "PageReading", "read_page"]


def read_page(body: bytes, media_type: str, title: str) -> PageReading:
    """The answer of a page (HTML or JSON) that is asked about the thing called `title`."""
    if not words(title):
        return _OTHER
    text = _decoded(body[:BODY_LIMIT])
    if "json" in media_type or (not media_type and text.lstrip()[:1] in ("{", "[")):
        return _of_json(text, title)
    if media_type and not any(kind in media_type for kind in ("html", "xml", "text/plain")):
        return _OTHER
    return _of_html(text, title)


def _of_json(text: str, title: str) -> PageReading:
    try:
        told = list(walk(json.loads(text, strict=False)))
    except (ValueError, RecursionError):
        return _OTHER
    return read_nodes(told, title) or _OTHER


def _of_html(markup: str, title: str) -> PageReading:
    scripts = LexborHTMLParser(markup).css("script[type='application/ld+json' i]")
    blocks = [(f"script[{place + 1}]", s.text(deep=True) or "") for place, s in enumerate(scripts)]
    tree = tree_of(markup)
    structured = read_blocks(blocks, title)
    told = structured or read_nodes(list(microdata(tree)), title)
    if told and told.answer in MARKERS:
        return told
    headed = read_headings(tree, title)
    if headed:
        return headed
    if told:
        return told
    return PageReading(PageAnswer.LIVES, title[:200], "h2, h3, h4") if shows(tree, title) else _OTHER


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        named = _CHARSET.search(body[:4096])
        try:
            return body.decode(named.group(1).decode() if named else "cp1252", errors="replace")
        except LookupError:
            return body.decode("cp1252", errors="replace")
