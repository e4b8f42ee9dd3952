"""Sixty events that differ in what pages choose by: commune, price, attendance, state; beside the varied items."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import varied_items
import web_samples as made
from sqlalchemy import Engine

from vigie.model import AttendanceMode, Event, Money, MoneyRole, Occurrence, Place, Status, WallTime
from warehouse.curate import curate

PLACES = (
    ("Namur", "92094", "namur"), ("Liège", "62063", "liege"), ("Mons", "53053", "hainaut"),
    ("Bruxelles", "21004", None), (None, None, None),
)  # fmt: skip


def furnish(engine: Engine) -> None:
    """The varied items first, then these, first seen twenty days before the present."""
    varied_items.furnish(engine)
    brought = [made.record(made.HALLE, f"e{n}", _event(n)) for n in range(60)]
    made.bring(engine, made.HALLE, brought, made.NOW - timedelta(days=20))
    curate(engine, made.NOW)


def _event(n: int) -> Event:
    town, nis, province = PLACES[n % 5]
    place = Place(f"Salle {n}", "rue du Pont 1", None, town, nis, province) if town else None
    return Event(
        f"Soirée {n}",
        (Occurrence(WallTime.of_day(varied_items.TODAY + timedelta(days=n % 40))),),
        place=place,
        online_url="https://example.org/l" if n % 3 == 0 else None,
        attendance=(None, AttendanceMode.MIXED, AttendanceMode.ONLINE)[n % 7 % 3] if n % 2 else None,
        is_free=(True, False, None, None)[n % 4],
        language="fr",
        prices=(Money(MoneyRole.PRICE, Decimal(5), Decimal(5)),) if n % 4 == 3 else (),
        status=Status.FULL if n % 9 == 0 else Status.SCHEDULED,
        topics=("event_type:workshop", "discipline:xr"),
    )
