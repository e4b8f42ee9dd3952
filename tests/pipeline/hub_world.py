"""A house whose hub is open: its site served for real, its subscribers on loopback, a clock that can be hurried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from pipeline.consume import run
from pipeline.consumers.websub import Hub
from pipeline.house import House
from pipeline.websub_calls import Calls
from tests.pipeline.stream_world import new_house
from tests.pipeline.subscriber_world import Callback, Subscribers, put_feed, request, subscribers
from tests.web.followed_site import served
from vigie.settings import Settings
from warehouse import websub
from warehouse.websub import Subscription
from web import hub


class Clock:
    """Tells a time that passes by itself, and as much quicker as is wanted; it can be moved forwards."""

    def __init__(self, pace: float = 1.0) -> None:
        self.pace, self.moved, self.began = pace, timedelta(), datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.began + (datetime.now(UTC) - self.began) * self.pace + self.moved


@dataclass
class HubWorld:
    """`site` is where the site is served; `ask` posts to its hub."""

    house: House
    web: Subscribers
    site: str
    clock: Clock

    @property
    def folder(self) -> Path:
        return self.house.settings.feeds

    def put(self, path: str, body: bytes) -> str:
        return put_feed(self.folder, path, body)

    def ask(self, one: Callback, topic: str, mode: str = "subscribe", **more: str) -> httpx.Response:
        return request(f"{self.site}/hub", one.url, topic, mode, **more)

    def hub(self, calls: Calls | None = None) -> Hub:
        return Hub(self.house, calls, self.clock)

    def attend(self) -> None:
        run(self.house, self.hub())

    def rows(self) -> tuple[Subscription, ...]:
        with self.house.engine.connect() as connection:
            return websub.every(connection)

    def sql(self, statement: str, **given: object) -> None:
        with self.house.engine.begin() as connection:
            connection.execute(text(statement), given)


@contextmanager
def hub_world(database_server: Settings, home: Path, pace: float = 1.0) -> Iterator[HubWorld]:
    """The clock of house, site and hub is the same: the real one, hurried `pace` times."""
    made = new_house(database_server, home)
    clock = Clock(pace)
    with subscribers() as web:
        settings = replace(made.settings, simulator=web.address, now=None)
        house = replace(made, settings=settings)
        app = FastAPI()
        app.include_router(hub.routes(house.engine, settings, clock))
        with served(app) as site:
            yield HubWorld(house, web, site, clock)
    made.engine.dispose()
