"""`make score`: intervals worked out by hand, a small labelled file, the world against its truth, and loud absence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.score import print_scores, simulated_world, tallies
from pipeline.scores.figures import interval, wilson
from tests.conftest import SHARED
from transforms.scoring import score_file

HEAD = "reference\ttext\texpected\torigin\n"
LINES = (
    "2026-02-10\tle 5 mars 2026\t2026-03-05\tmade up\n"
    "2026-02-10\tle 5 mars 2026\t2026-03-06\tmade up, and labelled wrongly\n"
    "2026-02-10\tune promenade en forêt\t2026-03-05\tmade up, and labelled wrongly\n"
)


def test_wilson_agrees_with_what_can_be_worked_out_by_hand() -> None:
    """For no hit the interval is [0, z²/(n+z²)], for all hits its mirror; one half of n gives ½ ± ½·z/√(n+z²)."""
    z2 = 3.8414588
    assert wilson(0, 10) == (0.0, pytest.approx(z2 / (10 + z2)))
    assert wilson(10, 10) == (pytest.approx(10 / (10 + z2)), pytest.approx(1.0))
    half = 0.5 * (z2 / (100 + z2)) ** 0.5
    assert wilson(50, 100) == (pytest.approx(0.5 - half), pytest.approx(0.5 + half))
    assert wilson(0, 0) == (0.0, 1.0)
    assert interval(0, 0) == "–"


def test_lines_are_counted_by_outcome(tmp_path: Path) -> None:
    file = tmp_path / "dates_dev.tsv"
    file.write_text(HEAD + LINES, encoding="utf-8")
    every = tallies(score_file(file).judged)[-1]
    assert (every.name, every.n, every.exact, every.abstained, every.silent) == ("all", 3, 1, 1, 1)


def test_the_simulated_world_is_read_whole() -> None:
    world = simulated_world()
    assert world.failed == ()
    assert world.sources >= 20
    once, total = (sum(getattr(c, name) for c in world.comparisons) for name in ("once", "total"))
    assert total >= 500
    assert once / total >= 0.95


def test_missing_facts_are_loud_and_present_ones_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import score

    monkeypatch.setattr(score, "simulated_world", lambda: score.World((), (), 0))
    (tmp_path / "dates_dev.tsv").write_text(HEAD + LINES, encoding="utf-8")
    told = io.StringIO()
    print_scores(Console(file=told, width=160), tmp_path)
    text = told.getvalue()
    assert "dates_dev.tsv: labelled lines" in text
    assert "NOT MEASURED" in text
    assert "dates_dev.jsonl is not here" in text


@pytest.mark.shared
def test_the_labelled_dates_are_scored() -> None:
    for name, least in (("dates_dev.tsv", 186), ("dates_dev.jsonl", 274)):
        every = tallies(score_file(SHARED / "facts" / name).judged)[-1]
        assert every.n >= least
        assert every.exact + every.abstained + every.silent == every.n
        assert every.exact > every.n / 2
