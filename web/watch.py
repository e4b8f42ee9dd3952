"""The watch's order: news by week, then by day, the newest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Article, Item, Precision

_WEEK = re.compile(r"(20[0-9]{2})-W([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Piece:
    """One news item. `dated` is False when its source gave no day: `day` is then when Vigie first saw it."""

    item: Item
    article: Article
    day: date
    dated: bool


@dataclass(frozen=True, slots=True)
class WatchDay:
    day: date
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """`monday` names the week; days run from the newest to the oldest."""

    monday: date
    days: tuple[WatchDay, ...]

    @property
    def name(self) -> str:
        return week_name(self.monday)

    @property
    def sunday(self) -> date:
        return self.monday + min(timedelta(days=6), date.max - self.monday)


def week_name(day: date) -> str:
    """`2026-W47`, the ISO week of a day, as it stands in addresses."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(name: str) -> date | None:
    """The Monday of `2026-W47`; None when there is no such week."""
    found = _WEEK.fullmatch(name)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def piece(item: Item) -> Piece:
    article = item.content
    assert isinstance(article, Article)
    published = article.published
    if published and published.precision is not Precision.MONTH:
        return Piece(item, article, published.day, True)
    return Piece(item, article, item.created_at.astimezone(ZoneInfo(BRUSSELS)).date(), False)


def weeks(items: Iterable[Item]) -> tuple[Week, ...]:
    """Weeks from the newest; within a day the later hour first, then titles."""
    pieces = sorted((piece(item) for item in items), key=lambda p: (p.article.title, p.item.id))
    pieces.sort(key=_moment, reverse=True)
    days = [WatchDay(day, tuple(found)) for day, found in groupby(pieces, key=lambda p: p.day)]
    return tuple(Week(monday, tuple(found)) for monday, found in groupby(days, key=lambda d: _monday(d.day)))


def _moment(piece: Piece) -> tuple[date, bool, str]:
    clock = piece.article.published
    timed = bool(piece.dated and clock and clock.has_clock)
    return (piece.day, timed, clock.local.isoformat() if timed and clock else "")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
