"""Which files an edition has, and what each is made of. Pure, but for the counts that a store gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from feeds.channel import Channel, Link, Site
from feeds.formats import ABOUT, ATOM, CALLS_ICS, FORMATS, ICS, JSON, NAMES, PARQUET, SLICED, TITLES, hub
from feeds.pieces import Format
from feeds.selection import window
from feeds.slices import folder
from feeds.store import Store
from feeds.wanted import Wanted
from vigie.model import Kind

CALENDARS = {Kind.EVENT: (ICS,), Kind.CALL: (CALLS_ICS,)}


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its path, its form, the pieces that it is made of, and how it names itself. `label` is the `slice` of
    the manifest: a slice, or `archive:2026-10`."""

    path: str
    format: Format
    wanted: Wanted
    words: str = ""
    whole: bool = False
    links: tuple[Link, ...] = ()
    history: str = ""
    label: str = ""

    @property
    def kind(self) -> Kind:
        return self.wanted.kind

    def on(self, day: date) -> Wanted:
        """What the file would have been made of on another day."""
        if self.wanted.day is None:
            return self.wanted
        since, until = window(day)
        return replace(self.wanted, day=day, since=since, until=until)

    def channel(self, site: Site, updated: datetime) -> Channel:
        """The words and addresses around the pieces."""
        kind, slice = self.kind, self.wanted.slice
        words = f" – {self.words}" if self.words else ""
        return Channel(
            name=NAMES[kind] + ("." + slice.replace(":", ".") if slice else ""),
            title=f"{site.name} – {TITLES[kind]}{words}",
            description=ABOUT[kind],
            self_url=site.feed(self.path),
            page_url=site.page_of(kind),
            site=site,
            updated=updated,
            since=self.wanted.since,
            until=self.wanted.until,
            kind=kind,
            whole=self.whole,
            links=(hub(site), *self.links),
            history=self.history,
        )


@dataclass(frozen=True, slots=True)
class Archive:
    """One Atom archive (RFC 5005): the items of a kind that were last revised in a month, as they stood at its end."""

    part: Part
    month: str

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The month as instants, the second one outside."""
        return month_span(self.month)


def parts(
    kind: Kind, slice: str, words: str, day: date, site: Site, store: Store, months: Sequence[str]
) -> Iterator[Part]:
    """The files of a slice of a kind ("" for the whole) on a day. `words` name it; `months` are those of archives."""
    base = folder(slice) + NAMES[kind]
    for format in SLICED[kind] if slice else FORMATS[kind]:
        since, until = window(day)
        wanted = Wanted(kind, slice, day, since, until, most=format.most)
        yield from _pages(base, format, wanted, words, site, store, months if not slice else ())


def years(kind: Kind, store: Store) -> Iterator[Part]:
    """What is kept year by year, without a window: calendars, and tables in the folders that analysts expect."""
    for calendar, year in ((c, y) for c in CALENDARS.get(kind, ()) for y in store.years(c, kind)):
        path = f"archive/{NAMES[kind]}-{year}{calendar.suffix}"
        wanted = Wanted(kind, since=date(year, 1, 1), until=date(year, 12, 31))
        yield Part(path, calendar, wanted, str(year), whole=True, label=f"archive:{year}")
    for year in store.years(PARQUET, kind):
        path = f"parquet/{NAMES[kind]}/year={year}/part-0{PARQUET.suffix}"
        yield Part(path, PARQUET, Wanted(kind, year=year), str(year), whole=True, label=f"year:{year}")


def archives(kind: Kind, site: Site, months: Sequence[str]) -> Iterator[Archive]:
    """The Atom archives of a kind, each linked to its neighbours; the oldest first."""
    paths = [archive_path(kind, month) for month in months]
    current = Link("current", site.feed(NAMES[kind] + ATOM.suffix))
    for at, month in enumerate(months):
        links = [current]
        if at > 0:
            links.append(Link("prev-archive", site.feed(paths[at - 1])))
        # The last one leads on to what is not archived yet.
        following = site.feed(paths[at + 1]) if at + 1 < len(paths) else current.href
        links.append(Link("next-archive", following))
        part = Part(paths[at], ATOM, Wanted(kind), month, True, tuple(links), "archive", f"archive:{month}")
        yield Archive(part, month)


def archived_months(revised: Sequence[str], live: int, day: date) -> list[str]:
    """The months that need an archive: those that are over, and the present one when the live feed cannot hold all."""
    present = f"{day:%Y-%m}"
    overflows = ATOM.most is not None and live > ATOM.most
    return [month for month in revised if month < present or (month == present and overflows)]


def archive_path(kind: Kind, month: str) -> str:
    return f"archive/{NAMES[kind]}-{month}{ATOM.suffix}"


def month_span(month: str) -> tuple[datetime, datetime]:
    """A month (`2026-10`) as instants of UTC, the second one outside."""
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    return first, (first + timedelta(days=31)).replace(day=1)


def _pages(
    base: str, format: Format, wanted: Wanted, words: str, site: Site, store: Store, months: Sequence[str]
) -> Iterator[Part]:
    """The file, and its further pages where the format has a word for them: JSON Feed leads on from page to page, Atom
    goes on into its archives."""
    first = Part(base + format.suffix, format, wanted, words, label=wanted.slice)
    if format is ATOM and months:
        yield replace(first, links=(Link("prev-archive", site.feed(archive_path(wanted.kind, months[-1]))),))
    elif format is ATOM:
        yield replace(first, history="complete" if store.count(format, wanted) <= (format.most or 0) else "")
    elif format is JSON:
        pages = max(1, -(-store.count(format, wanted) // (format.most or 1)))
        paths = [base + (f".{page}" if page > 1 else "") + format.suffix for page in range(1, pages + 1)]
        for page, path in enumerate(paths, 1):
            links = (Link("next", site.feed(paths[page])),) if page < pages else ()
            yield replace(first, path=path, wanted=replace(wanted, page=page), links=links)
    else:
        yield first
