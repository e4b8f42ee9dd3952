"""Brings a database to the present schema. Several processes may call it at once; one works, the others wait."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from warehouse.locks import Lock, hold

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Alembic `upgrade head`, in one transaction. Does nothing, quickly, when the schema is up to date."""
    config = _config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if _revision(connection) == newest:
            return
        hold(connection, Lock.MIGRATE)
        if _revision(connection) != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def revision(engine: Engine) -> str | None:
    """The revision that the database is at, None when it is empty."""
    with engine.connect() as connection:
        return _revision(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
