"""Feeds of two parsers' own cases (../shared/real): what they assert of entries is what our items say."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from scrapers.readers import reader_for
from tests.real.feed_truth import Assertion, agrees, lent_titles, of_feedparser, of_gofeed, sent_headers
from vigie.model import Capture, Kind, Page, Request, Source

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
SOURCE = Source("feeds", "Feeds", "http://real.example/", (Kind.NEWS,), "feed", ("http://real.example/",))
pytestmark = pytest.mark.shared


def read(body: bytes, file: str) -> Page:
    """The document as its case served it: a few were sent with an address or a language of their own."""
    headers = {"content-type": "application/xml"} | {n: v for n, v in sent_headers(body).items() if n != "content-type"}
    url = headers.pop("content-location", "")
    url = url if url.startswith("http") else f"http://real.example/{file}"
    capture = Capture(Request(url), url, 200, tuple(headers.items()), body, NOW, hashlib.sha256(body).hexdigest())
    return reader_for("feed").read(SOURCE, capture, NOW)


@cache
def pages(file: str) -> tuple[Page, bool]:
    """The page, and whether its entries had to be lent a title to become items."""
    body = (REAL / file).read_bytes()
    page = read(body, file)
    lacking = any(problem.reason == "missing-title" for problem in page.problems)
    return (read(lent_titles(body), file), True) if lacking and not page.items else (page, False)


def compared(name: str, assertions: list[Assertion]) -> float:
    """Prints what was compared; the share of sayable assertions that our items say."""
    sayable = [a for a in assertions if a.name is not None]
    missed = [a for a in sayable if not agrees(a, pages(a.file)[0])]
    lent = sum(pages(a.file)[1] for a in sayable)
    without = Counter(a.path for a in assertions if a.name is None)
    share = 1 - len(missed) / len(sayable)
    said = f"{len(sayable) - len(missed)} of {len(sayable)} asserted fields = {share:.1%}"
    print(f"\n{name}: {said} ({lent} with a title lent)")
    print(*(f"  missed {a.file} {a.path} = {a.value!r}" for a in missed), sep="\n")
    print(f"  no counterpart in a raw item: {sum(without.values())} of {len(without)} names, {without.most_common(8)}")
    return share


def test_the_asserted_fields_are_said() -> None:
    """98 of 100 of what a raw item can say; feedparser's cases and gofeed's, counted apart and together."""
    theirs, others = list(of_feedparser(REAL)), list(of_gofeed(REAL))
    assert (len(theirs), len({a.file for a in theirs})) == (222, 203)
    assert len([a for a in theirs if a.name]) == 97
    assert len([a for a in others if a.name]) == 130
    assert compared("feedparser", theirs) >= 0.98
    assert compared("gofeed", others) >= 0.96
    assert compared("both", [*theirs, *others]) >= 0.98


@pytest.mark.parametrize(("folder", "documents"), [("feedparser", 230), ("gofeed_parser", 433)])
def test_every_feed_is_read(folder: str, documents: int) -> None:
    """Entries without a title are the one thing that is refused; a feed without entries is an empty feed."""
    files = sorted((REAL / folder).rglob("*.xml"))
    assert len(files) == documents
    found = [read(f.read_bytes(), str(f.relative_to(REAL))) for f in files]
    reasons = Counter(problem.reason for page in found for problem in page.problems)
    print(f"\n{folder}: {sum(len(page.items) for page in found)} items, {dict(reasons)}")
    assert set(reasons) <= {"missing-title", "parse-error"}
    assert reasons["parse-error"] <= 7  # the cases that are no feed at all
    assert not [p.detail for page in found for p in page.problems if "bug" in p.detail]
