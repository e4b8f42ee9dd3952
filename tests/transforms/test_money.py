"""Amounts and prices; expected values were read by a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from transforms.money import read_money
from vigie.model import MoneyRole


def bounds(text: str, role: MoneyRole = MoneyRole.PRICE) -> list[tuple[str | None, str | None]]:
    return [(a.low and str(a.low), a.high and str(a.high)) for a in read_money(text, role).amounts]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40.000 €", "40000", "40000"),
        ("16,8 millions d'euros", "16800000", "16800000"),
        ("95,5 milliards d’euros", "95500000000", "95500000000"),
        ("15 à 30.000 €", "15000", "30000"),
        ("20 à 25 millions d'euros", "20000000", "25000000"),
        ("entre 5.000 et 10.000 euros", "5000", "10000"),
        ("500 000 euros à 2 millions d'euros", "500000", "2000000"),
        ("PAF : 5 €", "5", "5"),
        ("PAF 5,-€", "5", "5"),
        ("€ 14 > € 11", "11", "14"),
        ("de 5 à 12 €", "5", "12"),
        ("€300,275", "300275", "300275"),
        ("40K EUR", "40000", "40000"),
        ("€2M", "2000000", "2000000"),
        ("EUR 1.200.000", "1200000", "1200000"),
        ("1.250,50 €", "1250.50", "1250.50"),
        ("12,50 EUR", "12.50", "12.50"),
        ("budget total de 1,5 million d'euros", "1500000", "1500000"),
        ("deux millions", "2000000", "2000000"),
        ("plafonné à 25 000 € HTVA", None, "25000"),
        ("max. 5 €", None, "5"),
        ("up to €10.45 million", None, "10450000"),
        ("à partir de 15 €", "15", None),
        ("14 mars 2026 12 €", "12", "12"),
        ("maximum 20.000 € (10.000 € par Communauté)", None, "20000"),
    ],
)
def test_one_amount(text: str, low: str | None, high: str | None) -> None:
    (amount,) = read_money(text, MoneyRole.GRANT).amounts
    expected = (Decimal(low) if low else None, Decimal(high) if high else None)
    assert (amount.low, amount.high) == expected
    assert amount.text in text


def test_tariffs_keep_their_label() -> None:
    full, reduced = read_money("12 € / 8 € (étudiants)", MoneyRole.PRICE).amounts
    assert (full.high, full.label, reduced.high, reduced.label) == (Decimal(12), None, Decimal(8), "réduit")
    early, door = read_money("15€ prévente – 18€ sur place", MoneyRole.PRICE).amounts
    assert (early.label, door.label) == ("prévente", "sur place")
    assert bounds("Tarif plein 12 €, tarif réduit 8 €") == [("12", "12"), ("8", "8")]
    assert [a.label for a in read_money("Tarif plein 12 €, tarif réduit 8 €", MoneyRole.PRICE).amounts] == [
        None,
        "réduit",
    ]


def test_a_rate_stays_beside_its_ceiling() -> None:
    (amount,) = read_money("max. 75 % plafonné à 25 000 € HTVA", MoneyRole.GRANT).amounts
    assert (amount.rate, amount.low, amount.high) == (Decimal("0.75"), None, Decimal(25000))
    (behind,) = read_money("20 000 € (80 % des coûts)", MoneyRole.GRANT).amounts
    assert behind.rate == Decimal("0.8")


@pytest.mark.parametrize(
    "text", ["gratuit sur inscription", "Entrée libre", "Gratis toegang", "Eintritt frei", "Free entrance", "0 €"]
)
def test_free_is_said(text: str) -> None:
    assert read_money(text, MoneyRole.PRICE).is_free is True


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("prix libre", None),
        ("gratuit pour les moins de 12 ans", None),
        ("payant", None),
        ("5 €, gratuit pour les enfants", False),
    ],
)
def test_free_is_not_guessed(text: str, free: bool | None) -> None:
    assert read_money(text, MoneyRole.PRICE).is_free is free


def test_pay_what_you_want_is_no_abstention() -> None:
    reading = read_money("prix libre et conscient", MoneyRole.PRICE)
    assert (reading.pay_what_you_want, reading.amounts, reading.abstained) == (True, (), None)


@pytest.mark.parametrize(
    "text", ["(maximum 5Mb)", "18h30", "12 mars 2026", "0470 12 34 56", "6-12 ans", "", "²³ €", "10 personnes"]
)
def test_what_is_no_amount_stays_out(text: str) -> None:
    reading = read_money(text, MoneyRole.GRANT)
    assert (reading.amounts, reading.abstained) == ((), "no amount")


def test_about_is_said() -> None:
    assert read_money("de l'ordre de 61,7 millions d'euros", MoneyRole.GRANT).approximate
    assert not read_money("61,7 millions d'euros", MoneyRole.GRANT).approximate
