"""Which records of several sources speak of one thing: clusters, deterministic whatever the order of the records.

Records meet in blocks (same page, same title, same day and word), so the work grows with the number of records, not
with its square. Editors' judgements always win.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from transforms.match_evidence import Opinion, decide
from transforms.match_profile import Profile, blocks, first_instant, profile
from vigie.model import Record, Verdict

Member = tuple[str, str]

# In a block larger than this (every edition of a weekly series) only neighbours in time are compared.
LARGE_BLOCK = 48
NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record to match. `first_seen` is aware UTC; the oldest member of a cluster founds the item."""

    source: str
    key: str
    record: Record
    trust: int
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """An editor's word on two records, (source, key) each: same or different."""

    a: Member
    b: Member
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Ask:
    """Two records that may be one thing, for the review queue; `a` sorts before `b`."""

    a: Member
    b: Member
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records of one thing, the founder first. `asks` are open questions, each held by one cluster only."""

    members: tuple[Member, ...]
    because: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()


def match(candidates: Iterable[Candidate], judgements: Iterable[Judgement] = ()) -> tuple[Cluster, ...]:
    """Clusters of all candidates, each in one, sorted by founder. Judgements on others are ignored."""
    known = {(c.source, c.key): c for c in candidates}
    members = sorted(known)
    profiles = [profile(known[member].record) for member in members]
    said = {_pair(j.a, j.b): j.verdict for j in judgements if j.a in known and j.b in known and j.a != j.b}
    opinions: dict[tuple[Member, Member], Opinion] = {}
    for left, right in _pairs(profiles):
        opinion = decide(profiles[left], profiles[right])
        if opinion.verdict is not Verdict.DIFFERENT and (pair := (members[left], members[right])) not in said:
            opinions[pair] = opinion
    groups = _Groups(members, said, opinions)
    for pair in sorted(p for p, verdict in said.items() if verdict is Verdict.SAME):
        groups.join(pair, ("an editor said so",))
    same = [(pair, o) for pair, o in opinions.items() if o.verdict is Verdict.SAME]
    for pair, opinion in sorted(same, key=lambda row: (-row[1].strength, row[0])):
        groups.try_join(pair, opinion)
    for pair in sorted(p for p, opinion in opinions.items() if opinion.verdict is Verdict.ASK):
        groups.ask(pair, opinions[pair].because)
    return groups.clusters(known)


class _Groups:
    """Union of records under guard: no pair judged different and no two records of one source end up together."""

    def __init__(
        self,
        members: Iterable[Member],
        said: dict[tuple[Member, Member], Verdict],
        opinions: dict[tuple[Member, Member], Opinion],
    ) -> None:
        self._group = {member: [member] for member in members}
        self._said = said
        self._opinions = opinions
        self._because: dict[Member, dict[str, None]] = {}
        self._asks: dict[tuple[Member, Member], tuple[str, ...]] = {}

    def join(self, pair: tuple[Member, Member], because: tuple[str, ...]) -> None:
        first, second = self._group[pair[0]], self._group[pair[1]]
        if first is not second:
            first.extend(second)
            for member in second:
                self._group[member] = first
        self._because.setdefault(pair[0], {})[f"{_name(pair[0])} = {_name(pair[1])}: {', '.join(because)}"] = None

    def try_join(self, pair: tuple[Member, Member], opinion: Opinion) -> None:
        first, second = self._group[pair[0]], self._group[pair[1]]
        if first is second:
            return
        obstacle = next((why for a in first for b in second if (why := self._obstacle(a, b))), None)
        if obstacle is None:
            self.join(pair, opinion.because)
        elif obstacle != "judged":
            self.ask(pair, (*opinion.because, obstacle))

    def ask(self, pair: tuple[Member, Member], because: tuple[str, ...]) -> None:
        if self._group[pair[0]] is not self._group[pair[1]]:
            self._asks.setdefault(pair, because)

    def clusters(self, known: dict[Member, Candidate]) -> tuple[Cluster, ...]:
        """Clusters sorted by founder; an ask stands with the cluster of its first record."""
        asks: dict[int, list[Ask]] = {}
        for (a, b), why in sorted(self._asks.items()):
            # Later joins may have answered the question.
            if self._group[a] is not self._group[b]:
                asks.setdefault(id(self._group[a]), []).append(Ask(a, b, why))
        found: list[tuple[datetime, Cluster]] = []
        for number, group in {id(g): g for g in self._group.values()}.items():
            members = sorted(group, key=lambda m: (known[m].first_seen, m))
            because = tuple(sorted({why for m in members for why in self._because.get(m, ())}))
            cluster = Cluster(tuple(members), because, tuple(asks.get(number, ())))
            found.append((known[members[0]].first_seen, cluster))
        return tuple(cluster for _, cluster in sorted(found, key=lambda row: (row[0], row[1].members)))

    def _obstacle(self, a: Member, b: Member) -> str | None:
        pair = _pair(a, b)
        if self._said.get(pair) is Verdict.DIFFERENT:
            return "judged"
        if a[0] != b[0]:
            return None
        opinion = self._opinions.get(pair)
        if opinion and opinion.verdict is Verdict.SAME:
            return None
        return f"it would join two things that {a[0]} tells apart"


def _pairs(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, each once, as positions of the profiles, the lower first."""
    block: dict[tuple[str, ...], list[int]] = {}
    for number, p in enumerate(profiles):
        for key in blocks(p):
            block.setdefault(key, []).append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in block.values():
        large = len(numbers) > LARGE_BLOCK
        if large:
            numbers = sorted(numbers, key=lambda n: (str(first_instant(profiles[n]) or ""), n))
        for position, a in enumerate(numbers):
            for b in numbers[position + 1 : position + 1 + NEIGHBOURS if large else None]:
                pair = (a, b) if a < b else (b, a)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _pair(a: Member, b: Member) -> tuple[Member, Member]:
    return (a, b) if a < b else (b, a)


def _name(member: Member) -> str:
    return "/".join(member)
