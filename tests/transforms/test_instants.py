"""Timestamps of machines. Converted by hand: Brussels is UTC+1, UTC+2 from 29 March to 25 October 2026."""

from __future__ import annotations

from datetime import datetime

import pytest

from transforms.instants import read_instant
from vigie.model import BRUSSELS, Precision

WALLS = [
    ("2026-03-05T18:30:00", None, datetime(2026, 3, 5, 18, 30)),
    ("2026-03-05 18:30", None, datetime(2026, 3, 5, 18, 30)),
    ("2026-07-05T18:30:00Z", None, datetime(2026, 7, 5, 20, 30)),
    ("2026-07-05T18:30:00+00:00", "UTC", datetime(2026, 7, 5, 20, 30)),
    ("2026-03-05T18:30:00+01:00", None, datetime(2026, 3, 5, 18, 30)),
    ("2026-03-05T18:30:00+0100", None, datetime(2026, 3, 5, 18, 30)),
    ("2026-03-05T18:30:00-05:00", None, datetime(2026, 3, 6, 0, 30)),
    ("2026-06-28CEST14:00:00+0200", None, datetime(2026, 6, 28, 14)),
    ("2026-07-05CEST19:24:46", None, datetime(2026, 7, 5, 19, 24, 46)),
    ("Tue, 03 Mar 2026 09:00:00 +0100", None, datetime(2026, 3, 3, 9)),
    ("Tue, 03 Mar 2026 09:00:00 GMT", None, datetime(2026, 3, 3, 10)),
    ("1772439000000", None, datetime(2026, 3, 2, 9, 10)),  # 2026-03-02 08:10:00 UTC
    ("1772439000", None, datetime(2026, 3, 2, 9, 10)),
    ("2026-04-29T00:00:00.000+0000", None, datetime(2026, 4, 29, 2)),
    ("20260305T183000Z", None, datetime(2026, 3, 5, 19, 30)),
    ("2026-03-05T24:00", None, datetime(2026, 3, 6)),
]


@pytest.mark.parametrize(("value", "zone", "local"), WALLS)
def test_every_spelling_gives_the_clock_of_brussels(value: str, zone: str | None, local: datetime) -> None:
    wall = read_instant(value, zone)
    assert (wall.local, wall.zone, wall.precision) == (local, BRUSSELS, Precision.MINUTE)


def test_a_zone_in_brackets_is_kept() -> None:
    wall = read_instant("2026-03-05T18:30:00-05:00[America/New_York]", None)
    assert (wall.local, wall.zone) == (datetime(2026, 3, 5, 18, 30), "America/New_York")
    assert read_instant("2026-03-05T18:30[Europe/Paris]", None).zone == "Europe/Paris"


def test_a_naive_clock_is_of_the_zone_that_the_source_names() -> None:
    wall = read_instant("2026-03-05T18:30", "Europe/London")
    assert (wall.local, wall.zone) == (datetime(2026, 3, 5, 18, 30), "Europe/London")


def test_a_date_alone_has_day_precision() -> None:
    for value in ("2026-03-05", "20260305"):
        wall = read_instant(value, None)
        assert (wall.isoformat(), wall.precision) == ("2026-03-05", Precision.DAY)


def test_the_repeated_hour_of_autumn_keeps_its_instant() -> None:
    summer, winter = read_instant("2026-10-25T00:30:00Z", None), read_instant("2026-10-25T01:30:00Z", None)
    assert summer.local.hour == winter.local.hour == 2
    assert (winter.utc - summer.utc).total_seconds() == 3600


@pytest.mark.parametrize(
    "value",
    [
        "",
        "hello",
        "2026-13-05",
        "2026-02-30",
        "2026-03-05T25:00",
        "10/05/2026",
        "12:30",
        "2026-03-05T10:00[Nowhere/Land]",
        "2026-03-05T10:00+99:00",
        "0000-01-01",
        "9" * 14,
        "9" * 3000,
        "٢٠٢٦-٠٣-٠٥",
    ],
)
def test_what_is_no_timestamp_raises(value: str) -> None:
    with pytest.raises(ValueError, match=r"timestamp|instant|offset|zone|range|must be in|convert"):
        read_instant(value, None)
