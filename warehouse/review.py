"""The review queue: what the warehouse asks editors, what is about to happen first, and what each answer does.

A question has a stable `mark`: once answered it comes again only with another one. An answer and what it does are one
act of the journal, undone as one. What is skipped waits behind everything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, select, text

from vigie.codec import to_json
from vigie.model import Verdict
from warehouse import conflicts, desk, editing, editorial, journal, judgements, proposals, review_found
from warehouse.announcements import DESK
from warehouse.editorial import Shelf
from warehouse.locks import Lock, hold
from warehouse.review_changes import LargeChange, large_changes
from warehouse.review_standing import NEXT
from warehouse.tables import reviews


class Asked(StrEnum):
    """What is asked, in the order in which it is asked where nothing is more urgent."""

    CONFLICT = "conflict"
    CHANGE = "change"
    PROPOSAL = "proposal"
    DUPLICATE = "duplicate"
    SUGGESTION = "suggestion"
    UNSURE = "unsure"
    NEW_SOURCE = "new-source"
    SILENT = "silent-source"


class Answer(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SKIPPED = "skipped"


STATEMENTS = {
    Asked.PROPOSAL: review_found.PROPOSED,
    Asked.DUPLICATE: review_found.DUPLICATE,
    Asked.SUGGESTION: review_found.SUGGESTION,
    Asked.UNSURE: review_found.UNSURE,
    Asked.NEW_SOURCE: review_found.NEW_SOURCE,
    Asked.SILENT: review_found.SILENT,
}
OPEN = """
    FROM ({found}) q LEFT JOIN reviews v ON v.kind = '{kind}' AND v.subject = q.subject AND v.mark = q.mark
   WHERE {wanted}
"""
WAITING, PASSED = "v.verdict IS NULL", "v.verdict = 'skipped'"
LAST = text("""
    SELECT j.seq FROM journal j
     WHERE j.act = 'desk' AND j.author = :author AND j.subject LIKE 'reviews/%' AND NOT j.body ? 'undoes'
       AND NOT EXISTS (SELECT FROM journal u WHERE u.act = 'desk' AND u.subject = j.subject AND u.seq > j.seq
                          AND u.body @> jsonb_build_object('undoes', j.seq))
     ORDER BY j.seq DESC LIMIT 1
""")
MOST = 500


class Outdated(ValueError):
    """The question is not asked any more, or not so: somebody answered it, or the thing moved."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `subject`: an item, a source, a suggestion, a proposal, `item/field` of a conflict, or a JSON list
    of two records. `due`: when the thing happens next, aware; None when nothing presses."""

    kind: Asked
    subject: str
    mark: str
    title: str
    due: datetime | None = None
    item: str | None = None
    skipped: bool = False

    @property
    def records(self) -> tuple[judgements.Key, judgements.Key]:
        """The two records of a duplicate."""
        source_a, key_a, source_b, key_b = orjson.loads(self.subject)
        return (source_a, key_a), (source_b, key_b)

    @property
    def field(self) -> str:
        """The field of a conflict."""
        return self.subject.partition("/")[2]


def queue(
    connection: Connection,
    now: datetime,
    kinds: Collection[Asked] = tuple(Asked),
    limit: int = MOST,
    skipped: bool = False,
) -> tuple[Question, ...]:
    """Open questions, the most urgent first, at most `limit`: those that wait, or those that were skipped."""
    found = [one for kind in Asked if kind in kinds for one in _asked(connection, kind, now, limit, skipped)]
    order = list(Asked)
    found.sort(key=lambda q: (q.due is None, q.due.timestamp() if q.due else 0, order.index(q.kind), q.subject))
    return tuple(found[:limit])


def counts(connection: Connection, now: datetime, skipped: bool = False) -> dict[Asked, int]:
    """How many questions of each kind wait, or were skipped."""
    return {kind: _count(connection, kind, now, skipped) for kind in Asked}


def find(connection: Connection, kind: Asked, subject: str, now: datetime) -> Question | None:
    """An open question, skipped or not; None when it is not asked (any more)."""
    if kind in (Asked.CONFLICT, Asked.CHANGE):
        every = [*_asked(connection, kind, now, None, False), *_asked(connection, kind, now, None, True)]
        return next((one for one in every if one.subject == subject), None)
    opened = OPEN.format(found=STATEMENTS[kind], kind=kind.value, wanted=f"({WAITING} OR {PASSED})")
    query = text(f"SELECT q.*, v.verdict {opened} AND q.subject = :subject")
    row = connection.execute(query, {"now": now, "subject": subject}).first()
    return None if row is None else _question(kind, row, row.verdict is not None)


def answer(connection: Connection, asked: Question, said: Answer, author: str, at: datetime) -> int:
    """Answers a question and does what follows from it; returns the row of the journal that `undoing.undo` takes.

    Raises Outdated when it is not asked (so) any more, and what the act itself raises.
    """
    # The locks of all acts below, in the order in which everybody takes them.
    hold(connection, Lock.CURATE)
    hold(connection, Lock.LOAD, DESK)
    hold(connection, Lock.JOURNAL)
    stands = find(connection, asked.kind, asked.subject, at)
    if stands is None or stands.mark != asked.mark:
        raise Outdated(asked.subject)
    before = journal.newest(connection)
    moved = large_changes(connection, at, asked.subject) if asked.kind is Asked.CHANGE else ()
    key = {"kind": asked.kind.value, "subject": asked.subject}
    said_so = {**key, "mark": asked.mark, "verdict": said.value, "author": author, "at": at}
    if not editorial.put(connection, Shelf.REVIEWS, said_so, author, at):
        raise Outdated(asked.subject)
    if said is not Answer.SKIPPED:
        _act(connection, asked, said is Answer.ACCEPTED, moved, author, at)
    editing.as_one(connection, before)
    return before + 1


def last_answer(connection: Connection, author: str) -> int | None:
    """The row of somebody's last answer that was not undone."""
    found = connection.execute(LAST, {"author": author}).scalar()
    return None if found is None else int(found)


def _act(
    connection: Connection, asked: Question, yes: bool, moved: Sequence[LargeChange], author: str, at: datetime
) -> None:
    match asked.kind:
        case Asked.DUPLICATE:
            verdict = Verdict.SAME if yes else Verdict.DIFFERENT
            judgements.judge(connection, *asked.records, verdict, author, at)
        case Asked.SUGGESTION:
            (desk.accept if yes else desk.dismiss)(connection, asked.subject, author, at)
        case Asked.UNSURE if not yes:
            editing.hide(connection, asked.subject, True, author, at)
        case Asked.CHANGE if not yes:
            for change in moved:
                for field, value in change.held.items():
                    editing.edit(connection, change.item, field, value, author, at)
        case Asked.CONFLICT:
            item = asked.subject.partition("/")[0]
            (conflicts.keep if yes else editing.release)(connection, item, asked.field, author, at)
        case Asked.PROPOSAL:
            state = proposals.State.ACCEPTED if yes else proposals.State.REFUSED
            proposals.decide(connection, asked.subject, state, None, author, at)
        case _:
            pass  # an answer is all: the source was looked at, the item or the change is right


def _asked(connection: Connection, kind: Asked, now: datetime, limit: int | None, skipped: bool) -> Sequence[Question]:
    if kind in (Asked.CONFLICT, Asked.CHANGE):
        found = [one for one in _computed(connection, kind, now) if one.skipped == skipped]
        return found[:limit]
    opened = OPEN.format(found=STATEMENTS[kind], kind=kind.value, wanted=PASSED if skipped else WAITING)
    query = text(f"SELECT q.* {opened} ORDER BY q.due NULLS LAST, q.subject LIMIT :limit")
    return [_question(kind, row, skipped) for row in connection.execute(query, {"now": now, "limit": limit})]


def _count(connection: Connection, kind: Asked, now: datetime, skipped: bool) -> int:
    if kind in (Asked.CONFLICT, Asked.CHANGE):
        return len(_asked(connection, kind, now, None, skipped))
    opened = OPEN.format(found=STATEMENTS[kind], kind=kind.value, wanted=PASSED if skipped else WAITING)
    return int(connection.execute(text(f"SELECT count(*) {opened}"), {"now": now}).scalar_one())


def _computed(connection: Connection, kind: Asked, now: datetime) -> Iterator[Question]:
    """Conflicts and large changes, which no statement alone can find; without those that were answered so."""
    every = _conflicts(connection, now) if kind is Asked.CONFLICT else _changes(connection, now)
    query = select(reviews.c.subject, reviews.c.mark, reviews.c.verdict).where(reviews.c.kind == kind.value)
    told = {(row.subject, row.mark): row.verdict for row in connection.execute(query)}
    for one in every:
        verdict = told.get((one.subject, one.mark))
        if verdict in (None, Answer.SKIPPED):
            yield replace(one, skipped=verdict is not None)


def _changes(connection: Connection, now: datetime) -> list[Question]:
    return [
        Question(Asked.CHANGE, one.item, str(one.seq), one.title, one.due, one.item)
        for one in large_changes(connection, now)
    ]


def _conflicts(connection: Connection, now: datetime) -> list[Question]:
    found = conflicts.open_conflicts(connection)
    query = text(f"SELECT i.id, i.title, {NEXT} AS due FROM items i WHERE i.id = ANY(CAST(:ids AS uuid[]))")
    rows = connection.execute(query, {"now": now, "ids": [one.shown_by for one in found]})
    shown = {str(row.id): row for row in rows}
    return [
        Question(
            Asked.CONFLICT,
            f"{one.shown_by}/{one.field}",
            hashlib.sha256(to_json(one.sources_say)).hexdigest()[:16],
            shown[one.shown_by].title,
            shown[one.shown_by].due,
            one.shown_by,
        )
        for one in found
        if one.shown_by in shown
    ]


def _question(kind: Asked, row: Any, skipped: bool) -> Question:
    item = None if row.item is None else str(row.item)
    return Question(kind, row.subject, row.mark, row.title, row.due, item, skipped)
