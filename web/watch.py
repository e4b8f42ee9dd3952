"""The watch's order: news by week, then by day, the newest first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from vigie.model import BRUSSELS, Article, Item, Precision


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
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


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
