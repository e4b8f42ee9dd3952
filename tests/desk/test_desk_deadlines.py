"""The deadline board: days counted in Brussels through both changes of the clock, and calls that come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from desk_site import DeskSite, desk_site
from selection_samples import FONDS, NOW, bring, call
from selection_samples import at as on

from vigie.model import Call, Content, Deadline, Item
from warehouse.call_rows import Past
from web.desk.deadline_board import Column, board, expected, is_numbered, series_key

MADE = datetime(2026, 1, 1, tzinfo=UTC)


def item(content: Call, number: int = 1) -> Item:
    return Item(f"00000000-0000-4000-8000-{number:012d}", content, (), MADE, MADE)


def stands(content: Call, now: datetime) -> tuple[Column, int | None] | None:
    """Where one call is on the board, and its days."""
    laid = board([item(content)], (), now).columns
    return next(((column, rows[0].days) for column, rows in laid.items() if rows), None)


SPRING, AUTUMN = call("Printemps", on(3, 31)), call("Automne", on(10, 28))
NOON = call("Midi", on(3, 29, 12))


@pytest.mark.parametrize(("content", "now", "column", "days"), [
    # The clock goes forward on Sunday 29 March 2026 at 01:00 UTC: Brussels is UTC+1 before, UTC+2 after.
    (SPRING, datetime(2026, 3, 28, 22, 59, tzinfo=UTC), Column.THREE, 3),  # Saturday 23:59
    (SPRING, datetime(2026, 3, 28, 23, 0, tzinfo=UTC), Column.THREE, 2),  # Sunday 00:00
    (SPRING, datetime(2026, 3, 29, 21, 59, tzinfo=UTC), Column.THREE, 2),  # Sunday 23:59
    (SPRING, datetime(2026, 3, 29, 22, 0, tzinfo=UTC), Column.THREE, 1),  # Monday 00:00
    (SPRING, datetime(2026, 3, 31, 21, 59, tzinfo=UTC), Column.TODAY, 0),  # its last minute
    (SPRING, datetime(2026, 3, 31, 22, 0, tzinfo=UTC), Column.CLOSED, -1),  # Wednesday 00:00
    (SPRING, datetime(2026, 3, 27, 22, 59, tzinfo=UTC), Column.FOURTEEN, 4),
    (SPRING, datetime(2026, 3, 17, 12, 0, tzinfo=UTC), Column.FOURTEEN, 14),
    (SPRING, datetime(2026, 3, 16, 12, 0, tzinfo=UTC), Column.THIRTY, 15),
    (SPRING, datetime(2026, 3, 1, 12, 0, tzinfo=UTC), Column.THIRTY, 30),
    (SPRING, datetime(2026, 2, 28, 12, 0, tzinfo=UTC), Column.LATER, 31),
    (NOON, datetime(2026, 3, 28, 23, 30, tzinfo=UTC), Column.TODAY, 0),
    (NOON, datetime(2026, 3, 29, 9, 59, tzinfo=UTC), Column.TODAY, 0),  # 11:59 in Brussels, summer already
    (NOON, datetime(2026, 3, 29, 10, 0, tzinfo=UTC), Column.CLOSED, 0),
    # It goes back on Sunday 25 October 2026 at 01:00 UTC: UTC+2 before, UTC+1 after.
    (AUTUMN, datetime(2026, 10, 24, 21, 59, tzinfo=UTC), Column.FOURTEEN, 4),  # Saturday 23:59
    (AUTUMN, datetime(2026, 10, 24, 22, 0, tzinfo=UTC), Column.THREE, 3),  # Sunday 00:00
    (AUTUMN, datetime(2026, 10, 25, 22, 59, tzinfo=UTC), Column.THREE, 3),  # Sunday 23:59, a day of 25 hours
    (AUTUMN, datetime(2026, 10, 25, 23, 0, tzinfo=UTC), Column.THREE, 2),
    (AUTUMN, datetime(2026, 10, 28, 22, 59, tzinfo=UTC), Column.TODAY, 0),
    (AUTUMN, datetime(2026, 10, 28, 23, 0, tzinfo=UTC), Column.CLOSED, -1),
])  # fmt: skip
def test_days_are_counted_in_brussels(content: Call, now: datetime, column: Column, days: int) -> None:
    assert stands(content, now) == (column, days)


def test_what_has_no_day_has_a_place_of_its_own() -> None:
    now = datetime(2026, 3, 12, 9, tzinfo=UTC)
    assert stands(Call("Mobilité", rolling=True), now) == (Column.ROLLING, None)
    assert stands(Call("Marché"), now) == (Column.UNKNOWN, None)
    assert stands(call("Bientôt", on(6, 1), opens=on(4, 1)), now) == (Column.ANNOUNCED, None)
    assert stands(Call("Clos", closed=True), now) == (Column.CLOSED, None)
    assert stands(call("Il y a treize jours", on(2, 27)), now) == (Column.CLOSED, -13)
    assert stands(call("Il y a quinze jours", on(2, 25)), now) is None
    strict = Call("Avant le 15", deadlines=(Deadline(on(3, 15), strict=True),))
    assert stands(strict, now) == (Column.THREE, 2)  # the 14th is the last day in time


@pytest.mark.parametrize(("title", "key", "numbered"), [
    ("Bourse d’écriture 2026 (3e édition)", "bourse d ecriture", True),
    ("Bourse d’écriture 2025", "bourse d ecriture", True),
    ("Bourse d'écriture", "bourse d ecriture", False),
    ("Résidence arts et sciences – session II", "residence arts et sciences", True),
])  # fmt: skip
def test_the_years_of_one_call_share_a_key(title: str, key: str, numbered: bool) -> None:
    assert (series_key(title), is_numbered(title)) == (key, numbered)


def told(title: str, *days: date, giver: str = "Fonds") -> list[Past]:
    return [Past(f"{title} {day.year}", title, day, (giver,)) for day in days]


def test_a_call_of_two_years_is_expected_again_with_its_evidence() -> None:
    past = told("Prix 2024", date(2024, 4, 20)) + told("Prix 2025", date(2025, 4, 28))
    (found,) = expected((), past, NOW)
    assert (found.title, found.day, found.sure) == ("Prix 2025", date(2026, 4, 28), True)
    assert [one.day for one in found.evidence] == [date(2025, 4, 28), date(2024, 4, 20)]


def test_nothing_is_expected_without_evidence() -> None:
    once, other_season = told("Prix", date(2025, 4, 28)), told("Aide", date(2024, 10, 1), date(2025, 4, 28))
    assert expected((), once, NOW) == ()
    assert expected((), other_season, NOW) == ()
    two_givers = told("Prix", date(2024, 4, 20), giver="Un") + told("Prix", date(2025, 4, 20), giver="Autre")
    assert expected((), two_givers, NOW) == ()
    (guess,) = expected((), told("Prix 2025", date(2025, 4, 28)), NOW)
    assert not guess.sure
    running = [item(call("Prix 2026", on(4, 20)))]
    both = told("Prix 2024", date(2024, 4, 20)) + told("Prix 2025", date(2025, 4, 28))
    assert expected(running, both, NOW) == ()


def test_it_is_expected_in_its_season_alone() -> None:
    both = told("Prix 2024", date(2024, 2, 29)) + told("Prix 2025", date(2025, 2, 28))
    days = [date(2025, 10, 30), date(2025, 10, 31), date(2026, 4, 14), date(2026, 4, 15)]
    seen = [bool(expected((), both, datetime(d.year, d.month, d.day, 12, tzinfo=UTC))) for d in days]
    assert seen == [False, True, True, False]  # 120 days before 28 February 2026, 45 days after


@pytest.fixture(scope="module")
def house() -> Iterator[DeskSite]:
    with desk_site() as made:
        years: dict[str, Content] = {f"prix-{y}": call(f"Prix d’avril {y}", on(4, 20, year=y)) for y in (2024, 2025)}
        bring(made.engine, FONDS, years, NOW - timedelta(days=300))
        bring(made.engine, FONDS, {
            **years, "demain": call("Bourse de demain", on(3, 13)), "hier": call("Appel d’hier", on(3, 11)),
            "continu": Call("Aide en continu", rolling=True),
        }, NOW - timedelta(days=1))  # fmt: skip
        yield made


def test_the_page_shows_the_board(house: DeskSite) -> None:
    page = house.signed_in().get("/desk/deadlines").text
    order = ["Aujourd’hui", "Bourse de demain", "J-14", "Aide en continu", "Clôturés il y a peu", "Appel d’hier",
             "Attendus à nouveau", "Prix d’avril 2025"]  # fmt: skip
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "20 avril 2025" in page.replace("\u00a0", " ")
    assert "éligible" not in page


def test_the_clock_of_the_house_decides(house: DeskSite) -> None:
    late = DeskSite(replace(house.settings, now=datetime(2026, 3, 13, 23, 30, tzinfo=UTC)), house.engine)
    page = late.signed_in().get("/desk/deadlines").text
    assert page.index("Clôturés il y a peu") < page.index("Bourse de demain")
