"""The records that a run does not list, as the warehouse knows them, and what becomes of them (warehouse.lifecycle)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from transforms.page_marks_answer import PageAnswer
from transforms.page_marks_headings import words
from vigie.codec import content_from_plain, from_plain, to_json
from vigie.model import Call, Content, Event, Kind, RecordState
from warehouse import lifecycle, suppression
from warehouse.bulk import batches, rewrite
from warehouse.lifecycle import Identity, Moves, PageSaid
from warehouse.tables import quarantine, runs
from warehouse.tables import records as table

LISTED = RecordState.LISTED
# A record whose thing is over stays as it is until it is listed again: it is read no more.
OPEN = (table.c.state != LISTED.value) & func.coalesce(table.c.page["settled"].as_boolean(), False).is_(False)


@dataclass(frozen=True, slots=True)
class Absent:
    """A record that a run does not list. `absences` counts this run."""

    key: str
    url: str | None
    content: Content
    state: RecordState
    absences: int
    page: PageSaid | None
    first_seen: datetime
    missing_since: datetime | None

    def soonest(self, at: datetime) -> datetime:
        """Its first session or deadline still to come at `at`, aware; the end of time when there is none."""
        if isinstance(self.content, Event):
            ends = [o.start.utc for o in self.content.occurrences if lifecycle.is_ahead(o, at)]
        else:
            said = self.content.next_deadline(at) if isinstance(self.content, Call) else None
            ends = [said.closes_at()] if said else []
        return min(ends, default=datetime.max.replace(tzinfo=UTC))

    @property
    def identity(self) -> Identity:
        return Identity(self.key, words(self.content.title), start_of(self.content), self.first_seen)


def absent(connection: Connection, slug: str, seen: Collection[str]) -> tuple[Absent, ...]:
    """Records of a source that are not among the keys `seen` and about which something may still be found out."""
    mine, present = table.c.source == slug, frozenset(seen)
    keys = connection.execute(select(table.c.key).where(mine, (table.c.state == LISTED.value) | OPEN)).scalars()
    return tuple(_read(connection, slug, sorted(key for key in keys if key not in present)))


def listed_ahead(connection: Connection, slug: str, at: datetime) -> tuple[Absent, ...]:
    """The listed records of a source whose things are still to come at `at`: what its next complete run should list."""
    listed = connection.execute(select(table.c.key).where(table.c.source == slug, table.c.state == LISTED.value))
    return tuple(r for r in _read(connection, slug, sorted(listed.scalars())) if lifecycle.ahead(r.content, at))


def is_blocked(connection: Connection, slug: str, barren: Collection[str]) -> bool:
    """Whether a page of the source is in quarantine as a whole: what it holds is unknown, so nothing can be absent.
    `barren` are the reasons that say that a page was read and holds nothing."""
    here = (quarantine.c.source == slug) & quarantine.c.closed_at.is_(None) & quarantine.c.key.is_(None)
    return connection.execute(select(quarantine.c.id).where(here, ~quarantine.c.reason.in_(barren))).first() is not None


def unsuppressed(connection: Connection, slug: str, found: Iterable[Absent]) -> tuple[Absent, ...]:
    """Those of the records that no takedown covers."""
    hushed = suppression.read(connection)
    return tuple(one for one in found if not hushed.covers(slug, one.key, one.url, one.content))


def settle(
    connection: Connection,
    slug: str,
    seen: Collection[str],
    complete: bool,
    at: datetime,
    pages: Mapping[str, PageSaid] | None,
) -> Moves:
    """Moves the records of a source after a run that listed the keys `seen`; returns what moved.

    A run that is not complete moves nothing but what is listed again. `pages` are the answers of this run by key; None
    says that nobody may ask pages here: then only what leaves the list moves.
    """
    mine = table.c.source == slug
    unlisted = connection.execute(select(table.c.key).where(mine, table.c.state != LISTED.value)).scalars().all()
    back = lifecycle.back(unlisted, seen)
    _return(connection, slug, back, at)
    if not complete:
        return Moves((), back)
    found = absent(connection, slug, seen)
    left = [one for one in found if one.state is LISTED]
    if pages is None:
        found = tuple(left)
    decided = _decide(connection, slug, found, at, pages or {})
    _write(connection, slug, decided, at)
    moved = [one.key for one, after in decided if _is_shown(one, after)]
    return Moves(tuple(one.key for one in left), back, tuple(moved))


def _decide(
    connection: Connection, slug: str, found: Sequence[Absent], at: datetime, pages: Mapping[str, PageSaid]
) -> list[tuple[Absent, lifecycle.Next]]:
    open_ = [one for one in found if lifecycle.ahead(one.content, at)]
    # What is over leaves its list in its time, but not under another id: after a migration it would be shown twice.
    named = [one for one in found if one.state is LISTED or one in open_]
    listed = _listed_on(connection, slug, {one.identity.start[:10] for one in named}, {one.key for one in found})
    twins = lifecycle.twins([(one.identity, one.missing_since or at) for one in named], listed)
    mass = _is_mass(connection, slug, open_, at, pages)
    ahead = {one.key for one in open_}
    decided = []
    for one in found:
        among_many = mass or (one.page is not None and one.page.mass is not None)
        kin = lifecycle.has_kin(one.identity, listed, None if among_many else one.missing_since or at)
        said, twin = pages.get(one.key), twins.get(one.key)
        after = lifecycle.next_state(
            one.state, one.absences, one.key in ahead, one.page, said, at, mass, twin, kin and one.key in ahead
        )
        decided.append((one, after))
    return decided


def _is_mass(
    connection: Connection, slug: str, open_: Sequence[Absent], at: datetime, pages: Mapping[str, PageSaid]
) -> bool:
    vanished = sum(one.state is LISTED for one in open_)
    gone = sum(said.answer is PageAnswer.GONE for said in pages.values())
    worst = max(vanished, gone)
    if not lifecycle.is_mass(worst, 0):
        return False  # whatever should be listed: it need not be counted
    return lifecycle.is_mass(worst, sum(one.first_seen < at for one in listed_ahead(connection, slug, at)))


def _listed_on(connection: Connection, slug: str, days: Collection[str], but: Collection[str]) -> list[Identity]:
    """Listed records of the source that begin on one of these days (ISO); calls by their last day."""
    wanted = sorted(day for day in days if day)
    if not wanted:
        return []
    day = func.left(
        func.coalesce(
            table.c.content["occurrences"][0]["start"]["local"].as_string(),
            table.c.content["deadlines"][-1]["at"]["local"].as_string(),
        ),
        10,
    )
    array = bindparam("days", wanted, type_=ARRAY(table.c.key.type))
    query = select(table.c.key).where(table.c.source == slug, table.c.state == LISTED.value, day == any_(array))
    keys = sorted(key for key in connection.execute(query).scalars() if key not in but)
    return [one.identity for one in _read(connection, slug, keys)]


def _read(connection: Connection, slug: str, keys: Sequence[str]) -> Iterable[Absent]:
    columns = (table.c[n] for n in ("key", "url", "kind", "content", "state", "absences", "page", "first_seen"))
    query = select(*columns, table.c.missing_since).where(table.c.source == slug).order_by(table.c.key)
    for batch in batches(keys, 1_000):
        chosen = bindparam("keys", list(batch), type_=ARRAY(table.c.key.type))
        for row in connection.execute(query.where(table.c.key == any_(chosen))):
            yield _absent(row)


def _absent(row: Any) -> Absent:
    content = content_from_plain(Kind(row.kind), row.content)
    page = from_plain(PageSaid, row.page) if row.page else None
    state = RecordState(row.state)
    return Absent(row.key, row.url, content, state, row.absences + 1, page, row.first_seen, row.missing_since)


def start_of(content: Content) -> str:
    """When a thing begins, a call when it ends: its local time in ISO 8601; "" when unsaid."""
    if isinstance(content, Event):
        return content.occurrences[0].start.local.isoformat()
    return content.deadlines[-1].at.local.isoformat() if isinstance(content, Call) and content.deadlines else ""


def _is_shown(one: Absent, after: lifecycle.Next) -> bool:
    """Whether curation must look at it again."""
    marked = lifecycle.marker(one.state, one.page) is not lifecycle.marker(after.state, after.page)
    return one.state is not after.state or marked


def _return(connection: Connection, slug: str, keys: Sequence[str], at: datetime) -> None:
    listed = {"state": LISTED.value, "missing_since": None, "absences": 0, "page": None, "last_seen": at}
    for batch in batches(keys):
        connection.execute(update(table).where(table.c.source == slug, table.c.key.in_(batch)).values(listed))


def _write(connection: Connection, slug: str, decided: Sequence[tuple[Absent, lifecycle.Next]], at: datetime) -> None:
    rows = [
        {
            "source": slug,
            "key": one.key,
            "state": after.state.value,
            "absences": one.absences,
            "page": to_json(after.page) if after.page else None,
            "missing_since": one.missing_since or at,
        }
        for one, after in decided
    ]
    rewrite(connection, table, ("source", "key"), rows)
    # It was last seen by the last complete run that listed it.
    last = select(func.max(runs.c.started_at)).where(runs.c.source == slug, runs.c.complete).scalar_subquery()
    for batch in batches([one.key for one, _ in decided if one.state is LISTED]):
        seen = func.greatest(table.c.last_seen, func.least(last, at))
        connection.execute(update(table).where(table.c.source == slug, table.c.key.in_(batch)).values(last_seen=seen))
