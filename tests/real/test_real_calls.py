"""Deadlines and sums of real calls, read by a person in ../shared/real: pages, French funders, the EU portal."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from transforms.deadlines import read_deadlines
from transforms.sums import read_sums
from transforms.text import clean

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.shared


def page(name: str) -> str:
    """The words of the article of a saved page, its navigation left out."""
    html = (REAL / "html" / "pages" / f"{name}.html").read_text("utf-8", errors="replace")
    article = re.search(r"<(article|main)\b.*?</\1>", html, re.DOTALL)
    kept = re.sub(r"<(script|style|nav|header|footer)\b.*?</\1>", "", article[0] if article else html, flags=re.DOTALL)
    return clean(kept)


def funder(name: str) -> list[dict[str, str]]:
    data = json.loads((REAL / "funding_fr" / f"aides_territoires_{name}.json").read_text("utf-8"))
    rows: list[dict[str, str]] = data if isinstance(data, list) else data["ListeDispositifs"]
    return rows


@pytest.mark.parametrize(
    ("name", "published", "expected"),
    [
        ("028", date(2021, 4, 1), ["2021-06-30"]),
        ("031", date(2023, 6, 12), ["2023-09-14"]),
        ("032", date(2021, 5, 20), ["2021-06-20T00:00:00+02:00"]),  # 19 June at 24h
        ("033", date(2022, 1, 12), ["2022-02-15"]),
        ("077", date(2025, 12, 22), ["2026-05-15"]),
    ],
)
def test_the_deadline_of_a_page(name: str, published: date, expected: list[str]) -> None:
    assert [d.at.isoformat() for d in read_deadlines(page(name), published).deadlines] == expected


def test_the_envelope_and_the_prize_of_a_page() -> None:
    assert {(s.money.role.value, s.money.high) for s in read_sums(page("028")).sums} == {("envelope", Decimal(2000000))}
    assert [(s.money.role.value, s.money.high) for s in read_sums(page("033")).sums] == [("grant", Decimal(750))]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, ["2023-12-31"]), (2, ["2023-02-27", "2023-09-20"]), (1, []), (3, []), (4, [])],
)
def test_deadlines_of_ademe(number: int, expected: list[str]) -> None:
    """The first runs until the money is spent and at the latest 31 December, the third has two cut-offs."""
    row = funder("ademe_agir")[number]
    words = clean(" \n ".join(v for v in row.values() if isinstance(v, str) and len(v) > 40))
    assert [d.at.isoformat() for d in read_deadlines(words, date(2023, 1, 9)).deadlines] == expected


def test_sums_of_funders() -> None:
    first, second = funder("welcom_europe")
    lots = [(s.money.role.value, s.money.high) for s in read_sums(clean(first["info_amount"])).sums][:2]
    assert lots == [("envelope", Decimal(1530000)), ("envelope", Decimal(2000000))]
    said = [
        (s.money.role.value, s.money.low, s.money.high, s.money.rate)
        for s in read_sums(clean(second["info_amount"])).sums
    ]
    assert said == [
        ("envelope", Decimal(6000000), Decimal(6000000), None),
        ("grant", Decimal(750000), Decimal(1000000), Decimal("0.9")),
    ]
    ministry = [read_sums(clean(row.get("amount") or "")).sums for row in funder("ministere_de_la_culture")]
    assert [(s.money.role.value, s.money.low, s.money.high) for row in ministry for s in row] == [
        ("envelope", Decimal(2200000), Decimal(2200000)),
        ("grant", Decimal(3000), None),
    ]


@pytest.mark.parametrize("number", [0, 1, 2, 100, 300, 607])
def test_topics_of_horizon_europe_in_the_words_of_the_portal(number: int) -> None:
    row = json.loads((REAL / "eu_horizon" / "horizon_topics_608.json").read_text("utf-8"))[number]
    opens, closes = date.fromisoformat(row["openDate"]), datetime.fromisoformat(row["closeDate"]).date()
    words = f"Opening date: {opens:%d %B %Y}. Deadline date: {closes:%d %B %Y} 17:00:00 Brussels time"
    reading = read_deadlines(words, date(2026, 5, 4))
    assert reading.opens is not None
    assert reading.opens.day == opens
    assert [d.at.isoformat()[:19] for d in reading.deadlines] == [f"{closes}T17:00:00"]
