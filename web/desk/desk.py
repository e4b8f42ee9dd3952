"""What every section of the desk gets: the warehouse, the gate, and pages in the language of who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import OperationalError

from vigie.settings import Settings
from warehouse.curate import curate
from warehouse.tables import proposals
from web.desk.gate import Gate
from web.desk.people import Person
from web.embed_query import Language
from web.rendering import STATIC, Pages
from web.words import translations

LANGUAGE_COOKIE = "vigie_desk_language"
LOCK_NOT_AVAILABLE = "55P03"
PATIENCE = "8s"
"""How long an editor waits for a curation of the whole house; what they did counts from the next one anyway."""


@dataclass(frozen=True)
class Desk:
    """One desk. `french` and `english` render the same templates."""

    engine: Engine
    settings: Settings
    gate: Gate
    french: Pages
    english: Pages

    def pages(self, request: Request, person: Person | None) -> Pages:
        """In the language that was chosen by the switch, else the person's, else French."""
        asked = None if person else request.query_params.get("language")
        chosen = asked or request.cookies.get(LANGUAGE_COOKIE) or (person.language.value if person else "")
        return self.english if chosen == Language.EN else self.french

    def page(
        self, request: Request, person: Person | None, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page, or a fragment of one, that nobody keeps. `template` is a path below templates/."""
        known = {
            "person": person,
            "csrf": self.gate.token(request),
            "section": section_of(request.url.path),
            "counts": self.counts() if person else {},
            "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            "files": FILES,
        }
        body = self.pages(request, person).render(template, **{**known, **values})
        return HTMLResponse(body, status, {"cache-control": "no-store"})

    def say(self, request: Request, person: Person | None, french: str) -> str:
        """A sentence of Python's in the language of the page."""
        return translations(self.pages(request, person).language)[0](french)

    def counts(self) -> Mapping[str, int]:
        """Section → how much waits there, for the navigation."""
        waiting = select(func.count()).select_from(proposals).where(proposals.c.state == "open")
        with self.engine.connect() as connection:
            return {"proposals": connection.execute(waiting).scalar_one()}

    def now(self) -> datetime:
        """The present instant of the house, aware UTC."""
        return self.settings.clock()

    @contextmanager
    def act(self) -> Iterator[Connection]:
        """One transaction."""
        with self.engine.begin() as connection:
            yield connection

    def curated(self) -> bool:
        """Curates now, so that an edit shows at once. False when another curation took too long: it will see it."""
        try:
            curate(_impatient(self.engine), self.now())
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            return False
        return True


def section_of(path: str) -> str:
    """`queue` of /desk/queue/…; "" of the desk's first page."""
    parts = path.split("/")
    return parts[2] if len(parts) > 2 else ""


def _impatient(engine: Engine) -> Engine:
    """The same engine, whose transactions wait for a lock no longer than PATIENCE."""
    impatient = engine.execution_options()
    event.listen(
        impatient, "begin", lambda connection: connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    )
    return impatient


def _version(name: str) -> str:
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


FILES = {"style": _version("desk.css"), "script": _version("desk.js"), "htmx": _version("htmx.min.js")}
