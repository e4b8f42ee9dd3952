"""`vigie explain` and `vigie item --timeline` where a value is not simply what a capture says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline import steps
from pipeline.house import House
from pipeline.verify_items import verify_items
from scrapers.archive_purge import purge
from tests.conftest import Plot
from tests.pipeline.history_world import (
    ATELIER,
    BAL,
    CONCERT,
    DAYS,
    ROBOTS,
    TITLES,
    house_on,
    ids,
    live,
    plot_on,
    vigie,
)
from warehouse import editing

NOON = datetime(2026, 11, 1, 11, tzinfo=UTC)


@pytest.fixture
def hall(plot: Plot, tmp_path: Path) -> tuple[Plot, House, dict[str, str]]:
    """Four days of the hall; an editor renames the ball on the first one, and tags it."""
    house = live(plot, tmp_path, DAYS[0])
    named = ids(house)
    with house.engine.begin() as connection:
        editing.edit(connection, named[BAL], "title", "Grand bal", "anne", NOON)
        editing.tag(connection, named[BAL], "discipline:games", True, "luc", NOON)
        editing.pin(connection, named[BAL], NOON + timedelta(days=9), "luc", NOON)
    for day in DAYS[1:]:
        house = live(plot, tmp_path, day)
    return plot_on(plot, tmp_path, DAYS[-1]), house, named


def test_each_rule_is_explained(hall: tuple[Plot, House, dict[str, str]]) -> None:
    plot, house, named = hall
    said = vigie(plot, "explain", named[BAL], "title")
    assert said.exit_code == 0, said.output
    for words in (
        "edited by   anne, 2026-11-01 12:00",
        f'in place of "{BAL}"',
        f'sources say "{BAL}"',
        "said by     editor: anne",
    ):
        assert words in said.output
    assert "CONFLICT" not in said.output
    assert (
        "tagged by   luc, 2026-11-01 12:00: with discipline:games"
        in vigie(plot, "explain", named[BAL], "topics").output
    )

    said = vigie(plot, "explain", named[ROBOTS], "previous_start")
    for words in (
        "chosen by   history",
        "moved from  2026-12-20T20:00",
        "version 1   2026-11-01 07:00: 2026-12-20T20:00:00; sha-256 ",
    ):
        assert words in said.output

    told = json.loads(vigie(plot, "explain", named[CONCERT], "status", "--json").output)
    assert (told["value"], told["rule"]) == ('"cancelled"', "state")
    assert told["lived"]["page"]["answer"] == "cancelled"
    assert b"EventCancelled" in house.archive.body(told["passages"][0]["capture"])
    assert "EventCancelled" in told["passages"][0]["bytes"]
    assert told["captured"]["url"].endswith("/a.ics")
    said = vigie(plot, "explain", named[CONCERT], "status")
    assert "its page    says cancelled since 2026-11-0" in said.output
    said = vigie(plot, "explain", named[ATELIER], "status")
    assert "its state   gone" in said.output
    assert "says gone since 2026-11-0" in said.output
    assert "HTTP 404" in said.output


def test_all_of_it_is_proved(hall: tuple[Plot, House, dict[str, str]]) -> None:
    _, house, named = hall
    report = verify_items(house)
    assert report.wrong == ()
    assert report.items == len(TITLES)
    with house.engine.begin() as connection:
        rules = set(connection.execute(text("SELECT DISTINCT rule FROM field_choices")).scalars())
        assert {"editor", "state", "history", "only"} <= rules
        page = "jsonb_set(page, '{capture}', to_jsonb(capture))"
        connection.execute(text(f"UPDATE records SET page = {page} WHERE page ->> 'answer' = 'cancelled'"))
        connection.execute(
            text(
                "UPDATE records SET former = jsonb_set(former, '{local}', '\"2026-12-01T20\\:00\\:00\"')"
                " WHERE former IS NOT NULL"
            )
        )
    wrong = {(w.item, w.field): w.reason for w in verify_items(house).wrong}
    assert "not cancelled" in wrong[named[CONCERT], "status"]
    assert "its versions do not say" in wrong[named[ROBOTS], "previous_start"]
    assert (named[ATELIER], "status") not in wrong
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET body = body - 'outcomes' WHERE act = 'run' AND seq > 3"))
    wrong = {(w.item, w.field): w.reason for w in verify_items(house).wrong}
    assert wrong[named[ATELIER], "status"] == "no run of the journal found its page gone"


def test_a_purged_capture_is_named_and_no_traceback(hall: tuple[Plot, House, dict[str, str]]) -> None:
    plot, house, named = hall
    told = json.loads(vigie(plot, "explain", named[ATELIER], "title", "--json").output)
    purge(house.archive, {told["capture"]: None}, "a takedown", NOON)
    said = vigie(plot, "explain", named[ATELIER], "title")
    assert said.exit_code == 0
    assert "taken down on 2026-11-01: a takedown" in said.output
    assert "taken down" in vigie(plot, "explain", named[ATELIER], "records").output
    report = verify_items(house, named[ATELIER])
    assert report.wrong == ()
    assert report.taken_down > 0
    said = vigie(plot, "verify", "--explain", "--item", named[ATELIER])
    assert said.exit_code == 0
    assert "rest on captures that were taken down" in said.output


def test_the_life_of_an_item_in_order(hall: tuple[Plot, House, dict[str, str]]) -> None:
    plot, house, named = hall
    told = json.loads(vigie(plot, "item", named[ROBOTS], "--timeline", "--json").output)["timeline"]
    assert [m["what"] for m in told] == ["first seen", "change", "version", "change"]
    first, created, second, moved = told
    assert (created["said"], created["at"][:10], created["number"]) == ("created", "2026-11-01", created["number"])
    assert house.archive.body(first["capture"]) != house.archive.body(second["capture"])
    assert moved["said"] == "rescheduled"
    fields = {one["field"]: one for one in moved["moved"]}
    assert fields["occurrences"]["before"][0]["start"]["local"] == "2026-12-20T20:00:00"
    assert fields["occurrences"]["after"][0]["start"]["local"] == "2026-12-27T20:00:00"
    assert fields["previous_start"] == {"field": "previous_start", "after": fields["occurrences"]["before"][0]["start"]}

    said = vigie(plot, "item", named[CONCERT], "--timeline").output
    order = [said.index(words) for words in ("first seen", "created", "missing →", "cancelled") if words in said]
    assert order == sorted(order)
    for words in ("first seen #1: deux-salles lists it", "its page on deux-salles says cancelled", "→ cancelled"):
        assert words in said
    assert "status: scheduled → cancelled" in said
    said = vigie(plot, "item", named[ATELIER], "--timeline").output
    assert "→ suspected" in said
    assert "suspected → gone" in said

    said = vigie(plot, "item", named[BAL], "--timeline").output
    for words in (
        ": edit: title, by anne",
        "title: Bal numérique → Grand bal",
        "tag: with discipline:games, by luc",
        "pin: until",
    ):
        assert words in said
    early = vigie(plot, "item", named[BAL], "--timeline", "--as-of", "2026-11-01T12:00").output
    assert "edit: title" in early
    assert "2026-11-02" not in early


def test_an_item_as_it_is_and_as_it_was(hall: tuple[Plot, House, dict[str, str]], tmp_path: Path) -> None:
    plot, _, named = hall
    shown = vigie(plot, "item", named[BAL]).output
    for words in ("Grand bal", "pinned until", "told by         deux-salles/bal@deux-salles.example  listed"):
        assert words in shown
    past = json.loads(vigie(plot, "item", named[BAL], "--as-of", "2026-11-01T08:00", "--json").output)["item"]
    assert (past["content"]["title"], past["kind"]) == (BAL, "event")
    for arguments in (
        ("item", "0000"),
        ("item", named[BAL], "--as-of", "2026-10-01"),
        ("explain", named[BAL], "nothing"),
    ):
        assert vigie(plot, *arguments).exit_code == 1
    assert vigie(plot, "item", named[BAL], "--as-of", "hier").exit_code == 2

    with house_on(plot, tmp_path, DAYS[-1]).engine.begin() as connection:
        editing.hide(connection, named[BAL], True, "luc", NOON + timedelta(days=5))
    later = plot_on(plot, tmp_path, 6)
    steps.curate(house_on(plot, tmp_path, 6))
    assert "  hidden          yes" in vigie(later, "item", named[BAL]).output
    assert "hide: hidden, by luc" in vigie(later, "item", named[BAL], "--timeline").output
