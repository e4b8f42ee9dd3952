"""Weekly digests as editors left them: which items in which order, which are essential, the words around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from warehouse import editorial
from warehouse.editorial import Shelf
from warehouse.tables import digests

WEEK = timedelta(days=6)
_NAMES = UUID("6f1c2a52-5b0e-4f0e-9b55-0d4f6f0e7a11")


@dataclass(frozen=True, slots=True)
class Pick:
    item: str
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What stands above the items, in one language; empty = what is proposed."""

    subject: str = ""
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of the week from `first_day`, a Monday, to the Sunday `last_day`. `words` by language: fr, en."""

    first_day: date
    picks: tuple[Pick, ...]
    words: Mapping[str, Words]
    author: str = ""
    at: datetime | None = None

    @property
    def id(self) -> str:
        """A week has one digest: two editors who begin it at the same time write the same row."""
        return digest_id(self.first_day)

    @property
    def last_day(self) -> date:
        return self.first_day + WEEK


def digest_id(first_day: date) -> str:
    return str(uuid5(_NAMES, first_day.isoformat()))


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def of_week(connection: Connection, first_day: date) -> Digest | None:
    """The digest of a week; None when nobody began it."""
    row = connection.execute(select(digests).where(digests.c.id == digest_id(first_day))).one_or_none()
    return _digest(row) if row else None


def every(connection: Connection, most: int = 60) -> tuple[Digest, ...]:
    """The digests that were begun, the latest week first."""
    rows = connection.execute(select(digests).order_by(digests.c.first_day.desc()).limit(most))
    return tuple(_digest(row) for row in rows)


def save(connection: Connection, digest: Digest, author: str, at: datetime) -> bool:
    """Keeps a digest; false when it already was so. ValueError when it does not begin on a Monday, or when an item is
    in it twice."""
    if digest.first_day.weekday():
        raise ValueError(f"{digest.first_day} is no Monday")
    if len({pick.item for pick in digest.picks}) < len(digest.picks):
        raise ValueError("an item stands in a digest only once")
    stood = of_week(connection, digest.first_day)
    if stood is not None and (stood.picks, dict(stood.words)) == (digest.picks, dict(digest.words)):
        return False
    values = {
        "id": digest.id,
        "first_day": digest.first_day.isoformat(),
        "last_day": digest.last_day.isoformat(),
        "picks": [{"item": pick.item, "essential": pick.essential} for pick in digest.picks],
        "words": {tongue: {"subject": w.subject, "intro": w.intro} for tongue, w in sorted(digest.words.items())},
        "author": author,
        "at": at,
    }
    return editorial.put(connection, Shelf.DIGESTS, values, author, at)


def _digest(row: Any) -> Digest:
    return Digest(
        date.fromisoformat(row.first_day),
        tuple(Pick(str(pick["item"]), bool(pick["essential"])) for pick in row.picks),
        {tongue: Words(said.get("subject", ""), said.get("intro", "")) for tongue, said in row.words.items()},
        row.author,
        row.at,
    )
