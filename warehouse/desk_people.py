"""People of the desk: who they are, which role they have, when their sessions end. Passwords come as hashes only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from warehouse import editorial
from warehouse.editorial import Shelf
from warehouse.journal import Act, Entry
from warehouse.locks import Lock, hold
from warehouse.tables import desk_users

NAME_MOST = 64
NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
"""Names are small letters: nobody may look like somebody else by a capital or a letter of another alphabet."""
ROLES = ("viewer", "editor", "admin")


class Reason(StrEnum):
    """Why something cannot be done to a person."""

    NAME = "a name is of small letters, digits and . _ @ + -, 64 signs at most"
    TAKEN = "this name is taken"
    NOBODY = "nobody has this name"
    LAST = "this is the last admin: give that role to another person first"
    ROLE = "a role is viewer, editor or admin"


class Unfit(ValueError):
    """What was asked of a person cannot be."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def get(connection: Connection, name: str) -> Row[Any] | None:
    """A person's row (columns of desk_users); None for nobody, and for what cannot be a name."""
    if not NAME.fullmatch(name):
        return None
    return editorial.row(connection, Shelf.USERS, {"name": name})


def every(connection: Connection) -> tuple[Row[Any], ...]:
    """All of them by name, those who may not come in any more too."""
    return tuple(connection.execute(select(desk_users).order_by(desk_users.c.name)))


def add(
    connection: Connection, name: str, role: str, password: str | None, language: str, author: str, at: datetime
) -> None:
    """A new person; `password` is a hash, None for one who comes in by a proxy alone. Raises Unfit."""
    if not NAME.fullmatch(name):
        raise Unfit(Reason.NAME)
    _known_role(role)
    hold(connection, Lock.JOURNAL)
    if get(connection, name) is not None:
        raise Unfit(Reason.TAKEN)
    values = {"name": name, "role": role, "password": password, "language": language}
    editorial.put(connection, Shelf.USERS, {**values, "epoch": 0, "created_at": at, "disabled_at": None}, author, at)


def change_role(connection: Connection, name: str, role: str, author: str, at: datetime) -> bool:
    """Another role, and the end of the sessions. False when it already was so. Raises Unfit: unknown, last admin."""
    _known_role(role)
    stood = _held(connection, name)
    if stood.role == role:
        return False
    if role != "admin":
        _not_the_last(connection, stood)
    return _move(connection, stood, {"role": role}, author, at)


def disable(connection: Connection, name: str, author: str, at: datetime) -> bool:
    """Nobody comes in under this name any more. Raises Unfit: unknown, last admin."""
    stood = _held(connection, name)
    if stood.disabled_at is not None:
        return False
    _not_the_last(connection, stood)
    return _move(connection, stood, {"disabled_at": at}, author, at)


def enable(connection: Connection, name: str, author: str, at: datetime) -> bool:
    """Lets a person in again. Raises Unfit when unknown."""
    stood = _held(connection, name)
    return stood.disabled_at is not None and _move(connection, stood, {"disabled_at": None}, author, at)


def set_password(connection: Connection, name: str, password: str, author: str, at: datetime) -> None:
    """Another hash, and the end of the sessions; the journal tells that, not the hash. Raises Unfit when unknown."""
    _move(connection, _held(connection, name), {"password": password}, author, at)


def set_language(connection: Connection, name: str, language: str, author: str, at: datetime) -> bool:
    """The language of their desk; their sessions go on. Raises Unfit when unknown."""
    stood = _held(connection, name)
    return editorial.put(connection, Shelf.USERS, {**stood._mapping, "language": language}, author, at)


def tells(entry: Entry) -> bool:
    """Whether a row of the journal is about people of the desk: what only an admin may undo."""
    return entry.act is Act.DESK and (entry.body or {}).get("table") == Shelf.USERS.value


def end_sessions(connection: Connection, name: str) -> None:
    """Signs a person out everywhere. No act of the journal: nothing of the house moved."""
    connection.execute(update(desk_users).where(desk_users.c.name == name).values(epoch=desk_users.c.epoch + 1))


def rehash(connection: Connection, name: str, before: str, password: str) -> None:
    """The same password under newer parameters: sessions go on, and the journal has nothing to tell."""
    at = (desk_users.c.name == name) & (desk_users.c.password == before)
    connection.execute(update(desk_users).where(at).values(password=password))


def _held(connection: Connection, name: str) -> Row[Any]:
    """The row as nobody else can move it until the transaction ends."""
    hold(connection, Lock.JOURNAL)
    stood = get(connection, name)
    if stood is None:
        raise Unfit(Reason.NOBODY)
    return stood


def _not_the_last(connection: Connection, stood: Row[Any]) -> None:
    if stood.role != "admin" or stood.disabled_at is not None:
        return
    others = [r for r in every(connection) if r.role == "admin" and r.disabled_at is None and r.name != stood.name]
    if not others:
        raise Unfit(Reason.LAST)


def _move(connection: Connection, stood: Row[Any], moved: Mapping[str, Any], author: str, at: datetime) -> bool:
    values = {**stood._mapping, **moved, "epoch": stood.epoch + 1}
    return editorial.put(connection, Shelf.USERS, values, author, at)


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise Unfit(Reason.ROLE)
