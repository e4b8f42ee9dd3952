"""`vigie query`: the present and any instant, through the filters of the site, in three forms."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline import steps
from pipeline.asked_instant import instant
from pipeline.house import House, open_house
from tests.conftest import TODAY, Plot, feed_bytes
from tests.pipeline.history_world import BAL, CONCERT, DAYS, ROBOTS, live, plot_on, vigie
from vigie.model import Kind
from warehouse import as_of, items
from warehouse.item_filter import ItemFilter

KINDS = {"agenda": Kind.EVENT, "watch": Kind.NEWS, "calls": Kind.CALL}


def ask(plot: Plot, *arguments: str) -> list[dict[str, object]]:
    done = vigie(plot, "query", *arguments, "--limit", "1000", "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.output)
    return found


@pytest.fixture
def world(plot: Plot) -> tuple[Plot, House]:
    """A whole day of the simulated web."""
    house = open_house(plot.settings, migrate=True)
    for source in house.sources:
        steps.ingest(house, source.slug)
    steps.curate(house)
    return plot, house


def test_as_of_now_is_the_present_for_every_filter(world: tuple[Plot, House]) -> None:
    plot, house = world
    now = house.settings.clock()
    with house.engine.connect() as connection:
        asked = 0
        for kind in Kind:
            facets = items.facets(connection, ItemFilter(kind), now)
            more: list[dict[str, object]] = [{}, {"include_closed": True}, {"limit": 7, "offset": 3}]
            more += [{"province": name} for name, _ in facets.provinces]
            more += [{"topics": (name,)} for name, _ in facets.topics[:8]]
            more += [{"source": name} for name, _ in facets.sources]
            more += [{"language": name} for name, _ in facets.languages]
            more += [{"relevance": least} for least in (20, 50, 80)]
            more += [{"text": words} for words in ("atelier", "création numérique", "appels à projets", "de la", "zzz")]
            more += [
                {"start": now.date()},
                {"end": now.date()},
                {"start": datetime(2026, 12, 1).date(), "end": datetime(2026, 12, 24).date()},
            ]
            for one in more:
                wanted = ItemFilter(kind, **{"limit": None, **one})  # type: ignore[arg-type]
                shown = [i.id for i in items.find(connection, wanted, now)]
                assert [i.id for i in as_of.find(connection, wanted, now)] == shown, wanted
                asked += bool(shown)
        assert asked > 40
        stamp = now.astimezone(ZoneInfo("Europe/Brussels"))
        for view in KINDS:
            assert ask(plot, view) == ask(plot, view, "--as-of", f"{stamp:%Y-%m-%dT%H:%M}")
            assert ask(plot, view, "--as-of", "2026-11-20") == []


def starts_of(found: dict[object, dict[str, object]]) -> list[str]:
    contents = [i["content"] for i in found.values() if i["content"]["title"] == ROBOTS]  # type: ignore[index]
    return [o["start"]["local"] for content in contents for o in content["occurrences"]]  # type: ignore[index]


def test_the_agenda_of_another_instant(plot: Plot, tmp_path: Path) -> None:
    for day in DAYS:
        live(plot, tmp_path, day)
    plot = plot_on(plot, tmp_path, DAYS[-1])
    first = {i["id"]: i for i in ask(plot, "agenda", "--as-of", "2026-11-01T12:00")}
    last = {i["id"]: i for i in ask(plot, "agenda")}
    assert first.keys() == last.keys()
    starts = {"first": starts_of(first), "last": starts_of(last)}
    assert starts == {"first": ["2026-12-20T20:00:00"], "last": ["2026-12-27T20:00:00"]}
    assert [i["content"]["status"] for i in first.values() if i["content"]["title"] == CONCERT] == ["scheduled"]  # type: ignore[index]
    assert [i["content"]["status"] for i in last.values() if i["content"]["title"] == CONCERT] == ["cancelled"]  # type: ignore[index]

    said = vigie(
        plot, "query", "agenda", "--as-of", "2026-11-01T12:00", "--text", "bal", "--source", "deux-salles"
    ).output
    assert "agenda as of 2026-11-01 12:00 (Brussels): 1 items" in said
    assert BAL in said
    assert "2026-12-24 20:00" in said
    rows = list(csv.DictReader(io.StringIO(vigie(plot, "query", "agenda", "--csv", "--as-of", "2026-11-01").output)))
    assert rows == []
    rows = list(
        csv.DictReader(io.StringIO(vigie(plot, "query", "agenda", "--csv", "--as-of", "2026-11-02T06:00").output))
    )
    assert {row["id"] for row in rows} == first.keys()
    assert len(ask(plot, "agenda", "--as-of", "2026-11-01T12:00", "--topic", "discipline:nothing")) == 0
    for wrong in (("--as-of", "demain"), ("--json", "--csv")):
        assert vigie(plot, "query", "agenda", *wrong).exit_code == 2

    done = vigie(plot, "publish", "--as-of", "2026-11-02T07:00", "--into", str(tmp_path / "then"))
    assert done.exit_code == 0, done.output
    assert b"20261227T200000" in feed_bytes(tmp_path / "then")["agenda.ics"]
    vigie(plot, "publish", "--as-of", "2026-11-01T07:00", "--into", str(tmp_path / "then"))
    assert b"20261227T200000" not in feed_bytes(tmp_path / "then")["agenda.ics"]
    for wrong in (
        ("--as-of", "2026-11-01"),
        ("--into", "x"),
        ("--as-of", "2026-11-01", "--into", str(plot.settings.feeds)),
    ):
        assert vigie(plot, "publish", *wrong).exit_code == 2


def test_instants_are_of_brussels_unless_they_say_otherwise() -> None:
    assert instant("2026-03-01T12:00").isoformat() == "2026-03-01T12:00:00+01:00"
    assert instant("2026-07-01T12:00").isoformat() == "2026-07-01T12:00:00+02:00"
    assert instant("2026-03-01").isoformat() == "2026-03-01T00:00:00+01:00"
    assert instant("2026-03-01T12:00Z").isoformat() == "2026-03-01T12:00:00+00:00"
    assert instant(f" {TODAY}T08:00-05:00 ").isoformat() == f"{TODAY}T08:00:00-05:00"
    with pytest.raises(ValueError, match="no instant"):
        instant("le 3 mars")
