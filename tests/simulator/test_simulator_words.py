"""Dates and sums in French words: how they are written, and that pages say the truth's own."""

from __future__ import annotations

import html
from datetime import date, datetime

import pytest
from simulated_client import TODAY, Web

from simulator import french, hosts
from simulator.clock import Clock
from simulator.things import Session

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 3), date(2026, 3, 7), "du 3 au 7 mars 2026"),
        (date(2026, 3, 1), date(2026, 3, 7), "du 1er au 7 mars 2026"),
        (date(2026, 2, 28), date(2026, 3, 3), "du 28 février au 3 mars 2026"),
        (date(2026, 12, 11), date(2027, 2, 1), "du 11 décembre 2026 au 1er février 2027"),
        (date(2026, 3, 3), date(2026, 3, 3), "le 3 mars 2026"),
    ],
)
def test_spans(first: date, last: date, words: str) -> None:
    assert french.span(first, last) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (datetime(2026, 3, 12, 18, 30), None, "jeudi 12 mars 2026 à 18h30"),
        (datetime(2026, 3, 12, 14), datetime(2026, 3, 12, 17), "jeudi 12 mars 2026 de 14h à 17h"),
        (datetime(2026, 3, 12, 20), datetime(2026, 3, 13, 1), "jeudi 12 mars 2026 à 20h jusqu’à 1h"),
    ],
)
def test_sessions(start: datetime, end: datetime | None, words: str) -> None:
    assert french.session(Session(start, end)) == words


def test_sums() -> None:
    assert [french.euros(25000, way) for way in range(3)] == ["25.000 €", "25\u202f000\u00a0€", "25.000 euros"]


def _day(iso: str) -> tuple[str, str]:
    """The two ways in which the Walloon sites write a day."""
    day = date.fromisoformat(iso[:10])
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day:%d/%m/%Y}"


def test_pages_of_calls_say_their_deadlines_openings_and_sums(web: Web, clock: Clock) -> None:
    seen = 0
    for truth in clock.world.truth():
        for sighting in truth.sightings:
            if truth.kind != "call" or sighting.site == hosts.EUROPE:
                continue
            text = html.unescape(web.ask(sighting.url).body.decode())
            for deadline in truth.deadlines:
                assert any(words in text for words in _day(deadline)), sighting
                if "T" in deadline:
                    hour, minute = deadline[11:13], deadline[14:16]
                    clocks = (f"{int(hour)}h{minute}" if minute != "00" else f"{int(hour)}h", f"{hour}h{minute}")
                    assert any(f" {c}" in text for c in clocks), sighting
            assert truth.opens is None or _day(truth.opens)[0] in text
            assert ("en continu" in text) == truth.rolling
            digits = text.replace(".", "").replace("\u202f", "")
            for amount in (truth.low, truth.high, truth.budget):
                assert amount is None or f"{amount}" in digits, sighting
            seen += 1
    assert seen >= 60


def test_html_agendas_say_their_days(web: Web, clock: Clock) -> None:
    for truth in clock.world.truth():
        for sighting in truth.sightings:
            if truth.kind == "event" and sighting.site in (hosts.NEON, hosts.HAINAUT, hosts.OURTHE):
                text = html.unescape(web.ask(sighting.url).body.decode())
                first, last = truth.sessions[0]
                assert _day(last or first)[0] in text, sighting
                if "T" in first:
                    assert f"{int(first[11:13])}h" in text
                assert truth.online or (truth.municipality or "?") in text


def test_dates_without_year_lie_ahead(web: Web, clock: Clock) -> None:
    text = html.unescape(web.ask(f"https://{hosts.NEON}/agenda.html").body.decode())
    blocks = [b.split("</b>")[0] for b in text.split('<div class="bloc"><b>')[1:]]
    titles = [b.split('.html">')[1].split("</a>")[0] for b in text.split('<div class="bloc"><b>')[1:]]
    by_title = {s.title: t for t in clock.world.truth() for s in t.sightings if s.site == hosts.NEON}
    bare = [title for block, title in zip(blocks, titles, strict=True) if str(TODAY.year)[:2] not in block]
    assert len(bare) >= 10
    assert all((by_title[title].start or "") >= TODAY.isoformat() for title in bare)
