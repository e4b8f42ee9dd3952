"""Undo: what stood before is a new act; the journal keeps both; nothing is undone over somebody's head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from tests.warehouse.made import NOW, bring, event, place, problem, record, source
from vigie.model import Cause, Item, Verdict
from warehouse import editing, items, journal, judgements, quarantine, silences, takedown, undoing
from warehouse.curate import curate
from warehouse.fingerprint import content_hash
from warehouse.identity import mint
from warehouse.journal import Act

QUAI, PORTAIL = source("quai", trust=80), source("portail", trust=40)
A, B = ("quai", "1"), ("portail", "2")
ID = mint(*A)
LATER = NOW + timedelta(days=1)
HANDS = "SELECT item, field, value, base, until FROM edits WHERE released_at IS NULL ORDER BY 1, 2"
DECIDED = {
    "edits": HANDS,
    "items": "SELECT id, hidden, pinned_until FROM items ORDER BY id",
    "tags": "SELECT item, topic, wanted FROM tags ORDER BY 1, 2",
    "judgements": "SELECT source_a, key_a, source_b, key_b, verdict FROM judgements ORDER BY 1, 2, 3, 4",
    "suppressions": "SELECT scope, value, reason FROM suppressions ORDER BY 1, 2",
    "silences": "SELECT source, cause, ticket, until FROM silences WHERE ended_at IS NULL ORDER BY 1, 2",
    "dropped": "SELECT id, dropped_because FROM quarantine WHERE dropped_because IS NOT NULL ORDER BY 1",
}


@pytest.fixture
def house(engine: Engine) -> Engine:
    bring(engine, QUAI, record(QUAI, "1", event("Nuit", 12, place=place(), price_text="8 €")))
    bring(engine, PORTAIL, record(PORTAIL, "2", event("Veillée", 20)), problems=(problem(PORTAIL, "no date", "3"),))
    curate(engine, NOW)
    return engine


def decided(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in DECIDED.items()}


def newest(engine: Engine) -> int:
    with engine.connect() as connection:
        return journal.newest(connection)


def undo(engine: Engine, seq: int, at: datetime = LATER) -> undoing.Undone:
    with engine.begin() as connection:
        return undoing.undo(connection, seq, "luc", at)


def shown(engine: Engine) -> Item:
    with engine.connect() as connection:
        item = items.get(connection, ID)
    assert item is not None
    return item


def quarantined(connection: Connection) -> str:
    return quarantine.standing(connection)[0].id


ACTS: dict[str, Callable[[Connection], object]] = {
    "edit": lambda c: editing.edit(c, ID, "title", "Nuit corrigée", "anne", NOW),
    "empty": lambda c: editing.edit(c, ID, "price_text", None, "anne", NOW, NOW + timedelta(days=9)),
    "hide": lambda c: editing.hide(c, ID, True, "anne", NOW),
    "pin": lambda c: editing.pin(c, ID, NOW + timedelta(days=3), "anne", NOW),
    "tag": lambda c: editing.tag(c, ID, "discipline:games", True, "anne", NOW),
    "without": lambda c: editing.tag(c, ID, "discipline:games", False, "anne", NOW),
    "same": lambda c: judgements.judge(c, A, B, Verdict.SAME, "anne", NOW),
    "different": lambda c: judgements.judge(c, A, B, Verdict.DIFFERENT, "anne", NOW),
    "suppress": lambda c: takedown.suppress(c, "host", "portail.example", "asked", "anne", NOW),
    "silence": lambda c: silences.add(
        c, "quai", Cause.DNS, "https://issues.example/4", NOW + timedelta(days=9), "anne", NOW
    ),
    "drop": lambda c: quarantine.drop(c, quarantined(c), "a test page", "anne", NOW),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_undone_and_redone(house: Engine, name: str) -> None:
    start, hashed = decided(house), content_hash(house)
    with house.begin() as connection:
        ACTS[name](connection)
    acted, done = newest(house), decided(house)
    assert done != start
    curate(house, NOW)
    first = undo(house, acted)
    assert decided(house) == start
    curate(house, NOW)
    assert content_hash(house) == hashed
    with house.connect() as connection:
        row, told = journal.get(connection, first.rows[0]), journal.get(connection, acted)
    assert row is not None
    assert told is not None
    assert row.body is not None
    assert told.body is not None
    assert (row.author, row.body["undoes"], row.body["before"]) == ("luc", acted, told.body["after"])
    second = undo(house, first.rows[0])
    assert decided(house) == done
    undo(house, second.rows[0])
    assert decided(house) == start
    with house.connect() as connection:
        assert journal.verify(journal.read(connection)) is None
        assert (
            len(list(journal.read(connection, acts=[told.act])))
            + len(list(journal.read(connection, acts=[Act.RELEASE] if told.act is Act.EDIT else [Act.RUN])))
            == 4
        ), "all four acts are told"


def test_a_lifted_suppression_says_what_does_not_come_back(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["suppress"](connection)
    assert "purged does not come back" in str(undo(house, newest(house)).note)
    with house.begin() as connection:
        ACTS["edit"](connection)
    assert undo(house, newest(house)).note is None


def test_a_release_is_undone_with_what_it_replaced(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["empty"](connection)
    held = decided(house)
    with house.begin() as connection:
        assert editing.release(connection, ID, "price_text", "luc", NOW)
    undo(house, newest(house))
    assert decided(house) == held
    with house.connect() as connection:
        told = editing.held_edit(connection, ID, "price_text")
    assert told is not None
    assert told["author"] == "anne", "the value is anne's, whoever brought it back"


def test_what_somebody_did_since_is_named(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["edit"](connection)
        first = journal.newest(connection)
        editing.edit(connection, ID, "title", "Nuit blanche", "luc", LATER)
        second = journal.newest(connection)
    before = decided(house)
    with pytest.raises(undoing.Refused, match=rf"row {first} .*title.*luc acted since.*row {second} of 2026-03-02"):
        undo(house, first)
    assert decided(house) == before
    undo(house, second)
    undo(house, first)
    with pytest.raises(undoing.Refused, match="luc undid it"):
        undo(house, first)


def test_what_came_back_to_the_same_may_be_undone(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["hide"](connection)
        first = journal.newest(connection)
        editing.hide(connection, ID, False, "luc", NOW)
        editing.hide(connection, ID, True, "luc", NOW)
    undo(house, first)
    assert not shown(house).hidden


def test_an_edit_that_ended_by_itself_is_over(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["empty"](connection)
    acted = newest(house)
    curate(house, NOW + timedelta(days=9))
    with pytest.raises(undoing.Refused, match="ended by itself on 2026-03-10"):
        undo(house, acted, NOW + timedelta(days=10))


def test_a_value_whose_time_is_over_does_not_come_back(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["empty"](connection)
        editing.edit(connection, ID, "price_text", "10 €", "luc", LATER)
    undo(house, newest(house), NOW + timedelta(days=20))
    curate(house, NOW + timedelta(days=20))
    assert shown(house).content.price_text == "8 €"  # type: ignore[union-attr]
    assert decided(house)["edits"] == []


def test_runs_unknown_and_emptied_rows_are_refused(house: Engine) -> None:
    with pytest.raises(undoing.Refused, match="curation: only what people decide"):
        undo(house, 1)
    with pytest.raises(KeyError):
        undo(house, 99)
    with house.begin() as connection:
        ACTS["edit"](connection)
        connection.execute(text("UPDATE journal SET body = NULL, redacted_at = now() WHERE act = 'edit'"))
    with pytest.raises(undoing.Refused, match="emptied by a takedown"):
        undo(house, newest(house))


def test_a_silence_that_is_over_is_not_ended_again(house: Engine) -> None:
    with house.begin() as connection:
        ACTS["silence"](connection)
    with pytest.raises(undoing.Refused, match="over by itself since 2026-03-10"):
        undo(house, newest(house), NOW + timedelta(days=10))
