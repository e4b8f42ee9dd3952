"""Attempts to sign in, counted so that nobody can try passwords one after the other.

Names and addresses are kept as keyed hashes, for a day. Ten failures of a name, or thirty of an address, within a
quarter of an hour are enough; a success forgets the failures of that name from that address alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from warehouse.locks import Lock, hold
from warehouse.tables import sign_ins

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
OF_NAME_AND_CLIENT, OF_NAME, OF_CLIENT = 5, 20, 30
"""Somebody else's failures lock a name late, so that nobody can be kept out by one who knows their name."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`number` when it may be made; else `again`, the instant from which one may be made."""

    number: int | None
    again: datetime | None = None


def begin(connection: Connection, name: str, client: str, at: datetime) -> Attempt:
    """Writes the attempt down, as a failure, before the password is looked at: attempts made at once count too."""
    hold(connection, Lock.SIGN_IN)
    connection.execute(delete(sign_ins).where(sign_ins.c.at < at - KEPT))
    again = max(
        (
            full
            for most, where in (
                (OF_NAME_AND_CLIENT, (sign_ins.c.name == name) & (sign_ins.c.client == client)),
                (OF_NAME, sign_ins.c.name == name),
                (OF_CLIENT, sign_ins.c.client == client),
            )
            if (full := _until(connection, where, most, at))
        ),
        default=None,
    )
    if again:
        return Attempt(None, again)
    values = {"name": name, "client": client, "accepted": False, "at": at}
    statement = insert(sign_ins).values(values).returning(sign_ins.c.id)
    return Attempt(connection.execute(statement).scalar_one())


def accept(connection: Connection, number: int) -> None:
    """The attempt was right."""
    this = select(sign_ins).where(sign_ins.c.id == number).subquery()
    of_both = (sign_ins.c.name == this.c.name) & (sign_ins.c.client == this.c.client)
    connection.execute(update(sign_ins).where(of_both).values(accepted=True))


def _until(connection: Connection, where: object, most: int, at: datetime) -> datetime | None:
    """When the oldest of the last `most` failures leaves the window; None when there are fewer."""
    failed = sign_ins.c.accepted.is_(False) & (sign_ins.c.at > at - WINDOW)
    rows = select(sign_ins.c.at).where(failed, where).order_by(sign_ins.c.at.desc()).limit(most).subquery()  # type: ignore[arg-type]
    count, oldest = connection.execute(select(func.count(), func.min(rows.c.at))).one()
    return oldest + WINDOW if count >= most else None
