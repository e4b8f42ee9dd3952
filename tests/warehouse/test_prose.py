"""From the words of an article to the link on a page, with the readers that the house has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from tests.transforms.items import raw
from tests.warehouse.made import NOW, event, source
from transforms.understand import understand
from vigie.model import Kind, Occurrence, Place, Record, WallTime
from warehouse import announcements, desk, items
from warehouse.curate import curate
from warehouse.load import load

GAZETTE, MAISON = source("gazette"), source("maison")
TEXT = """Dix ans de machines et de rencontres. La Foire aux robots rêveurs se tiendra le 20 mars 2026 à Namur.
Le Salon des horloges molles aura lieu le 4 avril 2026 à Liège."""


def bring(engine: Engine, of: str, record: Record) -> None:
    load(engine, source(of), [record], (), (record.key,), True, NOW, "run")


def test_an_article_leads_to_what_it_names_and_asks_for_the_rest(engine: Engine) -> None:
    said = raw(Kind.NEWS, title="Dix ans de machines", published="2026-02-20T10:00:00+01:00", body=TEXT)
    article = understand(said, GAZETTE, datetime(2026, 2, 21, tzinfo=UTC)).record
    assert article is not None
    namur = Place(municipality="Namur", nis="92094", province="namur")
    fair = event(
        "Foire aux robots rêveurs", occurrences=(Occurrence(WallTime(datetime(2026, 3, 20, 18))),), place=namur
    )
    bring(engine, "gazette", replace(article, source="gazette"))
    bring(engine, "maison", Record("maison", "x", None, fair, ""))
    curate(engine, NOW)
    with engine.connect() as connection:
        found = {one.state: one.suggestion.content.title for one in desk.standing(connection)}
        (known,) = items.stream(connection, Kind.EVENT)
        (told,) = announcements.announced_by(connection, known.id)
    assert known.content.title == "Foire aux robots rêveurs"
    assert set(found) == {"known", "open"}
    assert "robots" in found["known"]
    assert "horloges" in found["open"]
    assert told.title == "Dix ans de machines"
