"""Figures: intervals worked out by hand, what falls and what is stale, the page, and the world against its truth."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from pipeline import quality
from pipeline.quality import Quality
from pipeline.score import print_quality, simulated_world
from pipeline.scores.figures import Figure, Report, interval, wilson

EXACT = Figure("dates", "made up", "Vigie", "exact", 200, 190, target=0.95)
SILENT = Figure("dates", "made up", "Vigie", "silent errors", 200, 2, target=0.01, at_most=True)
PEER = Figure("dates", "made up", "peer 1.0", "exact", 200, 100)
BEFORE = Quality((Report("dates", (EXACT, SILENT, PEER), ("<b>le 5 | mars</b>",), ("A note.",)),))


def with_figures(*figures: Figure) -> Quality:
    return Quality((Report("dates", figures),))


def test_wilson_agrees_with_what_can_be_worked_out_by_hand() -> None:
    """For no hit the interval is [0, z²/(n+z²)], for all hits its mirror; one half of n gives ½ ± ½·z/√(n+z²)."""
    z2 = 3.8414588
    assert wilson(0, 10) == (0.0, pytest.approx(z2 / (10 + z2)))
    assert wilson(10, 10) == (pytest.approx(10 / (10 + z2)), pytest.approx(1.0))
    half = 0.5 * (z2 / (100 + z2)) ** 0.5
    assert wilson(50, 100) == (pytest.approx(0.5 - half), pytest.approx(0.5 + half))
    assert wilson(0, 0) == (0.0, 1.0)
    assert interval(0, 0) == "–"


def test_a_goal_is_a_floor_or_a_ceiling() -> None:
    assert (EXACT.met, SILENT.met, PEER.met) == (True, True, None)
    assert not replace(EXACT, hits=189).met
    assert not replace(SILENT, hits=3).met


def test_only_our_own_losses_are_falls() -> None:
    better = with_figures(replace(EXACT, hits=195), replace(SILENT, hits=1), replace(PEER, hits=10))
    assert quality.falls(BEFORE, better) == ()
    worse = with_figures(replace(EXACT, hits=188), replace(SILENT, hits=3), PEER)
    assert [f.now.measure for f in quality.falls(BEFORE, worse)] == ["exact", "silent errors"]
    assert str(quality.falls(BEFORE, worse)[0]) == "dates, made up, exact: 95.00% before, 94.00% now"
    other_lines = with_figures(replace(EXACT, n=300, hits=200))
    assert quality.falls(BEFORE, other_lines) == ()


def test_the_page_is_stale_when_a_figure_of_ours_differs_or_is_new() -> None:
    assert quality.differences(BEFORE, BEFORE) == ()
    assert len(quality.differences(BEFORE, with_figures(replace(EXACT, hits=191)))) == 1
    assert len(quality.differences(Quality(()), BEFORE)) == 2


def test_the_page_and_its_values_come_back(tmp_path: Path) -> None:
    values, page = tmp_path / "quality.json", tmp_path / "quality.md"
    large = Figure("sameness", "world of 1,000,000", "Vigie", "precision", 900_000, 899_000, target=0.99)
    old = Quality((Report("dates", (EXACT,)), Report("sameness", (large,))))
    now = Quality((*BEFORE.reports, Report("sameness", ())))
    quality.write(quality.merged(old, now, "the labels were wrong"), values, page)
    again = quality.stored(values)
    assert again.figures()[large.name] == large  # not measured this time, so it stays
    assert again.figures()[PEER.name] == PEER
    text = page.read_text(encoding="utf-8")
    assert text == quality.render(again)
    assert "| made up | Vigie | exact | 200 | 95.00% | [91.0% – 97.3%] | ≥ 95.0% | reached |" in text
    assert "&lt;b>le 5 \\| mars" in text
    assert "* the labels were wrong" in text


def test_figures_are_shown_with_their_worst_cases() -> None:
    told = io.StringIO()
    print_quality(BEFORE, Console(file=told, width=160))
    text = told.getvalue()
    assert "Dates of events" in text
    assert "95.00%" in text
    assert "<b>le 5 | mars</b>" in text


def test_the_simulated_world_is_read_whole() -> None:
    world = simulated_world()
    assert world.failed == ()
    assert world.sources >= 20
    once, total = (sum(getattr(c, name) for c in world.comparisons) for name in ("once", "total"))
    assert total >= 500
    assert once / total >= 0.95
