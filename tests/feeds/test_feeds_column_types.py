"""Every column of every table has a type, and what it holds is of that type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from feed_samples import PLACE, SITE, article, at, call, event, sighting

from feeds.column_types import ALWAYS, Type, money, read_moment, typed_columns
from feeds.columns import columns_of
from feeds.rights import released
from tests.hostile_items import Fuzzer
from vigie.model import AttendanceMode, Kind, Money, MoneyRole

HOLDS = {
    Type.TEXT: str, Type.LINK: str, Type.LIST: tuple, Type.MOMENT: str, Type.INSTANT: str, Type.BOOLEAN: bool,
    Type.INTEGER: int, Type.MONEY: Decimal, Type.DEGREES: float,
}  # fmt: skip
_PICTURED = {"sightings": (sighting(image_rights="Photo : KIKK"),)}
_IMAGE = "https://kikk.example/i.jpg"
FULL = {
    Kind.EVENT: replace(
        event(900, image=_IMAGE, attendance=AttendanceMode.MIXED, online_url="https://live.example/"), **_PICTURED
    ),
    Kind.NEWS: replace(article(900, image=_IMAGE, updated=at("2026-08-21"), place=PLACE), **_PICTURED),
    Kind.CALL: replace(
        call(900, image=_IMAGE, place=PLACE, language="fr", amounts=(Money(MoneyRole.GRANT, Decimal(1), Decimal(2)),)),
        **_PICTURED,
    ),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_column_holds_its_type(kind):
    fuzzer = Fuzzer(41)
    hostile = [fuzzer.item(kind, number) for number in range(1, 201)]
    seen = set()
    for item in map(released, [FULL[kind], *hostile]):
        for column, type_ in typed_columns(kind):
            value = column.value(item, SITE)
            if column.name in ALWAYS:
                assert value not in (None, ""), column.name
            if value is None:
                continue
            seen.add(column.name)
            assert isinstance(value, HOLDS[type_]), (column.name, value)
            if type_ is Type.MOMENT:
                read_moment(str(value))
            elif type_ is Type.LINK:
                assert str(value).startswith(("https://", "http://"))
            elif type_ is Type.INSTANT:
                assert datetime.fromisoformat(str(value)).tzinfo == UTC
    assert {c.name for c in columns_of(kind)} == seen, "a column that is never filled was not looked at"


def test_a_moment_is_as_exact_as_it_says():
    assert read_moment("2026-03") == read_moment("2026-04")
    assert read_moment("2026-03-05").day == date(2026, 3, 5)
    assert read_moment("2026-03-05").instant is None
    late = read_moment("2026-03-05T00:30:00+01:00")
    assert (late.day, late.instant) == (date(2026, 3, 5), datetime(2026, 3, 4, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal("12.50"), Decimal("12.5")), (Decimal("-0"), Decimal(0)), (Decimal("1E+3"), Decimal(1000)),
     (Decimal("NaN"), None), (Decimal("Infinity"), None), (Decimal("1E+12"), None), (None, None), ("5", None)],
)  # fmt: skip
def test_amounts(value, expected):
    assert money(value) == expected
