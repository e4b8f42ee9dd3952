"""Status: from a field, or from a marker that stands apart at the border of a title."""

from __future__ import annotations

import pytest
from items import source

from transforms.status import field_status, read_status
from transforms.titles import clean_title, without_closed_marker
from vigie.model import Status


@pytest.mark.parametrize(
    ("title", "status", "bare"),
    [
        ("ANNULÉ – Atelier son", Status.CANCELLED, "Atelier son"),
        ("Annulée : Atelier son", Status.CANCELLED, "Atelier son"),
        ("[ANNULÉ] Atelier son", Status.CANCELLED, "Atelier son"),
        ("Atelier son – CANCELLED", Status.CANCELLED, "Atelier son"),
        ("Cœur de ville - ANNULÉ", Status.CANCELLED, "Cœur de ville"),
        ("Atelier son (complet)", Status.FULL, "Atelier son"),
        ("COMPLET Atelier son", Status.FULL, "Atelier son"),
        ("Complet ! Atelier son", Status.FULL, "Atelier son"),
        ("SOLD OUT – Atelier son", Status.FULL, "Atelier son"),
        ("REPORTÉ : Atelier son", Status.POSTPONED, "Atelier son"),
        ("Atelier son | postposé", Status.POSTPONED, "Atelier son"),
        ("Reporté au 12 mars : Atelier son", Status.RESCHEDULED, "Atelier son"),
        ("Nouvelle date – Atelier son", Status.RESCHEDULED, "Atelier son"),
        ("Atelier son – déplacé en ligne", Status.MOVED_ONLINE, "Atelier son"),
    ],
)
def test_a_marker_is_read_and_taken_away(title: str, status: Status, bare: str) -> None:
    reading = read_status((), title)
    assert (reading.status, reading.title, reading.rule) == (status, bare, "title-marker")


@pytest.mark.parametrize(
    "title",
    [
        "SEMAINE COMPLETE – Stage son",
        "Stage son : semaine complète",
        "Journée complète - atelier",
        "Le guide complet",
        "LE GUIDE COMPLET",
        "Annulé mais pas fini",
        "Opération déplacée au musée",
        "Un complet veston",
        "Annulé",
        "Le concert annulé de 1968",
    ],
)
def test_the_same_word_inside_a_title_says_nothing(title: str) -> None:
    reading = read_status((), title)
    assert (reading.status, reading.title) == (Status.SCHEDULED, title)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("https://schema.org/EventCancelled", Status.CANCELLED),
        ("http://schema.org/EventPostponed", Status.POSTPONED),
        ("CANCELLED", Status.CANCELLED),
        ("CONFIRMED", Status.SCHEDULED),
        ("6", Status.CANCELLED),
        ("5", Status.FULL),
        ("https://schema.org/SoldOut", Status.FULL),
        ("Annulé", Status.CANCELLED),
        ("TENTATIVE", None),
        ("", None),
    ],
)
def test_field(said: str, status: Status | None) -> None:
    assert field_status(said) == status


def test_a_marker_moves_a_scheduled_field_but_not_a_cancelled_one() -> None:
    assert read_status(("EventScheduled",), "COMPLET – Atelier").status is Status.FULL
    reading = read_status(("EventCancelled",), "COMPLET – Atelier")
    assert (reading.status, reading.title) == (Status.CANCELLED, "Atelier")


def test_an_unknown_word_abstains() -> None:
    reading = read_status(("en travaux",), "Atelier")
    assert reading.status is Status.SCHEDULED
    assert "en travaux" in (reading.abstained or "")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Soirée &#8211; Atelier Pixel", "Soirée"),
        ("Soirée | atelier-pixel", "Soirée"),
        ("Soirée – Acte II", "Soirée – Acte II"),
        ("<b>Soirée</b>\n son", "Soirée son"),
        (" | ", ""),
    ],
)
def test_titles_lose_the_name_of_their_site(written: str, title: str) -> None:
    assert clean_title(written, source()) == title


@pytest.mark.parametrize(
    ("written", "title", "closed"),
    [
        ("[CLÔTURÉ] Appel son", "Appel son", True),
        ("Appel son (clôturé)", "Appel son", True),
        ("Clôture de l’appel son le 5 mars", "Clôture de l’appel son le 5 mars", False),
        ("Espaces fermés : appel", "Espaces fermés : appel", False),
    ],
)
def test_closed_marker_of_calls(written: str, title: str, closed: bool) -> None:
    assert without_closed_marker(written) == (title, closed)
