"""Items as hostile as sources may send them, made from a seed: for every format and every page.

Control and bidirectional characters, lone surrogates, markup, formulas, addresses that run, fields of 100 kB.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from tests.feeds.feed_samples import NOW, article, at, call, event, sighting
from vigie.model import (
    Call,
    Deadline,
    Event,
    Item,
    Kind,
    Money,
    MoneyRole,
    Occurrence,
    Place,
    Precision,
    Status,
    WallTime,
)

EVIL = (
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x", "\nBEGIN:VALARM",
    "\x00\x01\x0b\x0c\x1b\x7f\x85\x9f", "\u202eevil\u2066\u200f",
    "\u2028\u2029", "</script><script>alert(1)</script>", "]]>",
    "<![CDATA[", "<!-- -->", "&amp;&#0;&nope;", "=1+1", "+1", "-1",
    "@SUM(A1)", "|calc", '"', '","', "';\r\n", ";", ",", "\\", "\\n", "\ud800", "\udfff",
    "\ufffe\uffff", "\U0001fffe", "é🎉👨‍👩‍👧",
    "\ufeff", "{{7*7}}", "%s%n", "'", "\t", "\r", "`", "{\"a\":1}", "x" * 90, "é" * 90, "https://x.example/\r\nX: y",
    "javascript:alert(1)", " 0471 23 45 67 ", " a@b.example.org ",
)  # fmt: skip
BASE = datetime(2026, 9, 10)
MARKUP = (
    "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "' onmouseover='alert(1)", "</style>",
    "</title><script>alert(1)</script>", "</textarea><form action=//x.example>", "--><base href=//x.example>",
    "<!--<script>", "&lt;script&gt;", "<iframe srcdoc=x>", "<meta http-equiv=refresh content=0>", "</p><p style=top:0>",
    "data:text/html,<script>alert(1)</script>", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "http://[",
    "https://x.example/\"onclick='alert(1)", "discipline:\"><script>alert(1)</script>", "event_type:<b>", "<plaintext>",
    "<math><mi>", "{% raw %}", "*|FNAME|*",
)  # fmt: skip
"""What breaks out of a page where it is not text."""
TOPICS = ("discipline:son", "discipline:<b onclick=alert(1)>", "event_type:atelier", "watch_type:\"'>", "call_type:x",
          "audience:artiste", "theme:climat", "call_level:europeen", "discipline:")  # fmt: skip
SPOTS = (0.0, -0.0, 1e-9, 50.4, 90.0, -90.0, 90.0000001, 180.0, 180.5, float("inf"), float("-inf"), float("nan"), 1e300)
DAYS = (
    "1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "1969-12-31", "1970-01-01", "2000-02-29", "2026-03-29",
    "2026-10-25", "2027-03-28", "2037-12-31", "2038-01-19", "2100-02-28", "2999-12-31", "9999-12-30",
)  # fmt: skip
ZONES = ("Europe/Brussels", "Europe/Brussels", "UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu")
HUGE = (Decimal(0), Decimal("0.01"), Decimal("-5"), Decimal(10) ** 30, Decimal("1e-30"), Decimal("Infinity"),
        Decimal("NaN"), Decimal("123456789012.3456"), Decimal("999999999999999.99"))  # fmt: skip


class Fuzzer:
    """Makes items from a seed, so that a failure can be had again."""

    evil: tuple[str, ...] = EVIL

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        if self.random.random() < 0.02:
            return self.random.choice(self.evil) * 3000 + "a" * 100_000
        parts = [self.random.choice((*self.evil, "mot", " ", "Soirée")) for _ in range(self.random.randint(0, 6))]
        return "".join(parts)

    def maybe(self) -> str | None:
        return self.text() if self.random.random() < 0.7 else None

    def words(self) -> tuple[str, ...]:
        return tuple(self.text() for _ in range(self.random.randint(0, 3)))

    def time(self) -> WallTime:
        day = BASE + timedelta(minutes=self.random.randint(0, 60 * 24 * 300))
        return WallTime(day) if self.random.random() < 0.7 else at(day.strftime("%Y-%m-%d"))

    def session(self) -> Occurrence:
        return Occurrence(self.time(), self.time() if self.random.random() < 0.5 else None)

    def place(self) -> Place | None:
        if self.random.random() < 0.3:
            return None
        spot = self.random.choice(((None, None), (50.4, 4.8), (float("nan"), 4.0), (1e300, -1e300), (-90.0, 180.0)))
        return Place(
            *(self.maybe() for _ in range(8)), *spot
        )  # fmt: skip

    def shared(self) -> dict[str, object]:
        return {
            "title": self.text(), "url": self.maybe(), "description": self.maybe(), "place": self.place(),
            "image": self.maybe(), "language": self.maybe(), "topics": self.words(),
        }  # fmt: skip

    def item(self, kind: Kind, number: int) -> Item:
        if kind is Kind.EVENT:
            sessions = tuple(
                sorted((self.session() for _ in range(self.random.randint(1, 3))), key=lambda o: o.start.local)
            )
            made = event(
                number, **self.shared(), occurrences=sessions, status=self.random.choice(list(Status)),
                online_url=self.maybe(),
                organizers=self.words(), price_text=self.maybe(), is_free=self.random.choice((True, False, None)),
                prices=(Money(MoneyRole.PRICE, label=self.maybe(), text=self.text()),),
            )  # fmt: skip
        elif kind is Kind.NEWS:
            made = article(number, **self.shared(), published=self.time(), updated=self.time())
        else:
            made = call(
                number, **self.shared(), funders=self.words(), identifier=self.maybe(),
                closed=self.random.random() < 0.2,
                deadlines=tuple(Deadline(self.time(), self.maybe()) for _ in range(self.random.randint(0, 3))),
            )  # fmt: skip
        seen = tuple(
            sighting(source=f"s{n}", name=self.text(), url=self.maybe(), image_rights=self.maybe(),
                     licence=self.maybe(),
                     republish=self.random.random() < 0.5)
            for n in range(self.random.randint(0, 2))
        )  # fmt: skip
        return replace(made, sightings=seen)


class Wilder(Fuzzer):
    """Odd dates, zones, coordinates and amounts too; an event in two hundred has thousands of sessions."""

    def text(self) -> str:
        # The 100 kB fields of `Fuzzer` are a tenth as many: each format has its share all the same.
        return super().text() if self.random.random() < 0.1 else self.short()

    def short(self) -> str:
        found = super().text()
        return found if len(found) < 10_000 else ""

    def time(self) -> WallTime:
        clock = timedelta(minutes=self.random.randrange(1440))
        if self.random.random() < 0.3:
            day = datetime.fromisoformat(self.random.choice(DAYS))
        else:
            day = datetime(2026, 9, 10) + timedelta(days=self.random.randrange(300))
        precision = self.random.choice((Precision.MINUTE, Precision.MINUTE, Precision.DAY, Precision.MONTH))
        zone = self.random.choice(ZONES)
        if precision is Precision.MINUTE:
            return WallTime((day + clock).replace(fold=self.random.randrange(2)), zone)
        return WallTime(day.replace(day=1) if precision is Precision.MONTH else day, zone, precision)

    def place(self) -> Place | None:
        made = super().place()
        return made and replace(
            made, latitude=self.random.choice((None, *SPOTS)), longitude=self.random.choice((None, *SPOTS)),
            totem=self.maybe(), locality=self.maybe(),
        )  # fmt: skip

    def money(self, role: MoneyRole) -> Money:
        low, high, rate = (self.random.choice((None, *HUGE)) for _ in range(3))
        return Money(role, low, high, self.random.choice(("EUR", "USD", "XTS")), self.maybe(), rate, self.text())

    def sessions(self) -> tuple[Occurrence, ...]:
        begins, many = self.time(), self.random.randrange(1000, 3000)
        begins = replace(begins, local=begins.local.replace(year=2026, day=1), precision=Precision.MINUTE)
        ends = timedelta(minutes=self.random.choice((0, 90, 3000)))
        starts = (replace(begins, local=begins.local + timedelta(hours=7 * n)) for n in range(many))
        return tuple(Occurrence(s, replace(s, local=s.local + ends)) for s in starts)

    def item(self, kind: Kind, number: int) -> Item:
        made = super().item(kind, number)
        content = made.content
        if isinstance(content, Event):
            content = replace(
                content, prices=(self.money(MoneyRole.PRICE),), previous_start=self.random.choice((None, self.time())),
                status=tuple(Status)[number % len(Status)],
            )  # fmt: skip
            if self.random.random() < 0.005:
                content = replace(content, occurrences=self.sessions())
        elif isinstance(content, Call):
            content = replace(
                content, amounts=(self.money(MoneyRole.GRANT),), opens=self.time(), rolling=number % 5 == 0
            )
        revised = NOW + timedelta(microseconds=self.random.randrange(10**12))
        return replace(made, content=content, revised_at=revised, sequence=self.random.choice((0, 1, 2**31 - 1)))


class Breaker(Wilder):
    """Tries to break out of pages: markup, quotes and running addresses in every field, topics too."""

    evil = (*EVIL, *MARKUP)

    def maybe(self) -> str | None:
        if self.random.random() < 0.2:
            return "https://x.example/" + self.short()
        return super().maybe()

    def item(self, kind: Kind, number: int) -> Item:
        made = super().item(kind, number)
        topics = (*made.content.topics, *self.random.sample(TOPICS, self.random.randrange(4)))
        return replace(made, content=replace(made.content, topics=topics))
