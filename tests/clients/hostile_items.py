"""Hostile texts in every field of items, from a seed: what a source can send and the warehouse can hold."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from vigie.model import (
    Article,
    Call,
    Content,
    Deadline,
    Event,
    Item,
    Kind,
    Occurrence,
    Place,
    Sighting,
    Status,
    WallTime,
)

SEEN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
# Not here: "Ã©". Letters that a source encoded twice are its words; the validator sees them and so do its readers.
EVIL = (
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x", "\x00\x01\x0b\x0c\x1b\x7f\x85\x9f", "\u202eevil\u2066\u200f", "\u2028",
    "</script><script>alert(1)</script>", "]]>", "<![CDATA[", "<!-- -->", "&amp;&#0;&nope;&lt;b&gt;", "=1+1", "@A1",
    '"', "';\r\n", ";", ",", "\\", "\\n", "\ud800", "\udfff", "\ufffe\uffff", "\ufffd", "\ufeff",
    "é🎉👨\u200d👩\u200d👧", 
    "<a href='/relatif'>", "<img src=x onerror=alert(1)>", "</title>", "<?xml?>", "<?import x>", "x" * 90, "é" * 90,
    "javascript:alert(1)", "<br", "&eacute;", "< 5 & > 3", "a@b.example.org", "</a>", "<b>x</b>",
    "<div style='x:y'>",
)  # fmt: skip
ADDRESSES = (
    "https://a.example/é?q=à b", "https://a.example/<x>", "http://a.example/%", "ftp://a.example/", "//a.example/x",
    "https://xn--a.example/#f|g", "https://a.example/a\nb", "https://é.example/x", "https://a.example/[1]",
)  # fmt: skip


class Hostile:
    """Makes items; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def items(self, kind: Kind, count: int) -> tuple[Item, ...]:
        return tuple(self._item(kind, n) for n in range(count))

    def _text(self) -> str:
        parts = (self.random.choice((*EVIL, "mot", " ", "Soirée")) for _ in range(self.random.randint(0, 6)))
        return "".join(parts) * (400 if self.random.random() < 0.02 else 1)

    def _maybe(self) -> str | None:
        return self._text() if self.random.random() < 0.7 else None

    def _time(self) -> WallTime:
        moment = datetime(2026, 3, 10) + timedelta(minutes=self.random.randint(0, 400_000))
        return WallTime(moment) if self.random.random() < 0.6 else WallTime.of_day(moment.date())

    def _item(self, kind: Kind, number: int) -> Item:
        address = self.random.choice(ADDRESSES)
        place = Place(self._maybe(), self._maybe(), self._maybe(), self._maybe(), country=self._maybe())
        topics = (f"event_type:{self._text()}", "discipline:games")
        made: Content = {
            Kind.EVENT: Event("?", (Occurrence(self._time(), self._time()),), status=self.random.choice(list(Status)),
                              organizers=(self._text(),), price_text=self._maybe(), online_url=address),
            Kind.NEWS: Article("?", published=self._time()),
            Kind.CALL: Call("?", deadlines=(Deadline(self._time(), self._maybe()),), funders=(self._text(),)),
        }[kind]  # fmt: skip
        content = replace(made, title=self._text(), url=address, description=self._maybe(), place=place, topics=topics,
                          image=address, language=self.random.choice(("fr", "en-GB", "en français")))  # fmt: skip
        seen = Sighting("source", self._text(), "k", address, SEEN, SEEN, republish=number % 2 == 0,
                        image_rights=self._maybe(), licence=self._maybe())  # fmt: skip
        return Item(str(UUID(int=number + 1)), content, (seen,), SEEN, SEEN + timedelta(minutes=number))
