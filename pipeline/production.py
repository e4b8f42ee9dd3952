"""First thing that the init job of docker-compose.yml runs: the warehouse's database, its schema, and Airflow's pools.

`python -m pipeline.production [POOLS.json]` is safe to repeat.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from pipeline.schedule import pools
from scrapers.catalogue import load
from vigie.settings import SettingError, Settings
from warehouse.engine import open_engine
from warehouse.migrate import upgrade


def prepare(settings: Settings, pool_file: Path) -> None:
    """Creates the database of `VIGIE_DATABASE_URL` when absent, migrates it, and writes the pools for Airflow."""
    if not settings.database_url:
        raise SettingError("VIGIE_DATABASE_URL: set it to the warehouse's address")
    url = make_url(settings.database_url)
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        known = connection.execute(text("select 1 from pg_database where datname = :name"), {"name": url.database})
        if known.first() is None:
            connection.execute(text(f'create database "{url.database}"'))
    upgrade(open_engine(settings.database_url))
    slots = pools(load(settings.catalogue))
    described = {
        name: {"slots": count, "description": "one connection per host", "include_deferred": False}
        for name, count in slots.items()
    }
    pool_file.write_text(json.dumps(described, indent=1))


if __name__ == "__main__":
    prepare(Settings.from_environment(), Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/pools.json"))
