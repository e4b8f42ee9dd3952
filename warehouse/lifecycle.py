"""What becomes of a record that a complete run of its source does not list. Pure (DESIGN.md §5, law 4).

Missing is not cancelled: a list drops things for many reasons. A record is over only when its own page says so, or when
that page is gone twice, in two runs, and two complete lists lacked it. When many things vanish at once the site has
moved house, and patience replaces the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from transforms.page_marks_answer import PageAnswer
from vigie.model import Call, CallState, Content, Event, Occurrence, RecordState, Status

MISSING, SUSPECTED, GONE = RecordState.MISSING, RecordState.SUSPECTED, RecordState.GONE
APART = timedelta(minutes=30)
"""Two looks closer than this are one look: a page may be away while its site is put up."""
MASS_FLOOR, MASS_SHARE = 3, 0.2
PATIENCE = 3
"""Complete runs after which a page that went with many others may count as gone."""
PATIENCE_TIME = timedelta(days=1)
RARELY = frozenset({PageAnswer.LIVES, PageAnswer.MOVED, PageAnswer.OTHER, PageAnswer.CANCELLED})
"""Answers that stay what they are for long: asked again after 1, 2, 4, 8 … absences."""
ENDED = frozenset({RecordState.GONE, RecordState.CANCELLED})
MARKERS = {PageAnswer.POSTPONED: Status.POSTPONED, PageAnswer.RESCHEDULED: Status.POSTPONED}
"""What a page's marker means for a record that is not listed: its day is given up, the new one is not known to us."""


@dataclass(frozen=True, slots=True)
class PageSaid:
    """What the own page of an unlisted record last said; kept in `records.page`.

    `since`: first run (aware) that it answered so. `asked`: absences when it was last asked, 0 = never. `url`: where a
    moved page is now. `capture`, `words`, `pointer`: the evidence. `mass`: absences when it vanished among many others.
    `twin`: key of the record that took its place. `settled`: nothing is asked any more.
    """

    answer: PageAnswer
    since: datetime
    asked: int = 0
    url: str | None = None
    capture: str | None = None
    words: str | None = None
    pointer: str | None = None
    status: int | None = None
    because: str | None = None
    mass: int | None = None
    twin: str | None = None
    settled: bool | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """Where a record stands after a run, what its page said, and why."""

    state: RecordState
    page: PageSaid | None
    because: str


def next_state(
    state: RecordState,
    absences: int,
    ahead: bool,
    before: PageSaid | None,
    now: PageSaid | None,
    at: datetime,
    mass: bool = False,
    twin: str | None = None,
    kin: bool = False,
) -> Next:
    """The state after a complete run, at the aware instant `at`, that does not list the record.

    `absences` counts such runs in a row, this one included. `ahead`: its thing is not over. `before` is what its page
    said at earlier runs, `now` at this one (None: not asked). `mass`: too much vanished or answered 404 in this run.
    `twin`: the key of the record that the source lists in its place. `kin`: it lists one that may well be it.
    """
    kept = MISSING if state is RecordState.LISTED else state
    if twin is not None:
        moved = PageSaid(PageAnswer.MOVED, at, twin=twin, settled=True)
        return Next(RecordState.MOVED, moved, f"the source lists it as {twin}")
    if not ahead:
        settled = replace(before, settled=True) if before else PageSaid(PageAnswer.UNASKED, at, settled=True)
        return Next(kept, settled, "its thing is over or takes no day: nothing is asked")
    if mass and state is RecordState.LISTED:
        before, kept = PageSaid(PageAnswer.UNASKED, at, mass=absences), SUSPECTED
    if now is None or now.answer in (PageAnswer.SILENT, PageAnswer.UNASKED):
        return Next(kept, before, "vanished among many others" if before and before.mass else "not listed")
    said = _merged(before, now, absences)
    if now.answer is PageAnswer.CANCELLED:
        return Next(RecordState.CANCELLED, said, "its page says so")
    if now.answer is PageAnswer.GONE:
        return _gone(kept, absences, before, said, at, mass, kin)
    if now.answer is PageAnswer.OTHER:
        return Next(kept, said, "its page shows something else: no evidence")
    if now.answer is PageAnswer.MOVED:
        return Next(RecordState.MOVED, said, "its page is at another address")
    return Next(SUSPECTED, said, "its page lives" if now.answer is PageAnswer.LIVES else f"its page says {now.answer}")


def _gone(
    state: RecordState, absences: int, before: PageSaid | None, said: PageSaid, at: datetime, mass: bool, kin: bool
) -> Next:
    if state in ENDED:
        return Next(state, replace(before or said, asked=absences), "its page is gone since")
    if mass and said.mass is None:
        said = replace(said, mass=absences)
    if before is None or before.answer is not PageAnswer.GONE or at - said.since < APART:
        return Next(SUSPECTED, said, "its page is gone: once is not enough")
    if said.mass is not None and (absences - said.mass < PATIENCE or at - said.since < PATIENCE_TIME):
        return Next(SUSPECTED, said, "gone with many others: the site may have moved")
    if kin:
        return Next(SUSPECTED, said, "its page is gone, and the source lists what may well be it")
    return Next(GONE, replace(said, asked=absences), "its page is gone twice and two complete lists lack it")


def _merged(before: PageSaid | None, now: PageSaid, absences: int) -> PageSaid:
    """`now`, or `before` where the same was said again: what is repeated writes no row (law 3)."""
    mass = before.mass if before else None
    rarely = now.answer in RARELY
    if before and (before.answer, before.url, before.words) == (now.answer, now.url, now.words):
        return replace(before, asked=absences) if rarely else before
    return replace(now, asked=absences, mass=mass)


def due(state: RecordState, absences: int, page: PageSaid | None) -> bool:
    """Whether the page of a record with so many absences, this run included, is asked in this run."""
    if page is None or page.settled:
        return page is None
    rarely = page.answer in RARELY or state in ENDED
    return not rarely or absences >= 2 * max(1, page.asked)


def ahead(content: Content, at: datetime) -> bool:
    """Whether the thing of a record is still to come at the aware instant `at`, so that its end would matter.

    A session that has begun may well have left its list, one that lasts beyond today may not. News never are ahead:
    they fall off every list. What its list has called cancelled needs no second word.
    """
    if isinstance(content, Event):
        return content.status is not Status.CANCELLED and any(is_ahead(o, at) for o in content.occurrences)
    return isinstance(content, Call) and content.state(at) is not CallState.CLOSED


def is_due(content: Content, at: datetime) -> bool:
    """Whether a list should still name a thing at the aware instant `at`: what is ahead, called off or not. News leave
    lists by age, and nobody knows when a call without a deadline does."""
    if isinstance(content, Event):
        return any(is_ahead(o, at) for o in content.occurrences)
    if not isinstance(content, Call) or content.closed:
        return False
    return any(d.at.day > at.astimezone(ZoneInfo(d.at.zone)).date() for d in content.deadlines)


def is_ahead(session: Occurrence, at: datetime) -> bool:
    """Whether a session has not begun, or lasts beyond the day of `at` (as its zone counts days)."""
    return session.start.utc > at or session.last_day > at.astimezone(ZoneInfo(session.start.zone)).date()


def is_mass(count: int, due: int) -> bool:
    """Whether so many of the things that should be listed are too many to have been withdrawn one by one."""
    return count > max(MASS_FLOOR, MASS_SHARE * due)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells that two records of one source are one thing: words of the title, start (local, ISO), first sight."""

    key: str
    title: tuple[str, ...]
    start: str
    first_seen: datetime


def twins(absent: Sequence[tuple[Identity, datetime]], listed: Sequence[Identity]) -> Mapping[str, str]:
    """The record that took the place of each absent one (given with when it vanished), by key.

    Same title and same start; or same title and same day, where the other came when this one went. Each takes one
    place only.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for exact in (True, False):
        for one, vanished in sorted(absent, key=lambda a: a[0].key):
            if one.key in found or not one.start:
                continue
            for other in sorted(listed, key=lambda i: (i.start, i.key)):
                same = other.start == one.start if exact else _came(one, other, vanished)
                if same and other.title == one.title and other.key not in taken:
                    found[one.key] = other.key
                    taken.add(other.key)
                    break
    return found


def has_kin(one: Identity, listed: Sequence[Identity], since: datetime | None) -> bool:
    """Whether the source lists on that day something whose title shares half of its words: one that it tells since
    the instant `since`, or any one at all (None)."""
    own = set(one.title)
    return any(
        other.start[:10] == one.start[:10]
        and 2 * len(own & set(other.title)) >= min(len(own), len(set(other.title)))
        and (since is None or other.first_seen >= since)
        for other in listed
    )


def _came(one: Identity, other: Identity, vanished: datetime) -> bool:
    return other.start[:10] == one.start[:10] and other.first_seen >= vanished


@dataclass(frozen=True, slots=True)
class Moves:
    """Keys of the records that a run moved: no longer listed; listed again; in another state or with another marker."""

    missing: tuple[str, ...]
    back: tuple[str, ...]
    moved: tuple[str, ...] = ()


def back(not_listed: Collection[str], seen: Collection[str]) -> tuple[str, ...]:
    """Records that are listed again, whatever they were: the source itself says so."""
    present = frozenset(seen)
    return tuple(sorted(key for key in not_listed if key in present))


def marker(state: RecordState, page: PageSaid | None) -> Status | None:
    """The status that the page of an unlisted record gives its item, None when it gives none."""
    return MARKERS.get(page.answer) if page and state is SUSPECTED else None
