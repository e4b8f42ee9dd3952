"""A house that has lived two days of a web of its own, copied for each test: what a takedown finds."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from pipeline import steps
from pipeline.house import House, open_house
from tests.conftest import NOW, Plot
from tests.pipeline.lived_days import FIRST, SOURCES, MovingWeb, at, live, morning
from vigie.model import Item, Kind
from vigie.settings import Settings
from warehouse import items, server

ALL = (*SOURCES, "lettre-numerique", "grenier-huy", "pixel-wallon", "donnees-wallonie")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Lived:
    """The house as it was left: its database is a template, its folder is copied."""

    plot: Plot
    server: Settings

    def copy(self, home: Path) -> Plot:
        name = f"forget_{next(_numbers)}"
        old = make_url(self.plot.environ["VIGIE_DATABASE_URL"]).database
        admin = make_url(server.database_url(self.server)).set(drivername="postgresql")
        with psycopg.connect(admin.render_as_string(hide_password=False), autocommit=True) as connection:
            # Who reads sources keeps connections open, and a database in use is no template.
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (str(old),)
            )
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(str(old))))
        shutil.copytree(self.plot.settings.home, home)
        url = server.database_url(self.server, name)
        return self.plot.with_variables(VIGIE_HOME=str(home), VIGIE_DATABASE_URL=url)


def lived(server_settings: Settings, web: MovingWeb, home: Path) -> Lived:
    name = f"forget_template_{next(_numbers)}"
    plot = Plot(
        {
            "VIGIE_HOME": str(home),
            "VIGIE_WEB": "sim",
            "VIGIE_SIMULATOR": web.address,
            "VIGIE_DATABASE_URL": server.database_url(server_settings, name),
            "VIGIE_HOST_GAP": "0.001",
            "VIGIE_NOW": NOW,
        }
    )
    house = open_house(plot.settings, migrate=True)
    live(house, web, 0, ALL)
    there = live(house, web, 1, ALL)
    steps.publish(there)
    there.archive.close()
    house.engine.dispose()
    return Lived(plot, server_settings)


def opened(plot: Plot) -> House:
    """The house on the morning of its second day."""
    return at(open_house(plot.settings), morning(FIRST + timedelta(days=1)))


def shown(house: House) -> dict[str, Item]:
    with house.engine.connect() as connection:
        return {item.id: item for kind in Kind for item in items.stream(connection, kind)}


def of(house: House, source: str, alone: bool = True) -> Item:
    """An item of a source, with a description; of that source alone, or of several."""
    found = [
        item
        for item in shown(house).values()
        if any(s.source == source for s in item.sightings)
        and (len({s.source for s in item.sightings}) == 1) is alone
        and item.content.description
    ]
    return sorted(found, key=lambda item: item.id)[0]
