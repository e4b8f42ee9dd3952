"""Takedowns: what may not be kept or shown any more, from an instant on (SECURITY.md, art. 17 GDPR).

The rule is written here; it is applied when requests are made, pages kept, records loaded, items made and feeds
written. What was kept before is purged by pipeline.forget.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from warehouse import journal
from warehouse.journal import Act
from warehouse.suppression import Suppressed
from warehouse.tables import suppressions as table

SCOPES = ("url", "host", "record", "item", "pattern")


@dataclass(frozen=True, slots=True)
class Rule:
    """One suppression: `value` by `scope` (a record is `source/key`, a pattern a regular expression)."""

    scope: str
    value: str
    reason: str
    author: str | None
    at: datetime


def suppress(connection: Connection, scope: str, value: str, reason: str, author: str, at: datetime) -> bool:
    """Suppresses a URL, a host with its subdomains, a record, an item or a pattern. False when it already was.

    ValueError when the scope is unknown, the value empty, or the pattern no regular expression or one that fits
    everything.
    """
    check(scope, value)
    row = {"scope": scope, "value": value, "reason": reason, "author": author, "at": at}
    if not connection.execute(insert(table).values(row).on_conflict_do_nothing()).rowcount:
        return False
    body = {"scope": scope, "value": value, "before": None, "after": reason}
    journal.append(connection, Act.SUPPRESS, at, body, author)
    return True


def lift(connection: Connection, scope: str, value: str, author: str, at: datetime) -> bool:
    """Takes a suppression back: what is still published comes back, what was purged does not. False: there is none."""
    here = (table.c.scope == scope) & (table.c.value == value)
    reason = connection.execute(delete(table).where(here).returning(table.c.reason)).scalar()
    if reason is None:
        return False
    body = {"scope": scope, "value": value, "before": reason, "after": None}
    journal.append(connection, Act.SUPPRESS, at, body, author)
    return True


def rules(connection: Connection) -> tuple[Rule, ...]:
    """The suppressions in force, by scope and value."""
    query = select(table).order_by(table.c.scope, table.c.value)
    return tuple(Rule(r.scope, r.value, r.reason, r.author, r.at) for r in connection.execute(query))


def redo(connection: Connection, body: Mapping[str, Any], author: str, at: datetime) -> None:
    """Does what a row of the journal tells again."""
    if body.get("after") is None:
        lift(connection, body["scope"], body["value"], author, at)
    else:
        suppress(connection, body["scope"], body["value"], body["after"], author, at)


def as_rule(scope: str, value: str) -> Suppressed:
    """What one rule alone covers."""
    one = frozenset({value})
    return Suppressed(
        urls=one if scope == "url" else frozenset(),
        hosts=one if scope == "host" else frozenset(),
        records=one if scope == "record" else frozenset(),
        items=one if scope == "item" else frozenset(),
        patterns=(re.compile(value, re.IGNORECASE),) if scope == "pattern" else (),
    )


def check(scope: str, value: str) -> None:
    """ValueError that says what to do when a rule does not fit."""
    if scope not in SCOPES:
        raise ValueError(f"{scope!r} is no scope of a suppression: {', '.join(SCOPES)}")
    if not value.strip():
        raise ValueError("an empty value would suppress everything")
    if scope == "record" and not all(value.partition("/")[::2]):
        raise ValueError(f"{value!r} names no record: source/key")
    if scope == "pattern":
        try:
            pattern = re.compile(value, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression: {error}") from error
        if pattern.search("") or pattern.search("a b"):
            raise ValueError(f"{value!r} fits everything")
