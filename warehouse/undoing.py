"""Undoing what a person decided: what stood before is written back as a new act; the journal keeps both.

An undo can be undone like anything else. What was written as one act (a merge, a split, a release after a merge) is
undone as one. Nothing is undone over somebody's head: what was decided since on the same thing must go first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from warehouse import journal
from warehouse.announcements import DESK
from warehouse.decisions import DECISIONS, instant, same
from warehouse.journal import Act, Entry
from warehouse.locks import Lock, hold

LIFTED = "what was purged does not come back; what its sources still publish does, at their next run"
SUPPRESSED = "the rule stands again; what was kept meanwhile is not purged by this"


class Why(StrEnum):
    """Why something cannot be undone."""

    NO_DECISION = "no decision"
    EMPTIED = "emptied by a takedown"
    ACTED = "acted since"
    UNDONE = "undone"
    ENDED = "ended by itself"
    OTHER = "something else stands there"


class Refused(ValueError):
    """This cannot be undone; the message says why, and who acted since. `entry` is the row that stands in the way of
    itself, `since` the one that must go first."""

    def __init__(self, message: str, why: Why, entry: Entry, since: Entry | None = None) -> None:
        super().__init__(message)
        self.why, self.entry, self.since = why, entry, since


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
    act = unit(connection, seq)
    for entry in act:
        _check(connection, entry, at)
    rows: list[int] = []
    for entry in reversed(act):
        rows += _put_back(connection, entry, author, at, rows[0] if rows else None)
    return Undone(tuple(entry.seq for entry in act), tuple(rows), _note(act))


def undoable(connection: Connection, seq: int, at: datetime) -> tuple[Entry, ...]:
    """The rows that `undo` would take back, as things stand. Raises as it does; writes nothing, waits for nobody."""
    act = unit(connection, seq)
    for entry in act:
        _check(connection, entry, at)
    return act


def unit(connection: Connection, seq: int) -> tuple[Entry, ...]:
    """The rows of one act, in their order: they were written in one transaction, so they stand together."""
    entry = journal.get(connection, seq)
    if entry is None:
        raise KeyError(seq)
    first = entry if entry.body is None else journal.get(connection, int(entry.body.get("group", seq)))
    act = [first or entry]
    for following in journal.read(connection, act[0].seq):
        if following.body is None or following.body.get("group") != act[0].seq:
            break
        act.append(following)
    return tuple(act)


def _check(connection: Connection, entry: Entry, at: datetime) -> None:
    """Raises Refused unless what stands now is what the act left."""
    decision = DECISIONS.get(entry.act)
    if decision is None:
        message = f"row {entry.seq} of the journal is a {entry.act.value}: only what people decide is undone"
        raise Refused(message, Why.NO_DECISION, entry)
    if entry.body is None:
        message = f"row {entry.seq} of the journal was emptied by a takedown: what stood before is gone"
        raise Refused(message, Why.EMPTIED, entry)
    if not same(decision.read(connection, entry.body), entry.body.get("after")):
        target = decision.target(entry.body)
        since = journal.about(connection, decision.acts, target, entry.seq)
        words, why = _since(entry, since)
        raise Refused(f"{_named(entry, target)} cannot be undone: {words}", why, entry, since)
    if entry.act is Act.SILENCE:
        _check_silence(entry, at)


def _check_silence(entry: Entry, at: datetime) -> None:
    body = entry.body or {}
    until = instant((body.get("before") or body.get("after") or {}).get("until"))
    if until and until <= at:
        message = f"the silence of row {entry.seq} is over by itself since {until:%Y-%m-%d %H:%M}"
        raise Refused(message, Why.ENDED, entry)


def _since(entry: Entry, since: Entry | None) -> tuple[str, Why]:
    if since is not None:
        undone = (since.body or {}).get("undoes") == entry.seq
        how = "undid it" if undone else f"acted since ({since.act.value})"
        words = f"{since.author} {how}, row {since.seq} of {since.at:%Y-%m-%d %H:%M}; undo that first"
        return words, Why.UNDONE if undone else Why.ACTED
    until = ((entry.body or {}).get("after") or {}).get("until") if entry.act is Act.EDIT else None
    return (
        (f"it ended by itself on {until}", Why.ENDED)
        if until
        else ("what stands there now is something else", Why.OTHER)
    )


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


def _note(act: Sequence[Entry]) -> str | None:
    if act[0].act is not Act.SUPPRESS:
        return None
    return LIFTED if (act[0].body or {}).get("before") is None else SUPPRESSED
