"""Undoing what a person decided: what stood before is written back as a new act; the journal keeps both.

An undo can be undone like anything else. What was written as one act (a merge, a split, a release after a merge) is
undone as one. Nothing is undone over somebody's head: what was decided since on the same thing must go first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from warehouse import journal
from warehouse.announcements import DESK
from warehouse.decisions import DECISIONS, instant, same
from warehouse.journal import Act, Entry
from warehouse.locks import Lock, hold

LIFTED = "what was purged does not come back; what its sources still publish does, at their next run"
SUPPRESSED = "the rule stands again; what was kept meanwhile is not purged by this"


class Refused(ValueError):
    """This cannot be undone; the message says why, and who acted since."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The rows that were undone, the numbers of the rows that tell it, and what the operator must know."""

    undone: tuple[int, ...]
    rows: tuple[int, ...]
    note: str | None = None


def undo(connection: Connection, seq: int, author: str, at: datetime) -> Undone:
    """Undoes row `seq` of the journal, with all rows of the same act, at the aware instant `at`.

    KeyError when there is no such row; Refused when nobody decided it, when a takedown emptied it, or when what stands
    now is not what it left.
    """
    # All locks that an act below may take, in the order in which everybody takes them: then the rows written from here
    # on are ours.
    hold(connection, Lock.CURATE)
    hold(connection, Lock.LOAD, DESK)
    hold(connection, Lock.JOURNAL)
    unit = _unit(connection, seq)
    for entry in unit:
        _check(connection, entry, at)
    rows: list[int] = []
    for entry in reversed(unit):
        rows += _put_back(connection, entry, author, at, rows[0] if rows else None)
    return Undone(tuple(entry.seq for entry in unit), tuple(rows), _note(unit))


def _unit(connection: Connection, seq: int) -> tuple[Entry, ...]:
    """The rows of one act, in their order: they were written in one transaction, so they stand together."""
    entry = journal.get(connection, seq)
    if entry is None:
        raise KeyError(seq)
    first = entry if entry.body is None else journal.get(connection, int(entry.body.get("group", seq)))
    unit = [first or entry]
    for following in journal.read(connection, unit[0].seq):
        if following.body is None or following.body.get("group") != unit[0].seq:
            break
        unit.append(following)
    return tuple(unit)


def _check(connection: Connection, entry: Entry, at: datetime) -> None:
    """Raises Refused unless what stands now is what the act left."""
    decision = DECISIONS.get(entry.act)
    if decision is None:
        raise Refused(f"row {entry.seq} of the journal is a {entry.act.value}: only what people decide is undone")
    if entry.body is None:
        raise Refused(f"row {entry.seq} of the journal was emptied by a takedown: what stood before is gone")
    if not same(decision.read(connection, entry.body), entry.body.get("after")):
        target = decision.target(entry.body)
        since = journal.about(connection, decision.acts, target, entry.seq)
        raise Refused(f"{_named(entry, target)} cannot be undone: {_since(entry, since)}")
    if entry.act is Act.SILENCE:
        _check_silence(entry, at)


def _check_silence(entry: Entry, at: datetime) -> None:
    body = entry.body or {}
    until = instant((body.get("before") or body.get("after") or {}).get("until"))
    if until and until <= at:
        raise Refused(f"the silence of row {entry.seq} is over by itself since {until:%Y-%m-%d %H:%M}")


def _since(entry: Entry, since: Entry | None) -> str:
    if since is not None:
        how = "undid it" if (since.body or {}).get("undoes") == entry.seq else f"acted since ({since.act.value})"
        return f"{since.author} {how}, row {since.seq} of {since.at:%Y-%m-%d %H:%M}; undo that first"
    until = ((entry.body or {}).get("after") or {}).get("until") if entry.act is Act.EDIT else None
    return f"it ended by itself on {until}" if until else "what stands there now is something else"


def _put_back(connection: Connection, entry: Entry, author: str, at: datetime, group: int | None) -> Sequence[int]:
    body = entry.body or {}
    before = journal.newest(connection)
    DECISIONS[entry.act].put(connection, body, body.get("before"), author, at)
    return journal.amend(connection, before, journal.grouped({"undoes": entry.seq}, group))


def _named(entry: Entry, target: dict[str, Any]) -> str:
    told = ", ".join(f"{name} {_short(value)}" for name, value in target.items())
    return f"row {entry.seq} ({entry.act.value} by {entry.author}: {told})"


def _short(value: Any) -> str:
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)


def _note(unit: Sequence[Entry]) -> str | None:
    if unit[0].act is not Act.SUPPRESS:
        return None
    return LIFTED if (unit[0].body or {}).get("before") is None else SUPPRESSED
