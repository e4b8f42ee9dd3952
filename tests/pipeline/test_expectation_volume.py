"""What is learned of volumes and of things that leave, where lives of sources would not tell one rule from another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pipeline.certify import Evidence, decide
from pipeline.expectation import learn
from pipeline.expectation_leaving import learn_leaving
from pipeline.expectation_volume import learn_volume
from vigie.model import Cause, Certificate

AT = datetime(2026, 11, 25, 6, tzinfo=UTC)  # a Wednesday, outside every holiday


def runs(*reads: int, **more: object) -> list[Certificate]:
    """Complete daily runs, newest first, that listed so many."""
    plain = Certificate("s", "feed", Cause.OK, True, AT, 1.0)
    days = enumerate(reads, 1)
    return [replace(plain, started_at=AT - timedelta(days=n), read=read, **more) for n, read in days]  # type: ignore[arg-type]


def test_one_thing_may_always_leave() -> None:
    """Even of a source that never lost one: a cancellation is no fault."""
    leaving = learn_leaving(runs(*[4] * 300, due=4))
    assert leaving.odds(1, 4, AT) < 0.005
    assert not leaving.improbable(1, 4, AT)
    assert leaving.improbable(2, 4, AT)


def test_an_accepted_drop_does_not_teach_that_things_leave() -> None:
    before = runs(*[20] * 60, due=20)
    accepted = learn_leaving([replace(before[0], absent=10, accepted=Cause.VOLUME_DROP), *before[1:]])
    believed = learn_leaving([replace(before[0], absent=10), *before[1:]])
    # The opinion is half a thing in 100 days; the accepted run counts for nothing, the oldest run has none before it.
    assert (accepted.left, accepted.stayed) == (0.5, 100 + 58 * 20)
    assert (believed.left, believed.stayed) == (10.5, 100 + 59 * 20 - 10)


def test_what_a_source_does_again_and_again_is_its_habit() -> None:
    """On Sundays a newsroom lists a third; on a Wednesday the same would be a fault."""
    calm, weekly = runs(*[30] * 35), runs(*([30, 30, 30, 10, 30, 30, 30] * 5))
    assert learn_volume(calm).drop(10, AT.date())
    assert learn_volume(weekly).drop(10, AT.date()) is None


def test_what_was_before_an_accepted_drop_is_forgotten() -> None:
    before = runs(*[10] * 3, *[20] * 40)
    accepted = [*before[:2], replace(before[2], accepted=Cause.VOLUME_DROP), *before[3:]]
    assert learn_volume(before).usual(AT.date()).volume > 15
    assert round(learn_volume(accepted).usual(AT.date()).volume) == 10


def test_days_alike_count_more_than_others() -> None:
    """In the summer holidays this source lists half; by then its usual volume is that of the last summer."""
    first = datetime(2025, 7, 1, 6, tzinfo=UTC)
    year = [
        Certificate("s", "feed", Cause.OK, True, first + timedelta(days=n), 1.0, read=12 if n < 55 else 24)
        for n in range(340)
    ]
    volume = learn_volume(year[::-1])
    assert volume.usual(date(2026, 7, 14)).volume < 16
    assert volume.usual(date(2026, 3, 25)).volume > 22


def test_a_list_of_two_or_three_that_varies_may_be_empty_and_a_steady_one_not() -> None:
    assert learn(runs(*[2, 1, 3, 2] * 10)).sparse
    assert not learn(runs(*[2] * 40)).sparse
    assert not learn(runs(*[20, 21] * 20)).sparse


def test_an_outage_does_not_teach_that_a_list_may_be_empty() -> None:
    """After a fault the old things come back; after a true silence what comes is new."""
    history = runs(*[20] * 30)
    out = [replace(history[5], read=0, complete=False, cause=Cause.EMPTY), *history[6:]]
    assert not learn([replace(history[4], new=1), *out]).sparse
    assert learn([replace(history[4], new=20), *out]).sparse


def test_new_things_do_not_hide_that_a_list_is_too_short() -> None:
    """18 due, 9 gone, 8 new ones in a list of 10 in all: not pushed off, for there was room for 20."""
    history = runs(*[20, 21] * 30, due=18)
    short = Evidence(10, 10, 0, False, True, due=18, due_absent=9, new=8, at=AT)
    assert decide(short, history).cause is Cause.VOLUME_DROP
    assert decide(replace(short, listed=20, understood=20), history).cause is Cause.OK


def test_a_list_that_comes_and_goes_is_expected_to_spread() -> None:
    """Counts that move from day to day spread at least as chance would have it; a fixed number does not."""
    day = AT.date()
    assert learn_volume(runs(*[8, 9] * 20)).usual(day).spread > 0.33
    assert learn_volume(runs(*[8] * 40)).usual(day).spread < 0.15
