"""A feed rendered as of an instant is, byte for byte, the feed that was published then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.published_as_of import publish_as_of
from tests.conftest import Plot, feed_bytes
from tests.pipeline.lived_days import FIRST, MovingWeb, at, morning, moving_web
from vigie.model import Kind, Rights, Source, Verdict
from warehouse import editing, items, judgements

Key = tuple[str, str]
SOURCES = ("agenda-hainaut", "agenda-communes", "fonds-image-appels", "musee-ardoise", "theatre-meuse")


@pytest.fixture(scope="module")
def web() -> Iterator[MovingWeb]:
    with moving_web() as moving:
        yield moving


def act(there: House, day: int, noon: datetime, two: tuple[Key, Key]) -> None:
    """What editors do on a day, after its feeds were published; `two` are records of two things."""
    with there.engine.begin() as connection:
        shown = list(items.stream(connection, Kind.EVENT))
        if day == 1:
            editing.edit(connection, shown[0].id, "title", "Titre corrigé", "anne", noon)
            editing.edit(connection, shown[1].id, "price_text", "5 €", "anne", noon, until=noon + timedelta(days=3))
            editing.tag(connection, shown[2].id, "discipline:games", True, "luc", noon)
        elif day == 2:
            editing.hide(connection, shown[3].id, True, "luc", noon)
            editing.pin(connection, shown[4].id, noon + timedelta(days=2), "luc", noon)
        elif day == 3:
            judgements.judge(connection, *two, Verdict.SAME, "luc", noon)
        elif day == 5:
            editing.release(connection, shown[0].id, "title", "anne", noon)
        elif day == 6:
            judgements.judge(connection, *two, Verdict.ASK, "luc", noon)


def alone(there: House) -> tuple[Key, Key]:
    """A record of each of two sources that no other source tells of."""
    with there.engine.connect() as connection:
        shown = [i.sightings for i in items.stream(connection, Kind.EVENT) if len(i.sightings) == 1]
    one, other = (next((s.source, s.key) for (s,) in shown if s.source == slug) for slug in SOURCES[:2])
    return one, other


def with_other_terms(source: Source) -> Source:
    return replace(source, name="Agenda autrement", rights=Rights(republish=not source.rights.republish))


def test_every_edition_is_rendered_again(plot: Plot, web: MovingWeb, tmp_path: Path) -> None:
    house = open_house(plot.with_variables(VIGIE_SIMULATOR=web.address).settings, migrate=True)
    house = replace(house, sources=tuple(s for s in house.sources if s.slug in SOURCES))
    published: dict[datetime, dict[str, bytes]] = {}
    two: tuple[Key, Key] | None = None
    for day in range(9):
        today = FIRST + timedelta(days=day * 2)  # two days apart, so that the web moves more
        web.move(today)
        if day == 2:
            web.fault("theatre-meuse.example", "500")
        if day == 4:
            web.fault("theatre-meuse.example", None)
            # The terms of a source move, and its name: what may be shown of it is another thing, not what it says.
            moved = (with_other_terms(s) if s.slug == SOURCES[0] else s for s in house.sources)
            house = replace(house, sources=tuple(moved))
        there = at(house, morning(today))
        for source in there.sources:
            steps.ingest(there, source.slug)
        for hour in (8, 14):  # the second edition of a day shows what editors did
            there = at(there, morning(today, hour))
            steps.curate(there)
            steps.publish(there)
            published[there.settings.clock()] = feed_bytes(there.settings.feeds)
            if hour == 8:
                two = two or alone(there)
                act(there, day, morning(today, 12), two)
    editions = list(published.values())
    assert len({tuple(sorted(e.items())) for e in editions}) > 12, "the world hardly moved"
    texts = [e["agenda.json"] for e in editions]
    assert any("Titre corrigé".encode() in t for t in texts)
    assert any(b"Agenda autrement" in t for t in texts)
    assert not all(b"Agenda autrement" in t for t in texts)
    for number, (instant, edition) in enumerate(published.items()):
        folder = tmp_path / f"as-of-{number}"
        publish_as_of(house, instant, folder)
        again = feed_bytes(folder)
        assert again.keys() == edition.keys()
        assert [name for name in edition if again[name] != edition[name]] == [], instant
        shutil.rmtree(folder)
    between = list(published)[3] + timedelta(minutes=90)
    publish_as_of(house, between, tmp_path / "between")
    assert feed_bytes(tmp_path / "between")["agenda.ics"] == editions[3]["agenda.ics"]
    with pytest.raises(ValueError, match="present feeds"):
        publish_as_of(house, between, house.settings.feeds)
