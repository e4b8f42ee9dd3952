"""Law 7: every exported value of the simulated world comes out of the stored bytes once more; a forged one shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from pipeline import steps
from pipeline.house import House, open_house
from pipeline.verify_items import Report, verify_items
from tests.conftest import Plot
from tests.pipeline.lived_days import FIRST, MovingWeb, live, morning
from vigie.model import Kind, Verdict
from warehouse import desk, editing, items, judgements

SOURCES = ("agenda-hainaut", "agenda-communes", "fonds-image-appels", "musee-ardoise")


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(w.field, w.rule, w.reason) for w in report.wrong]


def values(house: House) -> int:
    """Fields of all shown items that have a value: counted from their JSON, which leaves out what is empty."""
    query = (
        "SELECT sum((SELECT count(*) FROM jsonb_object_keys(content))) FROM items WHERE NOT hidden AND "
        "merged_into IS NULL AND withdrawn_at IS NULL"
    )
    with house.engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def test_every_value_of_a_whole_day_comes_out_of_its_bytes(plot: Plot) -> None:
    house = open_house(plot.settings, migrate=True)
    for source in house.sources:
        steps.ingest(house, source.slug)
    steps.curate(house)
    report = verify_items(house)
    assert told(report) == []
    assert report.items > 400
    assert report.agreed == report.fields == values(house) > 4_000
    assert report.records > report.items


@pytest.fixture
def lived(plot: Plot, web: MovingWeb) -> House:
    """A fortnight in which things move, leave, are edited, tagged, joined, announced; one site is away for a day."""
    house = open_house(plot.with_variables(VIGIE_SIMULATOR=web.address).settings, migrate=True)
    there = live(house, web, 0, SOURCES)
    noon = morning(FIRST, 12)
    with there.engine.begin() as connection:
        shown = list(items.stream(connection, Kind.EVENT))
        editing.edit(connection, shown[0].id, "title", "Titre corrigé", "anne", noon)
        editing.edit(connection, shown[1].id, "price_text", "5 €", "anne", noon)
        editing.tag(connection, shown[2].id, "discipline:games", True, "luc", noon)
        one, two = shown[4].sightings[0], shown[5].sightings[0]
        judgements.judge(connection, (one.source, one.key), (two.source, two.key), Verdict.SAME, "luc", noon)
        editing.edit(connection, shown[5].id, "organizers", ["Le Quai"], "anne", noon)
        for waiting in desk.standing(connection, ("open",))[:2]:
            desk.accept(connection, waiting.id, "anne", noon)
    for day in (1, 6, 13):
        there = live(house, web, day, SOURCES)
    return there


def test_a_life_of_edits_and_absences_is_proved(lived: House) -> None:
    report = verify_items(lived)
    assert told(report) == []
    assert report.agreed == values(lived) > 1_000
    assert report.runs >= 4
    with lived.engine.connect() as connection:
        rules = set(connection.execute(text("SELECT DISTINCT rule FROM field_choices")).scalars())
    assert rules >= {"editor", "only", "agreed", "trust", "with:title"}
    drawn = verify_items(lived, sample=20)
    assert (drawn.items, drawn.wrong) == (20, ())


def spoil(house: House, *statements: str) -> Report:
    with house.engine.begin() as connection:
        for statement in statements:
            done = connection.execute(text(statement.replace(":", "\\:")))
            assert done.rowcount, statement
    return verify_items(house)


def test_what_was_forged_shows(lived: House) -> None:
    """A record changed by hand with its item and ledger; a ledger that lies, or is silent; an edit; a lost capture."""
    with lived.engine.connect() as connection:
        query = (
            "SELECT item, source, key, capture FROM field_choices WHERE field = 'title' AND rule = 'only' ORDER BY item"
        )
        (item, source, key, _), (liar, *_), (mute, *_), *_, (lost, _, _, capture) = connection.execute(
            text(query)
        ).all()
    forged = "jsonb_set(content, '{title}', '\"Un titre forgé\"')"
    (wrong,) = spoil(
        lived,
        f"UPDATE records SET content = {forged} WHERE source = '{source}' AND key = '{key}'",
        f"UPDATE items SET content = {forged} WHERE id = '{item}'",
        f"UPDATE field_choices SET value = '\"Un titre forgé\"' WHERE item = '{item}' AND field = 'title'",
    ).wrong
    assert (wrong.item, wrong.field, wrong.value) == (str(item), "title", '"Un titre forgé"')
    assert wrong.again.startswith('"')
    assert wrong.again != wrong.value
    assert (wrong.source, wrong.key) == (source, key)
    assert lived.archive.body(wrong.capture)

    spoil(lived, f"UPDATE field_choices SET rule = 'recency' WHERE item = '{liar}' AND field = 'title'")
    (wrong,) = verify_items(lived, str(liar)).wrong
    assert "would now be by" in wrong.reason
    spoil(lived, f"DELETE FROM field_choices WHERE item = '{mute}' AND field = 'title'")
    (wrong,) = verify_items(lived, str(mute)).wrong
    assert wrong.reason == "the ledger does not say where it comes from"

    edited = "(SELECT item FROM edits WHERE field = 'title')"
    report = spoil(
        lived,
        "UPDATE edits SET value = '\"Autre\"' WHERE field = 'title'",
        f"UPDATE items SET content = jsonb_set(content, '{{title}}', '\"Autre\"') WHERE id IN {edited}",
        f"UPDATE field_choices SET value = '\"Autre\"' WHERE field = 'title' AND item IN {edited}",
    )
    (wrong,) = (w for w in report.wrong if w.rule == "editor")
    assert "journal" in wrong.reason
    assert len(report.wrong) == 4

    house = replace(lived, archive=Without(lived.archive, capture))  # type: ignore[arg-type]
    reasons = {w.reason for w in verify_items(house, str(lost)).wrong}
    assert reasons == {f"the archive no longer holds its capture {capture[:12]}"}
    with pytest.raises(KeyError):
        verify_items(lived, "00000000-0000-0000-0000-000000000000")


class Without:
    """An archive that lost one body."""

    def __init__(self, archive: object, lost: str) -> None:
        self.archive, self.lost = archive, lost

    def body(self, sha256: str) -> bytes:
        return self._there(sha256).body(sha256)  # type: ignore[no-any-return]

    def find(self, sha256: str, url: str) -> object:
        return self._there(sha256).find(sha256, url)

    def _there(self, sha256: str) -> object:
        if sha256 == self.lost:
            raise KeyError(sha256)
        return self.archive
