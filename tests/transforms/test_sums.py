"""Sums with their roles, in passages that a person wrote in the manner of the sources and read: `sum_passages.tsv`.

Expected: `A:` what one gets, `E:` what all share, `P:` a price; `<=` `>=` `~` `..` bounds, `@` the share of the costs
in percent, `want` = what one likes to give, `-` = nothing.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest

from transforms.sums import Sum, read_sums
from vigie.model import MoneyRole

PASSAGES = Path(__file__).with_name("sum_passages.tsv")
with PASSAGES.open(encoding="utf-8", newline="") as handle:
    ROWS = [(row["text"], row["expected"]) for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)]
LETTERS = {MoneyRole.GRANT: "A", MoneyRole.ENVELOPE: "E", MoneyRole.PRICE: "P"}


def plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def bounds(one: Sum) -> str:
    money = one.money
    if money.low == money.high == 0 and money.role is MoneyRole.PRICE:
        return "free"
    if money.low is None and money.high is None:
        return ""
    said = plain(money.low if money.low is not None else money.high)
    if money.low is None:
        said = f"<={said}"
    elif money.high is None:
        said = f">={said}"
    elif money.low != money.high:
        said = f"{said}..{plain(money.high)}"
    currency = "" if money.currency == "EUR" else money.currency
    return f"{'~' if one.approximate else ''}{currency}{said}"


def shown(one: Sum) -> str:
    rate = "" if one.money.rate is None else f"@{one.money.rate * 100:.0f}"
    return f"{LETTERS[one.money.role]}:{bounds(one)}{rate}"


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_passage(text: str, expected: str) -> None:
    reading = read_sums(text)
    said = [*(["want"] if reading.pay_what_you_want else []), *map(shown, reading.sums)]
    assert sorted(said) == sorted(expected.split(" ; ") if expected != "-" else [])
    assert bool(reading.abstained) == (expected == "-")


def test_roles_ranges_and_persons_of_one_passage() -> None:
    reading = read_sums(
        "75 % des coûts, max. 5.000 € par projet ; enveloppe de 60.000 €. Inscription : 15 € par personne."
    )
    assert [(s.money.role.value, s.per, s.money.rate) for s in reading.sums] == [
        ("grant", "project", Decimal("0.75")),
        ("envelope", None, None),
        ("price", "person", None),
    ]
    grant = reading.sums[0]
    assert "75 % des coûts, max. 5.000 €"[slice(*grant.span)] == "5.000 €"


def test_a_span_of_rates_keeps_both_ends() -> None:
    (rate,) = read_sums("cofinancement de 50 à 75 %").sums
    assert (rate.rate_low, rate.money.rate, rate.rule) == (Decimal("0.5"), Decimal("0.75"), "rate")


@pytest.mark.parametrize(
    ("text", "free"),
    [("Gratuit", True), ("Entrée : 5 €", False), ("5 €, gratuit pour les enfants", False), ("Bourse de 500 €", None)],
)
def test_free_or_not(text: str, free: bool | None) -> None:
    assert read_sums(text).is_free is free


@pytest.mark.parametrize("noise", ["1", "€ ", "50 % ", "de 12 € à ", "cent mille ", "\u0663 €", "gratuit pour ", "12/"])
def test_noise_costs_little(noise: str) -> None:
    text = (noise * 100_000)[:100_000]
    best = 9.0
    for _ in range(3):
        before = process_time()
        read_sums(text)
        best = min(best, process_time() - before)
    assert best < 0.2
