"""Databases that take each other's place: what is built or restored beside the warehouse becomes the warehouse."""

from __future__ import annotations

import psycopg
from psycopg import errors, sql
from sqlalchemy.engine import make_url


class Busy(RuntimeError):
    """Others work with a database that is to be renamed. The message says what to do."""


def swap(address: str, name: str, present: str, kept: str) -> str:
    """Gives the database `name` the name of `present`, which is kept as `kept`; returns that name.

    `address` is any SQLAlchemy address on that server. Busy when a connection to one of them is open.
    """
    try:
        _administer(address, "ALTER DATABASE {} RENAME TO {}", present, kept)
    except errors.ObjectInUse as error:
        raise Busy(f"others work with the database {present}: stop the house first (`vigie stop`)") from error
    _administer(address, "ALTER DATABASE {} RENAME TO {}", name, present)
    return kept


def drop(address: str, name: str) -> None:
    """Removes a database, whoever works with it."""
    _administer(address, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _administer(address: str, statement: str, *names: str) -> None:
    """Runs a statement on databases, from a connection to none of them."""
    url = make_url(address).set(drivername="postgresql", database="postgres")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
