"""10,000 hostile items through every format, read back by readers that are not ours; VIGIE_FUZZ=N for more or fewer."""

from __future__ import annotations

import io
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from feed_readers import ATOM, READERS, forbidden, of_tag
from feed_samples import NOW, SITE, channel, session
from rdflib import Graph

from feeds import changes_atom, csvw, dcat, sitemap
from feeds.formats import FORMATS
from feeds.manifest import Entry, Manifest
from feeds.openagenda_timings import timings
from feeds.pieces import Format
from feeds.rights import released
from feeds.selection import over_on
from tests.hostile_items import Wilder
from vigie.model import (
    Change,
    ChangeType,
    Event,
    Item,
    Kind,
    Precision,
)

COUNT = int(os.environ.get("VIGIE_FUZZ", "10000"))
SHARE = {Kind.EVENT: 0.6, Kind.NEWS: 0.2, Kind.CALL: 0.2}
BATCH = 250
EVERY = 4
"""Each item goes through one in EVERY of its formats, in turn; those of the first batch of a kind through all."""


def batches(kind: Kind) -> Iterator[tuple[int, list[Item]]]:
    fuzzer, count = Wilder(20261121), max(1, round(COUNT * SHARE[kind]))
    for at in range(0, count, BATCH):
        yield at // BATCH, [fuzzer.item(kind, n + 1) for n in range(at, min(at + BATCH, count))]


def in_turn(kind: Kind, number: int) -> list[Format]:
    formats = FORMATS[kind]
    return [f for n, f in enumerate(formats) if number == 0 or n % EVERY == number % EVERY]


def expected(format: Format, items: list[Item]) -> Counter[str]:
    """How often the id of each item stands in a file, by the words of FEEDS.md: one VEVENT for each day that is known
    to the day; no OpenAgenda event without one; one of everything else."""
    if format.name in ("ics", "calls-ics", "openagenda"):
        days = {
            i.id: sum(o.start.precision is not Precision.MONTH for o in i.content.occurrences)
            if isinstance(i.content, Event)
            else sum(d.at.precision is not Precision.MONTH for d in i.content.deadlines)  # type: ignore[union-attr]
            for i in items
        }
        return Counter({id: 1 if format.name == "openagenda" else n for id, n in days.items() if n})
    return Counter(i.id for i in items)


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_items_through_every_format(kind: Kind) -> None:
    seen: Counter[str] = Counter()
    for number, items in batches(kind):
        safe = [released(item) for item in items]
        for form in in_turn(kind, number):
            pieces = sorted((p for item in safe for p in form.cut(item, SITE)), key=lambda p: p.key)
            out = io.BytesIO()
            around = replace(channel("agenda" + form.suffix, kind), since=None, until=None, whole=True)
            rows = form.write((p.data for p in pieces), around, out)
            read = READERS[form.name](out.getvalue())
            assert rows == len(read) == len(pieces), form.name
            assert Counter(id for id, _ in read) == expected(form, items), form.name
            for id, texts in read:
                for text in texts:
                    assert not forbidden(text), (form.name, id, forbidden(text))
                    assert "0471 23 45 67" not in text, (form.name, id)
                    assert "a@b.example.org" not in text, (form.name, id)
            seen[form.name] += len(items)
    assert set(seen) == {f.name for f in FORMATS[kind]}
    assert min(seen.values()) >= COUNT * SHARE[kind] / EVERY * 0.7


def test_hostile_changes_are_an_atom_feed() -> None:
    fuzzer = Wilder(6721)
    for _ in range(max(1, COUNT // 2000)):
        told = []
        for seq in range(1, 101):
            kind = fuzzer.random.choice(list(Kind))
            item = fuzzer.item(kind, seq)
            type_ = tuple(ChangeType)[seq % len(ChangeType)]
            to = fuzzer.item(kind, 5000 + seq).id if type_ is ChangeType.MERGED else None
            change = Change(seq, NOW + timedelta(seconds=seq // 3), item.id, kind, type_, merged_into=to)
            told.append((change, None if type_ is ChangeType.WITHDRAWN else item))
        data = changes_atom.render(told, channel("changes.atom"))
        root = ElementTree.fromstring(data)
        graves = [
            of_tag(one.attrib["ref"]) for one in root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
        ]
        left = (ChangeType.WITHDRAWN, ChangeType.MERGED)
        assert sorted(graves) == sorted(c.item for c, _ in told if c.type in left)
        ids = [one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids) == sum(c.type is not ChangeType.WITHDRAWN for c, _ in told)
        assert not forbidden(data.decode("utf-8"))


def test_pages_meanings_and_catalogue_of_hostile_things_are_whole() -> None:
    fuzzer = Wilder(301)
    for kind in Kind:
        items = [fuzzer.item(kind, n) for n in range(1, max(2, COUNT // 20))]
        known = [(i.id, i.kind, over_on(i), i.revised_at) for i in items]
        (file,) = sitemap.render(sitemap.pages(known, SITE, date(2026, 10, 1)), SITE)
        places = [one.text for one in ElementTree.fromstring(file.data).iter() if one.tag.endswith("}loc")]
        assert len(places) == file.rows == len(set(places))
        assert {p.rsplit("/", 1)[1] for p in places if p and "/e/" in p} <= {i.id for i in items}
    for _ in range(20):
        # The name of the site is its operator's: hostile signs, but text.
        evil = replace(SITE, name="a" + fuzzer.short().encode("utf-8", "ignore").decode("utf-8"))
        about = replace(channel("agenda.csv"), site=evil, title=fuzzer.short(), description=fuzzer.short())
        assert not forbidden(csvw.metadata(Kind.EVENT, about, "agenda.csv").decode("utf-8"))
        entries = tuple(
            Entry("agenda" + f.suffix, f.media_type, "event", 3, 100, "ab" * 32, evil.feed("agenda" + f.suffix), f.name)
            for f in FORMATS[Kind.EVENT]
        )
        edition = Manifest(entries, date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC), 3, 5)
        turtle = Graph().parse(data=dcat.turtle(edition, evil), format="turtle")
        other = Graph().parse(data=dcat.json_ld(edition, evil), format="json-ld")
        assert len(turtle) == len(other) > 50


def test_the_guards_see_what_they_guard_against() -> None:
    for evil in ("\x00", "\x85", "\u202e", "\u2028", "\ufffe", "\U0001ffff", "\t", "\r", "\ud800"):
        assert forbidden(f"a{evil}b") == {evil}
    assert not forbidden("é\n👨‍👩‍👧 \u00a0")
    with pytest.raises(AssertionError):
        READERS["excel"](b"\xef\xbb\xbfid\r\n=1+1\r\n")
    with pytest.raises(AssertionError):
        READERS["ics"](b"BEGIN:VCALENDAR\nEND:VCALENDAR\r\n")


def test_a_session_without_end_is_not_walked_to_the_year_9999() -> None:
    slots = timings([session("2026-01-01", "9999-12-30")])
    assert len(slots.slots) == 800
    days = (date(9999, 12, 30) - date(2026, 1, 1)).days + 1
    # Eleven autumns are counted as two slots a day, then 24 hours count as one.
    assert days - 800 <= slots.left_out <= days - 800 + 12
    began = time.process_time()
    for _ in range(10):
        timings([session("2026-01-01", "9999-12-30")])
    assert time.process_time() - began < 10  # 0.5 s; it was 100 s
