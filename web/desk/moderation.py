"""`/desk/proposals`: what readers propose and report, decided by an editor. Nothing of it is public before, nor by the
decision alone: what is not in the archive cannot be an item (law 2), so an accepted proposal is handed over to whoever
adds sources, with what there is to add.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, select

from vigie.model import Item
from warehouse import items, proposals, undoing
from warehouse.proposals import About, Proposal, State
from warehouse.readings import fold
from warehouse.tables import journal, sources
from web.desk.desk import Desk
from web.desk.gate import form
from web.desk.people import Person, Role
from web.query import ITEM_ID

PATH = "/desk/proposals"
LONGEST_NOTE = 1_000
SLUG_MOST = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal, the item that it speaks of, the sources that already read its site, and what to add (YAML)."""

    proposal: Proposal
    item: Item | None
    known: tuple[str, ...]
    entry: str
    undo: int | None


def routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    viewer, editor = Depends(desk.gate.allow(Role.VIEWER)), Depends(desk.gate.allow(Role.EDITOR))

    def listed(request: Request, person: Person = viewer) -> Response:
        with desk.engine.connect() as connection:
            values: dict[str, Any] = {
                "waiting": _shown(connection, proposals.open_proposals(connection)),
                "decided": _shown(connection, proposals.decided_proposals(connection)),
            }
        return desk.page(request, person, "desk/proposals.html", **values, done=request.query_params.get("done", ""))

    def decide(request: Request, id: str, person: Person = editor) -> Response:
        said = form(request)
        state, note = str(said.get("state") or ""), str(said.get("note") or "").strip()[:LONGEST_NOTE]
        if not ITEM_ID.fullmatch(id) or state not in set(State) - {State.OPEN} or "\x00" in note:
            return back("gone")
        with desk.act() as connection:
            found = proposals.get(connection, id)
            if found is None or found.state is not State.OPEN:
                return back("gone")
            proposals.decide(connection, id, State(state), note or None, person.name, desk.now())
        if state == State.ACCEPTED and found.kind is About.ERROR and found.item:
            return RedirectResponse(f"/desk/e/{found.item}", status_code=303)
        return back(state, id)

    def undo(request: Request, id: str, person: Person = editor) -> Response:
        if not ITEM_ID.fullmatch(id):
            return back("gone")
        try:
            with desk.act() as connection:
                seq = _decision(connection, id)
                if seq is None:
                    return back("gone")
                undoing.undo(connection, seq, person.name, desk.now())
        except undoing.Refused:
            return back("gone")
        return back("undone", id)

    router.add_api_route(PATH, listed, methods=["GET"], response_class=Response)
    router.add_api_route(f"{PATH}/{{id}}", decide, methods=["POST"], response_class=Response)
    router.add_api_route(f"{PATH}/{{id}}/undo", undo, methods=["POST"], response_class=Response)
    return router


def back(done: str, id: str = "") -> Response:
    """To the list, which says what was done."""
    return RedirectResponse(f"{PATH}?done={done}{f'#p-{id}' if id else ''}", status_code=303)


def catalogue_entry(name: str, url: str) -> str:
    """The lines of a file of `sources/` for a site that a reader named, to be completed: only the platform is a guess
    that `vigie read URL` answers."""
    parts = urlsplit(url)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:SLUG_MOST].strip("-") or "source"
    entry = {
        "slug": slug,
        "name": name,
        "site": f"{parts.scheme}://{parts.netloc}/",
        "kinds": ["event"],
        "platform": "html",
        "priority": 2,
        "state": "unconfirmed",
        "url": url,
    }
    return yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=1000)


def _shown(connection: Connection, found: Sequence[Proposal]) -> tuple[Shown, ...]:
    hosts = _hosts(connection) if found else {}
    return tuple(_one(connection, one, hosts) for one in found)


def _one(connection: Connection, one: Proposal, hosts: dict[str, list[str]]) -> Shown:
    url = one.said.get("url", "")
    known = tuple(hosts.get(_host(url), ()))
    named = one.kind is not About.ERROR and url and not known
    entry = catalogue_entry(one.said.get("name") or _host(url), url) if named else ""
    undo = None if one.state is State.OPEN else _decision(connection, one.id)
    return Shown(one, items.get(connection, one.item) if one.item else None, known, entry, undo)


def _hosts(connection: Connection) -> dict[str, list[str]]:
    """Host of a site → names of the sources that read it."""
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(sources.c.name, sources.c.site).where(sources.c.site.is_not(None))):
        found.setdefault(_host(row.site), []).append(row.name)
    return found


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _decision(connection: Connection, id: str) -> int | None:
    """The row of the journal that told the last decision on a proposal."""
    c = journal.c
    query = select(c.seq).where(c.act == "desk", c.subject == f"proposals/{id}").order_by(c.seq.desc()).limit(1)
    return connection.execute(query).scalar()
