"""The vocabulary of Vigie: every value that passes between rooms.

All classes are frozen and compare by value. Nothing here does I/O, reads a clock or knows a room.
Names follow schema.org, iCalendar (RFC 5545) and DESIGN.md §9. Times follow law 8: a wall clock with its zone, the UTC
instant computed from it, and a precision beside the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

BRUSSELS = "Europe/Brussels"


# --- closed lists -----------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What an item is. Never decided by its source alone: a news source may announce an event."""

    EVENT = "event"
    NEWS = "news"
    CALL = "call"


class Status(StrEnum):
    """State of an event, one internal value for four outside vocabularies (facts/status_map.yaml 1.0.0)."""

    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    MOVED_ONLINE = "moved_online"
    POSTPONED = "postponed"
    FULL = "full"
    CANCELLED = "cancelled"
    UNCONFIRMED = "unconfirmed"


class AttendanceMode(StrEnum):
    """schema.org eventAttendanceMode."""

    OFFLINE = "offline"
    ONLINE = "online"
    MIXED = "mixed"


class CallState(StrEnum):
    """State of a call, always computed from its deadlines and a clock, never stored."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How much of a wall time the source really said."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


class RecordState(StrEnum):
    """Where a record stands in the cancellation protocol of DESIGN.md §5."""

    LISTED = "listed"
    MISSING = "missing"
    SUSPECTED = "suspected"
    CANCELLED = "cancelled"
    MOVED = "moved"
    GONE = "gone"


class Cause(StrEnum):
    """Why a run ended as it did: the closed list of DESIGN.md §5."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    LAYOUT_CHANGED = "layout-changed"
    VOLUME_DROP = "volume-drop"
    TRUNCATED = "truncated"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate-limited"
    ROBOTS = "robots"
    NOT_FOUND = "not-found"
    MOVED = "moved"
    SERVER_ERROR = "server-error"
    TIMEOUT = "timeout"
    TLS = "tls"
    DNS = "dns"
    TOO_LARGE = "too-large"
    WRONG_CONTENT = "wrong-content"
    PARSE_ERROR = "parse-error"
    SCHEMA_DRIFT = "schema-drift"
    SILENCED = "silenced"


class ChangeType(StrEnum):
    """What moved when the projection of an item moved (DESIGN.md §3)."""

    CREATED = "created"
    UPDATED = "updated"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Nature(StrEnum):
    """What the publisher of a source is (facts/sources.jsonl). An aggregator needs a recorded permission."""

    ORGANISER = "organiser"
    PUBLIC = "public"
    MEDIA = "media"
    API = "api"
    AGGREGATOR = "aggregator"


class SourceState(StrEnum):
    """How sure we are that a source answers as described."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    BLOCKED = "blocked"
    DEAD = "dead"


class MoneyRole(StrEnum):
    """What an amount is for."""

    PRICE = "price"
    GRANT = "grant"
    ENVELOPE = "envelope"


class Verdict(StrEnum):
    """Outcome of comparing two records."""

    SAME = "same"
    DIFFERENT = "different"
    ASK = "ask"


# --- the catalogue ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a recipe finds one raw field: a CSS selector, an attribute (text when None), an optional regular expression.

    `match` keeps group 1 of its first match (the whole match when it has no group). `all` keeps every node found.
    """

    name: str
    select: str
    attr: str | None = None
    match: str | None = None
    all: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """CSS selectors that read an HTML list (`list` → nodes matching `item`), its detail pages and its next page."""

    item: str
    fields: tuple[FieldRule, ...]
    detail: tuple[FieldRule, ...] = ()
    next: str | None = None
    key: FieldRule | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What may leave the warehouse (SECURITY.md D14, D15). Without `republish` an excerpt of 300 signs and a link."""

    licence: str | None = None
    republish: bool = False
    image_rights: str | None = None
    permission_ref: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the catalogue: what to read, how, how often, and on which terms. `urls` are absolute http(s).

    `find`: nobody knows yet how to read it: `platform` is "" until a probe has looked; `urls` are then the pages where
    to look first, mostly none (look at `site`, when there is one). `known`: how the address is known ("seen in …",
    "composed: …"). `see_also`: slugs of entries that publish the same programme. `earlier`: recipes of former layouts,
    for the archive.
    """

    slug: str
    name: str
    site: str | None
    kinds: tuple[Kind, ...]
    platform: str
    urls: tuple[str, ...]
    schedule: str = "@daily"
    language: str = "fr"
    place: str | None = None
    trust: int = 50
    nature: Nature = Nature.ORGANISER
    rights: Rights = Rights()
    owner: str = "vigie"
    state: SourceState = SourceState.UNCONFIRMED
    notes: str = ""
    priority: int = 2
    crawl_delay: float | None = None
    relevance: int | None = None
    max_pages: int = 50
    options: tuple[tuple[str, str], ...] = ()
    recipe: Recipe | None = None
    file: str = ""
    find: bool = False
    see_also: tuple[str, ...] = ()
    earlier: tuple[Recipe, ...] = ()
    known: str = ""

    @property
    def permitted(self) -> bool:
        """Whether it may be read at all: of an aggregator only with a recorded permission (SECURITY.md D14)."""
        return self.nature is not Nature.AGGREGATOR or bool(self.rights.permission_ref)

    def recipe_on(self, day: date) -> Recipe | None:
        """The recipe that was in force on a day: the newest that began by then, else the oldest."""
        every = [recipe for recipe in (self.recipe, *self.earlier) if recipe is not None]
        begun = [recipe for recipe in every if recipe.since is None or recipe.since <= day]
        newest = max(begun, key=lambda recipe: recipe.since or date.min, default=None)
        return newest or min(every, key=lambda recipe: recipe.since or date.min, default=None)

    def as_of(self, instant: datetime) -> Source:
        """This entry with the recipe alone that was in force at an aware instant, by the calendar of Brussels."""
        if not self.earlier:
            return self
        return replace(self, recipe=self.recipe_on(instant.astimezone(ZoneInfo(BRUSSELS)).date()), earlier=())

    def option(self, name: str, default: str = "") -> str:
        """Value of a platform option of this source (documented by the platform's reader), or `default`."""
        return dict(self.options).get(name, default)


# --- request, capture, raw item ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to make. `body` None means GET. `label` says what the page is for ("list", "detail", …).

    `version`: what the page that leads here says of its last change; the same version is not asked for twice.
    """

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    label: str = "list"
    item_key: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it was kept, before anyone read it. `sha256` names the body; `fetched_at` is aware UTC."""

    request: Request
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    sha256: str

    def header(self, name: str) -> str | None:
        """First value of a header, by name without case."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), None)

    @property
    def media_type(self) -> str:
        """Media type without parameters, lower case; "" when the server said none."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which part of which capture a value comes from.

    `pointer` is a JSON pointer, an XPath or CSS path, an iCalendar property path or a feed entry path, by platform.
    """

    capture: str
    url: str
    pointer: str


@dataclass(frozen=True, slots=True)
class RawField:
    """One thing that a source says, as it says it.

    `value` is a string as printed (entities undone by the parser of its format only). Instants follow RFC 9557:
    `2026-03-05`, `2026-03-05T18:30:00` (wall clock, zone unsaid), `…+01:00`, `…Z`, `…[Europe/Brussels]`.
    `html` marks markup. `group` ties the fields of one session (start 1 with end 1); 0 when there is one session.
    """

    name: str
    value: str
    evidence: Evidence
    html: bool = False
    group: int = 0


@dataclass(frozen=True, slots=True)
class RawItem:
    """What a source says of one thing, uninterpreted. `key` is the source's own id, stable over edits."""

    source: str
    key: str
    kind: Kind
    url: str | None
    fields: tuple[RawField, ...]

    def first(self, name: str) -> RawField | None:
        return next((f for f in self.fields if f.name == name), None)

    def text(self, name: str) -> str | None:
        found = self.first(name)
        return found.value if found else None

    def all(self, name: str) -> tuple[RawField, ...]:
        return tuple(f for f in self.fields if f.name == name)

    def groups(self) -> Iterator[tuple[RawField, ...]]:
        """Fields by session, in the order of their group number; group 0 alone when there is only one."""
        numbers = sorted({f.group for f in self.fields if f.group} or {0})
        for number in numbers:
            yield tuple(f for f in self.fields if f.group == number)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or understood: a row of the quarantine. Names source, URL and field."""

    source: str
    url: str
    reason: str
    detail: str
    field: str | None = None
    key: str | None = None
    capture: str | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader found in one capture.

    `next` are requests that the page leads to (next page, details). `expected` is the total that the source claims.
    `unread` counts what the source said and the reader did not use, by name.
    """

    items: tuple[RawItem, ...] = ()
    next: tuple[Request, ...] = ()
    expected: int | None = None
    problems: tuple[Problem, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()
    last: bool = True


# --- meaning ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class WallTime:
    """A wall clock reading in a zone (law 8). `local` is naive. At DAY precision its clock is 00:00 and means nothing.

    `fold` of `local` chooses the second reading of an hour that occurs twice (PEP 495).
    """

    local: datetime
    zone: str = BRUSSELS
    precision: Precision = Precision.MINUTE

    @property
    def utc(self) -> datetime:
        """The instant, aware, in UTC. An hour that the clock skips has the offset before the change (PEP 495)."""
        return self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def day(self) -> date:
        return self.local.date()

    @property
    def has_clock(self) -> bool:
        return self.precision is Precision.MINUTE

    def isoformat(self) -> str:
        """`2026-03-05` at day precision, `2026-03` at month precision, else ISO 8601 with the offset of the zone."""
        if self.precision is Precision.MONTH:
            return self.local.strftime("%Y-%m")
        if self.precision is Precision.DAY:
            return self.local.date().isoformat()
        return self.local.replace(tzinfo=ZoneInfo(self.zone)).isoformat()

    @classmethod
    def of_day(cls, day: date, zone: str = BRUSSELS) -> WallTime:
        return cls(datetime.combine(day, time()), zone, Precision.DAY)

    @classmethod
    def of_instant(cls, instant: datetime, zone: str = BRUSSELS) -> WallTime:
        """The wall clock that `zone` showed at an aware `instant`."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs an offset")
        return cls(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone)


def day_after(day: date) -> date:
    """The next day. The last one of the calendar, by which sources mean "until further notice", has none: itself."""
    return day + timedelta(days=1) if day < date.max else day


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One session. `end` None = unknown. At DAY precision `end` is the last day, inclusive (not as in iCalendar)."""

    start: WallTime
    end: WallTime | None = None

    @property
    def all_day(self) -> bool:
        return not self.start.has_clock

    @property
    def last_day(self) -> date:
        return (self.end or self.start).day

    def closes_at(self) -> datetime:
        """The aware UTC instant after which the session is over; an unknown end lasts two hours (FEEDS.md §2)."""
        if self.end and self.end.has_clock:
            return self.end.utc
        if self.all_day or self.end:
            return WallTime(datetime.combine(day_after(self.last_day), time()), self.start.zone).utc
        return self.start.utc + timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount or a range. None on one side means open ("max. 25 000 €" has no `low`). `rate` is a share, 0 to 1."""

    role: MoneyRole
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = "EUR"
    label: str | None = None
    rate: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where. `nis` is the municipality's NIS code; `province` a taxonomy slug (namur, liege, hainaut, luxembourg,
    brabant-wallon) or None. Coordinates are WGS84 degrees and only set when known. `locality` is the part of the
    municipality that the source names ("Louvain-la-Neuve"), in its official spelling; None when it names the whole."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    municipality: str | None = None
    nis: str | None = None
    province: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    totem: str | None = None
    locality: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A closing instant of a call. Without a clock it runs to the end of its day; `strict` = before that day."""

    at: WallTime
    label: str | None = None
    strict: bool = False
    replaces: WallTime | None = None

    def closes_at(self) -> datetime:
        """Aware UTC instant after which an application is too late."""
        if self.at.has_clock:
            return self.at.utc
        day = self.at.day if self.strict else day_after(self.at.day)
        return WallTime(datetime.combine(day, time()), self.at.zone).utc


@dataclass(frozen=True, slots=True)
class Event:
    """schema.org Event. `description` is plain text. `occurrences` are sorted and never empty."""

    title: str
    occurrences: tuple[Occurrence, ...]
    url: str | None = None
    description: str | None = None
    place: Place | None = None
    attendance: AttendanceMode | None = None
    online_url: str | None = None
    status: Status = Status.SCHEDULED
    previous_start: WallTime | None = None
    organizers: tuple[str, ...] = ()
    prices: tuple[Money, ...] = ()
    is_free: bool | None = None
    price_text: str | None = None
    image: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    relevance: int | None = None
    rrule: str | None = None

    @property
    def kind(self) -> Kind:
        return Kind.EVENT


@dataclass(frozen=True, slots=True)
class Article:
    """A news item. `published` is when its source published it, never the date of what it talks about."""

    title: str
    url: str | None = None
    description: str | None = None
    published: WallTime | None = None
    updated: WallTime | None = None
    place: Place | None = None
    image: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    relevance: int | None = None

    @property
    def kind(self) -> Kind:
        return Kind.NEWS


@dataclass(frozen=True, slots=True)
class Call:
    """A call for projects, candidates or tenders. `rolling` = no closing date by design, not an unknown one."""

    title: str
    url: str | None = None
    description: str | None = None
    opens: WallTime | None = None
    deadlines: tuple[Deadline, ...] = ()
    rolling: bool = False
    amounts: tuple[Money, ...] = ()
    funders: tuple[str, ...] = ()
    place: Place | None = None
    closed: bool = False
    identifier: str | None = None
    published: WallTime | None = None
    image: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    relevance: int | None = None

    @property
    def kind(self) -> Kind:
        return Kind.CALL

    def next_deadline(self, now: datetime) -> Deadline | None:
        """The first deadline that is not over at the aware instant `now`, else the last one, else None."""
        ordered = sorted(self.deadlines, key=Deadline.closes_at)
        return next((d for d in ordered if d.closes_at() > now), ordered[-1] if ordered else None)

    def state(self, now: datetime, closing_days: int = 14) -> CallState:
        """State at the aware instant `now`: `closing` in the last `closing_days` days before the next deadline."""
        if self.closed:
            return CallState.CLOSED
        deadline = self.next_deadline(now)
        if deadline and deadline.closes_at() <= now:
            return CallState.CLOSED
        if self.opens and self.opens.utc > now:
            return CallState.ANNOUNCED
        if deadline:
            closing = deadline.closes_at() - now <= timedelta(days=closing_days)
            return CallState.CLOSING if closing else CallState.OPEN
        return CallState.OPEN if self.rolling else CallState.UNKNOWN


Content = Event | Article | Call
"""What a record or an item says. In each: `topics` are "facet:slug" of the taxonomy (audience too); `actors` are
"role:slug" of the register of actors, role being organizer, funder, place or mentioned; `relevance` is how surely the
thing belongs in a watch of digital creativity in Wallonia, 0 to 100, None when unread."""


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Where one field of a record comes from: the rule that read it, the words it rests on, the part of the capture."""

    field: str
    rule: str
    words: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An event or a call that a news text announces. It waits for an editor and is never published by itself.

    `words` is the passage that it rests on and `span` its offsets in the text; `score` 0 to 100; `past`: it was over
    when the text was published.
    """

    content: Event | Call
    words: str
    span: tuple[int, int]
    score: int
    because: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one thing, understood. (source, key) is its identity; a new `content` is a version."""

    source: str
    key: str
    url: str | None
    content: Content
    capture: str
    provenance: tuple[FieldEvidence, ...] = ()
    abstentions: tuple[str, ...] = ()
    parser: str = ""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.content.kind


# --- memory -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sighting:
    """One record behind an item, as people should see it: "vu sur SOURCE le DATE"."""

    source: str
    name: str
    key: str
    url: str | None
    first_seen: datetime
    last_seen: datetime
    state: RecordState = RecordState.LISTED
    trust: int = 50
    republish: bool = False
    image_rights: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as published: the projection of its records (DESIGN.md §3).

    `id` is minted once (a UUID, lower case) and never derived again. `sequence` is iCalendar's SEQUENCE: it moves when
    time, place or status move. `created_at`, `revised_at` are aware UTC; `revised_at` moves only when the content does.
    `session_names` are the names of `content.occurrences` or `content.deadlines`, in their order, each given once and
    kept for life (warehouse.session_names); empty for an item that was never in the warehouse.
    """

    id: str
    content: Content
    sightings: tuple[Sighting, ...]
    created_at: datetime
    revised_at: datetime
    sequence: int = 0
    hidden: bool = False
    merged_into: str | None = None
    withdrawn_at: datetime | None = None
    pinned_until: datetime | None = None
    session_names: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.content.kind


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """Why a field of an item has its value: the rule, the winning record, and what the others said."""

    item: str
    field: str
    value: str
    rule: str
    source: str
    key: str
    capture: str
    competing: tuple[tuple[str, str], ...] = ()
    provenance: FieldEvidence | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the ordered log. `seq` grows by one; consumers keep the last one they have seen."""

    seq: int
    at: datetime
    item: str
    kind: Kind
    type: ChangeType
    fields: tuple[str, ...] = ()
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """How a run of one source ended (DESIGN.md §5). Only a `complete` run publishes and may mark records missing.

    `due` counts the things that the last complete run listed and that are not over yet, `absent` those of them that
    this run did not list; `understood` the records of this run and `fill` how many of them have each field; `claimed`
    the total that the source says, `foreign` the items with an address on another site. `accepted` is the cause that
    this complete run would have had, had the change not lasted so long that it counts as the new normal; `silenced` the
    cause behind a silenced run, whose ticket is `ticket`. `alarms` are reasons with their numbers, for operators.
    """

    source: str
    platform: str
    cause: Cause
    complete: bool
    started_at: datetime
    seconds: float
    run: str = ""
    pages_expected: int | None = None
    pages_fetched: int = 0
    pagination_end: bool = False
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    quarantined: int = 0
    bytes: int = 0
    not_modified: int = 0
    robots_denied: int = 0
    parser: str = ""
    message: str = ""
    unread: tuple[tuple[str, int], ...] = field(default=())
    due: int = 0
    absent: int = 0
    fill: tuple[tuple[str, int], ...] = ()
    understood: int = 0
    alarms: tuple[str, ...] = ()
    ticket: str = ""
    claimed: int | None = None
    foreign: int = 0
    accepted: Cause | None = None
    silenced: Cause | None = None

    @property
    def failed(self) -> bool:
        """Whether an operator should look: all but good runs, silenced ones, and empty ones that nobody misses."""
        if self.cause is Cause.EMPTY:
            return not self.complete
        return self.cause not in (Cause.OK, Cause.UNCHANGED, Cause.SILENCED)
