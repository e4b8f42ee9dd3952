"""The first day that each text of the recorded web names, beside the days that the source gives as fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.described import HINT, Described, described
from transforms.dates import DateResult, read_dates

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.shared

OTHER_DAYS = {
    "8039752 free_text": "the Wednesday before the first session that the fields give is in the text",
    "44672363 free_text": "when a record comes out",
    "19195621 free_text": "when a programme was first broadcast",
    "29210814 free_text": "an agreement that bears the name of a day",
    "48595644 description": "the months of a programme",
    "48595644 free_text": "the months of a programme",
    "81473869 free_text": "a place that is called like a day: a miss of ours",
    "7905356 free_text": "the exhibition; the fields give its opening",
    "13613384 free_text": "an earlier exhibition",
    "88455684 free_text": "the months of a cycle",
    "71267237 description": "the record was changed a year after the event and names no year",
    "67510817 free_text": "when a record comes out",
    "94724135 free_text": "since when the service exists",
    "57468813 description": "counted from the day of the last change, eleven days before",
    "57468813 free_text": "another event, on the next day",
    "14534741 longDescription": "the time in which a play is set",
}
"""Disagreements, each read by hand: the text does speak of another day, but for the two that say otherwise."""


def first(text: Described) -> DateResult | None:
    """What a person would call the first date: a day, or days that come back; no season, no approximation."""
    results = read_dates(text.text, text.reference).results
    return next((r for r in results if r.start and not r.approximate), None)


def agrees(result: DateResult, text: Described) -> bool:
    assert result.start
    return result.start.day in text.days or bool(set(result.days) & text.days)


def texts() -> list[Described]:
    if not REAL.exists():
        pytest.skip(f"needs {REAL}, which is handed out beside the repository")
    return [text for text in described(REAL) if HINT.search(text.text)]


def test_the_first_day_is_one_of_the_sessions() -> None:
    named = [(text, result) for text in texts() if (result := first(text))]
    missed = {text.name: result for text, result in named if not agrees(result, text)}
    print(f"\n{len(named)} texts name a day, {len(named) - len(missed)} one of the event's")
    assert len(named) >= 280
    assert set(missed) <= set(OTHER_DAYS), {k: v for k, v in missed.items() if k not in OTHER_DAYS}
    assert 1 - len(missed) / len(named) >= 0.93


def test_the_lines_that_say_when_and_where_are_read_to_the_minute() -> None:
    """Lines that a machine wrote from the fields ("Bibliothèque …, le mercredi 25 février 2015 à 14:30")."""
    lines = [text for text in texts() if text.name.endswith(("space_time_info", "dateRange"))]
    read = [(text, first(text)) for text in lines]
    assert len(lines) >= 240
    assert not [text.name for text, result in read if result is None or not agrees(result, text)]
    timed = [(t, r) for t, r in read if r and r.start and r.start.has_clock]
    wrong = [(t.text, r.start) for t, r in timed if r.start and r.start.local not in t.clocks and not r.rrule]
    assert len(timed) > 100
    assert not wrong
