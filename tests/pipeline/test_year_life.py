"""docs/scorecard.md says what the year comes to today: its short life is lived again here."""

from __future__ import annotations

import pytest

from pipeline.year import scorecard
from pipeline.year.shortfalls import WHY

SEED = scorecard.SEEDS[0]
NONE = ("false cancellations", "wrongly withdrawn")


def test_the_page_is_made_from_its_values() -> None:
    assert scorecard.PAGE.read_text(encoding="utf-8") == scorecard.render(scorecard.stored()), "run `make score`"


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_short_life_comes_to_what_the_page_says() -> None:
    """Some minutes of life: no figure fell, none is stale, and nothing was wrongly cancelled or withdrawn."""
    before = scorecard.stored().card(SEED, scorecard.SHORT)
    assert before is not None, f"run `vigie score year --days {scorecard.SHORT} --seed {SEED} --write`"
    now = scorecard.live_and_count(SEED, scorecard.SHORT)
    figures = {f.name: f.value for f in now.figures if f.reader == "Vigie"}
    assert {name: figures[name] for name in NONE} == dict.fromkeys(NONE, 0), {n: now.cases[n] for n in NONE}
    assert figures["completeness of certified items"] >= 0.98
    assert scorecard.falls(before, now) == ()
    known = {(f.name, f.reader): f.value for f in before.figures}
    assert {(f.name, f.reader): f.value for f in now.figures} == known, "run `make score` and commit docs/scorecard.*"


def test_every_missed_target_is_explained() -> None:
    missed = {name for card in scorecard.stored().cards for name in scorecard.missed(card)}
    assert missed == set(WHY), "say why in pipeline/year/shortfalls.py, and take away what is reached"
