"""When people are off in Belgium: school holidays of its three Communities (data, each line with its origin), public
holidays.

A year that `data/school_holidays.csv` does not know has no school holidays: what is learned then rests on weekdays
alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from transforms.grammar import feasts

DATA = Path(__file__).parent / "data" / "school_holidays.csv"


class Community(StrEnum):
    """The Communities that decide on schools, by their language."""

    FR = "fr"
    NL = "nl"
    DE = "de"


@dataclass(frozen=True, slots=True)
class Holidays:
    """One stretch of school holidays: first and last day, both inclusive, and where these dates are from."""

    community: Community
    name: str
    first: date
    last: date
    origin: str

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def community_of(language: str) -> Community:
    """The Community whose schools set the pace of a source in `language`; French-speaking for all but Dutch, German."""
    return {"nl": Community.NL, "de": Community.DE}.get(language[:2].lower(), Community.FR)


@lru_cache(maxsize=1)
def school_holidays() -> tuple[Holidays, ...]:
    """Every line of the data file, in its order. ValueError when a line is no stretch of holidays."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        return tuple(
            Holidays(
                Community(row["community"]),
                row["name"],
                date.fromisoformat(row["first"]),
                date.fromisoformat(row["last"]),
                row["origin"],
            )
            for row in rows
        )


@lru_cache(maxsize=len(Community))
def _school_days_off(community: Community) -> frozenset[date]:
    return frozenset(
        day for holidays in school_holidays() if holidays.community is community for day in holidays.days()
    )


@lru_cache(maxsize=64)
def _public(year: int) -> frozenset[date]:
    return feasts.holidays(year)


def is_day_off(day: date, community: Community) -> bool:
    """Whether schools of a Community are closed for holidays on `day`, or it is a public holiday of Belgium."""
    return day in _school_days_off(community) or day in _public(day.year)
