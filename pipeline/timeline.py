"""Everything that happened to an item, in one order: what sources said, what people decided, what was shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from vigie.codec import to_plain
from vigie.model import Change, Content, Item, RecordState, Sighting
from warehouse.as_of import Version
from warehouse.journal import Act, Entry
from warehouse.lifecycle import PageSaid

Key = tuple[str, str]


class What(StrEnum):
    """What a moment tells; in this order where several share an instant: cause before effect."""

    FIRST_SEEN = "first seen"
    VERSION = "version"
    PAGE = "page"
    DECISION = "decision"
    JOINED = "record joined"
    LEFT = "record left"
    STATE = "state"
    TERMS = "terms"
    CHANGE = "change"


ORDER = {what: place for place, what in enumerate(What)}


@dataclass(frozen=True, slots=True)
class Moved:
    """A field that moved; values as plain JSON, None where it had none."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. `by` is who did it: an editor, or empty for the house itself; `source`, `key`, `capture`
    name the record and the bytes that it comes from; `number` is that of the version, the journal row or the change."""

    at: datetime
    what: What
    said: str
    by: str = ""
    source: str = ""
    key: str = ""
    capture: str = ""
    number: int | None = None
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a record."""

    source: str
    key: str
    number: int
    at: datetime
    capture: str
    content: Content


@dataclass(frozen=True, slots=True)
class Lived:
    """All that is known of an item's life, as the warehouse keeps it."""

    item: str
    versions: Sequence[Version] = ()
    changes: Sequence[Change] = ()
    records: Sequence[Said] = ()
    pages: Mapping[Key, PageSaid] = field(default_factory=dict)
    decisions: Sequence[Entry] = ()


def timeline(lived: Lived) -> tuple[Moment, ...]:
    """The moments of an item, oldest first."""
    moments = [
        *_records(lived.records),
        *_pages(lived),
        *(_decision(entry) for entry in lived.decisions),
        *_behind(lived.versions),
        *_changes(lived),
    ]
    return tuple(sorted(moments, key=lambda m: (m.at, ORDER[m.what], m.number or 0, m.source, m.key)))


def moved(before: Content | None, after: Content) -> tuple[Moved, ...]:
    """The fields in which two contents differ, by name; of a first one, those that it has."""
    old, new = (to_plain(before) if before else {}), to_plain(after)
    names = sorted({f.name for f in fields(after)} | old.keys())
    return tuple(Moved(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n))


def _records(said: Sequence[Said]) -> Iterator[Moment]:
    last: dict[Key, Content] = {}
    for one in sorted(said, key=lambda s: (s.source, s.key, s.number)):
        before = last.get((one.source, one.key))
        what = What.VERSION if before else What.FIRST_SEEN
        words = f"{one.source} says something else" if before else f"{one.source} lists it"
        differs = moved(before, one.content) if before else ()
        yield Moment(one.at, what, words, "", one.source, one.key, one.capture, one.number, differs)
        last[one.source, one.key] = one.content


def _pages(lived: Lived) -> Iterator[Moment]:
    """What the own page of a record that is not listed last said; what it said before is in the journal of its runs."""
    for (source, key), page in sorted(lived.pages.items()):
        status = f", HTTP {page.status}" if page.status else ""
        words = f", in the words {page.words!r}" if page.words else ""
        because = f": {page.because}" if page.because else ""
        said = f"its page on {source} says {page.answer.value}{status}{words}{because}"
        yield Moment(page.since, What.PAGE, said, "", source, key, page.capture or "")


def _decision(entry: Entry) -> Moment:
    body = entry.body or {}
    said, differs = _decided(entry.act, body) if entry.body else ("emptied by a takedown", ())
    return Moment(
        entry.at, What.DECISION, f"{entry.act.value}: {said}", entry.author or "", number=entry.seq, moved=differs
    )


def _decided(act: Act, body: Mapping[str, Any]) -> tuple[str, tuple[Moved, ...]]:
    before, after = body.get("before"), body.get("after")
    if act in (Act.EDIT, Act.RELEASE):
        name = str(body.get("field"))
        return name, (Moved(name, (before or {}).get("value"), (after or {}).get("value")),)
    if act is Act.HIDE:
        return "hidden" if after else "shown again", ()
    if act is Act.PIN:
        return f"until {after}" if after else "no longer", ()
    if act is Act.TAG:
        topic = body.get("topic")
        return f"left to its sources: {topic}" if after is None else f"{'with' if after else 'without'} {topic}", ()
    if act is Act.JUDGE:
        one, other = ("/".join(body.get(side, ())) for side in ("a", "b"))
        return f"{one} and {other}: {after} (was {before})", ()
    return f"{before} → {after}", ()


def _behind(versions: Sequence[Version]) -> Iterator[Moment]:
    """What moved among the records behind an item, from one version to the next."""
    for before, after in pairwise((None, *versions)):
        old = {(s.source, s.key): s for s in before.item.sightings} if before else {}
        new = {(s.source, s.key): s for s in after.item.sightings} if after else {}
        if after is None:
            continue
        for source, key in sorted(new.keys() - old.keys() if before else ()):
            yield Moment(after.since, What.JOINED, f"{source} tells of it too", "", source, key)
        for source, key in sorted(old.keys() - new.keys()):
            yield Moment(after.since, What.LEFT, f"{source} no longer stands behind it", "", source, key)
        for source, key in sorted(old.keys() & new.keys()):
            yield from _sighting(after.since, old[source, key], new[source, key])


def _sighting(at: datetime, before: Sighting, after: Sighting) -> Iterator[Moment]:
    source, key = after.source, after.key
    if before.state is not after.state:
        back = ", it is listed again" if after.state is RecordState.LISTED else ""
        said = f"on {source}: {before.state.value} → {after.state.value}{back}"
        yield Moment(at, What.STATE, said, "", source, key)
    terms = ("name", "url", "trust", "republish", "licence", "image_rights")
    differs = tuple(
        Moved(n, getattr(before, n), getattr(after, n)) for n in terms if getattr(before, n) != getattr(after, n)
    )
    if differs:
        yield Moment(at, What.TERMS, f"what is said of {source}", "", source, key, moved=differs)


def _changes(lived: Lived) -> Iterator[Moment]:
    """Changes of the item as they were published, with old and new values where a version holds both."""
    brought = {v.seq: (before, v) for before, v in pairwise((None, *lived.versions)) if v and v.seq is not None}
    for change in lived.changes:
        said = change.type.value
        if change.item != lived.item:
            yield Moment(change.at, What.CHANGE, f"{change.item} was merged into it", number=change.seq)
            continue
        if change.merged_into:
            said = f"{said} into {change.merged_into}"
        before, after = brought.get(change.seq, (None, None))
        differs = _shown(before.item if before else None, after.item, change.fields) if after else ()
        if change.fields and not differs:
            said = f"{said}: {', '.join(change.fields)}"
        yield Moment(change.at, What.CHANGE, said, number=change.seq, moved=differs)


def _shown(before: Item | None, after: Item, names: Iterable[str]) -> tuple[Moved, ...]:
    if before is None:
        return ()
    differs = moved(before.content, after.content)
    states = ("hidden", "pinned_until")
    own = (Moved(n, to_plain(getattr(before, n)), to_plain(getattr(after, n))) for n in states if n in set(names))
    return (*differs, *own)
