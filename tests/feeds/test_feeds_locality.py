"""A locality that the source names is what people read; the municipality stays in the tables."""

from __future__ import annotations

from dataclasses import replace

from feed_samples import SITE, event

from feeds import jsonld
from feeds.french import place_line
from vigie.model import Event, Place

CAMPUS = Place("Aula", "place Blaise", "1348", "Ottignies-Louvain-la-Neuve", "25121", locality="Louvain-la-Neuve")


def test_an_address_names_the_locality() -> None:
    assert place_line(CAMPUS) == "Aula, place Blaise, 1348 Louvain-la-Neuve"
    assert place_line(replace(CAMPUS, locality=None)) == "Aula, place Blaise, 1348 Ottignies-Louvain-la-Neuve"


def test_schema_org_names_the_locality() -> None:
    item = event(1)
    assert isinstance(item.content, Event)
    said = jsonld.embedded(replace(item, content=replace(item.content, place=CAMPUS)), SITE)
    assert '"addressLocality":"Louvain-la-Neuve"' in said.replace(": ", ":")
