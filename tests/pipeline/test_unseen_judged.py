"""When a record is the thing that an unseen site lists, and what the figures count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from pipeline.scores.unseen_judged import right, same_address, wanted_of
from pipeline.scores.unseen_sites import Seen, report_of
from vigie.model import Article, Call, Deadline, Event, Occurrence, Record, WallTime

PLAIN = {"kind": "event", "title": "L’art – vu d’ici", "start": "2026-12-12T20:00", "url": "https://lieu.example/a/"}
AT_EIGHT = Occurrence(WallTime(datetime(2026, 12, 12, 20)))


def _record(content: Event | Article | Call) -> Record:
    return Record("lieu", "1", content.url, content, "")


def _event(**other: object) -> Record:
    told = Event("L’art – vu d’ici", (AT_EIGHT,), url="https://lieu.example/a/")
    return _record(replace(told, **other))  # type: ignore[arg-type]


def test_the_same_thing_is_right() -> None:
    assert right(wanted_of(PLAIN), _event())
    assert right(wanted_of(PLAIN), _event(title="L'art - vu  d’ici", url="http://www.lieu.example/a"))
    assert right(wanted_of(PLAIN), _event(occurrences=(Occurrence(WallTime(datetime(2026, 12, 5, 20))), AT_EIGHT)))


@pytest.mark.parametrize(
    "other",
    [
        {"title": "L’art vu d’ici"},
        {"url": "https://lieu.example/b/"},
        {"url": None},
        {"occurrences": (Occurrence(WallTime(datetime(2026, 12, 12, 21))),)},
        {"occurrences": (Occurrence(WallTime.of_day(date(2026, 12, 12))),)},
    ],
)
def test_another_title_link_or_hour_is_not(other: dict[str, object]) -> None:
    record = _event(**other)
    assert not right(wanted_of(PLAIN), replace(record, url=record.content.url))


def test_where_the_lists_say_the_day_alone_any_hour_of_it_will_do() -> None:
    assert right(wanted_of(PLAIN | {"start": "2026-12-12"}), _event())
    assert not right(wanted_of(PLAIN | {"start": "2026-12-13"}), _event())


def test_news_are_held_to_their_day() -> None:
    wanted = wanted_of(PLAIN | {"kind": "news"})
    told = Article("L’art – vu d’ici", "https://lieu.example/a/", published=WallTime.of_day(date(2026, 12, 12)))
    assert right(wanted, _record(told))
    assert not right(wanted, _record(replace(told, published=None)))
    assert not right(wanted, _event())


def test_the_end_of_a_day_may_be_told_as_that_day() -> None:
    told = Call(
        "L’art – vu d’ici", "https://lieu.example/a", deadlines=(Deadline(WallTime.of_day(date(2026, 12, 12))),)
    )
    assert right(wanted_of(PLAIN | {"kind": "call", "start": "2026-12-12T23:59"}), _record(told))
    assert not right(wanted_of(PLAIN | {"kind": "call", "start": "2026-12-12T17:00"}), _record(told))


def test_links_are_compared_without_what_does_not_tell_pages_apart() -> None:
    assert same_address("https://www.lieu.example/%C3%A9t%C3%A9/#haut") == "lieu.example/été"
    assert same_address("https://lieu.example/d.php?id=3") == "lieu.example/d.php?id=3"


def test_the_figures_count_sites() -> None:
    things = tuple(wanted_of(PLAIN | {"url": f"https://lieu.example/{n}"}) for n in range(10))
    whole = Seen("a", "table", ("recipe",), things, platform="recipe", good=9, strange=1, read=10)
    seen = (whole, replace(whole, good=8), replace(whole, platforms=("ical", "schema_org"), platform="ical", good=10))
    report = report_of((*seen, replace(whole, platform="feed")))
    counted = {(f.data, f.measure): (f.hits, f.n) for f in report.figures}
    assert counted == {
        ("4 sites", "right platform"): (3, 4),
        ("4 sites", "read"): (3, 4),
        ("structured", "right platform"): (1, 1),
        ("structured", "read"): (1, 1),
        ("HTML alone", "right platform"): (2, 3),
        ("HTML alone", "read"): (2, 3),
        ("4 sites", "wrong: things that are none"): (4, 40),
    }
    assert len(report.worst) == 2
