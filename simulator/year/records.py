"""What passes between a year and whoever drives through it: sites, truth, faults, fates, and broken transports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from simulator.sites.site import Entry, Reply


class FaultClass(StrEnum):
    """Everything that can go wrong with a site, beside what befalls its things."""

    SERVER_ERROR = "server-error"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    REFUSED = "refused"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate-limited"
    ROBOTS = "robots"
    MOVED = "moved"
    PARKED = "parked"
    NOT_FOUND = "not-found"
    HALF = "half"
    EMPTY = "empty"
    SILENT = "silent"
    FROZEN = "frozen"
    HTML_INSTEAD = "html-instead"
    REDESIGN = "redesign"
    PAGE_REPEATS = "page-repeats"
    TOTAL_LIES = "total-lies"
    CUT = "cut"
    TOO_LARGE = "too-large"
    BROKEN_SYNTAX = "broken-syntax"
    OTHER_SITE = "other-site"
    DUPLICATED_IDS = "duplicated-ids"
    NEW_IDS = "new-ids"


class FateKind(StrEnum):
    """Everything that can befall a thing, beside its natural end."""

    ANNOUNCED = "announced"
    MOVED = "moved"
    MOVED_SILENTLY = "moved-silently"
    RELOCATED = "relocated"
    POSTPONED = "postponed"
    FULL = "full"
    CANCELLED_WORDS = "cancelled-words"
    CANCELLED_VANISH = "cancelled-vanish"
    CANCELLED_GONE = "cancelled-gone"
    REINSTATED = "reinstated"
    LEFT_EARLY = "left-early"
    CAME_BACK = "came-back"
    DEADLINE_EXTENDED = "deadline-extended"
    RESULTS_PUBLISHED = "results-published"
    WITHDRAWN = "withdrawn"


class Broken(Exception):
    """A failed transport. `kind` is timeout, tls, dns, refused or cut; `reply` is what came before a cut."""

    def __init__(self, kind: str, reply: Reply | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.reply = reply


@dataclass(frozen=True, slots=True)
class YearSource:
    """One catalogue entry that a site needs: what an operator would type for this kind of thing.

    `platform` is the word of a catalogue for the reader, `options` and `recipe` what that reader has to be told.
    """

    kind: str
    platform: str
    url: str
    options: Mapping[str, str] = field(default_factory=dict)
    recipe: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class YearSite:
    """A site of the year. `platform` is the simulator's own word, that of `simulator.sites`.

    `pace_days` is the mean number of days between two new things; `regular` sites are never empty when they are well.
    `size` is normal (8 to 40 coming things), sparse (0 to 5) or large (about 120, paged).
    """

    host: str
    name: str
    platform: str
    kinds: tuple[str, ...]
    entries: tuple[Entry, ...]
    sources: tuple[YearSource, ...]
    nature: str
    trust_hint: int
    regular: bool
    pace_days: float
    size: str
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class YearSighting:
    """A thing on one site, this morning.

    `key` and `url` are those of today (a migration changes both). `listed`: a reader who begins at the entries finds it
    now, faults of the morning counted. `says` is "same" (as the truth), "stale" (an older state) or "nothing" (not
    listed, and no page that can be read tells). `page` is what the thing's own page answers when it can be asked: 200,
    404 or 410. `readable_since` is the first day on which a reader could have found it here; None = not yet.
    """

    host: str
    key: str
    url: str
    title: str
    listed: bool
    says: str
    page: int
    readable_since: date | None


@dataclass(frozen=True, slots=True)
class YearTruth:
    """A thing as a perfect reader knows it this morning: whatever any readable page has said so far.

    Times are local ISO, `2026-03-05` (a day) or `2026-03-05T18:30:00`. `status`: events are scheduled, rescheduled,
    postponed, full or cancelled; calls announced, open, closing, extended, rolling, closed, results or withdrawn; news
    published or withdrawn. `actual` is the status that the world itself holds, said or not. `since` is the day on
    which the present status was first said. `twins` are hosts that show it in another language.
    """

    id: str
    kind: str
    title: str
    status: str
    actual: str
    since: date
    sightings: tuple[YearSighting, ...]
    sessions: tuple[tuple[str, str | None], ...] = ()
    previous_session: tuple[str, str | None] | None = None
    venue: str | None = None
    municipality: str | None = None
    postcode: str | None = None
    deadlines: tuple[str, ...] = ()
    published: str | None = None
    edition_of: str | None = None
    twins: tuple[str, ...] = ()
    trap: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title under which it is printed, the organiser's first."""
        return tuple(dict.fromkeys((self.title, *(s.title for s in self.sightings))))


@dataclass(frozen=True, slots=True)
class ActiveFault:
    """A site that is not well: first and last morning (both inclusive) and the causes that would name it rightly.

    `causes` are words of a closed list of causes, the best one first. `hides`: what the site says in those days is
    not to be trusted, so nothing of it counts as said.
    """

    host: str
    fault: FaultClass
    since: date
    until: date
    causes: tuple[str, ...]
    hides: bool


@dataclass(frozen=True, slots=True)
class Befallen:
    """Something befell a thing on `day`; `said_on` is the first morning on which a readable page says so, None = never.

    `host` is the site on which it happened first, `status` the thing's status from then on.
    """

    thing: str
    kind: str
    fate: FateKind
    day: date
    said_on: date | None
    host: str
    status: str
