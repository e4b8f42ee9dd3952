# ruff: noqa: E501  (tables of cases, one a line)
"""Prices and grants that only the text gives."""

from __future__ import annotations

from decimal import Decimal

import pytest
from items import REFERENCE, raw, source

from transforms.call_sums import read_call_sums
from transforms.price_lines import is_price_line, price_words
from transforms.understand import understand
from vigie.model import Call, Event, Kind, Money, MoneyRole


@pytest.mark.parametrize(
    "line",
    [
        "Gratuit",
        "Entrée libre",
        "PAF 5 €",
        "12 € – 18 €",
        "8 € / 5 € (étudiants)",
        "15€ prévente – 18€ sur place",
        "Gratuit, sur inscription",
        "Prix libre",
        "Tarif : 12 € (moins de 26 ans : 6 €)",
        "Prix : 20 € le week-end complet, repas compris",
    ],
)
def test_a_line_that_is_a_price(line: str) -> None:
    assert is_price_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "20h",
        "Un concert à 12 €",
        "Tarif : voir la billetterie",
        "Prix : 5.000 € à gagner",
        "Entrée gratuite pour les moins de 12 ans",
        "Le studio a levé 300.000 €",
        "Budget : 5000 €",
        "Le prix du public : 1 500 €",
        "Gratuit ! Venez nombreux découvrir les œuvres",
    ],
)
def test_a_line_that_is_none(line: str) -> None:
    assert not is_price_line(line)


def test_lines_that_follow_each_other_are_one_price_and_two_apart_are_none() -> None:
    assert (
        price_words("Un film.\nTarif plein : 12 €\nTarif réduit : 8 €\nAu bar.")
        == "Tarif plein : 12 € / Tarif réduit : 8 €"
    )
    assert price_words("Gratuit\nUn film.\nGratuit") == "Gratuit"
    assert price_words("5 €\nUn film.\n8 €") is None


def event(**fields: str) -> Event:
    record = understand(raw(title="Soirée VR", start="2026-03-12", **fields), source(), REFERENCE).record
    assert record is not None
    assert isinstance(record.content, Event)
    return record.content


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Une soirée rare au cœur de Namur. Entrée : 5 €. Venez nombreux !", "Entrée : 5 €"),
        ("Rendez-vous à 20h (PAF 8 € / 5 €).", "PAF 8 € / 5 €"),
        ("Bar et petite restauration. Entrée gratuite.", "Entrée gratuite"),
        ("Un parcours de lumière. Accès gratuit sur inscription. Places limitées.", "Accès gratuit sur inscription"),
        ("Parking gratuit. Tarif : 10 €.", "Tarif : 10 €"),
        ("Un concert gratuit en plein air.", None),
        ("Nocturne le jeudi (entrée libre).", None),
        ("Le lendemain, journée libre. Entrée libre. Ce soir : 10 €.", None),
        ("Soirée d’ouverture gratuite. Entrée : 10 €.", None),
        ("Venez tôt. Prix : 1er prix 500 €.", None),
        ("Un verre (5 €) est offert.", None),
    ],
)
def test_a_sentence_that_is_a_price_when_no_other_sum_stands_beside_it(text: str, said: str | None) -> None:
    assert price_words(text) == said


def test_an_event_takes_the_price_line_of_its_text_only_when_no_field_gives_one() -> None:
    found = event(body="Une soirée rare.\n8 € / 5 € (étudiants)")
    assert [(m.low, m.label) for m in found.prices] == [(Decimal(8), None), (Decimal(5), "réduit")]
    assert (found.is_free, found.price_text) == (False, "8 € / 5 € (étudiants)")
    free = event(body="Une soirée rare.\nGratuit, sur inscription")
    assert (free.prices, free.is_free) == ((), True)
    said = event(body="Une soirée rare.\nGratuit", price_text="10 €")
    assert ([m.low for m in said.prices], said.is_free) == ([Decimal(10)], False)
    assert event(body="Une soirée rare, 12 € le verre compris.").is_free is None


def sums(text: str) -> tuple[tuple[str | None, str | None] | None, ...]:
    """Bounds of the grant and of the envelope."""
    reading = read_call_sums(text)
    return tuple((_word(f[0].low), _word(f[0].high)) if f else None for f in (reading.grant, reading.envelope))


def _word(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@pytest.mark.parametrize(
    ("text", "grant", "envelope"),
    [
        ("L’aide est plafonnée à 7.500 euros par projet, pour une enveloppe totale de 60.000 euros.", (None, "7500"), ("60000", "60000")),
        ("Le soutien va de 500 € à 2.500 € par projet.", ("500", "2500"), None),
        ("Une enveloppe de 60.000 € finance l’appel. Chaque bourse s’élève à 3 000 €.", ("3000", "3000"), ("60000", "60000")),
        ("Dans la limite de l’enveloppe disponible, la subvention est de 5000 €.", ("5000", "5000"), None),
        ("Grants of up to EUR 20,000 are awarded.", (None, "20000"), None),
        ("Les frais d’inscription sont de 50 €.", None, None),
        ("Le budget du projet dépasse 100.000 €.", None, None),
        ("En 2025, le fonds a soutenu douze projets pour 300.000 €.", None, None),
        ("La bourse est de 3000 €. Le prix du public est de 500 €.", None, None),
        ("L’aide couvre 80 % des dépenses.", None, None),
        ("Une aide exceptionnelle est prévue (4 à 6 M€ de fonds européens).", None, ("4000000", "6000000")),
        ("Selon la règle de minimis, l’aide à une entreprise se limite à 200 000 €.", None, None),
        ("L’aide dépasse rarement le seuil : plus de 200 000 € par an.", None, None),
        ("Rendez-vous au 25 rue Haute.", None, None),
    ],
)  # fmt: skip
def test_sums_of_a_call_in_its_text(
    text: str, grant: tuple[str | None, str] | None, envelope: tuple[str, str] | None
) -> None:
    assert sums(text) == (grant, envelope)


def test_two_different_grants_are_said_to_be_unclear() -> None:
    assert read_call_sums("La bourse est de 3000 €. L’aide est de 500 €.").abstained == "the text names several grants"


def test_a_call_takes_from_its_text_what_no_field_gives() -> None:
    body = "L’aide est plafonnée à 7.500 euros, pour une enveloppe totale de 60.000 euros."
    record = understand(raw(Kind.CALL, title="Aide à l’écriture", body=body, amount="5000"), source(), REFERENCE).record
    assert record is not None
    assert isinstance(record.content, Call)
    assert [(m.role, m.high) for m in record.content.amounts] == [
        (MoneyRole.GRANT, Decimal(5000)),
        (MoneyRole.ENVELOPE, Decimal(60000)),
    ]
    assert all(isinstance(m, Money) for m in record.content.amounts)
