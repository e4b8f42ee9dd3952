"""The real readers' site on loopback over a real warehouse, and what clients asked of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn

from pipeline import steps
from pipeline.house import House
from scrapers.archive import WarcArchive
from tests.clients import made_world
from tests.conftest import free_port
from vigie.codec import content_hash
from vigie.model import Content, Evidence, FieldEvidence, Item, Kind, Record, Source
from vigie.settings import Settings
from warehouse import items
from warehouse.engine import open_engine
from warehouse.load import load
from warehouse.migrate import upgrade
from web.app import create_app
from web.serve import Server


@dataclass(frozen=True)
class Answer:
    """One answer that a client got."""

    path: str
    status: int
    headers: dict[str, str]


@dataclass
class ServedSite:
    """A furnished house and its address; `answers` grow as clients ask."""

    house: House
    url: str
    answers: list[Answer] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.house.settings.feeds

    def feed(self, name: str) -> str:
        return f"{self.url}/feeds/{name}"

    def published(self) -> list[str]:
        """Every file that the manifest of the edition names."""
        return [entry["path"] for entry in json.loads((self.folder / "index.json").read_text())["files"]]

    def items(self, kind: Kind) -> tuple[Item, ...]:
        with self.house.engine.connect() as connection:
            return tuple(items.stream(connection, kind))

    def bring(self, source: Source, pairs: Iterable[tuple[str, Content]], later: timedelta = timedelta()) -> None:
        """A complete run of a source that lists exactly `pairs`, `later` than NOW."""
        records = [record(source, key, content) for key, content in pairs]
        moment = made_world.NOW + later
        load(self.house.engine, source, records, (), [r.key for r in records], True, moment, "run")

    def publish(self, later: timedelta = timedelta()) -> None:
        """A curation and an edition, `later` than NOW."""
        house = self.at(made_world.NOW + later)
        steps.curate(house)
        steps.publish(house)

    def at(self, now: datetime) -> House:
        return replace(self.house, settings=replace(self.house.settings, now=now))

    def asked(self, name: str) -> list[int]:
        """Statuses of the answers to requests of one feed, in their order."""
        return [a.status for a in self.answers if a.path == f"/feeds/{name}"]


def record(of: Source, key: str, content: Content) -> Record:
    capture = content_hash([of.slug, key, content])
    proof = FieldEvidence("title", "title", content.title, Evidence(capture, f"{of.site}/feed", f"/{key}"))
    return Record(of.slug, key, f"{of.site}/{key}", content, capture, (proof,), (), "feed/1")


@contextmanager
def served(settings: Settings) -> Iterator[ServedSite]:
    """A site over the empty database of `settings`, in a thread of its own."""
    port = free_port()
    settings = replace(settings, site_url=f"http://127.0.0.1:{port}", now=made_world.NOW)
    assert settings.database_url
    engine = open_engine(settings.database_url)
    upgrade(engine)
    site = ServedSite(House(settings, engine, WarcArchive(settings.archive), made_world.SOURCES), settings.site_url)
    app = create_app(engine, settings)
    config = uvicorn.Config(Listening(app, site.answers), host="127.0.0.1", port=port, log_level="warning")
    server = Server(config, app.state.tower)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive(), "the site ended"
        assert time.monotonic() < until, "the site does not start"
        time.sleep(0.02)
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join(20)
        engine.dispose()


class Listening:
    """ASGI around the site that notes every answer."""

    def __init__(self, app: Any, answers: list[Answer]) -> None:
        self.app, self.answers = app, answers

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def noting(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
                self.answers.append(Answer(scope["path"], message["status"], headers))
            await send(message)

        await self.app(scope, receive, noting if scope["type"] == "http" else send)
