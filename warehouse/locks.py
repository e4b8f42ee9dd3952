"""Advisory locks of PostgreSQL: held to the end of the transaction, freed when a process dies."""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Connection, text


class Lock(IntEnum):
    """First number of each lock; the second one is a hash of what is locked (0 when there is only one)."""

    MIGRATE = 70_001
    CURATE = 70_002
    LOAD = 70_003
    HOST = 70_004
    JOURNAL = 70_005
    PUSH = 70_006
    SIGN_IN = 70_007


def hold(connection: Connection, lock: Lock, name: str = "") -> None:
    """Waits for the lock on `name` and keeps it until the transaction ends."""
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:lock, CASE WHEN :name = '' THEN 0 ELSE hashtext(:name) END)"),
        {"lock": int(lock), "name": name},
    )
