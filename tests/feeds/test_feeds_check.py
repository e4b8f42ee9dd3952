"""The own checks can fail: each of ninety faults is found, and a feed without fault is not blamed."""

from __future__ import annotations

import pytest
from broken_feed_samples import ATOM, BROKEN_ATOM, BROKEN_RSS, RSS, SELF

from feeds import check


def test_a_feed_without_fault_is_not_blamed():
    assert check.atom(ATOM.encode(), SELF) == []
    assert check.rss(RSS.encode(), SELF) == []


def broken(text: str, part: str, by: str) -> bytes:
    assert part in text
    return text.replace(part, by, 1).encode()


@pytest.mark.parametrize(("part", "by", "finding"), BROKEN_ATOM)
def test_faults_of_atom(part, by, finding):
    found = check.atom(broken(ATOM, part, by), SELF)
    assert any(finding in sentence for sentence in found), found


@pytest.mark.parametrize(("part", "by", "finding"), BROKEN_RSS)
def test_faults_of_rss(part, by, finding):
    found = check.rss(broken(RSS, part, by), SELF)
    assert any(finding in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("form", "content_type", "finding"),
    [
        ("atom", "application/atom+xml; charset=utf-8", None),
        ("rss", "application/rss+xml", None),
        ("atom", "text/xml", "served as text/xml"),
        ("rss", "application/atom+xml", "served as application/atom+xml"),
        ("json", "application/json", "served as application/json"),
        ("ics", "text/calendar; charset=iso-8859-1", "served as iso-8859-1"),
    ],
)
def test_media_types(form, content_type, finding):
    assert check.served(form, content_type) == ([finding] if finding else [])


LIVE, NEW, OLD = (f"http://127.0.0.1:8899/{name}" for name in ("feed", "2026-02", "2026-01"))


def archive(links: str) -> bytes:
    return ATOM.replace("<generator", f"{links}<generator", 1).encode()


def link(rel: str, href: str) -> str:
    return f'<link rel="{rel}" href="{href}"/>'


CHAIN = {
    LIVE: archive(link("prev-archive", NEW)),
    NEW: archive(link("prev-archive", OLD) + link("current", LIVE) + "<fh:archive/>"),
    OLD: archive(link("next-archive", NEW) + link("current", LIVE) + "<fh:archive/>"),
}


def test_a_chain_without_fault_is_not_blamed():
    assert check.archive_chain(CHAIN, LIVE) == []


@pytest.mark.parametrize(
    ("at", "part", "by", "finding"),
    [
        (OLD, "<fh:archive/>", "", "is no archive"),
        (OLD, link("next-archive", NEW), "", "does not lead back"),
        (OLD, link("next-archive", NEW), link("next-archive", LIVE), "does not lead back"),
        (NEW, link("current", LIVE), "", "does not name the live feed"),
        (NEW, link("prev-archive", OLD), link("prev-archive", NEW), "comes twice"),
        (NEW, link("prev-archive", OLD), link("prev-archive", OLD + "x"), "is not there"),
        (OLD, "</feed>", "", "not well-formed"),
    ],
)
def test_faults_of_a_chain(at, part, by, finding):
    files = CHAIN | {at: broken(CHAIN[at].decode(), part, by)}
    found = check.archive_chain(files, LIVE)
    assert any(finding in sentence for sentence in found), found


JSON_FEED = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "A", "feed_url": "{SELF}",
"items": [{{"id": "1", "content_text": "a", "date_published": "2026-03-01T10:00:00Z"}}]}}""".encode()


@pytest.mark.parametrize(
    ("part", "by", "finding"),
    [
        (b"}]}", b"}]", "not JSON"),
        (b"version/1.1", b"version/1", "version"),
        (b'"title": "A", ', b"", "feed without title"),
        (b"8899/feed", b"8899/other", "its own address"),
        (b'"id": "1"', b'"id": 1', "item without id"),
        (b'"content_text": "a"', b'"content_text": ""', "without content"),
        (b"2026-03-01T10:00:00Z", b"2026-03-01", "date_published"),
        (b'"id": "1"', b'"id": "1", "url": "/e/1"', "is not absolute"),
    ],
)
def test_faults_of_json_feed(part, by, finding):
    assert check.json_feed(JSON_FEED, SELF) == []
    assert part in JSON_FEED
    found = check.json_feed(JSON_FEED.replace(part, by, 1), SELF)
    assert any(finding in sentence for sentence in found), found


CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260301T100000Z\r\n"
    "DTEND:20260301T110000Z\r\nSUMMARY:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("part", "by", "finding"),
    [
        ("END:VCALENDAR\r\n", "", "cut off"),
        ("SUMMARY:a\r\n", "SUMMARY:a\n", "bare CR or LF"),
        ("SUMMARY:a", "SUMMARY:" + "a" * 80, "octets"),
        ("SUMMARY:a", "SUMMARY:a\x1b", "control character"),
        ("END:VEVENT", "END:VALARM", "without its BEGIN"),
        ("PRODID:a", "PRODID:a\r\nUID:c", "UID on the calendar"),
        ("UID:1\r\n", "UID:1\r\nUID:1\r\n", "occurs 2 times"),
        ("DTEND:20260301T110000Z", "DTEND:20260301T090000Z", "is not after"),
    ],
)
def test_faults_of_a_calendar(part, by, finding):
    assert check.calendar(CALENDAR.encode()) == []
    assert part in CALENDAR
    found = check.calendar(CALENDAR.replace(part, by, 1).encode())
    assert any(finding in sentence for sentence in found), found
