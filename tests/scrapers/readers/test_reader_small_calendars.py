"""Small calendars as JSON (API_SHAPES.md §9): SPIP, Constant, fab-manager, student labs."""

from __future__ import annotations

import pytest
from platform_bench import PlatformWeb, told
from platform_truth import wrong_events
from reader_bench import NOW, bench, reasons, said

from scrapers.readers import reader_for
from vigie.model import Event


@pytest.mark.parametrize(
    ("slug", "ends", "places"),
    [("agenda-spip", True, False), ("constant-wallon", False, False), ("labo-etudiant", True, True)],
)
def test_simulated_calendars_are_read_exactly(platform_web: PlatformWeb, slug: str, ends: bool, places: bool) -> None:
    read = platform_web.read(slug)
    assert len(read.records) >= 20
    assert wrong_events(platform_web, read, f"{slug}.example", ends, places) == []
    assert (read.problems, read.crawl.unread) == ((), ())


def test_events_without_id_and_address_are_read_exactly(platform_web: PlatformWeb) -> None:
    read = platform_web.read("fabrique")
    truth = platform_web.truth("fabrique.example", "event")
    found = [r.content for r in read.records.values() if isinstance(r.content, Event)]
    assert len(found) >= 20
    assert {told(event) for event in found} == {thing.sessions for thing, _, _ in truth.values()}
    assert {event.title for event in found} <= {thing.title for thing, _, _ in truth.values()} | set(truth)
    assert len(found) == len(truth)
    assert all(event.url is None for event in found)


def test_a_window_of_days_that_moves_along(platform_web: PlatformWeb) -> None:
    (asked,) = platform_web.read("agenda-spip").asked
    assert asked == "https://agenda-spip.example/spip.php?page=agenda.json&start=2026-10-22&end=2027-11-21"
    fixed = bench("json", urls=("https://site.example/a?start=2020-01-01&x=1",), window="start, end")
    (request,) = reader_for("json").start(fixed.source, NOW)
    assert request.url == "https://site.example/a?start=2026-01-30&x=1&end=2027-03-01", "what stands there is replaced"


def test_zero_dates_are_none_and_relative_addresses_whole() -> None:
    told_by = bench("json", list="projected_events", field__title="title", field__url="url_article | url",
                    field__start="start", field__end="end")  # fmt: skip
    row = {"title": "A", "url_article": "article/a", "start": "2026-03-05 18:30:00", "end": "0000-00-00 00:00:00"}
    (item,) = told_by.page({"projected_events": [row]}, url="https://site.example/w/json/events.fr.json").items
    assert said(item) == {
        "title": "A",
        "url": "https://site.example/w/json/article/a",
        "start": "2026-03-05T18:30:00",
    }


def test_an_event_without_id_and_address_keeps_its_key_when_it_moves() -> None:
    reader = bench("json", field__title="title", field__start="start")

    def keys(*rows: dict[str, str]) -> list[str]:
        return [item.key for item in reader.page(list(rows), url="https://site.example/api").items]

    first = {"title": "Impression 3D", "start": "2026-03-05T18:30:00+01:00"}
    moved, other = first | {"start": "2026-03-12T18:30:00+01:00"}, first | {"title": "Découpe laser"}
    assert keys(first) == keys(moved) != keys(other)
    assert len(set(keys(first, moved))) == 2
    assert keys(first, first) == keys(first)


def test_an_answer_without_events_and_one_of_another_shape() -> None:
    reader = bench("json", list="events", field__title="title")
    assert reader.page({"events": []}).problems == ()
    assert reasons(reader.page({"evenements": []})) == ["schema-drift"]
    assert reasons(reader.page({"events": ["Nuit", {"start": "2026"}]})) == ["schema-drift", "missing-title"]
