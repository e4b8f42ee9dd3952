"""What the rules of the editorial layer say, in dictionaries: no code of the product is used here.

Things are numbers, sources have a trust each, a record is (source, key). What it says of a field is a text or None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations, product
from typing import Any

Key = tuple[str, str]
Pair = frozenset[Key]
FIELDS = ("title", "price_text", "image")
SAME, DIFFERENT, ASK = "same", "different", "ask"


@dataclass
class Said:
    """What a record says, and the day since which it says so."""

    thing: int
    fields: dict[str, str | None]
    changed: date


@dataclass(frozen=True)
class Edit:
    value: str | None
    base: str | None
    author: str
    until: datetime | None


@dataclass
class Act:
    """One decision: what stood and stands, by what it is on. `seq` is its first row in the journal."""

    seq: int
    parts: list[tuple[Any, Any, Any]]


@dataclass
class World:
    """The state after some decisions. `decided` holds edits, tags, pins, hidings and judgements in one dictionary:
    ("edit", item, field), ("tag", item, topic), ("pin", item), ("hide", item), ("judge", pair)."""

    trust: dict[str, int]
    records: dict[Key, Said] = field(default_factory=dict)
    decided: dict[Any, Any] = field(default_factory=dict)
    says: dict[Any, str | None] = field(default_factory=dict)
    """What the sources said when an edit that is held was last compared with them; absent: never."""
    acts: list[Act] = field(default_factory=list)
    # As the last curation left it:
    members: dict[str, frozenset[Key]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    shown: dict[tuple[str, str], str | None] = field(default_factory=dict)
    by_editor: set[tuple[str, str]] = field(default_factory=set)

    # Deciding

    def decide(self, seq: int, changes: Iterable[tuple[Any, Any]]) -> None:
        """Tells an act that makes these values stand."""
        parts = [(on, self.decided.get(on), value) for on, value in changes]
        for on, _, value in parts:
            self._put(on, value)
        self.acts.append(Act(seq, parts))

    def base(self, item: str, name: str) -> str | None:
        """What a new edit of a field rests on."""
        on = ("edit", item, name)
        if on in self.decided:
            return self.says.get(on, self.decided[on].base)
        if (item, name) in self.by_editor:
            return self.sources_say(self.members[item], name)
        return self.shown[item, name]

    def undoable(self, act: Act) -> bool:
        return all(self.decided.get(on) == after for on, _, after in act.parts)

    def undo(self, act: Act, seq: int, now: datetime) -> None:
        back = []
        for on, before, _ in reversed(act.parts):
            if on[0] == "edit" and before is not None and before.until is not None and before.until <= now:
                before = None
            back.append((on, before))
        self.decide(seq, back)
        for on, value in back:
            if on[0] == "edit" and value is not None and self.members.get(on[1]):
                self.says[on] = self.sources_say(self.members[on[1]], on[2])

    def chain(self, item: str) -> list[str]:
        """An item and those merged into it."""
        return [item, *(other for other in self.redirects if self.end(other) == item)]

    def end(self, item: str) -> str:
        while item in self.redirects:
            item = self.redirects[item]
        return item

    def _put(self, on: Any, value: Any) -> None:
        self.says.pop(on, None)
        if value is None:
            self.decided.pop(on, None)
        else:
            self.decided[on] = value
            if on[0] == "edit":
                self.says[on] = value.base

    # Curating

    def clusters(self) -> set[frozenset[Key]]:
        """Which records are one thing: what editors said is the same; then what tells the same thing, unless that
        would join what an editor called different or what one source tells apart."""
        group = {key: {key} for key in self.records}
        verdicts = {on[1]: verdict for on, verdict in self.decided.items() if on[0] == "judge"}

        def join(a: Key, b: Key) -> None:
            group[a] |= group[b]
            for member in group[a]:
                group[member] = group[a]

        for two, verdict in verdicts.items():
            if verdict == SAME and two <= group.keys():
                join(*sorted(two))
        for a, b in combinations(sorted(self.records), 2):
            alike = self.records[a].thing == self.records[b].thing
            if not alike or Pair((a, b)) in verdicts or group[a] is group[b]:
                continue
            across = list(product(group[a], group[b]))
            if not any(verdicts.get(Pair(two)) == DIFFERENT or two[0][0] == two[1][0] for two in across):
                join(a, b)
        return {frozenset(of) for of in group.values()}

    def expire(self, now: datetime) -> None:
        for on in [on for on, one in self.decided.items() if on[0] == "edit" and one.until and one.until <= now]:
            self._put(on, None)

    def sources_say(self, members: Iterable[Key], name: str) -> str | None:
        """Trust, then completeness (the longer text), then recency (by day), then the name."""
        saying = [(key, self.records[key]) for key in members if self.records[key].fields[name] is not None]
        if not saying:
            return None

        def rank(one: tuple[Key, Said]) -> Any:
            (source, key), said = one
            return -self.trust[source], -len(said.fields[name] or ""), -said.changed.toordinal(), source, key

        return min(saying, key=rank)[1].fields[name]

    def corrections(self, family: str) -> dict[tuple[str, str], Any]:
        """By the item that shows it and by field (or topic): the decision that shows. An item's own comes first, then
        that of the first merged one by id."""
        found: dict[tuple[str, str], Any] = {}
        own_first = sorted(
            (on for on in self.decided if on[0] == family), key=lambda on: (on[1] in self.redirects, on[1], on[2])
        )
        for on in own_first:
            found.setdefault((self.end(on[1]), on[2]), on)
        return found

    def curated(self, members: dict[str, frozenset[Key]], redirects: dict[str, str]) -> None:
        """Takes over which item each cluster is, and works out what each item shows."""
        self.members, self.redirects = members, redirects
        edits = self.corrections("edit")
        self.by_editor = set(edits)
        self.shown = {}
        for item, of in members.items():
            for name in FIELDS:
                said = self.sources_say(of, name)
                on = edits.get((item, name))
                self.shown[item, name] = said if on is None else self.decided[on].value
                if on is not None:
                    self.says[on] = said

    def conflicts(self) -> set[tuple[str, str]]:
        """(item, field) of the shown edits whose sources moved."""
        shown = self.corrections("edit").values()
        return {(on[1], on[2]) for on in shown if self.says[on] != self.decided[on].base}

    def topics(self, item: str) -> set[str]:
        shown = self.corrections("tag")
        return {topic for (of, topic), on in shown.items() if of == item and self.decided[on]}
