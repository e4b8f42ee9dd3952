"""What people decided, done again from the journal (pipeline.rebuild)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from vigie.model import Verdict
from warehouse import desk, editing, journal, judgements, quarantine, silences, takedown
from warehouse.journal import Act, Entry

Body = Mapping[str, Any]


def redo(connection: Connection, entry: Entry) -> None:
    """Does an act of a person again at its own instant, and tells it as it was told then.

    ValueError when the row was redacted: what it said is gone, and so is what it did.
    """
    if entry.body is None:
        raise ValueError(f"row {entry.seq} of the journal is empty")
    before = journal.newest(connection)
    if act := ACTS.get(entry.act):
        act(connection, entry.body, entry.author or "", entry.at)
    journal.retell(connection, before, entry)


def _edit(connection: Connection, body: Body, author: str, at: datetime) -> None:
    after = body.get("after")
    if after is None:
        editing.release(connection, body["item"], body["field"], author, at)
        return
    until = datetime.fromisoformat(after["until"]) if after.get("until") else None
    editing.edit(connection, body["item"], body["field"], after.get("value"), after["author"], at, until)


def _hide(connection: Connection, body: Body, author: str, at: datetime) -> None:
    editing.hide(connection, body["item"], body["after"], author, at)


def _pin(connection: Connection, body: Body, author: str, at: datetime) -> None:
    until = datetime.fromisoformat(body["after"]) if body.get("after") else None
    editing.pin(connection, body["item"], until, author, at)


def _tag(connection: Connection, body: Body, author: str, at: datetime) -> None:
    editing.tag(connection, body["item"], body["topic"], body.get("after"), author, at)


def _judge(connection: Connection, body: Body, author: str, at: datetime) -> None:
    a, b = (body["a"][0], body["a"][1]), (body["b"][0], body["b"][1])
    judgements.judge(connection, a, b, Verdict(body["after"]), author, at)


def _suggestion(connection: Connection, body: Body, author: str, at: datetime) -> None:
    decide = desk.accept if body["after"] == "accepted" else desk.dismiss
    decide(connection, body["suggestion"], author, at)


def _suppress(connection: Connection, body: Body, author: str, at: datetime) -> None:
    takedown.redo(connection, body, author, at)


def _silence(connection: Connection, body: Body, author: str, at: datetime) -> None:
    silences.redo(connection, body, author, at)


def _drop(connection: Connection, body: Body, author: str, at: datetime) -> None:
    quarantine.drop(connection, body["problem"], body.get("after"), author, at)


ACTS: Mapping[Act, Callable[[Connection, Body, str, datetime], None]] = {
    Act.EDIT: _edit,
    Act.RELEASE: _edit,
    Act.HIDE: _hide,
    Act.PIN: _pin,
    Act.TAG: _tag,
    Act.JUDGE: _judge,
    Act.SUGGESTION: _suggestion,
    Act.SUPPRESS: _suppress,
    Act.SILENCE: _silence,
    Act.DROP: _drop,
}
