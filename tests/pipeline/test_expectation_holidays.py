"""School holidays of the three Communities: the data holds to the rules that are known, and each line says where it
is from."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from pipeline.school_holidays import Community, Holidays, community_of, is_day_off, school_holidays
from transforms.grammar.feasts import easter


def of(community: Community) -> list[Holidays]:
    return [holidays for holidays in school_holidays() if holidays.community is community]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def flemish(year: int) -> dict[str, tuple[date, date]]:
    """The decree of 17 April 1991, worked out here from its words: first and last days of a calendar year's
    holidays."""
    christmas, sunday = date(year, 12, 25), easter(year)
    winter = monday_of(christmas) + timedelta(weeks=christmas.weekday() >= 5)
    saints = date(year, 11, 1)
    autumn = saints + timedelta(days=1) if saints.weekday() == 6 else monday_of(saints)
    carnival = sunday + timedelta(days=1) - timedelta(weeks=7)
    first_of_april = date(year, 4, 1) + timedelta(days=-date(year, 4, 1).weekday() % 7)
    spring, extra = first_of_april, 0
    if sunday.month == 3:
        spring = sunday + timedelta(days=1)
    elif sunday > date(year, 4, 15):
        spring, extra = sunday + timedelta(days=1) - timedelta(weeks=2), 1
    return {
        "carnival": (carnival, carnival + timedelta(days=6)),
        "spring": (spring, spring + timedelta(days=13 + extra)),
        "summer": (date(year, 7, 1), date(year, 8, 31)),
        "autumn": (autumn, autumn + timedelta(days=6)),
        "winter": (winter, winter + timedelta(days=13)),
    }


@pytest.mark.parametrize("year", range(2023, 2028))
def test_flemish_holidays_follow_their_decree(year: int) -> None:
    found = {h.name: (h.first, h.last) for h in of(Community.NL) if h.first.year == year}
    assert found == flemish(year)


def test_french_holidays_are_two_weeks_and_seven_in_summer() -> None:
    for holidays in of(Community.FR):
        days = (holidays.last - holidays.first).days + 1
        assert holidays.last.weekday() == 6, holidays
        assert days == (51 if holidays.name == "summer" else 14), holidays
        assert holidays.first.weekday() == (5 if holidays.name == "summer" else 0), holidays


def test_terms_of_the_french_community_are_five_to_ten_weeks() -> None:
    """Seven weeks are the aim, six to eight the rule; summer ends and begins at a week-end."""
    for before, after in pairwise(of(Community.FR)):
        assert 5 <= (after.first - before.last).days / 7 <= 10, (before, after)


@pytest.mark.parametrize("community", Community)
def test_lines_are_in_order_and_say_where_they_are_from(community: Community) -> None:
    lines = of(community)
    assert {line.first.year for line in lines} >= set(range(2023, 2028))
    for line in lines:
        assert line.first <= line.last
        assert "http" in line.origin or "github.com" in line.origin, line
    assert all(before.last < after.first for before, after in pairwise(lines))


def test_german_holidays_begin_on_a_monday_or_with_the_summer() -> None:
    for line in of(Community.DE):
        assert line.first.weekday() == 0 or line.name == "summer", line


def test_a_day_off_is_one_of_a_community_or_of_all() -> None:
    carnival = date(2027, 2, 25)
    assert [is_day_off(carnival, c) for c in (Community.FR, Community.NL)] == [True, False]
    ascension = easter(2026) + timedelta(days=39)
    assert all(is_day_off(ascension, community) for community in Community)
    assert not any(is_day_off(date(2026, 9, 16), community) for community in Community)


def test_a_year_that_is_not_known_has_public_holidays_alone() -> None:
    off = [date(2040, 1, 1) + timedelta(days=n) for n in range(366)]
    assert sum(is_day_off(day, Community.FR) for day in off) == 10


def test_languages_and_their_communities() -> None:
    assert [community_of(language) for language in ("fr", "nl-BE", "de", "en", "")] == [
        Community.FR, Community.NL, Community.DE, Community.FR, Community.FR,
    ]  # fmt: skip
