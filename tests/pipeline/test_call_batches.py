"""Passages that a person labelled, none of which may be read wrongly: exact, or nothing and a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scores.call_labels import Label, judge, labels
from transforms.scoring import Outcome

LABELLED = Path(__file__).parents[1] / "labelled"
LABELS = [one for name in ("calls_batches_dev.tsv", "calls_more_dev.tsv") for one in labels(LABELLED / name)]
LEAST_EXACT = 0.9
"""Share of the passages; the rest is left to a person."""


@pytest.mark.parametrize("label", LABELS, ids=[one.text for one in LABELS])
def test_no_passage_is_read_wrongly(label: Label) -> None:
    verdict = judge(label)
    assert verdict.outcome is not Outcome.SILENT_ERROR, verdict.got


def test_caution_does_not_swallow_the_passages() -> None:
    exact = sum(judge(one).outcome is Outcome.EXACT for one in LABELS)
    assert exact / len(LABELS) >= LEAST_EXACT
