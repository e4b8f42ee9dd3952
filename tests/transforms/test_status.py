"""Status: from a field, or from a marker that stands apart at the border of a title."""

from __future__ import annotations

import pytest
import yaml
from items import source

from tests.conftest import ROOT
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


MARKERS = [
    ("VERPLAATST – Nacht van de pixels", Status.RESCHEDULED, "Nacht van de pixels"),
    ("[Verplaatst] Nacht van de pixels", Status.RESCHEDULED, "Nacht van de pixels"),
    ("Verplaatst naar 5 mei: Nacht van de pixels", Status.RESCHEDULED, "Nacht van de pixels"),
    ("Nacht van de pixels (verplaatst naar zaterdag 12 juni)", Status.RESCHEDULED, "Nacht van de pixels"),
    ("NIEUWE DATUM: Nacht van de pixels", Status.RESCHEDULED, "Nacht van de pixels"),
    ("Nacht van de pixels | nieuwe datum", Status.RESCHEDULED, "Nacht van de pixels"),
    ("UITGESTELD NAAR 12/05 – Nacht van de pixels", Status.RESCHEDULED, "Nacht van de pixels"),
    ("UITGESTELD – Nacht van de pixels", Status.POSTPONED, "Nacht van de pixels"),
    ("Uitgesteld tot een latere datum – Nacht van de pixels", Status.POSTPONED, "Nacht van de pixels"),
    ("UITGESTELD NAAR HET NAJAAR – Nacht van de pixels", Status.POSTPONED, "Nacht van de pixels"),
    ("GEANNULEERD – Nacht van de pixels", Status.CANCELLED, "Nacht van de pixels"),
    ("Nacht van de pixels (gaat niet door)", Status.CANCELLED, "Nacht van de pixels"),
    ("GEANNULEERD WEGENS ZIEKTE – Nacht van de pixels", Status.CANCELLED, "Nacht van de pixels"),
    ("VOLZET – Nacht van de pixels", Status.FULL, "Nacht van de pixels"),
    ("RESCHEDULED – Pixel night", Status.RESCHEDULED, "Pixel night"),
    ("Rescheduled to May 5th: Pixel night", Status.RESCHEDULED, "Pixel night"),
    ("NEW DATE – Pixel night", Status.RESCHEDULED, "Pixel night"),
    ("Pixel night [new date]", Status.RESCHEDULED, "Pixel night"),
    ("Postponed until 3 June 2026 – Pixel night", Status.RESCHEDULED, "Pixel night"),
    ("POSTPONED – Pixel night", Status.POSTPONED, "Pixel night"),
    ("Postponed until further notice: Pixel night", Status.POSTPONED, "Pixel night"),
    ("CANCELED | Pixel night", Status.CANCELLED, "Pixel night"),
    ("Pixel night – moved online", Status.MOVED_ONLINE, "Pixel night"),
    ("VERLEGT – Pixelnacht", Status.RESCHEDULED, "Pixelnacht"),
    ("Verlegt auf den 5. Mai – Pixelnacht", Status.RESCHEDULED, "Pixelnacht"),
    ("Neuer Termin: Pixelnacht", Status.RESCHEDULED, "Pixelnacht"),
    ("VERSCHOBEN AUF 12.05. – Pixelnacht", Status.RESCHEDULED, "Pixelnacht"),
    ("Verschoben: Pixelnacht", Status.POSTPONED, "Pixelnacht"),
    ("ABGESAGT – Pixelnacht", Status.CANCELLED, "Pixelnacht"),
    ("Pixelnacht – FÄLLT AUS", Status.CANCELLED, "Pixelnacht"),
    ("AUSVERKAUFT: Pixelnacht", Status.FULL, "Pixelnacht"),
    ("CHANGEMENT DE DATE – Nuit des pixels", Status.RESCHEDULED, "Nuit des pixels"),
    ("Reportée au samedi 12 mars 2026 – Nuit des pixels", Status.RESCHEDULED, "Nuit des pixels"),
    ("REPORTÉ À UNE DATE ULTÉRIEURE – Nuit des pixels", Status.POSTPONED, "Nuit des pixels"),
    ("ANNULATION – Nuit des pixels", Status.CANCELLED, "Nuit des pixels"),
    ("ANNULÉ / GEANNULEERD – Nuit des pixels", Status.CANCELLED, "Nuit des pixels"),
    ("RESCHEDULED | VERPLAATST – Nuit des pixels", Status.RESCHEDULED, "Nuit des pixels"),
    ("/!\\ ANNULÉ /!\\ Nuit des pixels", Status.CANCELLED, "Nuit des pixels"),
    ("COMPLET – ANNULÉ : Nuit des pixels", Status.CANCELLED, "Nuit des pixels"),
    ("ANNULÉ – Stage de pixels, semaine complète", Status.CANCELLED, "Stage de pixels, semaine complète"),
]


@pytest.mark.parametrize(("title", "status", "bare"), MARKERS)
def test_markers_of_the_languages_of_belgium(title: str, status: Status, bare: str) -> None:
    reading = read_status((), title)
    assert (reading.status, reading.title, reading.rule) == (status, bare, "title-marker")


@pytest.mark.parametrize(
    "title",
    [
        "Verplaatst: verhalen van onderweg",
        "Verplaatst – een tentoonstelling over migratie",
        "Verplaatst naar zaal 3: Nacht van de pixels",
        "VERPLAATST",
        "Verlegt: Briefe aus dem Exil",
        "Der verschobene Mond – Lesung",
        "Uitgestelde dromen: een avond",
        "De nieuwe datum van Pasen",
        "Het uitgesteld geluk",
        "A new date with the city",
        "New dates, old stones: how carbon tells time",
        "Postponed pleasures: a talk",
        "The postponed revolution",
        "Cancelled culture? A debate",
        "Rescheduled lives, a film",
        "Moved: dance for all ages",
        "Ein neuer Termin beim Arzt – Komödie",
        "Wie man Freunden absagt",
        "Annulation : une comédie",
        "Annulé faute de mieux – théâtre",
        "Déplacé au 2e étage : visite",
        "Reportage : la nuit des pixels",
        "Reporters sans frontières – rencontre",
        "L’annulation du monde – lecture",
        "Geannuleerde levens – film",
        "Abgesagte Revolution: Vortrag",
        "Nouvelles dates de l’Antiquité : cours",
        "Le complet gris : récit",
        "Annulé, mon amour",
        "Reporté à l’automne de la vie : récit",
    ],
)
def test_a_word_of_running_text_flips_nothing(title: str) -> None:
    reading = read_status((), title)
    assert (reading.status, reading.title) == (Status.SCHEDULED, title)


def test_every_word_of_the_status_map_is_a_marker() -> None:
    rows = yaml.safe_load((ROOT / "vigie" / "data" / "status_map.yaml").read_text())["event_status"]
    words = [(word, name) for name, row in rows.items() for word in row.get("title_words_fr", ())]
    assert len(words) >= 12
    for word, name in words:
        day = " 12 mars" if word.endswith(" au") else ""
        reading = read_status((), f"{word.upper()}{day} – Nuit des pixels")
        assert (reading.status.value, reading.title) == (name, "Nuit des pixels"), word


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
