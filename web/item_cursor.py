"""Where a page of items ended, as an opaque word that the next page is asked for with. Pure.

It holds the day on which paging began, so that midnight neither repeats an item nor loses one, and which question it
belongs to: with another one it is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import orjson

from warehouse.item_selection import Key
from web.feed_parameters import BadParameter
from web.query import ITEM_ID

YEARS = range(1900, 2200)
"""Of what a cursor names: it comes from outside, whoever made it."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which item the next page begins, in the selection of which day."""

    day: date
    after: Key


def sealed(cursor: Cursor, question: str) -> str:
    """A cursor as it stands in an address. `question`: path and canonical query, without the cursor itself."""
    at = cursor.after.at.isoformat() if cursor.after.at else None
    plain = orjson.dumps([_digest(question), cursor.day.isoformat(), at, cursor.after.id])
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def opened(word: str, question: str) -> Cursor:
    """The way back. Raises BadParameter for a word that was not given for this question."""
    try:
        digest, day, at, id = orjson.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        cursor = Cursor(date.fromisoformat(day), Key(datetime.fromisoformat(at) if at else None, id))
        sound = digest == _digest(question) and _sound(cursor)
    except (ValueError, TypeError, binascii.Error):
        sound = False
    if not sound:
        raise BadParameter(
            "cursor", word, "ne vient pas de cette question ; recommencez sans lui.",
            "was not given for this question; begin again without it.",
        )  # fmt: skip
    return cursor


def _sound(cursor: Cursor) -> bool:
    at = cursor.after.at
    known = at is None or (at.tzinfo is not None and at.year in YEARS)
    return known and cursor.day.year in YEARS and bool(ITEM_ID.fullmatch(cursor.after.id))


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:12]
