"""The language of a text settles words that are weekdays, months or other words; the rest is read as without it."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.dates import read_dates

REFERENCE = date(2026, 3, 2)


def days(text: str, language: str | None) -> list[date]:
    return [r.start.day for r in read_dates(text, REFERENCE, language).results if r.start]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("03/04/2026", None, [date(2026, 4, 3)]),
        ("03/04/2026", "fr", [date(2026, 4, 3)]),
        ("03/04/2026", "en", [date(2026, 4, 3)]),
        ("03/04/2026", "en-GB", [date(2026, 4, 3)]),
        ("03/04/2026", "en-US", [date(2026, 3, 4)]),
        ("03/14/2026", "en", [date(2026, 3, 14)]),
        ("03/14/2026", "fr", []),
        ("Mar 14", "en", [date(2026, 3, 14)]),
        ("Mar 10", "fr", [date(2026, 3, 10)]),  # a Tuesday
        ("Di 10/03", "nl", [date(2026, 3, 10)]),  # dinsdag
        ("Di 10/03", "de", [date(2026, 3, 10)]),  # Dienstag
        ("Di 15/03", "fr", [date(2026, 3, 15)]),  # dimanche
        ("Di 10/03", "fr", []),  # the tenth is no Sunday
        ("Di 10/03", None, [date(2026, 3, 10)]),
        ("Di 15/03", None, [date(2026, 3, 15)]),
        ("Ma 10/03", "fr", [date(2026, 3, 10)]),  # mardi
        ("Ma 9/03", "nl", [date(2026, 3, 9)]),  # maandag
        ("Do 12.03.", "de", [date(2026, 3, 12)]),
        ("jeudi 12 mars", "xx", [date(2026, 3, 12)]),
        ("jeudi 12 mars", "nl", [date(2026, 3, 12)]),
    ],
)
def test_the_language_decides_between_two_readings(text: str, language: str | None, expected: list[date]) -> None:
    assert days(text, language) == expected
