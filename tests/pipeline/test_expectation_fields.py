"""How full records are: learned per source, and a fall told from chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import comb
from random import Random

import pytest

from pipeline.expectation_fields import Share, fallen, learn_fields
from pipeline.expectation_odds import at_least
from vigie.model import Cause, Certificate

AT = datetime(2026, 10, 7, 6, tzinfo=UTC)


def runs(*filled: int, of: int = 20) -> list[Certificate]:
    """Complete runs, newest first, of `of` records of which so many have a picture."""
    return [
        Certificate("s", "feed", Cause.OK, True, AT - timedelta(days=n), 1.0, understood=of, fill=(("image", count),))
        for n, count in enumerate(filled, 1)
    ]


def test_loosely_tied_things_are_nearly_a_binomial() -> None:
    for count, of, chance in ((2, 4, 0.1), (3, 10, 0.2), (7, 12, 0.5)):
        exact = sum(comb(of, n) * chance**n * (1 - chance) ** (of - n) for n in range(count, of + 1))
        assert at_least(count, of, chance, tied=1e-7) == pytest.approx(exact, rel=1e-4)
        assert at_least(count + 1, of, chance, tied=0.1) < at_least(count, of, chance, tied=0.1) < 1


def test_tied_things_go_together_more_often() -> None:
    assert at_least(5, 5, 0.1, tied=0.2) > 10 * at_least(5, 5, 0.1, tied=0.001)
    assert at_least(0, 5, 0.1) == 1.0


def test_a_share_is_that_of_the_newest_form() -> None:
    (image,) = learn_fields(runs(20, 19, 20, 1, 0, 2))
    assert image.usual > 0.9, "what was before the redesign is forgotten"
    (image,) = learn_fields(runs(0, 20, 20, 20))
    assert image.usual < 0.1, "a complete run was believed, so it is the normal of today"
    (image,) = learn_fields(runs(19, 17, 20, 18, 19))
    assert image.filled / image.of == pytest.approx(93 / 100)
    assert image.of == 60, "the same records are read again every day"


def test_only_a_usual_field_can_fall_and_only_by_more_than_half() -> None:
    usual = (Share("image", 54, 60), Share("price", 30, 60))
    assert [fall.name for fall in fallen(usual, (("image", 0), ("price", 0)), 20)] == ["image"]
    assert fallen(usual, (("image", 10), ("price", 0)), 20) == ()
    sure = (Share("image", 60, 60),)
    assert fallen(sure, (("image", 0),), 3), "three records that lost what all had"
    assert fallen(sure, (("image", 0), ("place", 2)), 2) == (), "two records prove nothing"
    assert fallen(usual, (), 20) == (), "nothing was counted"


def test_chance_makes_no_field_fall() -> None:
    """A field that 65 of 100 records have, in lists of 5 to 40 records: 4,000 runs, none of which is a fault."""
    random = Random(4)
    usual = (Share("image", 39, 60),)
    false = 0
    for _ in range(4000):
        of = random.randint(5, 40)
        false += bool(fallen(usual, (("image", sum(random.random() < 0.65 for _ in range(of))),), of))
    assert false <= 4000 / 90 / 10, "a tenth of what one alarm in 90 days allows"
