"""The pace of a source: in days of its own calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from pipeline.certify import Evidence, decide
from pipeline.expectation_pace import learn_pace
from pipeline.school_holidays import Community, is_day_off
from vigie.model import Cause, Certificate


def lived(first: date, last: date, arrives: dict[date, int]) -> list[Certificate]:
    """One run a day between two days, newest first; `arrives` things are new then."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        Certificate(
            "s", "feed", Cause.OK, True, datetime.combine(day, time(6), UTC), 1.0, read=20, new=arrives.get(day, 0)
        )
        for day in reversed(days)
    ]


def morning(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)


MONDAY = date(2026, 1, 5)
WEEKLY = {MONDAY + timedelta(weeks=n): 1 for n in range(1, 7)}


def test_the_pace_of_a_weekly_source_is_its_week() -> None:
    """Five arrivals, seven days apart, outside holidays: five working days and two of a week-end."""
    pace = learn_pace(lived(MONDAY, MONDAY + timedelta(weeks=5), WEEKLY))
    assert pace
    assert pace.last == MONDAY + timedelta(weeks=5)
    week = pace.silence(morning(pace.last + timedelta(weeks=1)))
    weights = dict(pace.weights)
    assert weights[(False, False)] > weights[(True, False)], "nothing ever comes at a week-end"
    # Five equal gaps: the mean, lengthened by a fifth because five gaps are few.
    calm = 5 * weights[(False, False)] + 2 * weights[(True, False)]
    assert pace.pace == pytest.approx(calm * 1.2)
    assert week == pytest.approx(calm - weights[(False, False)] + weights[(False, True)]), "16 February is a holiday"


def test_too_few_arrivals_are_no_pace() -> None:
    two = {MONDAY + timedelta(weeks=1): 3, MONDAY + timedelta(weeks=2): 1}
    assert learn_pace(lived(MONDAY, MONDAY + timedelta(weeks=20), two)) is None
    assert learn_pace([]) is None


def test_silence_does_not_stretch_the_pace_it_is_judged_by() -> None:
    short = learn_pace(lived(MONDAY, MONDAY + timedelta(weeks=6), WEEKLY))
    long = learn_pace(lived(MONDAY, MONDAY + timedelta(weeks=40), WEEKLY))
    assert short
    assert long
    assert long.pace == pytest.approx(short.pace)
    assert long.silence(morning(MONDAY + timedelta(weeks=40))) > 4 * short.pace


def test_holidays_weigh_less_for_the_community_that_has_them() -> None:
    """From 27 April to 10 May 2026 French-speaking schools are closed, those of Flanders are not."""
    runs = lived(MONDAY, MONDAY + timedelta(weeks=5), WEEKLY)
    french, flemish = learn_pace(runs, Community.FR), learn_pace(runs, Community.NL)
    assert french
    assert flemish
    start, end = date(2026, 4, 26), date(2026, 5, 10)
    assert all(is_day_off(start + timedelta(days=n), Community.FR) for n in range(1, 15))

    def passes(pace: object) -> float:
        return pace.silence(morning(end)) - pace.silence(morning(start))  # type: ignore[attr-defined, no-any-return]

    assert passes(french) < 0.75 * passes(flemish)


def test_a_list_that_stands_still_alarms_and_is_still_whole() -> None:
    runs = lived(MONDAY, MONDAY + timedelta(weeks=6), WEEKLY)
    same = Evidence(20, 0, 0, True, True, new=0)
    loud = []
    for day in range(1, 120):
        at = morning(MONDAY + timedelta(weeks=6, days=day))
        outcome = decide(Evidence(20, 0, 0, True, True, new=0, at=at), runs)
        assert (outcome.cause, outcome.complete) == (Cause.UNCHANGED, True)
        loud += [day] * bool(outcome.alarms)
        runs.insert(0, Certificate("s", "feed", Cause.UNCHANGED, True, at, 1.0, read=20))
    assert loud == list(range(loud[0], 120)), "once it is silent it stays so until something comes"
    assert 21 <= loud[0] <= 45, "three weeks of its calendar, the holidays of carnival among them"
    assert decide(same, runs).alarms == (), "without a clock nothing is late"
    news = Evidence(20, 20, 0, False, True, new=1, at=morning(MONDAY + timedelta(weeks=6, days=120)))
    assert decide(news, runs).alarms == ()


def test_the_alarm_says_its_numbers() -> None:
    runs = lived(MONDAY, MONDAY + timedelta(weeks=6), WEEKLY)
    pace = learn_pace(runs)
    assert pace
    at = morning(MONDAY + timedelta(weeks=6, days=90))
    (alarm,) = decide(Evidence(20, 0, 0, True, True, new=0, at=at), runs).alarms
    assert alarm == f"nothing new for 90 days, where something comes every {pace.pace:.0f} days out of holidays"
