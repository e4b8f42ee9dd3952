"""`/desk/audit`: who decided what, when, old and new; what an undo would do, why it is refused; proof of the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from feeds import table
from vigie.codec import to_json
from vigie.model import WallTime
from warehouse import audit_pages, auditing, desk_people, journal, undoing
from warehouse.audit_pages import Wanted
from warehouse.auditing import PEOPLE, Verified
from warehouse.journal import Act
from web.desk.audit_lines import Line, lines
from web.desk.desk import Desk
from web.desk.field_forms import SHAPES
from web.desk.gate import Refused
from web.desk.people import Person, Role
from web.query import ITEM_ID

SHOWN = 50
TRUSTED = timedelta(minutes=15)
"""How long a proof of the chain is shown before it is made anew: it reads the whole journal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address, as they stand in the form too."""

    person: str
    item: str
    act: str
    since: str
    until: str

    def wanted(self) -> Wanted:
        first, last = read_day(self.since), read_day(self.until)
        return Wanted(
            self.person or None,
            self.item or None,
            Act(self.act) if self.act else None,
            WallTime.of_day(first).utc if first else None,
            WallTime.of_day(last + timedelta(days=1)).utc if last else None,
        )

    def url(self, path: str, **more: object) -> str:
        named = (("person", self.person), ("item", self.item), ("act", self.act), ("from", self.since),
                 ("to", self.until), *more.items())  # fmt: skip
        pairs = [(name, value) for name, value in named if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path


class Proof:
    """The last proof of the chain, and when it was made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._kept: tuple[Verified, datetime] | None = None

    def of(self, now: datetime, again: bool) -> tuple[Verified, datetime]:
        with self._lock:
            if again or self._kept is None or not timedelta(0) <= now - self._kept[1] < TRUSTED:
                with self._desk.engine.connect() as connection:
                    self._kept = auditing.verify(connection, self._desk.settings.archive), now
            return self._kept


def routes(desk: Desk) -> APIRouter:
    """The trail, its file, one act, and its undo."""
    router = APIRouter()
    proof = Proof(desk)
    reader, editor = Depends(desk.gate.allow(Role.VIEWER)), Depends(desk.gate.allow(Role.EDITOR))

    def listed(request: Request, person: Person = reader) -> Response:
        asked = read_asked(request)
        before = _number(request.query_params.get("before"))
        with desk.engine.connect() as connection:
            entries = audit_pages.page(connection, asked.wanted(), before, SHOWN + 1)
            told = lines(connection, entries[:SHOWN])
            people = audit_pages.authors(connection)
        verified, at = proof.of(desk.now(), "verify" in request.query_params)
        older = asked.url("/desk/audit", before=entries[SHOWN - 1].seq) if len(entries) > SHOWN else None
        return desk.page(
            request, person, "desk/audit.html", lines=told, asked=asked, people=people, acts=PEOPLE, older=older,
            newest=before is None, verified=verified, verified_at=at, shapes=SHAPES,
            file=asked.url("/desk/audit.csv"),
        )  # fmt: skip

    def file(request: Request, person: Person = reader) -> Response:
        asked = read_asked(request)
        name = f"vigie-journal-{desk.now().date().isoformat()}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return StreamingResponse(_csv(desk, asked.wanted()), media_type="text/csv; charset=utf-8", headers=headers)

    def one(request: Request, seq: int, person: Person = reader) -> Response:
        return shown(request, seq, person)

    def shown(request: Request, seq: int, person: Person, status: int = 200) -> Response:
        with desk.engine.connect() as connection:
            entry = journal.get(connection, seq) if 0 < seq < 2**62 else None
            if entry is None or entry.act not in PEOPLE:
                return desk.page(request, person, "desk/audit-act.html", 404, lines=(), refused=None, shapes=SHAPES,
                                 seq=seq, done=None)  # fmt: skip
            refused: undoing.Refused | None = None
            try:
                unit = undoing.undoable(connection, seq, desk.now())
            except undoing.Refused as error:
                refused, unit = error, undoing.unit(connection, seq)
            told = lines(connection, unit)
        done = _number(request.query_params.get("done"))
        return desk.page(
            request, person, "desk/audit-act.html", status, lines=told, refused=refused, shapes=SHAPES, seq=seq,
            done=done,
        )  # fmt: skip

    def undone(request: Request, seq: int, person: Person = editor) -> Response:
        try:
            with desk.act() as connection:
                if any(map(desk_people.tells, undoing.unit(connection, seq))) and person.role is not Role.ADMIN:
                    raise Refused(403, "Votre rôle ne permet pas cette action.", person)
                done = undoing.undo(connection, seq, person.name, desk.now())
        except (KeyError, undoing.Refused):
            return shown(request, seq, person, 409)
        desk.curated()
        return RedirectResponse(f"/desk/audit/{done.rows[0]}?done={len(done.undone)}", status_code=303)

    router.add_api_route("/desk/audit", listed, methods=["GET"], response_class=HTMLResponse)
    router.add_api_route("/desk/audit.csv", file, methods=["GET"], response_class=Response)
    router.add_api_route("/desk/audit/{seq}", one, methods=["GET"], response_class=HTMLResponse)
    router.add_api_route("/desk/audit/{seq}/undo", undone, methods=["POST"], response_class=HTMLResponse)
    return router


def read_asked(request: Request) -> Asked:
    """The filters of an address; what cannot be meant is left out."""
    said = request.query_params
    item, act = said.get("item", "").strip(), said.get("act", "")
    since, until = (day.isoformat() if (day := read_day(said.get(name, ""))) else "" for name in ("from", "to"))
    person = "".join(c for c in said.get("person", "") if c.isprintable())[:200]
    return Asked(person, item if ITEM_ID.fullmatch(item) else "", act if act in set(PEOPLE) else "", since, until)


def read_day(said: str) -> date | None:
    """`2026-03-12`, of a year that a calendar can count on from; else None."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if 1990 <= found.year < 2200 else None


def _csv(desk: Desk, wanted: Wanted) -> Iterator[bytes]:
    """One line for each thing that moved, newest first."""
    head = ("row", "at", "person", "act", "item", "on", "what", "before", "after", "undoes", "group")
    yield table.EXCEL.mark + table.line(head, table.EXCEL)
    with desk.engine.connect() as connection:
        held: list[Any] = []
        for entry in audit_pages.every(connection, wanted):
            held.append(entry)
            if len(held) == audit_pages.BATCH:
                yield from _rows(lines(connection, held))
                held = []
        yield from _rows(lines(connection, held))


def _rows(told: tuple[Line, ...]) -> Iterator[bytes]:
    for line in told:
        entry, body = line.entry, line.entry.body or {}
        first = (str(entry.seq), entry.at.isoformat(timespec="seconds"), entry.author or "", entry.act.value,
                 line.item.id if line.item else "", line.item.content.title if line.item else line.on)  # fmt: skip
        last = (str(line.undoes or ""), str(line.group) if line.group != entry.seq else "")
        moved = [(part.name, _said(part.before), _said(part.after)) for part in line.parts]
        for what in moved or [("", _said(body.get("before")), _said(body.get("after")))]:
            yield table.line([table.EXCEL.cell(" ".join(cell.split())) for cell in (*first, *what, *last)], table.EXCEL)


def _said(value: object) -> str:
    """A value for a file: texts as they are, values of the model as JSON."""
    if value is None or value == ():
        return ""
    return value if isinstance(value, str) else to_json(value).decode()


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 18 else None
