"""What the tests of the desk share: a desk over a real warehouse, and clients of people who signed in."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from vigie.settings import Settings
from warehouse import desk_people, server
from warehouse.engine import open_engine
from warehouse.migrate import upgrade
from web.app import create_app
from web.desk import passwords
from web.desk.desk import Desk
from web.desk.people import Role

URL = "http://vigie.test"
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
PASSWORD = "une phrase de douze signes"
HASH = passwords.hash_of(PASSWORD)


class Signed(TestClient):
    """A browser of somebody who is in: sends Origin, and the token, with everything that changes something."""

    csrf = ""

    def request(self, method: str, url: Any, **arguments: Any) -> httpx.Response:  # type: ignore[override]
        given = arguments.pop("headers", None)
        headers = {} if method in ("GET", "HEAD") else {"origin": URL, "x-csrf-token": self.csrf}
        return super().request(method, url, headers={**headers, **dict(given or {})}, **arguments)


@dataclass
class DeskSite:
    """A desk with its warehouse. `settings.now` is frozen at NOW; sessions live on the machine's clock."""

    settings: Settings
    engine: Engine

    @cached_property
    def app(self) -> FastAPI:
        return create_app(self.engine, self.settings)

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.desk
        return desk

    def add(self, name: str, role: Role = Role.EDITOR, language: str = "fr") -> None:
        """A person with PASSWORD; nothing when there is one of that name and role."""
        with self.engine.begin() as connection:
            if desk_people.get(connection, name) is None:
                desk_people.add(connection, name, role.value, HASH, language, "test", NOW)
            else:
                desk_people.change_role(connection, name, role.value, "test", NOW)

    def anonymous(self, **arguments: Any) -> TestClient:
        return TestClient(self.app, base_url=URL, follow_redirects=False, **arguments)

    def signed_in(self, name: str = "ada", role: Role = Role.EDITOR, language: str = "fr") -> Signed:
        """A client of a person who is made when unknown. It does not follow redirects."""
        self.add(name, role, language)
        client = Signed(self.app, base_url=URL, follow_redirects=False)
        with self.engine.connect() as connection:
            row = desk_people.get(connection, name)
        assert row is not None
        gate = self.desk.gate
        signed = gate.signer.session(name, row.epoch, gate.now())
        client.cookies.set(gate.cookie, signed)
        session = gate.signer.read_session(signed, gate.now())
        assert session is not None
        client.csrf = gate.signer.token(f"session {session.id}", gate.now())
        return client


def token_of(page: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


@contextmanager
def desk_site(environ: Mapping[str, str] | None = None) -> Iterator[DeskSite]:
    """A desk over an empty, migrated warehouse of its own, on a PostgreSQL of its own."""
    home = Path(tempfile.mkdtemp(prefix="vigie-desk-"))
    settings = Settings.from_environment({"VIGIE_HOME": str(home), "VIGIE_SITE_URL": URL, **(environ or {})})
    settings = replace(settings, now=NOW)
    engine = open_engine(server.database_url(settings))
    upgrade(engine)
    yield DeskSite(settings, engine)
    engine.dispose()
    server.stop(settings)
    shutil.rmtree(home, ignore_errors=True)
