"""The benches run at tiny sizes on the real things, check that both sides did the same work, and print honestly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.bench import curate, dates, load, publish, recipe, same, still_web
from pipeline.bench.__main__ import BENCHES, bounds, main
from pipeline.bench.figures import Goal, Row, Side, alternate, exponent, named, percentile
from tests.conftest import ROOT


def test_sides_take_turns_and_the_median_of_each_is_told() -> None:
    now, order = [0.0], []
    costs = {"a": iter([1.0, 9.0, 2.0]), "b": iter([5.0, 4.0, 6.0])}

    def side(name: str) -> Side:
        def run() -> None:
            order.append(name)
            now[0] += next(costs[name])

        def prepare() -> None:
            now[0] += 100

        return Side(name, run, prepare)

    assert alternate([side("a"), side("b")], 3, lambda: now[0]) == {"a": 2.0, "b": 5.0}
    assert order == ["a", "b", "a", "b", "a", "b"]


def test_growth_and_percentiles() -> None:
    assert exponent({10: 1.0, 1000: 100.0}) == pytest.approx(1.0)
    assert exponent({10: 3.0, 20: 12.0}) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="two sizes"):
        exponent({10: 1.0})
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(list(range(1, 101)), 0.95) == 95


def row(**more: object) -> Row:
    return Row("0", "work", 2.0, "s", "peer", **more)  # type: ignore[arg-type]


def test_a_ratio_points_where_its_goal_does() -> None:
    assert row(theirs=10.0, goal=Goal(at_least=5)).ratio == 5.0
    assert row(theirs=10.0, goal=Goal(at_least=5)).holds is True
    assert row(theirs=10.0, goal=Goal(at_least=5.1)).holds is False
    assert row(theirs=1.0, goal=Goal(at_most=2)).ratio == 2.0
    assert row(theirs=1.0, goal=Goal(at_most=1.9)).holds is False
    assert row(limit=1.0).holds is False
    assert row(exponent=1.3, exponent_limit=1.2).holds is False
    assert bounds(row(limit=1.0, exponent_limit=1.2)) == "≤ 1 s, ≤ n^1.2"


def test_a_missing_peer_gives_no_ratio_and_no_verdict() -> None:
    missing = row(goal=Goal(at_least=100))
    assert missing.ratio is None
    assert missing.holds is None
    told = [r for r in (*dates.bench(True), *same.bench(True)) if r.theirs is None]
    assert told
    assert all(r.ratio is None for r in told)


def test_peers_are_named_with_the_version_that_ran() -> None:
    import bs4

    assert named("beautifulsoup4") == f"beautifulsoup4 {bs4.__version__}"
    assert f"beautifulsoup4 {bs4.__version__}" in {r.peer.split(" + ")[0] for r in recipe.bench(True)}


@pytest.mark.parametrize("size", [60_000, 300_000])
def test_the_page_of_the_recipe_has_its_size_and_its_events(size: int) -> None:
    body = recipe.page(size)
    assert size * 0.97 <= len(body) <= size
    assert body.count(b'class="card"') == recipe.EVENTS


def test_matching_quality_counts_pairs() -> None:
    truth = ["a", "a", "a", "b", "b", "c"]  # four true pairs
    assert same.pairwise(truth, [1, 2, 3, 4, 5, 6]) == (1.0, 0.0)
    # One cluster of six makes fifteen pairs, of which four are right.
    assert same.pairwise(truth, [1] * 6) == (4 / 15, 1.0)
    assert same.pairwise(truth, [1, 1, 2, 3, 3, 3]) == (2 / 4, 2 / 4)


def test_both_writers_of_calendars_write_every_session() -> None:
    import icalendar

    shelf = publish.items(30)
    for write in publish.WRITERS.values():
        read = icalendar.Calendar.from_ical(write(shelf)).walk("VEVENT")
        assert {str(e["summary"]) for e in read} == {i.content.title for i in shelf}


def test_the_still_web_differs_between_hosts_and_not_between_days() -> None:
    assert still_web.feed("s1.example") == still_web.feed.__wrapped__("s1.example")
    assert still_web.feed("s1.example") != still_web.feed("s2.example")


def test_load_measures_four_sides_on_a_real_database() -> None:
    rows = load.bench(True)
    assert [r.number for r in rows] == ["9", "9", "10", "10"]
    assert all(r.ours > 0 for r in rows)
    assert [r.theirs is None for r in rows] == [False, True, False, True]
    assert rows[0].peer.startswith("PostgreSQL ")


def test_new_records_are_curated_beside_a_first_curation_of_the_same_world() -> None:
    small, large, whole = curate.bench(True)
    assert [r.number for r in (small, large, whole)] == ["8", "8", "8"]
    assert (small.theirs, large.theirs) != (None, None)
    assert large.theirs == whole.ours
    assert large.exponent is not None
    stored, fresh = curate._split(1_200, 20)
    assert (len(stored), len(fresh)) == (1_200, 20)
    assert len({id(r) for r in (*stored, *fresh)}) == 1_220


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing-like-it"]) == 2
    assert "recipe" in capsys.readouterr().err


@pytest.mark.airflow
def test_the_command_prints_every_bench_and_writes_nothing(tmp_path: Path) -> None:
    scratch, here = tmp_path / "tmp", tmp_path / "here"
    scratch.mkdir()
    here.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch), "VIGIE_HOME": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}
    argv = [sys.executable, "-m", "pipeline.bench", "--quick"]
    done = subprocess.run(argv, env=environment, cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for word in ("1", "5", "6", "7", "8", "9", "10", "11", "12", "14"):
        assert f"│ {word} " in done.stdout, f"goal {word} is not in the table"
    assert "figures mean nothing" in done.stdout
    assert "Not measured here" in done.stdout
    assert len(BENCHES) == 11
    assert list(here.iterdir()) == []
    assert not (tmp_path / "var").exists()
    assert [p.name for p in scratch.iterdir() if p.name.startswith("vigie-")] == []
