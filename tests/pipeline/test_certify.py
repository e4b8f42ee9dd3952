"""Causes of a run, each from its evidence (DESIGN.md §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.certify import Evidence, decide, usual_volume
from vigie.model import Cause, Certificate


def past(read: int, complete: bool = True) -> Certificate:
    return Certificate("s", "feed", Cause.OK, complete, datetime(2026, 1, 1, tzinfo=UTC), 1.0, read=read)


GOOD = Evidence(listed=20, understood=20, quarantined=0, unchanged=False, pagination_end=True)
HISTORY = [past(20), past(22), past(18)]


def test_a_good_run_is_complete() -> None:
    assert decide(GOOD, HISTORY).cause is Cause.OK
    assert decide(GOOD, HISTORY).complete
    assert decide(replace(GOOD, unchanged=True), HISTORY).cause is Cause.UNCHANGED


@pytest.mark.parametrize(
    ("evidence", "cause"),
    [
        (replace(GOOD, failure=Cause.TIMEOUT), Cause.TIMEOUT),
        (replace(GOOD, failure=Cause.BLOCKED, listed=0), Cause.BLOCKED),
        (replace(GOOD, pagination_end=False), Cause.TRUNCATED),
        (replace(GOOD, pagination_end=False, unchanged=True), Cause.TRUNCATED),
        (replace(GOOD, listed=9, understood=9), Cause.VOLUME_DROP),
        (replace(GOOD, listed=0, understood=0), Cause.EMPTY),
        (replace(GOOD, listed=0, understood=0, markup=True), Cause.LAYOUT_CHANGED),
        (replace(GOOD, listed=0, understood=0, quarantined=1, wrong_content=1), Cause.WRONG_CONTENT),
        (replace(GOOD, listed=0, understood=0, quarantined=3), Cause.PARSE_ERROR),
        (replace(GOOD, listed=0, understood=0, quarantined=1, barren=1), Cause.EMPTY),
        (replace(GOOD, understood=0, quarantined=20), Cause.SCHEMA_DRIFT),
    ],
)
def test_a_bad_run_is_not_complete_and_says_why(evidence: Evidence, cause: Cause) -> None:
    outcome = decide(evidence, HISTORY)
    assert outcome.cause is cause
    assert not outcome.complete


def test_silence_is_loud_only_where_there_was_sound() -> None:
    nothing = replace(GOOD, listed=0, understood=0)
    assert not decide(nothing, HISTORY).complete
    assert decide(nothing, []).complete, "a season may not be announced yet"
    assert not decide(nothing, [past(0), past(0), past(0), *HISTORY]).complete, "nor is it forgotten after some silence"


def test_only_a_missed_emptiness_fails() -> None:
    assert not replace(past(0), cause=Cause.EMPTY).failed
    assert replace(past(0, complete=False), cause=Cause.EMPTY).failed
    assert replace(past(3, complete=False), cause=Cause.TRUNCATED).failed


def test_half_is_the_border_of_a_drop() -> None:
    assert decide(replace(GOOD, listed=10, understood=10), HISTORY).cause is Cause.OK
    assert decide(replace(GOOD, listed=2, understood=2), [past(5)]).cause is Cause.OK, "small agendas may halve"


def test_incomplete_runs_teach_nothing() -> None:
    assert usual_volume([past(0, complete=False), past(30)]) == 30
    assert usual_volume([]) == 0


def test_pages_of_items_that_fail_give_their_own_cause() -> None:
    """Not "schema-drift": the list was read, and it is the host that did not answer for the items."""
    silent = replace(GOOD, understood=0, withheld=20, detail_failure=Cause.RATE_LIMITED, message="slow down")
    assert (decide(silent, HISTORY).cause, decide(silent, HISTORY).complete) == (Cause.RATE_LIMITED, False)
    assert decide(replace(silent, unchanged=True), HISTORY).cause is Cause.RATE_LIMITED
    assert decide(replace(silent, unchanged=True, withheld=1), HISTORY).cause is Cause.UNCHANGED
    assert decide(replace(silent, understood=19, withheld=1), HISTORY).cause is Cause.OK
