"""The first day and hour of invented descriptions of events (`first_dates.tsv`); each expectation was written first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from transforms.dates import read_dates, read_event_dates

TABLE = Path(__file__).with_name("first_dates.tsv")
REFERENCE = date(2026, 2, 10)


def rows() -> list[tuple[str, str]]:
    lines = (r.split("\t") for r in TABLE.read_text(encoding="utf-8").splitlines() if r and not r.startswith("#"))
    return [(text.replace("⏎", "\n"), first) for text, first in lines]


@pytest.mark.parametrize(("text", "first"), rows())
def test_the_first_session_has_its_own_hour(text: str, first: str) -> None:
    results = read_event_dates(text, REFERENCE).results
    got = results[0].start.isoformat()[:16] if results and results[0].start else "None"
    assert got == first


def test_there_are_descriptions() -> None:
    assert len(rows()) >= 80


def test_a_step_before_the_event_is_set_aside_and_kept() -> None:
    text = "Inscription avant le 20 février 2026. L'atelier a lieu le 28 février 2026."
    assert [r.open for r in read_dates(text, REFERENCE).results] == ["start", None]
    reading = read_event_dates(text, REFERENCE)
    assert [r.start.day for r in reading.results if r.start] == [date(2026, 2, 28)]
    assert [r.open for r in reading.asides] == ["start"]


def test_a_step_alone_is_what_the_text_names() -> None:
    (only,) = read_event_dates("Inscription avant le 20 février 2026.", REFERENCE).results
    assert only.strict
