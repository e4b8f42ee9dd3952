"""Which item each cluster of records is. Pure. An id is minted once, kept through every later merge and split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from warehouse.identity import mint
from warehouse.inheritance import end

Key = tuple[str, str]
Preference = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Known:
    """An item that exists: who founded it, when, and what it was merged into."""

    id: str
    founder: Key
    created_at: datetime
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """One cluster with the id of its item, the record that founded it, and what happened to other items for it.

    `absorbs`: items that are merged into it now. `claims`: items that had been merged into another one, whose founder
    is in this cluster: their redirects must lead here.
    """

    item: str
    members: tuple[Key, ...]
    founder: Key
    created_at: datetime
    is_new: bool = False
    revived: bool = False
    absorbs: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def assign(
    clusters: Iterable[Iterable[Key]],
    memberships: Mapping[Key, str],
    items: Sequence[Known],
    first_seen: Mapping[Key, datetime],
    minted: Mapping[Key, datetime] | None = None,
    named: Sequence[Preference] = (),
) -> tuple[Assigned, ...]:
    """Gives each cluster its item.

    An item goes with the record that founded it; when that record is gone, with most of its members. A cluster that
    holds several items keeps the oldest (`created_at`, then id) and absorbs the others. A cluster that holds none gets
    back an item that one of its records founded and that had been merged away; else a new id, from its earliest record:
    by day, then by name, so that the order in which the sources of one morning are read does not choose (law 2).
    `minted` are the records that founded an item before, in this warehouse or in the one that is rebuilt: they come
    first, so that no id that was ever given is given up for another one.

    `named` is what editors said of ids since the last curation, in its order: the first id of a pair is to stay rather
    than the second one, and than those that the second one is to stay rather than. Where two are in one cluster the
    other one gives way; where they are not, both are to be there again.
    """
    before = _before(named)
    mentioned = {id_ for two in named for id_ in two}
    redirects = {item.id: item.merged_into for item in items}
    ordered = sorted(tuple(sorted(cluster)) for cluster in clusters)  # whatever the order they came in
    home = {member: n for n, cluster in enumerate(ordered) for member in cluster}
    held: dict[int, list[Known]] = {}
    merged: dict[int, list[Known]] = {}
    for item in sorted(items, key=_age):
        at = _home(item, home, memberships)
        if at is not None:
            (merged if item.merged_into else held).setdefault(at, []).append(item)
    assigned = []
    for n, members in enumerate(ordered):
        here, away = held.get(n, []), merged.get(n, [])
        stay = {item.id for item in here}
        ends = {item.id: end(item.id, redirects) for item in away if item.id in mentioned}
        back = [i for i in away if i.id in ends and (ends[i.id] not in stay or ends[i.id] in before.get(i.id, ()))]
        if candidates := here + back or away:
            gives_way = {other for item in candidates for other in before.get(item.id, ())}
            keeper = min([i for i in candidates if i.id not in gives_way] or candidates, key=_age)
            absorbed = tuple(item.id for item in here if item is not keeper)
            claims = _claims(keeper.id, (item for item in away if item is not keeper))
            given = keeper.id, members, keeper.founder, keeper.created_at
            assigned.append(Assigned(*given, revived=keeper.id not in stay, absorbs=absorbed, claims=claims))
        else:
            founder = _founder(members, first_seen, minted or {})
            assigned.append(Assigned(mint(*founder), members, founder, first_seen[founder], is_new=True))
    return tuple(sorted(assigned, key=lambda a: (a.created_at, a.item)))


def _before(named: Sequence[Preference]) -> dict[str, set[str]]:
    """Which items each one is to stay rather than, step after step; the last word on two items counts."""
    words = {frozenset(two): two for two in named if all(two)}
    rather: dict[str, set[str]] = {}
    for keep, other in words.values():
        if keep and other:
            rather.setdefault(keep, set()).add(other)
    found: dict[str, set[str]] = {}
    for item in rather:
        reached: set[str] = set()
        waiting = [item]
        while waiting:
            following = rather.get(waiting.pop(), set()) - reached
            reached |= following
            waiting += following
        found[item] = reached - {item}
    return found


def _founder(members: Sequence[Key], first_seen: Mapping[Key, datetime], minted: Mapping[Key, datetime]) -> Key:
    before = [m for m in members if m in minted]
    if before:
        return min(before, key=lambda m: (minted[m], m))
    return min(members, key=lambda m: (first_seen[m].date(), m))


def _claims(keeper: str, merged: Iterable[Known]) -> tuple[str, ...]:
    return tuple(item.id for item in merged if item.merged_into != keeper)


def _age(item: Known) -> tuple[datetime, str]:
    return item.created_at, item.id


def _home(item: Known, home: Mapping[Key, int], memberships: Mapping[Key, str]) -> int | None:
    """Number of the cluster that an item goes with, None when it has no record left."""
    if item.founder in home:
        return home[item.founder]
    if item.merged_into:
        return None
    places = sorted(home[member] for member, of in memberships.items() if of == item.id and member in home)
    return max(places, key=lambda n: (places.count(n), -n)) if places else None
