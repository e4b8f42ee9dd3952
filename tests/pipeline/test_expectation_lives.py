"""Sources that live for months: faults are found in time, and there is no more than one false alarm in 90 days."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.expectation import learn
from tests.pipeline.expectation_world import Habits, Lived, emptied, halved, incidents

SIZES = (4, 5, 6, 8, 10, 12, 17, 25, 40, 60, 110, 200)
AGENDAS = {f"agenda of {size}": Habits(size) for size in SIZES}
OTHERS = {
    "season ends, of 25": Habits(25, closed=(90, 150)),
    "season ends, of 6": Habits(6, closed=(90, 150)),
    "festivals called off": Habits(25, heap=0.3),
    "short lead": Habits(20, lead=7),
    "much leaves early": Habits(12, leave=0.015),
    "keeps the last 30 of what is quickly over": Habits(30, lead=10, keep=30),
    "keeps the last 10": Habits(20, keep=10),
    "keeps the last 20 of a slow one": Habits(8, lead=60, keep=20),
    "news, last 20": Habits(20, undated=True, keep=20),
    "news of a month": Habits(30, undated=True),
    "news only on working days": Habits(30, undated=True, week=(1.4, 1.4, 1.4, 1.4, 1.4, 0, 0), holidays=0.2),
}
FEW = {
    "one or two things": Habits(2, lead=10),
    "one thing at times": Habits(1, lead=20),
    "a news list that is often empty": Habits(1, lead=15, undated=True),
}
DAYS = 120


@pytest.mark.parametrize("habits", [*AGENDAS.values(), *OTHERS.values()], ids=[*AGENDAS, *OTHERS])
def test_a_source_alarms_falsely_at_most_once_in_90_days(habits: Habits) -> None:
    """Over four lives of 120 days from the first run on, school holidays, week-ends and seasons included."""
    alarms = sum(incidents(Lived(habits, Random(seed)).lives(DAYS)) for seed in range(4))
    assert alarms <= 4 * DAYS / 90


def found_in_two_runs(habits: Habits, lives: int) -> int:
    """In how many lives half of the list is found missing in two runs. Three things or fewer have no half."""
    found = 0
    for seed in range(lives):
        source = Lived(habits, Random(seed))
        source.lives(40 + seed)
        while source.listing < 4:
            source.run()
        found += any(not source.run(halved).complete for _ in range(2))
    return found


def test_half_of_an_agenda_of_any_size_is_missed_in_two_runs() -> None:
    """Sizes 4 to 200: in 95 of 100 lives, and no size falls far behind."""
    by_size = {name: found_in_two_runs(habits, 12) for name, habits in AGENDAS.items()}
    assert sum(by_size.values()) >= 0.95 * 12 * len(AGENDAS), by_size
    assert min(by_size.values()) >= 10, by_size


def test_half_of_any_other_list_is_missed_in_two_runs() -> None:
    by_kind = {name: found_in_two_runs(habits, 10) for name, habits in OTHERS.items()}
    assert sum(by_kind.values()) >= 0.95 * 10 * len(OTHERS), by_kind


@pytest.mark.parametrize("habits", [Habits(8), Habits(25), Habits(200), OTHERS["news, last 20"]])
def test_a_silent_zero_of_a_regular_source_fails_its_first_run(habits: Habits) -> None:
    for seed in range(10):
        source = Lived(habits, Random(seed))
        source.lives(30 + seed)
        assert not source.run(emptied).complete


@pytest.mark.parametrize("habits", FEW.values(), ids=FEW)
def test_a_silent_zero_of_a_sparse_source_fails_within_three_times_its_pace(habits: Habits) -> None:
    waited = 0
    for seed in range(8):
        source = Lived(habits, Random(seed))
        source.lives(150 + seed)
        pace = learn(source.certificates).pace
        assert pace, "five months are enough to learn it"
        while source.run(emptied).complete:
            waited += 1
            silence = pace.silence(source.certificates[0].started_at)
            assert silence <= max(7, 3 * pace.pace), "in days of its calendar, and never within a week"
    assert waited, "these sources may be empty for a while"


@pytest.mark.parametrize("habits", FEW.values(), ids=FEW)
def test_a_sparse_source_does_not_fail_at_every_empty_day(habits: Habits) -> None:
    empty = alarms = 0
    for seed in range(8):
        outcomes = (source := Lived(habits, Random(seed))).lives(180)
        empty += sum(certificate.read == 0 for certificate in source.certificates)
        alarms += incidents(outcomes)
    assert empty > 8 * 5, "the test would prove nothing"
    assert alarms <= 8 * 180 / 90


def test_a_weekly_source_is_judged_by_the_week() -> None:
    """What leaves in a week is more than what leaves in a day, and half of 25 is still too much."""
    for seed in range(6):
        source = Lived(Habits(25), Random(seed), every=7)
        assert incidents(source.lives(40)) <= 40 * 7 / 90
        assert any(not source.run(halved).complete for _ in range(2))


def test_a_half_that_stays_becomes_the_normal() -> None:
    """After three days an operator is told that the source is smaller now, and the next fault is measured by that."""
    source = Lived(OTHERS["news, last 20"], Random(1))
    source.lives(40)
    outcomes = [source.run(halved) for _ in range(4)]
    assert [outcome.complete for outcome in outcomes] == [False, False, False, True]
    assert outcomes[3].alarms == (
        "accepted as the new normal (volume-drop) after 4 runs over 3 days: 10 items listed where 20 are usual",
    )
    assert all(source.run(halved).complete for _ in range(10)), "no second alarm"
    assert not source.run(lambda listed: halved(halved(listed))).complete, "half of the new normal is a fault again"
