"""Databases that take each other's place: what is built or restored beside the warehouse becomes the warehouse."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
from psycopg import errors, sql
from sqlalchemy.engine import make_url


class Busy(RuntimeError):
    """Others work with a database that is to be renamed. The message says what to do."""


def swap(address: str, name: str, present: str, kept: str) -> str:
    """Gives the database `name` the name of `present`, which is kept as `kept`; returns that name.

    `address` is any SQLAlchemy address on that server. Busy when a connection to one of them is open. Both renames are
    one transaction: killed in between, the house would have no warehouse, and be given an empty one.
    """
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with _administration(address) as connection, connection.transaction():
            for before, after in ((present, kept), (name, present)):
                connection.execute(rename.format(sql.Identifier(before), sql.Identifier(after)))
    except errors.ObjectInUse as error:
        raise Busy(f"others work with the database {present}: stop the house first (`vigie stop`)") from error
    return kept


def beside(present: str, role: str) -> str:
    """A name for a database beside `present`, never used before."""
    return f"{present}_{role}_{datetime.now(UTC):%Y%m%d_%H%M%S}_{secrets.token_hex(2)}"


def drop(address: str, name: str) -> None:
    """Removes a database, whoever works with it."""
    with _administration(address) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_left(address: str, present: str, role: str) -> None:
    """Removes what a killed process left beside `present` under such names, and nobody works with."""
    with _administration(address) as connection:
        named = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in connection.execute(named, [f"{present}_{role}_"]).fetchall():
            with suppress(errors.ObjectInUse):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _administration(address: str) -> psycopg.Connection:
    """A connection to none of the databases of the house."""
    url = make_url(address).set(drivername="postgresql", database="postgres")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
