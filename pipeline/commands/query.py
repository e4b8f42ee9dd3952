"""`vigie query agenda|watch|calls`: what is shown now, or was shown at an instant, through the filters of the site."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from feeds import formats, table
from feeds.channel import site_of
from pipeline.commands.options import Json, fail, house_for, instant_of, print_json, print_table
from pipeline.house import House
from vigie.codec import to_plain
from vigie.model import BRUSSELS, Article, Call, Event, Item, Kind, WallTime
from warehouse import as_of, items
from warehouse.item_filter import ItemFilter


class View(StrEnum):
    """What can be asked for: the three views that editors know."""

    AGENDA = "agenda"
    WATCH = "watch"
    CALLS = "calls"


KINDS = {View.AGENDA: Kind.EVENT, View.WATCH: Kind.NEWS, View.CALLS: Kind.CALL}
COLUMNS = {
    View.AGENDA: ("id", "next session", "title", "municipality", "status", "sources"),
    View.WATCH: ("id", "published", "title", "municipality", "language", "sources"),
    View.CALLS: ("id", "next deadline", "title", "municipality", "state", "sources"),
}


def query(
    view: Annotated[View, typer.Argument(help="agenda (events), watch (news) or calls.")],
    at: Annotated[
        str | None,
        typer.Option("--as-of", metavar="INSTANT", help="As it was shown then: 2026-03-01T12:00 (Brussels) or with Z."),
    ] = None,
    province: Annotated[str | None, typer.Option("--province", metavar="SLUG", help="namur, liege, hainaut …")] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", metavar="FACET:SLUG", help="May be given again: all must hold.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SLUG", help="Told by this source.")] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="WORDS", help="Full text, as the site searches.")
    ] = None,
    closed: Annotated[
        bool, typer.Option("--closed", help="Also events that are over and calls that are closed.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many items.")] = 50,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the columns of the published CSV, rows by id.")] = False,
) -> None:
    """Lists what is shown now, or what was shown at an instant; `--json` gives whole items.

    Calls are open, events not over as of that instant. Texts and images that may not be republished stay out of CSV.
    """
    if json and csv:
        raise fail("either --json or --csv", 2)
    then = instant_of(at, "--as-of") if at else None
    house = house_for()
    wanted = ItemFilter(
        KINDS[view],
        province=province,
        topics=tuple(topic or ()),
        source=source,
        text=text,
        include_closed=closed,
        limit=limit,
    )
    now = then or house.settings.clock()
    with house.engine.connect() as connection:
        found = as_of.find(connection, wanted, then) if then else items.find(connection, wanted, now)
    if json:
        print_json([whole(item, now) for item in found])
    elif csv:
        sys.stdout.buffer.write(_csv(house, view, found, now))
    else:
        shown = now.astimezone(ZoneInfo(BRUSSELS))
        title = f"{view} as of {shown:%Y-%m-%d %H:%M} (Brussels): {len(found)} items"
        print_table(title, COLUMNS[view], (_row(item, now) for item in found))


def whole(item: Item, now: datetime) -> dict[str, Any]:
    """An item as JSON: its id, kind and times, the fields of its content, its sightings; the state of a call."""
    plain: dict[str, Any] = to_plain(item)
    plain["kind"] = item.kind.value
    if isinstance(item.content, Call):
        plain["state"] = item.content.state(now).value
    return plain


def _row(item: Item, now: datetime) -> tuple[object, ...]:
    content = item.content
    where = content.place.municipality or "" if content.place else ""
    at: WallTime | None
    if isinstance(content, Event):
        coming = [o.start for o in sorted(content.occurrences) if o.closes_at() > now]
        at, state = (coming[0] if coming else content.occurrences[-1].start), content.status.value
    elif isinstance(content, Article):
        at, state = content.published, content.language or ""
    else:
        following = content.next_deadline(now)
        at, state = (following.at if following else None), content.state(now).value
    return item.id, _said(at), content.title, where, state, ", ".join(dict.fromkeys(s.source for s in item.sightings))


def _said(at: WallTime | None) -> str:
    if at is None:
        return ""
    return f"{at.local:%Y-%m-%d %H:%M}" if at.has_clock else at.isoformat()


def _csv(house: House, view: View, found: tuple[Item, ...], now: datetime) -> bytes:
    site = site_of(house.settings)
    day = now.astimezone(ZoneInfo(BRUSSELS)).date()
    return table.render(found, formats.channel_for(f"{view}.csv", KINDS[view], found, site, day))


def register(app: typer.Typer) -> None:
    app.command()(query)
