"""Law 2: the archive alone rebuilds the warehouse, to the last change; in another order of sources too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from pipeline.house import House, open_house
from pipeline.rebuild import Unbuildable, onto, rebuild
from pipeline.replay import replay
from tests.conftest import Plot
from tests.pipeline.lived_days import FIRST, SOURCES, MovingWeb, live, morning
from vigie.model import Cause, Kind, Verdict
from warehouse import editing, fingerprint, items, journal, judgements, runs

TOLD = {
    "changes": "SELECT seq, at, item, kind, type, fields, merged_into FROM changes ORDER BY seq",
    "shown": "SELECT item, number, from_instant, to_instant, seq, shown_hash FROM item_versions ORDER BY 1, 2",
    "names": "SELECT item, number, session_names FROM item_versions ORDER BY 1, 2",
    "former": "SELECT id, session_names, former_sessions FROM items ORDER BY 1",
    "versions": "SELECT source, key, number, content_hash, from_instant, to_instant FROM versions ORDER BY 1, 2, 3",
    "records": "SELECT source, key, state, absences, first_seen, changed_at, missing_since, former FROM records "
    "ORDER BY 1, 2",
    "edits": "SELECT item, field, value, base, author, at, released_at, sources_say FROM edits ORDER BY id",
    "runs": "SELECT id, source, started_at, cause, complete FROM runs ORDER BY 1",
    "journal": "SELECT seq, chain FROM journal ORDER BY seq",
}


def told(house: House, what: str) -> list[tuple[object, ...]]:
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(TOLD[what]))]


def lived(plot: Plot, web: MovingWeb) -> House:
    """Five days: a site fails for one, editors edit, hide, tag and judge, and one edit ends by itself."""
    house = open_house(plot.with_variables(VIGIE_SIMULATOR=web.address).settings, migrate=True)
    there = live(house, web, 0, SOURCES)
    with there.engine.begin() as connection:
        shown = list(items.stream(connection, Kind.EVENT))
        noon = morning(FIRST, 12)
        editing.edit(connection, shown[0].id, "title", "Titre corrigé", "anne", noon)
        editing.edit(connection, shown[1].id, "price_text", "5 €", "anne", noon, until=morning(FIRST, 23))
        editing.hide(connection, shown[2].id, True, "luc", noon)
        editing.tag(connection, shown[3].id, "discipline:games", True, "luc", noon)
        one, two = shown[4].sightings[0], shown[5].sightings[0]
        judgements.judge(connection, (one.source, one.key), (two.source, two.key), Verdict.SAME, "luc", noon)
    web.fault("theatre-meuse.example", "500")
    live(house, web, 1, SOURCES)
    web.fault("theatre-meuse.example", None)
    last = house
    for day in (5, 12, 19):
        last = live(house, web, day, tuple(reversed(SOURCES)))
    return last


def test_the_archive_alone_rebuilds_a_life(new_plot: Callable[[], Plot], web: MovingWeb) -> None:
    first = lived(new_plot(), web)
    causes = {c.cause for slug in SOURCES for c in runs.history(first.engine, slug)}
    assert {Cause.OK, Cause.SERVER_ERROR} <= causes, "the life should have a failure in it"
    assert {kind for _, _, _, _, kind, *_ in told(first, "changes")} >= {"created", "updated", "merged", "withdrawn"}
    entries = tuple(journal.copied(first.settings.archive))
    assert len(entries) == len(told(first, "journal"))

    empty = new_plot().with_variables(VIGIE_SIMULATOR="127.0.0.1:9")
    second = onto(first, empty.environ["VIGIE_DATABASE_URL"])
    done = rebuild(second, entries)
    assert done.runs == 5 * len(SOURCES)
    assert done.skipped == []
    with first.engine.connect() as one, second.engine.connect() as two:
        assert fingerprint.parts(two) == fingerprint.parts(one)
    for what in TOLD:
        assert told(second, what) == told(first, what), what

    for seed in (1, 2):
        mixed = onto(first, new_plot().environ["VIGIE_DATABASE_URL"])
        rebuild(mixed, entries, shuffle=seed)
        with first.engine.connect() as one, mixed.engine.connect() as two:
            assert fingerprint.parts(two) == fingerprint.parts(one)
        mixed.engine.dispose()

    again = replay(second, SOURCES, since=None)
    assert sum(r.new + r.changed for r in again) == 0
    assert sum(r.unchanged for r in again) > 100
    with first.engine.connect() as one, second.engine.connect() as two:
        assert fingerprint.parts(two) == fingerprint.parts(one)


def test_a_journal_that_was_touched_builds_nothing(new_plot: Callable[[], Plot], web: MovingWeb) -> None:
    house = open_house(new_plot().with_variables(VIGIE_SIMULATOR=web.address).settings, migrate=True)
    live(house, web, 0, SOURCES[:2])
    entries = tuple(journal.copied(house.settings.archive))
    other = onto(house, new_plot().environ["VIGIE_DATABASE_URL"])
    with pytest.raises(Unbuildable, match="row 2"):
        rebuild(other, (entries[0], *entries[2:]))
