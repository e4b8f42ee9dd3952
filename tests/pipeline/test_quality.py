"""docs/quality.md says what the readers do today: measured again here, all but the large worlds."""

from __future__ import annotations

import pytest

from pipeline import quality
from pipeline.scores.shortfalls import WHY


def test_the_page_is_made_from_its_values() -> None:
    assert quality.PAGE.read_text(encoding="utf-8") == quality.render(quality.stored()), "run `make score`"


@pytest.mark.parametrize("task", quality.TASKS)
def test_no_figure_fell_and_none_is_stale(task: str) -> None:
    before, now = quality.stored(), quality.measure((task,))
    assert now.figures(), "nothing was measured"
    assert [str(fall) for fall in quality.falls(before, now)] == []
    assert quality.differences(before, now) == (), "run `make score` and commit docs/quality.*"


def test_every_missed_goal_is_explained() -> None:
    missed = {report.task for report in quality.stored().reports if any(f.met is False for f in report.figures)}
    assert missed == set(WHY), "say why in pipeline/scores/shortfalls.py, and take away what is reached"
