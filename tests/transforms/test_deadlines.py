"""Deadlines of calls; made-up passages in the manner of the sources, read by a person."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.deadlines import read_deadlines

REFERENCE = date(2026, 3, 2)


def said(text: str) -> list[str]:
    return [d.at.isoformat() for d in read_deadlines(text, REFERENCE).deadlines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date limite de dépôt : 15 avril 2026 à 17h", "2026-04-15T17:00:00+02:00"),
        ("Les candidatures sont à remettre au plus tard le vendredi 17 avril 2026 à midi", "2026-04-17T12:00:00+02:00"),
        ("Dépôt des candidatures jusqu'au 30/04/2026 minuit", "2026-05-01T00:00:00+02:00"),
        ("Cet appel se clôture le 3 avril 2026", "2026-04-03"),
        ("L'appel à projets est ouvert depuis le 17 février 2026 jusqu'au 27 avril 2026.", "2026-04-27"),
        ("Candidatures ouvertes depuis le 17 février 2026 et jusqu'au 27 avril 2026.", "2026-04-27"),
        ("inscriptions jusqu'au 31 octobre inclus", "2026-10-31"),
        ("17 April 2026 17:00 (Brussels time)", "2026-04-17T17:00:00+02:00"),
        ("Deadline: 17 April 2026, 16.00 CET", "2026-04-17T16:00:00+02:00"),
        ("Lundi 11 mai 2026 (12h00 au plus tard)", "2026-05-11T12:00:00+02:00"),
        ("EOB Friday 30 October 2026", "2026-10-30T17:00:00+01:00"),
        ("bis zum 31. Oktober 2026, 12 Uhr", "2026-10-31T12:00:00+01:00"),
        ("Jury le 20 mai 2026. Dépôt des dossiers pour le 15 avril 2026.", "2026-04-15"),
        ("publié le 2 mars 2026 – date limite le 3 avril 2026", "2026-04-03"),
        ("Clôture des inscriptions le 12 mars à 12h, résidence du 1er au 30 juin 2026", "2026-03-12T12:00:00+01:00"),
        ("date limite : 15 février", "2026-02-15"),  # over for two weeks, not open for eleven months
    ],
)
def test_one_deadline(text: str, expected: str) -> None:
    assert said(text) == [expected]


def test_before_a_day_does_not_include_it() -> None:
    (deadline,) = read_deadlines("Dossier à envoyer avant le 1er mai 2026", REFERENCE).deadlines
    assert deadline.strict
    assert deadline.closes_at().isoformat() == "2026-04-30T22:00:00+00:00"
    (inclusive,) = read_deadlines("Dossier à envoyer pour le 1er mai 2026 au plus tard", REFERENCE).deadlines
    assert not inclusive.strict


def test_a_window_opens_and_closes() -> None:
    for text in (
        "Appel ouvert du 2 mars au 30 avril 2026",
        "Ouverture de l'appel : 2 mars 2026. Clôture : 30 avril 2026",
        "March 2, 2026 › April 30, 2026",
    ):
        reading = read_deadlines(text, REFERENCE)
        assert reading.opens is not None
        assert reading.opens.day == date(2026, 3, 2)
        assert [d.at.day for d in reading.deadlines] == [date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("Ouverture des candidatures le 2 mars 2026.", []),
        ("Ouverture des candidatures le 2 mars 2026. Date limite : 30 avril 2026.", ["2026-04-30"]),
        ("Lancement de l'appel à projets : 2 mars 2026", []),
        ("Les candidatures ouvrent le 2 mars 2026 et se clôturent le 30 avril 2026.", ["2026-04-30"]),
        ("Les inscriptions débutent le 2 mars 2026.", []),
    ],
)
def test_the_day_on_which_applications_open_is_no_deadline(text: str, deadlines: list[str]) -> None:
    assert said(text) == deadlines
    opens = read_deadlines(text, REFERENCE).opens
    assert opens is not None
    assert opens.day == date(2026, 3, 2)


def test_steps_and_cut_offs() -> None:
    reading = read_deadlines("déclaration d'intention : 14/11/2026 – dossier complet : 30/01/2027", REFERENCE)
    assert [(d.at.isoformat(), d.label) for d in reading.deadlines] == [
        ("2026-11-14", "déclaration d'intention"),
        ("2027-01-30", "dossier complet"),
    ]
    assert said("Dates limites : 15 mars, 15 juin et 15 octobre 2026") == ["2026-03-15", "2026-06-15", "2026-10-15"]


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("Deadline reportée du 12 au 19 avril 2026", "2026-04-19", "2026-04-12"),
        (
            "La date limite initialement fixée au 12 avril 2026 est reportée au 26 avril 2026",
            "2026-04-26",
            "2026-04-12",
        ),
        ("12 April 2026 - DEADLINE EXTENSION 26 April 2026", "2026-04-26", "2026-04-12"),
        ("DEADLINE EXTENDED to 26 April 2026 (was 12 April 2026)", "2026-04-26", "2026-04-12"),
    ],
)
def test_a_moved_deadline_replaces_the_old_one(text: str, new: str, old: str) -> None:
    (deadline,) = read_deadlines(text, REFERENCE).deadlines
    assert deadline.replaces is not None
    assert (deadline.at.isoformat(), deadline.replaces.isoformat()) == (new, old)


@pytest.mark.parametrize(
    "text",
    [
        "dépôt en continu, jury tous les deux mois",
        "jusqu'à épuisement du budget",
        "Dépôt possible toute l'année",
        "ouvert en permanence",
    ],
)
def test_rolling_calls_have_no_deadline(text: str) -> None:
    reading = read_deadlines(text, REFERENCE)
    assert (reading.rolling, reading.deadlines, reading.abstained) == (True, (), None)


@pytest.mark.parametrize(
    "text", ["clôturé", "Appel clôturé", "Les inscriptions sont closes", "This call is now closed"]
)
def test_closed_is_said(text: str) -> None:
    assert read_deadlines(text, REFERENCE).closed


def test_a_call_that_will_close_is_not_closed() -> None:
    assert not read_deadlines("L'appel sera clôturé le 3 avril 2026", REFERENCE).closed
    assert not read_deadlines("Clôture des candidatures : 3 avril 2026", REFERENCE).closed


@pytest.mark.parametrize(
    "text",
    [
        "Résultats : 30 juin 2026",
        "L'événement aura lieu le 3 juin 2026",
        "La remise des prix aura lieu le 5 juin 2026",
        "Le concours se déroule du 3 au 5 juin 2026",
        "6 semaines avant le début de l'événement",
        "Bourse de 5.000 € pour les artistes de 18 à 30 ans",
    ],
)
def test_an_event_is_no_deadline(text: str) -> None:
    reading = read_deadlines(text, REFERENCE)
    assert reading.deadlines == ()
    assert reading.opens is None
    assert reading.abstained


def test_spans_and_rules_go_with_the_deadlines() -> None:
    text = "Ouverture : 2 mars 2026. Clôture : 30 avril 2026"
    reading = read_deadlines(text, REFERENCE)
    ((start, end),) = reading.spans
    assert text[start:end] == "30 avril 2026"
    assert reading.rules == ("cued",)
