"""Relevance: creation and digital technology together, told with the words that moved it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from items import REFERENCE, raw, source

from transforms.relevance import RELEVANT, prior_of, read_relevance
from transforms.understand import understand
from vigie.model import Kind, Nature, Place


def score(title: str, text: str = "", kind: Kind = Kind.EVENT, **more: object) -> int:
    return read_relevance(kind, title, text, **more).score  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "title",
    [
        "Game jam au TRAKK",
        "Exposition d'art numérique à Mons",
        "Atelier de réalité virtuelle pour les musées",
        "Résidence en arts numériques",
        "Workshop creative coding in Brussels",
        "Tentoonstelling digitale kunst in Namen",
        "IA et création : table ronde avec des illustratrices",
        "Impression 3D et robotique au fablab",
    ],
)
def test_creation_with_technology_is_relevant(title: str) -> None:
    assert score(title) >= RELEVANT


@pytest.mark.parametrize(
    "title",
    [
        "Conseil communal",
        "Don de sang",
        "Tournoi de football des jeunes",
        "Formation Excel",
        "Aide à la déclaration fiscale en ligne",
        "Messe de Noël",
        "Concert de la chorale",
        "Brocante du quartier",
        "Souper du club de tennis",
        "Cybersécurité : les bons réflexes pour les PME",
        "Gemeinderat der Stadt Eupen",
        "Fermeture du guichet numérique",
    ],
)
def test_one_side_alone_is_not(title: str) -> None:
    assert score(title) < RELEVANT


def test_it_says_which_words_counted_and_how_much() -> None:
    reading = read_relevance(Kind.EVENT, "Atelier jeux vidéo à Liège", "")
    assert reading.because[0].startswith("+")
    assert any("jeux vidéo" in line for line in reading.because)
    against = read_relevance(Kind.EVENT, "Tournoi de football", "").because
    assert any(line.startswith("-") and "football" in line for line in against)


def test_a_source_moves_the_score_a_little() -> None:
    low, middle, high = (score("Soirée pixels", prior=prior) for prior in (10, 50, 90))
    assert low < middle < high


def test_an_actor_of_the_sector_and_the_region_count() -> None:
    bare = score("Rencontre avec le studio")
    assert score("Rencontre avec le studio", actors=("organizer:kikk",)) > bare
    assert score("Rencontre avec le studio", place=Place(region="WAL")) > bare


def test_the_prior_is_the_catalogues_word_or_comes_from_the_nature() -> None:
    assert prior_of(source(relevance=90)) == 90
    assert prior_of(source(nature=Nature.ORGANISER)) > prior_of(source(nature=Nature.PUBLIC))


def test_a_record_holds_its_relevance_with_its_provenance() -> None:
    item = raw(title="Exposition d'art numérique", start="2026-03-05T18:00:00", body="Huit artistes, des algorithmes.")
    record = understand(item, source(), REFERENCE).record
    assert record is not None
    assert record.content.relevance is not None
    assert record.content.relevance >= RELEVANT
    (note,) = [f for f in record.provenance if f.field == "relevance"]
    assert "+" in note.words


def test_the_same_item_of_a_source_out_of_the_field_scores_less() -> None:
    item = raw(title="Soirée pixels et bulles", start="2026-03-05T18:00:00")
    known = source()
    here = understand(item, replace(known, relevance=95), REFERENCE).record
    there = understand(item, replace(known, relevance=5), REFERENCE).record
    assert here is not None
    assert there is not None
    assert (here.content.relevance or 0) > (there.content.relevance or 0)
