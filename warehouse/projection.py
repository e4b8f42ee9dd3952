"""Which value each field of an item has, and why. Pure.

The rule, in this order: an editor's value, then the trust of the source, then completeness, then recency (the record
that changed last). What is left is decided by the name of the source and the key, so that any order of records gives
the same item. Fields that only make sense together come from one record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from vigie.codec import CONTENT, from_plain, to_json
from vigie.model import Call, Content, Event, FieldChoice, FieldEvidence, Kind, Place, RecordState, Status, WallTime

# The first field names the group; the record that wins it gives all of the group.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("title", "language"),
    ("occurrences", "previous_start", "rrule"),
    ("deadlines", "opens", "rolling", "closed"),
    ("prices", "is_free", "price_text"),
    ("published", "updated"),
)
OVER = (RecordState.CANCELLED, RecordState.GONE)
LISTING = (RecordState.LISTED, RecordState.MOVED)
OFF = (Status.CANCELLED, Status.POSTPONED)


@dataclass(frozen=True, slots=True)
class Member:
    """One record of an item, with what the rule weighs."""

    source: str
    key: str
    content: Content
    trust: int
    changed_at: datetime
    capture: str
    state: RecordState = RecordState.LISTED
    provenance: tuple[FieldEvidence, ...] = ()
    former: WallTime | None = None
    """Its only session before the source moved it to another day."""
    marker: Status | None = None
    """What its own page says since its list no longer holds it: POSTPONED when its day is given up."""
    replaced: bool = False
    """Its source lists another record in its place, which speaks for both."""


@dataclass(frozen=True, slots=True)
class Correction:
    """An editor's value of a field, in JSON form; None empties the field. A tag instead adds the topic `value` to
    the field `topics` (`tag` True) or takes it from there (False). `edit` is its number in the table of edits."""

    field: str
    value: Any
    author: str
    tag: bool | None = None
    edit: int = 0

    @property
    def name(self) -> tuple[str, str]:
        """What two corrections of one item cannot both be about."""
        return self.field, "" if self.tag is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Projected:
    """An item's content and why it has it. `item` of the choices is empty: the id is no matter of projection."""

    content: Content
    choices: tuple[FieldChoice, ...]


def project(members: Sequence[Member], corrections: Sequence[Correction] = ()) -> Projected:
    """Projects the records of one item (at least one). Records of another kind than the most trusted one give way."""
    ranked = sorted(_present(members), key=lambda m: (-m.trust, m.source, m.key))
    kind = ranked[0].content.kind
    same = [m for m in ranked if m.content.kind is kind]
    values: dict[str, Any] = {}
    choices: dict[str, FieldChoice] = {}
    for group in _groups(kind):
        winner, rule = _winner(same, group)
        for name in group:
            values[name] = getattr(winner.content, name)
            if values[name] not in (None, ()):
                choices[name] = _choice(name, winner, rule if name == group[0] else f"with:{group[0]}", same)
    content: Content = CONTENT[kind](**values)
    if isinstance(content, Event):
        content = _with_history(_without_lost(content, same, choices), same, choices)
    elif isinstance(content, Call) and not content.closed and (withdrawn := _withdrawn(same)):
        content = replace(content, closed=True)
        choices["closed"] = _lived("closed", True, "state", withdrawn, same)
    for correction in sorted(corrections, key=lambda c: c.tag is not None):  # tags move the topics of an edit too
        if correction.field not in values:
            continue  # made while the item was of another kind: it waits until the item is of that kind again
        if correction.tag is None:
            value = corrected(kind, correction.field, correction.value)
        else:
            value = tagged(content.topics, str(correction.value), correction.tag)
        content = replace(content, **{correction.field: value})
        choices[correction.field] = _editor(correction, value, same)
    return Projected(content, tuple(choices[name] for name in sorted(choices)))


def tagged(topics: Sequence[str], topic: str, wanted: bool) -> tuple[str, ...]:
    """`topics` with `topic`, or without it."""
    return (*topics, topic) if wanted and topic not in topics else tuple(t for t in topics if wanted or t != topic)


def _without_lost(content: Event, members: Sequence[Member], choices: dict[str, FieldChoice]) -> Event:
    """A source that lists sessions one by one calls off one of them, not the series: that session goes, and the others
    say how the whole stands."""
    days = {o.start.day for o in content.occurrences}
    lost = [m for m in members if isinstance(m.content, Event) and m.content.status in OFF and _days(m)[0] < days]
    rest = [m for m in members if m not in lost]
    if not lost or not rest:
        return content
    winner, rule = _winner(rest, ("status",))
    status = winner.content.status if isinstance(winner.content, Event) else content.status
    choices["status"] = _choice("status", winner, rule, members)
    off = {o.start for m in lost if isinstance(m.content, Event) for o in m.content.occurrences}
    kept = tuple(o for o in content.occurrences if o.start not in off)
    if not kept or kept == content.occurrences:
        return replace(content, status=status)
    choices["occurrences"] = replace(choices["occurrences"], value=_text(kept), rule="series")
    choices.pop("rrule", None)  # it would bring the lost session back
    return replace(content, status=status, occurrences=kept, rrule=None)


def _with_history(content: Event, members: Sequence[Member], choices: dict[str, FieldChoice]) -> Event:
    """What the records went through, where none of them says it in words: cancelled, or moved to another day."""
    if withdrawn := _withdrawn(members):
        if content.status is not Status.CANCELLED:
            content = replace(content, status=Status.CANCELLED)
            choices["status"] = _lived("status", Status.CANCELLED, "state", withdrawn, members)
        return content
    said = _speaking([m for m in members if m.marker], [m for m in members if not m.marker])
    if said and said.marker and content.status is Status.SCHEDULED:
        choices["status"] = _lived("status", said.marker, "state", said, members)
        return replace(content, status=said.marker)
    winner = next((m for m in members if (m.source, m.key) == _named(choices.get("occurrences"))), None)
    former = winner.former if winner else None
    if winner and former and content.previous_start is None and former.day != content.occurrences[0].start.day:
        content = replace(content, previous_start=former)
        choices["previous_start"] = _lived("previous_start", former, "history", winner, members)
        if content.status is Status.SCHEDULED:
            content = replace(content, status=Status.RESCHEDULED)
            choices["status"] = _lived("status", Status.RESCHEDULED, "history", winner, members)
    return content


def _withdrawn(members: Sequence[Member]) -> Member | None:
    """The record by which an item is over, None when it is not.

    All records are over; or the most trusted ones are, and nobody whom we trust as much still lists it. A page that
    says so counts as much as a marker in a list: it wins over a listing of equal trust. A page that is gone does not.
    Who lists it no more vouches for nothing, unless we trust him more.
    """
    over = [m for m in members if m.state in OVER]
    best = max((m.trust for m in over), default=-1)
    others = [m for m in members if m.state not in OVER and (m.state in LISTING or m.trust > best)]
    return _speaking(over, others, RecordState.CANCELLED)


def _present(members: Sequence[Member]) -> Sequence[Member]:
    """The records without those in whose place another one of their source speaks."""
    speaking = {m.source for m in members if not m.replaced}
    return [m for m in members if not (m.replaced and m.source in speaking)]


def _speaking(said: Sequence[Member], others: Sequence[Member], firm: RecordState | None = None) -> Member | None:
    """The record in whose name a state of the item holds against the `others`, None when it does not: they are trusted
    less; or as much, where its page says so (`firm` is the state in which it does; None: in any) and none is of its own
    source, which lists other sessions then."""
    best = max((m.trust for m in others), default=-1)
    alone = [m for m in said if all(o.source != m.source for o in others)]
    heard = [m for m in said if m.trust > best or (m in alone and m.trust == best and firm in (None, m.state))]
    return heard[0] if heard else None


def _lived(field: str, value: Any, rule: str, winner: Member, members: Sequence[Member]) -> FieldChoice:
    said = _said(field, [m for m in members if m is not winner])
    return FieldChoice("", field, _text(value), rule, winner.source, winner.key, winner.capture, said)


def _named(choice: FieldChoice | None) -> tuple[str, str] | None:
    return (choice.source, choice.key) if choice else None


def corrected(kind: Kind, field: str, value: Any) -> Any:
    """The model value of an editor's JSON value. ValueError when the field does not exist or the value does not fit."""
    shape = CONTENT[kind]
    required = {"title": "x"}
    if field not in {f.name for f in fields(shape)}:
        raise ValueError(f"{kind.value} has no field {field!r}")
    if kind is Kind.EVENT:
        required["occurrences"] = [{"start": {"local": "2000-01-01T00:00:00", "zone": "UTC", "precision": "day"}}]  # type: ignore[assignment]
    if value in (None, [], "") and field in required:
        raise ValueError(f"{field} cannot be empty")
    return getattr(from_plain(shape, {**required, field: value}), field)


def completeness(value: Any) -> float:
    """How much a value says, comparable between values of one field only."""
    if value is None or value == () or value == "":
        return 0.0
    if isinstance(value, bool):
        return 1.5 if value else 1.0
    if isinstance(value, Status):
        return 1.0 if value is Status.SCHEDULED else 2.0
    if isinstance(value, Place):
        return 1.0 + sum(getattr(value, f.name) is not None for f in fields(Place))
    if isinstance(value, tuple):
        return float(len(value)) + sum(_precise(v) for v in value)
    return 1.0 + min(len(value), 2000) / 2000 if isinstance(value, str) else 1.0


def _precise(value: Any) -> float:
    """A session with a clock and an end says more than a bare day."""
    start = getattr(value, "start", None)
    clocked = start is not None and start.has_clock
    return 0.25 * clocked + 0.25 * (getattr(value, "end", None) is not None)


def _groups(kind: Kind) -> tuple[tuple[str, ...], ...]:
    names = [f.name for f in fields(CONTENT[kind])]
    tied = tuple(group for group in (tuple(n for n in g if n in names) for g in GROUPS) if group)
    grouped = {name for group in tied for name in group}
    return tied + tuple((name,) for name in names if name not in grouped)


def _winner(members: Sequence[Member], group: tuple[str, ...]) -> tuple[Member, str]:
    """The record that gives a group, and the step of the rule that decided between it and the next best."""

    def said(member: Member) -> float:
        return sum(completeness(getattr(member.content, name)) for name in group)

    def stated(member: Member) -> bool:
        return any(getattr(member.content, name) not in (None, (), False) for name in group)

    able = list(members) if len(members) == 1 else [m for m in members if stated(m)] or list(members)
    if len(able) == 1:
        return able[0], "only"
    ranked = sorted(able, key=lambda m: (-m.trust, -said(m), -m.changed_at.toordinal(), m.source, m.key))
    if group[0] == "occurrences" and (series := _series(ranked)):
        return series, "series"
    first, second = ranked[0], ranked[1]
    value = getattr(first.content, group[0])
    if all(getattr(m.content, group[0]) == value for m in ranked):
        return first, "agreed"
    if first.trust != second.trust:
        return first, "trust"
    if said(first) != said(second):
        return first, "completeness"
    return first, "recency" if first.changed_at.date() != second.changed_at.date() else "order"


def _series(ranked: Sequence[Member]) -> Member | None:
    """The best record that lists all days of the first one and more, where the first one's source has several records
    here: it tells the sessions one by one, and its one record would lose the others."""
    first = ranked[0]
    if sum(m.source == first.source for m in ranked) < 2:
        return None
    days, clocked = _days(first)
    for member in ranked[1:]:
        its_days, its_clocked = _days(member)
        if its_days > days and (its_clocked or not clocked):
            return member
    return None


def _days(member: Member) -> tuple[set[date], bool]:
    """Days of its sessions, and whether each has an hour."""
    sessions = member.content.occurrences if isinstance(member.content, Event) else ()
    return {o.start.day for o in sessions}, all(o.start.has_clock for o in sessions)


def _choice(field: str, winner: Member, rule: str, members: Sequence[Member]) -> FieldChoice:
    return FieldChoice(
        item="",
        field=field,
        value=_text(getattr(winner.content, field)),
        rule=rule,
        source=winner.source,
        key=winner.key,
        capture=winner.capture,
        competing=_said(field, [m for m in members if m is not winner]),
        provenance=next((e for e in winner.provenance if e.field == field), None),
    )


def _editor(correction: Correction, value: Any, members: Sequence[Member]) -> FieldChoice:
    said = _said(correction.field, members)
    return FieldChoice("", correction.field, _text(value), "editor", "editor", correction.author, "", said)


def _said(field: str, members: Sequence[Member]) -> tuple[tuple[str, str], ...]:
    spoken = ((m, getattr(m.content, field)) for m in members)
    return tuple(sorted((f"{m.source}/{m.key}", _text(v)) for m, v in spoken if v not in (None, ())))


def _text(value: Any) -> str:
    return to_json(value).decode()
