"""A locality that the source names is what readers see."""

from __future__ import annotations

from vigie.model import Place
from web.outgoing import address, town

CAMPUS = Place("Aula", "place Blaise", "1348", "Ottignies-Louvain-la-Neuve", "25121", locality="Louvain-la-Neuve")


def test_town_and_address_name_the_locality() -> None:
    assert town(CAMPUS) == "Aula, Louvain-la-Neuve"
    assert address(CAMPUS) == "place Blaise, 1348\u00a0Louvain-la-Neuve"
