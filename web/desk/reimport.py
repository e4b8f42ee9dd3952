"""`/desk/import`: the workbook of the desk comes back, its changes are shown, and those that are chosen become edits.

Nothing is written without confirmation. What was shown goes through the browser signed; when anything that it rests on
moved meanwhile, nothing of it is applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from feeds.channel import site_of
from vigie.codec import content_hash, to_plain
from vigie.model import Item
from warehouse import editing, items, journal
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role
from web.desk.reimport_diff import READ_ONLY, compare
from web.desk.reimport_fields import FIELDS
from web.desk.reimport_file import LARGEST, Unreadable, read_book
from web.query import ITEM_ID
from web.secrets import signing_key

LASTING = 2 * 3600
"""Seconds for which a preview may be confirmed."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One change as it goes through the browser. `mark` is of what the field was when it was shown."""

    item: str
    field: str
    value: Any
    mark: str

    @property
    def key(self) -> str:
        return f"{self.item} {self.field}"


class Stale(ValueError):
    """Something moved since the preview: `titles` are of the items."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = tuple(titles)


def routes(desk: Desk) -> APIRouter:
    """The form, the preview, and what is confirmed."""
    router = APIRouter()
    site = site_of(desk.settings)
    editor = Depends(desk.gate.allow(Role.EDITOR))
    signer = URLSafeTimedSerializer(signing_key(desk.settings), salt="vigie desk import")

    def page(request: Request, person: Person, status: int = 200, **values: Any) -> Response:
        known: dict[str, Any] = {"diff": None, "plan": "", "refused": None, "stale": (), "none_chosen": False}
        return desk.page(request, person, "desk/import.html", status, **{**known, **values}, most=LARGEST >> 20)

    def asked(request: Request, person: Person = editor) -> Response:
        return page(request, person)

    async def previewed(request: Request, person: Person = editor) -> Response:
        file = form(request).get("file")
        data = await file.read(LARGEST + 1) if isinstance(file, UploadFile) else b""
        return await run_in_threadpool(preview, request, person, data)

    def preview(request: Request, person: Person, data: bytes) -> Response:
        try:
            book = read_book(data, frozenset(FIELDS), READ_ONLY)
        except Unreadable as error:
            return page(request, person, 422, refused=error)
        wanted = [row.id for row in book.rows if ITEM_ID.fullmatch(row.id)]
        with desk.engine.connect() as connection:
            stand = {item.id: item for item in items.load(connection, wanted)}
            diff = compare(book, stand, site)
            plan = [[c.item, c.field, c.value, mark_of(connection, stand[c.item], c.field)] for c in diff.changes]
        signed = signer.dumps([person.name, plan])
        return page(request, person, diff=diff, plan=signed)

    def applied(request: Request, person: Person = editor) -> Response:
        said = form(request)
        try:
            name, plan = signer.loads(str(said.get("plan", "")), max_age=LASTING)
        except BadData:
            return page(request, person, 409, stale=("",))
        if name != person.name:
            return page(request, person, 409, stale=("",))
        chosen = set(said.getlist("change"))
        wanted = [one for one in (Planned(*row) for row in plan) if one.key in chosen]
        if not wanted:
            return page(request, person, 422, none_chosen=True)
        try:
            with desk.act() as connection:
                first = apply(connection, wanted, person.name, desk)
        except Stale as error:
            return page(request, person, 409, stale=error.titles)
        desk.curated()
        return RedirectResponse(f"/desk/audit/{first}?done={len(wanted)}", status_code=303)

    for method, path, endpoint in (
        ("GET", "/desk/import", asked),
        ("POST", "/desk/import", previewed),
        ("POST", "/desk/import/apply", applied),
    ):
        router.add_api_route(path, endpoint, methods=[method], response_class=HTMLResponse)
    return router


def mark_of(connection: Connection, item: Item, field: str) -> str:
    """Moves when the field of an item does, when somebody edits it, or when the item is merged or withdrawn."""
    edit = editing.held_edit(connection, item.id, field)
    return content_hash([getattr(item.content, field), item.merged_into, item.withdrawn_at, edit["id"] if edit else 0])


def apply(connection: Connection, wanted: Sequence[Planned], author: str, desk: Desk) -> int:
    """Writes the chosen changes as one act; the number of its first row, by which it is undone as one. Raises Stale."""
    before = editing.begin(connection)
    stand = {item.id: item for item in items.load(connection, sorted({one.item for one in wanted}))}
    moved = [
        one for one in wanted
        if one.item not in stand or mark_of(connection, stand[one.item], one.field) != one.mark
    ]  # fmt: skip
    if moved:
        raise Stale([stand[one.item].content.title if one.item in stand else one.item for one in moved])
    for one in wanted:
        if one.field == "topics":
            _tag(connection, stand[one.item], one.value or [], author, desk)
        else:
            editing.edit(connection, one.item, one.field, one.value, author, desk.now())
    first = before + 1
    journal.amend(connection, first, {"group": first})
    return first


def _tag(connection: Connection, item: Item, wanted: Sequence[str], author: str, desk: Desk) -> None:
    """Topics are tagged one by one: what sources say of the others goes on counting."""
    held = to_plain(item.content.topics)
    for topic in sorted({*held, *wanted}):
        if (topic in held) != (topic in wanted):
            editing.tag(connection, item.id, topic, topic in wanted, author, desk.now())
