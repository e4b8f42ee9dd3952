"""From edges to clusters: greedy union under guard, inside one connected component at a time.

A component is what SAME edges and SAME judgements connect. What happens in one never depends on another, so a changed
record moves only the component that it touches, and the components can be worked on in any order or apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vigie.model import Verdict

Member = tuple[str, str]
Pair = tuple[Member, Member]

# Two ways to join one record, of which one at most can be right: no telling them apart within this much strength.
TORN = 10
TRANSLATED = "titles in two languages"
"""First reason of an edge between two titles that share no word (transforms.match_events)."""
SUCCEEDED = "its source lists it under another id"
"""First reason of an edge between a record and the one that its source lists in its place (warehouse.neighbours)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An editor's word on two records, (source, key) each: same or different."""

    a: Member
    b: Member
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Edge:
    """What two records are to each other, from the two alone; `a` sorts before `b`.

    SAME joins, ASK is a question for an editor, DIFFERENT is given only for two that look alike and that a fact tells
    apart (other town, other number): no third record may bridge them. `strength` (0–100) orders the joining and is
    about the percentage of such pairs that are one thing. `series` is the end that lists the other one among several
    sessions.
    """

    a: Member
    b: Member
    verdict: Verdict
    strength: int
    because: tuple[str, ...]
    series: Member | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Two records that may be one thing, for the review queue; `a` sorts before `b`."""

    a: Member
    b: Member
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records of one thing, the founder first. `asks` are open questions, each held by one cluster only: that of `a`.

    `score` is the confidence (0–100) that the cluster is right: that of its weakest needed edge, 100 for what an editor
    said or for a record that nothing resembles.
    """

    members: tuple[Member, ...]
    because: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    score: int = 100


def pair(a: Member, b: Member) -> Pair:
    """The two members in their order."""
    return (a, b) if a < b else (b, a)


def components(
    members: Iterable[Member], edges: Iterable[Edge], judgements: Iterable[Judgement] = ()
) -> tuple[tuple[Member, ...], ...]:
    """The members, each in one component, sorted. Edges and judgements on other members are ignored."""
    parent = {member: member for member in members}

    def root(member: Member) -> Member:
        while parent[member] != member:
            parent[member] = member = parent[parent[member]]
        return member

    links = [(e.a, e.b) for e in edges if e.verdict is Verdict.SAME]
    links += [(j.a, j.b) for j in judgements if j.verdict is Verdict.SAME]
    for a, b in links:
        if a in parent and b in parent:
            first, second = sorted((root(a), root(b)))
            parent[second] = first
    found: dict[Member, list[Member]] = {}
    for member in sorted(parent):
        found.setdefault(root(member), []).append(member)
    return tuple(tuple(group) for group in found.values())


def cluster(
    candidates: Iterable[tuple[Member, datetime]], edges: Sequence[Edge], judgements: Iterable[Judgement] = ()
) -> tuple[Cluster, ...]:
    """Clusters of the candidates (member, first seen), sorted by founder: the oldest member, then the lowest.

    The candidates must be whole components: all that a SAME edge or judgement connects with one of them. An ASK edge
    may lead out of them; it then stands with the cluster of its `a`, if that is here.
    """
    seen = dict(candidates)
    said = {pair(j.a, j.b): j.verdict for j in judgements if j.a in seen and j.b in seen and j.a != j.b}
    groups = _Groups(seen, said, edges)
    for two in sorted(p for p, verdict in said.items() if verdict is Verdict.SAME):
        groups.join(two, ("an editor said so",), 100)
    for edge in sorted(groups.joinable(), key=lambda e: (-e.strength, e.a, e.b)):
        groups.try_join(edge)
    for edge in edges:
        if edge.verdict is Verdict.ASK and edge.a in seen and (edge.a, edge.b) not in said:
            groups.ask((edge.a, edge.b), edge.because)
    return groups.clusters()


class _Groups:
    """Union under guard: no pair judged or known to be different ends up together, nor two things that one source
    tells apart, unless they are sessions of one series."""

    def __init__(self, seen: Mapping[Member, datetime], said: Mapping[Pair, Verdict], edges: Sequence[Edge]) -> None:
        self._seen, self._said, self._edges = seen, said, edges
        # A record that nothing resembles is a group of its own and costs nothing here.
        self._group: dict[Member, list[Member]] = {}
        self._apart: dict[Member, set[Member]] = {}
        self._series: dict[Member, set[Member]] = {}
        self._listed_twice: set[Pair] = set()
        self._chain = _chains(edges)
        for e in edges:
            if e.verdict is Verdict.DIFFERENT and not self._succeed(e.a, e.b):
                self._apart.setdefault(e.a, set()).add(e.b)
                self._apart.setdefault(e.b, set()).add(e.a)
            elif e.verdict is Verdict.SAME:
                if e.series is not None:
                    self._series.setdefault(e.b if e.series == e.a else e.a, set()).add(e.series)
                if e.a[0] == e.b[0]:
                    self._listed_twice.add((e.a, e.b))
        self._known = _neighbours(edges) if any(_by_hour_alone(e) for e in edges) else {}
        self._because: dict[Member, dict[str, None]] = {}
        self._weakest: dict[Member, int] = {}
        self._asks: dict[Pair, tuple[str, ...]] = {}

    def joinable(self) -> Iterator[Edge]:
        """SAME edges that nobody judged, without those of a record torn between two that are not one thing."""
        same = [e for e in self._edges if e.verdict is Verdict.SAME and e.a in self._seen and e.b in self._seen]
        strengths: dict[Member, list[tuple[int, Member]]] = {}
        if self._apart:
            suspect = {e.a for e in same if e.b in self._apart} | {e.b for e in same if e.a in self._apart}
            for e in same:
                if e.a in suspect:
                    strengths.setdefault(e.a, []).append((e.strength, e.b))
                if e.b in suspect:
                    strengths.setdefault(e.b, []).append((e.strength, e.a))
        for e in same:
            if (e.a, e.b) in self._said:
                continue
            if self._apart and (
                self._torn(e.a, e.b, e.strength, strengths) or self._torn(e.b, e.a, e.strength, strengths)
            ):
                self.ask((e.a, e.b), (*e.because, "it resembles as much another thing that is not this one"))
            elif _by_hour_alone(e) and self._has_rival(e):
                self.ask((e.a, e.b), (*e.because, "another thing is there at that hour"))
            else:
                yield e

    def _has_rival(self, edge: Edge) -> bool:
        """Whether one of the two may as well be a third record that the other one is not."""
        first, second = self._known[edge.a], self._known[edge.b]
        return bool((first - second) - {edge.b} or (second - first) - {edge.a})

    def _torn(
        self, one: Member, other: Member, strength: int, strengths: Mapping[Member, list[tuple[int, Member]]]
    ) -> bool:
        apart = self._apart.get(other, set())
        return any(third in apart and s + TORN > strength for s, third in strengths.get(one, ())) if apart else False

    def join(self, two: Pair, because: tuple[str, ...], strength: int) -> None:
        first, second = self._of(two[0]), self._of(two[1])
        if first is not second:
            first.extend(second)
            for member in second:
                self._group[member] = first
        self._because.setdefault(two[0], {})[f"{_name(two[0])} = {_name(two[1])}: {', '.join(because)}"] = None
        self._weakest[two[0]] = min(strength, self._weakest.get(two[0], 100))

    def try_join(self, edge: Edge) -> None:
        first, second = self._of(edge.a), self._of(edge.b)
        if first is second:
            return
        obstacle = next((why for a in first for b in second if (why := self._obstacle(a, b))), None)
        if obstacle is None:
            self.join((edge.a, edge.b), edge.because, edge.strength)
        elif obstacle != "judged":
            self.ask((edge.a, edge.b), (*edge.because, obstacle))

    def ask(self, two: Pair, because: tuple[str, ...]) -> None:
        if self._of(two[0]) is not self._of(two[1]):
            self._asks.setdefault(two, because)

    def clusters(self) -> tuple[Cluster, ...]:
        """Clusters sorted by founder; an ask stands with the cluster of its first record."""
        asks: dict[int, list[Ask]] = {}
        for (a, b), why in sorted(self._asks.items()):
            # Later joins may have answered the question.
            if self._of(a) is not self._of(b):
                asks.setdefault(id(self._of(a)), []).append(Ask(a, b, why))
        found: list[tuple[datetime, Cluster]] = []
        seen = self._seen
        for member in seen:
            group = self._group.get(member)
            if group is None:
                found.append((seen[member], Cluster((member,))))
                continue
            if group[0] != member:
                continue
            members = sorted((m for m in group if m in seen), key=lambda m: (seen[m], m))
            because = tuple(sorted({why for m in members for why in self._because.get(m, ())}))
            score = min(self._weakest.get(m, 100) for m in members)
            found.append((seen[members[0]], Cluster(tuple(members), because, tuple(asks.get(id(group), ())), score)))
        return tuple(one for _, one in sorted(found, key=lambda row: (row[0], row[1].members)))

    def _of(self, member: Member) -> list[Member]:
        group = self._group.get(member)
        if group is None:
            group = self._group[member] = [member]
        return group

    def _succeed(self, a: Member, b: Member) -> bool:
        """Whether the two are one thing to their source, however much it said otherwise of it in between."""
        return a in self._chain and self._chain[a] == self._chain.get(b)

    def _obstacle(self, a: Member, b: Member) -> str | None:
        two = pair(a, b)
        if self._said.get(two) is Verdict.DIFFERENT:
            return "judged"
        if b in self._apart.get(a, ()):
            return f"it would join {_name(two[0])} and {_name(two[1])}, which are not one thing"
        if a[0] != b[0] or two in self._listed_twice or self._succeed(a, b):
            return None
        if self._series.get(a, set()) & (self._series.get(b, set()) | {b}) or a in self._series.get(b, ()):
            return None
        return f"it would join two things that {a[0]} tells apart"


def _by_hour_alone(edge: Edge) -> bool:
    """Whether nothing but hour and house speaks for the two: a translation, as far as anyone can tell."""
    return edge.verdict is Verdict.SAME and edge.because[:1] == (TRANSLATED,)


def _chains(edges: Sequence[Edge]) -> dict[Member, Member]:
    """Records that took each other's place one after the other, by the lowest of them: one thing under many ids."""
    links = [e for e in edges if e.verdict is Verdict.SAME and e.because[:1] == (SUCCEEDED,)]
    groups = components({end for e in links for end in (e.a, e.b)}, links)
    return {member: group[0] for group in groups for member in group}


def _neighbours(edges: Sequence[Edge]) -> dict[Member, set[Member]]:
    known: dict[Member, set[Member]] = {}
    for e in edges:
        if e.verdict is Verdict.SAME:
            known.setdefault(e.a, set()).add(e.b)
            known.setdefault(e.b, set()).add(e.a)
    return known


def _name(member: Member) -> str:
    return "/".join(member)
