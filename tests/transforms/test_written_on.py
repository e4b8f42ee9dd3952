"""Words without a year are read from the day on which they were written. REFERENCE is the day of fetching."""

from __future__ import annotations

from dataclasses import replace

import pytest
from items import REFERENCE, raw, source

from transforms.understand import understand
from vigie.model import Event, RawItem


def first_day(item: RawItem) -> str:
    record = understand(item, source(), REFERENCE).record
    assert record is not None
    assert isinstance(record.content, Event)
    return record.content.occurrences[0].start.day.isoformat()


@pytest.mark.parametrize(
    ("fields", "link", "day"),
    [
        ({"published": "2007-02-05"}, "https://site.example/a107", "2007-02-23"),
        ({"published": "lundi 5 février 2007"}, "https://site.example/a107", "2007-02-23"),
        ({"published": "2007-02-05", "updated": "2008-01-10"}, "https://site.example/a107", "2008-02-23"),
        ({}, "https://site.example/events/2024/02/23/atelier/", "2024-02-23"),
        ({}, "https://site.example/2023/11/30/atelier/", "2024-02-23"),
    ],
)
def test_the_year_comes_from_when_the_words_were_written(fields: dict[str, str], link: str, day: str) -> None:
    item = raw(title="Atelier", date_text="23 février, 20h30", **fields)
    assert first_day(replace(item, url=link)) == day


def test_a_publication_that_lies_ahead_moves_nothing() -> None:
    plain = raw(title="Atelier", date_text="23 février, 20h30")
    assert first_day(raw(title="Atelier", date_text="23 février, 20h30", published="2090-01-01")) == first_day(plain)


def test_an_hour_behind_a_year_is_no_month() -> None:
    assert first_day(raw(title="Conte", date_text="8 nov. 2024 / 09:30")) == "2024-11-08"
