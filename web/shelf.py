"""The one way to the warehouse: what the pages ask for, in the pages' terms.

Every call is one short read transaction. Items pass the rights gate here: what a page gets, it may print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, text

from feeds.rights import released
from vigie.model import BRUSSELS, FieldChoice, Item, Kind
from warehouse import agenda, explain, items, selected
from warehouse.agenda import Cut, DayCount, Question
from web.agenda import MOST, RUNNING, Period, covered
from web.agenda_query import AgendaQuery
from web.facets import Counts
from web.marked import Marked
from web.query import FARTHEST, When

BRUSSELS_ZONE = ZoneInfo(BRUSSELS)
PAGES_KEPT = 256


@dataclass(frozen=True, slots=True)
class Page:
    """What the warehouse gave for one page of the agenda: its items, what was found in all, and the names of the
    sources that were read at least once, by slug."""

    items: tuple[Item, ...]
    page: agenda.Found
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the agenda: its items, the days that it shows whole, `more` when the last of them goes on, and what
    was found on all days asked for."""

    items: tuple[Item, ...]
    days: Period
    more: bool
    found: agenda.Found
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Month:
    """What begins on each day of a month, the counts of the facets, and the names of the sources by slug."""

    days: tuple[DayCount, ...]
    counts: Counts
    sources: Mapping[str, str]


class Shelf:
    """Reads items of one warehouse."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pages = Marked[Page](PAGES_KEPT)
        self._months = Marked[Month](PAGES_KEPT)

    def agenda(self, query: AgendaQuery, days: Period, now: datetime) -> Listing:
        """One page of the events that touch the days from `days.start` on, those of this morning too, with the counts
        of all the days asked for. The page ends before the first day that it has not read whole (`web.agenda.covered`);
        a page further than the first one is of that day alone."""
        today, page = now.date(), query.page - 1
        alone = query.when is When.RUNNING
        shown = replace(days, last=days.start) if page and not alone else days
        asked = query.question(shown.start, shown.last, today)
        coming = Cut(0) if alone else Cut(MOST + 1, page * MOST)
        running = Cut(RUNNING, page * RUNNING) if alone else Cut(0 if page else RUNNING)
        found = self._found_of(asked, coming, running)
        firsts = [at.astimezone(BRUSSELS_ZONE).date() for _, at in found.page.coming]
        last = covered(shown, firsts).last
        kept = [id_ for (id_, _), day in zip(found.page.coming[:MOST], firsts, strict=False) if day <= last]
        wanted = set(kept) | set(found.page.running)
        more = len(firsts) > MOST and firsts[MOST] == last
        return Listing(
            tuple(i for i in found.items if i.id in wanted), replace(shown, last=last), more, found.page, found.sources
        )

    def month(self, query: AgendaQuery, first: date, last: date, now: datetime) -> Month:
        """What begins on each day of a month, and what stands beside it."""
        asked = query.question(first, last, now.date())

        def read(connection: Connection) -> Month:
            counts = agenda.find(connection, asked, Cut(0), Cut(0)).counts
            return Month(agenda.by_day(connection, asked), counts, selected.source_names(connection))

        return self._months.of(self._engine, asked, read)

    def next_event(self, query: AgendaQuery, after: date, now: datetime) -> Item | None:
        """The event whose next session comes first from `after` on, or None."""
        asked = query.question(after, after + FARTHEST, now.date())
        with self._engine.connect() as connection:
            found = agenda.find(connection, asked, Cut(1), Cut(0))
            return next(iter(_released(items.load(connection, [id_ for id_, _ in found.coming]))), None)

    def _found_of(self, asked: Question, coming: Cut, running: Cut) -> Page:
        def read(connection: Connection) -> Page:
            found = agenda.find(connection, asked, coming, running)
            ids = dict.fromkeys([*found.running, *(id_ for id_, _ in found.coming)])
            return Page(_released(items.load(connection, list(ids))), found, selected.source_names(connection))

        return self._pages.of(self._engine, (asked, coming, running), read)

    def get(self, item: str) -> Item | None:
        with self._engine.connect() as connection:
            found = items.get(connection, item)
        return released(found) if found else None

    def redirect(self, item: str) -> str | None:
        """The id that an id was merged into, or None."""
        with self._engine.connect() as connection:
            return items.redirect(connection, item)

    def why(self, item: str, field: str) -> FieldChoice | None:
        with self._engine.connect() as connection:
            return explain.explain(connection, item, field)

    def totals(self, now: datetime) -> dict[str, int]:
        """Items by kind. Raises SQLAlchemyError when the warehouse does not answer."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            return {kind.value: items.count(connection, items.ItemFilter(kind=kind), now) for kind in Kind}


# A released item is a pure function of the item; a page is asked for far more often than its items move.
_release = lru_cache(maxsize=2048)(released)


def _released(found: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(_release(item) for item in found)
