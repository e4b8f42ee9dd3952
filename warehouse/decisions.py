"""What each kind of decision left behind: what stands there now, and how to make it so again.

One table for all acts of people, so that undoing them (warehouse.undoing) and doing them again (warehouse.redo) read
and write the very state that the act itself does. Values are those of `before` and `after` in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from vigie.model import Verdict
from warehouse import desk, editing, editorial, judgements, probes, quarantine, silences, takedown
from warehouse.journal import Act
from warehouse.tables import items, suppressions
from warehouse.tables import quarantine as problems
from warehouse.tables import silences as silenced

Body = Mapping[str, Any]
Read = Callable[[Connection, Body], Any]
Put = Callable[[Connection, Body, Any, str, datetime], None]


@dataclass(frozen=True, slots=True)
class Decision:
    """One kind of act. `about` are the names in its body that say what it is on; `read` gives what stands there now;
    `put` makes a value stand there, and tells it in the journal."""

    about: tuple[str, ...]
    read: Read
    put: Put
    acts: tuple[Act, ...]

    def target(self, body: Body) -> dict[str, Any]:
        return {name: body[name] for name in self.about}


def same(one: Any, other: Any) -> bool:
    """Whether two values of one kind of act are the same; the instants in them may be written in two zones."""
    return bool(_plain(one) == _plain(other))


def instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _utc(v) if k == "until" else v for k, v in value.items() if v is not None}
    return _utc(value)


def _utc(value: Any) -> Any:
    """An instant in UTC; anything else as it is."""
    if not isinstance(value, str) or len(value) < 20:
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return at.astimezone(UTC).isoformat() if at.tzinfo else value


def _read_edit(connection: Connection, body: Body) -> Any:
    return editing.told_edit(editing.held_edit(connection, body["item"], body["field"]))


def _put_edit(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    again = same(value, body.get("after"))  # what the sources said then is what counted then
    said = body.get("sources_say") if again else None
    editing.restore(connection, body["item"], body["field"], value, author, at, said)


def _read_hidden(connection: Connection, body: Body) -> Any:
    return connection.execute(select(items.c.hidden).where(items.c.id == body["item"])).scalar()


def _put_hidden(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    editing.hide(connection, body["item"], value, author, at)


def _read_pin(connection: Connection, body: Body) -> Any:
    until = connection.execute(select(items.c.pinned_until).where(items.c.id == body["item"])).scalar()
    return until.astimezone(UTC).isoformat() if until else None


def _put_pin(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    editing.pin(connection, body["item"], instant(value), author, at)


def _read_tag(connection: Connection, body: Body) -> Any:
    return editing.held_tag(connection, body["item"], body["topic"])


def _put_tag(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    editing.put_tag(connection, body["item"], body["topic"], value, author, at)


def _two(body: Body) -> tuple[judgements.Key, judgements.Key]:
    (source_a, key_a), (source_b, key_b) = body["a"], body["b"]
    return (source_a, key_a), (source_b, key_b)


def _read_verdict(connection: Connection, body: Body) -> Any:
    return judgements.of(connection, *_two(body)).value


def _put_verdict(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    judgements.judge(connection, *_two(body), Verdict(value), author, at)


def _read_suggestion(connection: Connection, body: Body) -> Any:
    return desk.state(connection, body["suggestion"])


def _put_suggestion(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    decide = {"accepted": desk.accept, "dismissed": desk.dismiss, "open": desk.reopen}[value]
    decide(connection, body["suggestion"], author, at)


def _read_suppression(connection: Connection, body: Body) -> Any:
    here = (suppressions.c.scope == body["scope"]) & (suppressions.c.value == body["value"])
    return connection.execute(select(suppressions.c.reason).where(here)).scalar()


def _put_suppression(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    takedown.redo(connection, {**body, "after": value}, author, at)


def _read_silence(connection: Connection, body: Body) -> Any:
    row = connection.execute(select(silenced).where(silenced.c.id == body["silence"])).one_or_none()
    if row is None or row.ended_at is not None:
        return None
    return {"cause": row.cause, "ticket": row.ticket, "until": row.until.astimezone(UTC).isoformat()}


def _put_silence(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    silences.redo(connection, {**body, "after": value}, author, at)


def _read_dropped(connection: Connection, body: Body) -> Any:
    query = select(problems.c.dropped_because).where(problems.c.id == body["problem"])
    return connection.execute(query).scalar()


def _put_dropped(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    quarantine.drop(connection, body["problem"], value, author, at)


def _read_row(connection: Connection, body: Body) -> Any:
    return editorial.told(connection, editorial.Shelf(body["table"]), body["key"])


def _put_row(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    editorial.restore(connection, editorial.Shelf(body["table"]), body["key"], value, author, at)


def _read_way(connection: Connection, body: Body) -> Any:
    return probes.told(probes.of(connection, body["source"]))


def _put_way(connection: Connection, body: Body, value: Any, author: str, at: datetime) -> None:
    probes.put(connection, body["source"], value, author, at)


_EDIT = Decision(("item", "field"), _read_edit, _put_edit, (Act.EDIT, Act.RELEASE))
DECISIONS: Mapping[Act, Decision] = {
    Act.EDIT: _EDIT,
    Act.RELEASE: _EDIT,
    Act.HIDE: Decision(("item",), _read_hidden, _put_hidden, (Act.HIDE,)),
    Act.PIN: Decision(("item",), _read_pin, _put_pin, (Act.PIN,)),
    Act.TAG: Decision(("item", "topic"), _read_tag, _put_tag, (Act.TAG,)),
    Act.JUDGE: Decision(("a", "b"), _read_verdict, _put_verdict, (Act.JUDGE,)),
    Act.SUGGESTION: Decision(("suggestion",), _read_suggestion, _put_suggestion, (Act.SUGGESTION,)),
    Act.SUPPRESS: Decision(("scope", "value"), _read_suppression, _put_suppression, (Act.SUPPRESS,)),
    Act.SILENCE: Decision(("silence",), _read_silence, _put_silence, (Act.SILENCE,)),
    Act.DROP: Decision(("problem",), _read_dropped, _put_dropped, (Act.DROP,)),
    Act.DESK: Decision(("table", "key"), _read_row, _put_row, (Act.DESK,)),
    Act.WAY: Decision(("source",), _read_way, _put_way, (Act.WAY,)),
}
