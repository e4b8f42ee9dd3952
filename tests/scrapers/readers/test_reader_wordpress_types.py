"""WordPress types of their own: custom fields, dates in the text alone, and the date of publication that is none."""

from __future__ import annotations

import json

import pytest
from platform_bench import PlatformWeb
from platform_truth import wrong_events
from reader_bench import NOW, bench, reasons
from test_reader_json import POST

from transforms.understand import understand
from vigie.model import Event


def test_events_with_custom_fields_are_read_exactly(platform_web: PlatformWeb) -> None:
    read = platform_web.read("scene-champs")
    assert len(read.records) >= 20
    assert wrong_events(platform_web, read, "scene-champs.example") == []
    assert read.problems == ()
    assert read.crawl.unread == ()
    assert any(len(r.content.occurrences) > 1 for r in read.records.values() if isinstance(r.content, Event))
    assert [url.split("page=")[-1].split("&")[0] for url in read.asked] == ["1", "2", "3"]
    assert read.crawl.expected == len(read.records)


def test_dates_in_the_text_alone_are_understood_or_abstained_from(platform_web: PlatformWeb) -> None:
    read = platform_web.read("scene-texte")
    truth = platform_web.truth("scene-texte.example", "event")
    wrong = wrong_events(platform_web, read, "scene-texte.example", places=False)
    assert [line for line in wrong if not line.startswith("not read: ")] == []
    unread = {line.removeprefix("not read: ") for line in wrong}
    assert len(read.records) >= 18
    assert {problem.key for problem in read.problems} == unread
    assert {truth[key][0].status for key in unread} <= {"rescheduled"}, "two days in one text: nobody guesses"


def row(**more: object) -> dict[str, object]:
    return {**json.loads(json.dumps(POST)), "type": "spectacle", **more}


@pytest.mark.parametrize("hidden", [[], None, {}, False])
def test_the_date_of_publication_is_never_that_of_the_event(hidden: object) -> None:
    told = bench("wordpress", type="spectacles", field__start="acf.date")
    (item,) = told.page([row(acf=hidden, content={"rendered": "<p>Bientôt.</p>"})]).items
    assert item.text("start") is None
    assert item.text("published")
    understood = understand(item, told.source, NOW)
    assert understood.record is None
    assert understood.problems


@pytest.mark.parametrize(
    ("acf", "starts"),
    [
        ({"date": "20260305"}, ["2026-03-05"]),
        ({"date": "2026-03-05 18:30:00"}, ["2026-03-05T18:30:00+01:00"]),
        ({"date": 1772732400}, ["2026-03-05T18:40:00+01:00"]),
        ({"dates": [{"debut": "20260305"}, {"debut": ""}, {"debut": "20260307"}]}, ["2026-03-05", "2026-03-07"]),
        ({"dates": {"debut": "20260305"}}, []),
    ],
)
def test_what_custom_fields_hold(acf: dict[str, object], starts: list[str]) -> None:
    told = bench("wordpress", field__start="acf.date | acf.dates.*.debut")
    page = told.page([row(acf=acf)])
    record = understand(page.items[0], told.source, NOW).record
    found = record.content.occurrences if record and isinstance(record.content, Event) else ()
    assert [o.start.isoformat() for o in found] == starts
    assert "acf" not in dict(page.unread), "what an option leads into is read"


def test_a_date_as_the_site_prints_it_is_words() -> None:
    told = bench("wordpress", field__date_text="acf.date")
    (item,) = told.page([row(acf={"date": "05/03/2026 18h30"})]).items
    record = understand(item, told.source, NOW).record
    assert record is not None
    assert isinstance(record.content, Event)
    assert [o.start.isoformat() for o in record.content.occurrences] == ["2026-03-05T18:30:00+01:00"]


def test_ends_belong_to_their_starts() -> None:
    acf = {
        "dates": [
            {"a": "2026-03-05 10:00", "b": "2026-03-05 11:00"},
            {"a": "2026-03-06 10:00", "b": "2026-03-06 12:00"},
        ]
    }
    (item,) = bench("wordpress", field__start="acf.dates.*.a", field__end="acf.dates.*.b").page([row(acf=acf)]).items
    assert [(f.group, f.value) for f in item.all("end")] == [(1, "2026-03-05T11:00:00"), (2, "2026-03-06T12:00:00")]
    assert [f.evidence.pointer for f in item.all("start")] == ["/0/acf/dates/0/a", "/0/acf/dates/1/a"]


def test_the_first_requests_of_a_type_and_the_end_of_its_pages() -> None:
    told = bench("wordpress", urls=("https://site.example/",), type="spectacles", query="saison=7")
    (first,) = told.start()
    assert first.url == "https://site.example/wp-json/wp/v2/spectacles?saison=7&per_page=100&page=1&_embed=1"
    end = told.page({"code": "rest_post_invalid_page_number", "message": "x", "data": {"status": 400}})
    assert (end.items, end.problems, end.next) == ((), (), ())
    assert reasons(told.page({"code": "rest_no_route", "message": "Aucune route"})) == ["wrong-content"]
