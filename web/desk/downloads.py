"""The editors' list as a file: the same rows as the screen, in their order. XLSX is what the import reads back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from feeds import calls_ics, ics, table, xlsx_desk, xlsx_parts
from feeds.channel import Channel, Site, site_of
from feeds.rights import released
from vigie.model import Item, Kind
from web.desk.desk import Desk
from web.desk.people import Person, Role
from web.desk.reimport_fields import MARKED, marks
from web.desk.search import DeskQuery, every_item, read_desk_query
from web.desk.table_values import desk_columns, said
from web.feed_pages import today
from web.words import translations

CHUNK = 1 << 18
HELD = 8 << 20
"""Bytes of a file that is made in memory; a larger one is made on the disk."""

Make = Callable[[Iterator[Item], "Wanted", BinaryIO], None]


class Wanted:
    """One download: whose site, which title, when."""

    def __init__(self, desk: Desk, title: str) -> None:
        self.site: Site = site_of(desk.settings)
        self.title = title
        self.at = desk.now()


def routes(desk: Desk) -> APIRouter:
    """`/desk/items.xlsx`, `.csv`, `.ics`, `.json`."""
    router = APIRouter()
    reader = Depends(desk.gate.allow(Role.VIEWER))

    def serve(ending: str) -> Callable[[Request, Person], Response]:
        media_type, make = FILES[ending]

        def download(request: Request, person: Person = reader) -> Response:
            day = today(desk.now())
            query = read_desk_query(request.query_params, day)
            gettext, _ = translations(desk.pages(request, person).language)
            wanted = Wanted(desk, gettext("Contenus de Vigie"))
            held = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115 (closed when it has been sent)
            with desk.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                make(rows(connection, query, desk), wanted, held)  # type: ignore[arg-type]
            size = held.tell()
            held.seek(0)
            headers = {
                "content-disposition": f'attachment; filename="vigie-{day.isoformat()}{ending}"',
                "content-length": str(size),
                "cache-control": "no-store",
            }
            return StreamingResponse(_sent(held), media_type=media_type, headers=headers)

        return download

    for ending in FILES:
        router.add_api_route(f"/desk/items{ending}", serve(ending), methods=["GET"], response_class=Response)
    return router


def rows(connection: Connection, query: DeskQuery, desk: Desk) -> Iterator[Item]:
    """The items of a list, with no more of their texts than may leave the house."""
    return (released(item) for item in every_item(connection, query, desk.now()))


def _xlsx(items: Iterator[Item], wanted: Wanted, out: BinaryIO) -> None:
    def told(item: Item) -> list[str]:
        return marks(item, wanted.site)

    xlsx_desk.write(items, desk_columns(), MARKED, told, wanted.site, wanted.title, wanted.at, out)


def _csv(items: Iterator[Item], wanted: Wanted, out: BinaryIO) -> None:
    columns = [column for column, _ in desk_columns()]
    out.write(table.EXCEL.mark + table.line([column.name for column in columns], table.EXCEL))
    for item in items:
        out.write(table.line(table.row(item, wanted.site, columns, table.EXCEL), table.EXCEL))


def _ics(items: Iterator[Item], wanted: Wanted, out: BinaryIO) -> None:
    """Sessions of events and deadlines of calls; news have no day to keep."""
    channel = Channel("desk", wanted.title, wanted.title, f"{wanted.site.url}/desk/items.ics",
                      f"{wanted.site.url}/desk/items", wanted.site, wanted.at, whole=True)  # fmt: skip
    cuts = {Kind.EVENT: ics.FORMAT.cut, Kind.CALL: calls_ics.FORMAT.cut}
    pieces = (piece.data for item in items if item.kind in cuts for piece in cuts[item.kind](item, wanted.site))
    ics.write(pieces, channel, out)


def _json(items: Iterator[Item], wanted: Wanted, out: BinaryIO) -> None:
    columns = desk_columns()
    out.write(b'{"title":' + orjson.dumps(wanted.title) + b',"made_at":' + orjson.dumps(wanted.at) + b',"items":[')
    for number, item in enumerate(items):
        plain = {column.name: text for column, kind in columns if (text := said(column, kind, item, wanted.site))}
        out.write((b",\n" if number else b"\n") + orjson.dumps(plain))
    out.write(b"\n]}\n")


FILES: dict[str, tuple[str, Make]] = {
    ".xlsx": (xlsx_parts.MEDIA_TYPE, _xlsx),
    ".csv": ("text/csv; charset=utf-8; header=present", _csv),
    ".ics": ("text/calendar; charset=utf-8", _ics),
    ".json": ("application/json", _json),
}


def _sent(held: Iterable[bytes]) -> Iterator[bytes]:
    assert isinstance(held, tempfile.SpooledTemporaryFile)
    with held:
        while chunk := held.read(CHUNK):
            yield chunk
