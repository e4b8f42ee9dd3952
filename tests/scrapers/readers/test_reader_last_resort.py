"""Events without id and address: their key outlives the edits that a site makes, and is nobody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from reader_bench import bench

from scrapers.readers.last_resort import unmarked

LIST = "https://site.example/agenda/"


def microdata(name: str = "Nuit des pixels", start: str = "2026-06-27T20:00", place: str = "Le Phare", more: str = ""):
    return (
        f'<div itemscope itemtype="http://schema.org/MusicEvent"><h2 itemprop="name">{name}</h2>'
        f'<meta itemprop="startDate" content="{start}" /><div itemprop="location" itemscope '
        f'itemtype="http://schema.org/Place"><span itemprop="name">{place}</span></div>{more}</div>'
    )


def keys(*events: str) -> list[str]:
    page = bench("schema_org").page(f"<html><body>{''.join(events)}</body></html>", "text/html", url=LIST)
    return [item.key for item in page.items]


PLAIN = microdata()


@pytest.mark.parametrize(
    "edited",
    [
        microdata(start="2026-07-04T20:30"),
        microdata(more='<p itemprop="description">Apportez un écran.</p>'),
        microdata(more='<meta itemprop="eventStatus" content="EventCancelled" />'),
        microdata("ANNULÉ – Nuit des pixels"),
        microdata("Annulé : Nuit des pixels"),
        microdata("ANNULÉ Nuit des pixels"),
        microdata("[COMPLET] Nuit des pixels"),
        microdata("Nuit des pixels (reportée au 4 juillet)", "2026-07-04T20:00"),
        microdata("UITGESTELD / REPORTÉ – Nuit des pixels"),
        microdata("RESCHEDULED – NUIT DES PIXELS", "2026-07-04T20:00", "LE PHARE"),
    ],
)
def test_an_edit_keeps_the_key(edited: str) -> None:
    assert keys(edited) == keys(PLAIN)


@pytest.mark.parametrize(
    "other",
    [microdata("Nuit des voxels"), microdata(place="La Halle"), microdata("Annulation"), microdata("Pixels : nuit")],
)
def test_another_thing_has_another_key(other: str) -> None:
    assert keys(other) != keys(PLAIN)
    assert set(keys(PLAIN, other)) == {*keys(PLAIN), *keys(other)}, "nor does it move the key of its neighbour"


def test_two_alike_on_one_page_are_told_apart_by_their_starts() -> None:
    later = microdata(start="2026-07-04T20:00")
    both = keys(PLAIN, later)
    assert len(set(both)) == 2
    assert keys(later, PLAIN) == both[::-1], "whatever their order"
    dearer = microdata(more='<p itemprop="description">Apportez un écran.</p>')
    assert keys(dearer, later) == both
    assert keys(PLAIN, PLAIN) == keys(PLAIN), "one that is printed twice is one"


def linked(**more: object) -> Mapping[str, object]:
    place = {"@type": "Place", "name": "Le Phare"}
    return {"@type": "Event", "name": "Nuit des pixels", "startDate": "2026-06-27T20:00", "location": place, **more}


def of_json(node: Mapping[str, object]) -> list[str]:
    return keys(f'<script type="application/ld+json">{json.dumps(node)}</script>')


def test_an_id_or_an_address_is_the_key_as_before() -> None:
    assert of_json(linked(url="/e/1/")) == ["https://site.example/e/1/"]
    assert of_json(linked(**{"@id": "urn:e:1"})) == ["urn:e:1"]
    assert of_json(linked(identifier="e-1")) == ["e-1"]
    assert of_json(linked()) == of_json(linked(startDate="2026-07-04T20:00", offers={"price": "12"}))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("COMPLET", "complet"),
        ("Le guide complet", "le guide complet"),
        ("L’œil – (annulée)", "l œil"),
        ("Annulé mais pas fini", "annule mais pas fini"),
        ("Verplaatst naar 5 mei: Nacht", "nacht"),
        ("/!\\ REPORTÉ À L’AUTOMNE /!\\ Nuit", "nuit"),
        ("Atelier : son – stage", "atelier son stage"),
        ("", ""),
    ],
)
def test_words_of_a_title_without_its_markers(title: str, words: str) -> None:
    assert unmarked(title) == words
