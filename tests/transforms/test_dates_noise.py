"""Nobody can make the reading slow, and no text makes it raise."""

from __future__ import annotations

import contextlib
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dates import read_dates
from transforms.deadlines import read_deadlines
from transforms.instants import read_instant
from transforms.money import read_money
from vigie.model import MoneyRole

REFERENCE = date(2026, 3, 1)
NOISE = [
    "1",
    "1 ",
    "1-",
    "du 3 au ",
    "12/03/2026 ",
    "3 et ",
    "3, ",
    " ",
    "٣",
    "²",
    "mardi et ",
    "tous les mardis de 14h à 16h ",
    "de 14h à ",
    "€",
    "1.000",
    " 000",
    "le ",
    "deadline 3 mars 2026 ",
    "entre avril et octobre, ",
    "jusqu'au ",
    "a",
    "1h",
    "0470 ",
    "max ",
    "3 mars ",
    "du 3 mars au 5 mars du ",
    "appel clos ",
    "10h-12h et ",
    "15 à ",
    "les 3, 4, 5 et ",
]


@pytest.mark.parametrize("unit", NOISE)
def test_twenty_kilobytes_of_noise_cost_little(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    readers = (
        lambda: read_dates(text, REFERENCE),
        lambda: read_deadlines(text, REFERENCE),
        lambda: read_money(text, MoneyRole.PRICE),
    )
    for reader in readers:
        best = 9.9
        for _ in range(3):  # the issue asks for 100 ms; the margin is for a machine shared with other work
            before = process_time()
            reader()
            best = min(best, process_time() - before)
        assert best < 0.2


PIECES = st.lists(
    st.sampled_from(
        [
            "du",
            "au",
            "le",
            "les",
            "12",
            "31",
            "mars",
            "févr.",
            "2026",
            "à",
            "18h30",
            "-",
            ",",
            "et",
            "mardi",
            "tous",
            "sauf",
            "dès",
            "€",
            "jusqu'au",
            "30/02",
            "29.02.2023",
            "24:00",
            "25h",
            "prochain",
            "Q3",
            "été",
            "minuit",
            "T",
            "1er",
            "0",
            "99",
            ">",
            "entre",
            "fin",
        ]
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_no_mixture_of_its_own_words_makes_it_raise(pieces: list[str]) -> None:
    text = " ".join(pieces)
    reading = read_dates(text, REFERENCE)
    for result in reading.results:
        assert 0 <= result.span[0] < result.span[1] <= len(text)
        if result.start and result.end:
            assert result.start.local <= result.end.local
    read_deadlines(text, REFERENCE)
    read_money(text, MoneyRole.GRANT)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_dates(text, REFERENCE)
    read_deadlines(text, REFERENCE)
    read_money(text, MoneyRole.PRICE)
    with contextlib.suppress(ValueError):
        read_instant(text, None)
