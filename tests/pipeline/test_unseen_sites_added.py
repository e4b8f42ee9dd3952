"""Twelve sites of templates that no reader's author saw, of another seed than the score's: added and read whole."""

from __future__ import annotations

import pytest

from pipeline.scores.unseen_sites import SEED, Seen, report_of, seen_sites

OTHER_SEED = 77


@pytest.fixture(scope="module")
def seen() -> tuple[Seen, ...]:
    assert OTHER_SEED != SEED
    return seen_sites(OTHER_SEED, 12)


def test_the_platform_is_found(seen: tuple[Seen, ...]) -> None:
    wrong = [str(s) for s in seen if not s.right_platform]
    assert len(wrong) <= 1, "\n".join(wrong)


def test_the_entry_reads_the_site_as_proposed(seen: tuple[Seen, ...]) -> None:
    lacking = [str(s) for s in seen if not s.whole]
    assert len(lacking) <= 2, "\n".join(lacking)


def test_little_is_reported_that_is_no_thing_of_the_site(seen: tuple[Seen, ...]) -> None:
    strange = next(f for f in report_of(seen).figures if f.measure.startswith("wrong"))
    assert strange.share <= 0.05, "\n".join(str(s) for s in seen if s.strange)
