"""Which item each cluster of records is. Pure. An id is minted once, kept through every later merge and split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from warehouse.identity import mint

Key = tuple[str, str]
Preference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """An item that exists: who founded it, when that was first seen, what it was merged into, when it was made."""

    id: str
    founder: Key
    created_at: datetime
    merged_into: str | None = None
    made_at: datetime | None = None


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
    given: Mapping[Key, str] | None = None,
) -> tuple[Assigned, ...]:
    """Gives each cluster its item.

    An item goes with the record that founded it, also after it was merged away; when that record is gone, with most of
    its members. A cluster that holds several items is the one that was made first (then `created_at`, then id), and
    absorbs the others: a merge that is taken back gives both ids back, whatever came since. A cluster that holds none
    gets a new id, from its earliest record: by day, then by name, so that the order in which the sources of one morning
    are read does not choose (law 2).
    `minted` are the records that founded an item before, in this warehouse or in the one that is rebuilt: they come
    first, so that no id that was ever given is given up for another one.

    `named` are the merges of editors that stand, in their order: the first id of a pair is to stay rather than the
    second one, and than those that the second one is to stay rather than.
    `given` are the ids of founders that have another name since (warehouse.rekeying): they keep what they were given.
    """
    rather = _rather(named)
    ordered = sorted(tuple(sorted(cluster)) for cluster in clusters)  # whatever the order they came in
    home = {member: n for n, cluster in enumerate(ordered) for member in cluster}
    candidates: dict[int, list[Known]] = {}
    for item in sorted(items, key=_age):
        at = _home(item, home, memberships)
        if at is not None:
            candidates.setdefault(at, []).append(item)
    assigned = []
    for n, members in enumerate(ordered):
        here = candidates.get(n, [])
        if here:
            gives_way = {other for item in here for other in rather.get(item.id, ())}
            keeper = next((item for item in here if item.id not in gives_way), here[0])
            others = [item for item in here if item is not keeper]
            absorbed = tuple(item.id for item in others if not item.merged_into)
            claims = tuple(item.id for item in others if item.merged_into and item.merged_into != keeper.id)
            kept = keeper.id, members, keeper.founder, keeper.created_at
            assigned.append(Assigned(*kept, revived=bool(keeper.merged_into), absorbs=absorbed, claims=claims))
        else:
            founder = _founder(members, first_seen, minted or {})
            assigned.append(
                Assigned(
                    (given or {}).get(founder) or mint(*founder), members, founder, first_seen[founder], is_new=True
                )
            )
    return tuple(sorted(assigned, key=lambda a: (a.created_at, a.item)))


def _rather(named: Sequence[Preference]) -> dict[str, set[str]]:
    """Which items each one is to stay rather than, step after step; the last word on two items counts."""
    words = {frozenset(two): two for two in named}
    direct: dict[str, set[str]] = {}
    for keep, other in words.values():
        direct.setdefault(keep, set()).add(other)
    found: dict[str, set[str]] = {}
    for item in direct:
        reached: set[str] = set()
        waiting = [item]
        while waiting:
            following = direct.get(waiting.pop(), set()) - reached
            reached |= following
            waiting += following
        found[item] = {id_ for id_ in reached - {item} if words.get(frozenset((item, id_)), (item,))[0] == item}
    return found


def _founder(members: Sequence[Key], first_seen: Mapping[Key, datetime], minted: Mapping[Key, datetime]) -> Key:
    before = [m for m in members if m in minted]
    if before:
        return min(before, key=lambda m: (minted[m], m))
    return min(members, key=lambda m: (first_seen[m].date(), m))


def _age(item: Known) -> tuple[datetime, datetime, str]:
    return item.made_at or item.created_at, item.created_at, item.id


def _home(item: Known, home: Mapping[Key, int], memberships: Mapping[Key, str]) -> int | None:
    """Number of the cluster that an item goes with, None when it has no record left."""
    if item.founder in home:
        return home[item.founder]
    if item.merged_into:
        return None
    places = sorted(home[member] for member, of in memberships.items() if of == item.id and member in home)
    return max(places, key=lambda n: (places.count(n), -n)) if places else None
